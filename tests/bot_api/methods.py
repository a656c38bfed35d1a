"""The methods of the Bot API that are there, with the names and types of their parameters.

Telegram ignores a parameter that it does not know; here it is a mistake, because so misspellings live for years.
"""

from typing import Any, get_args, get_type_hints

import msgspec

from tests.bot_api.bodies import File, Parameters
from tests.bot_api.refusal import MistakeError

Object = dict[str, Any]


class _Exact(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A type that has these fields and no others."""


class CopyText(_Exact):
    text: str


class Button(_Exact):
    text: str
    url: str | None = None
    callback_data: str | None = None
    copy_text: CopyText | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: Object | None = None
    web_app: Object | None = None
    login_url: Object | None = None
    callback_game: Object | None = None
    pay: bool | None = None
    style: str | None = None
    icon_custom_emoji_id: str | None = None


class Keyboard(_Exact):
    inline_keyboard: list[list[Button]]


class LinkPreview(_Exact):
    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class Command(_Exact):
    command: str
    description: str


class Content(_Exact):
    message_text: str
    parse_mode: str | None = None
    entities: list[Object] | None = None
    link_preview_options: LinkPreview | None = None


class Article(_Exact):
    type: str
    id: str
    title: str
    input_message_content: Content
    reply_markup: Keyboard | None = None
    url: str | None = None
    description: str | None = None
    thumbnail_url: str | None = None


class GetMe(_Exact):
    pass


class GetUpdates(_Exact):
    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] | None = None


class SetWebhook(_Exact):
    url: str
    ip_address: str | None = None
    max_connections: int = 40
    allowed_updates: list[str] | None = None
    drop_pending_updates: bool = False
    secret_token: str | None = None


class DeleteWebhook(_Exact):
    drop_pending_updates: bool = False


class _Sent(_Exact):
    """What all methods that send a message take."""

    chat_id: int
    business_connection_id: str | None = None
    message_thread_id: int | None = None
    disable_notification: bool | None = None
    protect_content: bool | None = None
    allow_paid_broadcast: bool | None = None
    message_effect_id: str | None = None
    reply_parameters: Object | None = None
    reply_markup: Keyboard | None = None
    parse_mode: str | None = None


class SendMessage(_Sent, kw_only=True):
    text: str
    entities: list[Object] | None = None
    link_preview_options: LinkPreview | None = None


class SendDocument(_Sent, kw_only=True):
    document: str | File
    thumbnail: str | File | None = None
    caption: str | None = None
    caption_entities: list[Object] | None = None
    disable_content_type_detection: bool | None = None


class EditMessageText(_Exact):
    text: str
    chat_id: int
    message_id: int
    business_connection_id: str | None = None
    parse_mode: str | None = None
    entities: list[Object] | None = None
    link_preview_options: LinkPreview | None = None
    reply_markup: Keyboard | None = None


class AnswerCallbackQuery(_Exact):
    callback_query_id: str
    text: str | None = None
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


class AnswerInlineQuery(_Exact):
    inline_query_id: str
    results: list[Article]
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str | None = None
    button: Object | None = None


class DeleteMessage(_Exact):
    chat_id: int
    message_id: int


class DeleteMessages(_Exact):
    chat_id: int
    message_ids: list[int]


class LeaveChat(_Exact):
    chat_id: int


class SendChatAction(_Exact):
    chat_id: int
    action: str
    message_thread_id: int | None = None
    business_connection_id: str | None = None


class SetMyCommands(_Exact):
    commands: list[Command]
    scope: Object | None = None
    language_code: str = ""


class GetMyCommands(_Exact):
    scope: Object | None = None
    language_code: str = ""


class SetMyDescription(_Exact):
    description: str = ""
    language_code: str = ""


class SetMyShortDescription(_Exact):
    short_description: str = ""
    language_code: str = ""


class GetMyDescription(_Exact):
    language_code: str = ""


class GetMyShortDescription(GetMyDescription):
    pass


class GetWebhookInfo(GetMe):
    pass


_ALL: tuple[type[_Exact], ...] = (
    *(GetMe, GetUpdates, SetWebhook, DeleteWebhook, GetWebhookInfo, SendMessage, SendDocument, EditMessageText),
    *(AnswerCallbackQuery, AnswerInlineQuery, DeleteMessage, DeleteMessages, LeaveChat, SendChatAction),
    *(SetMyCommands, GetMyCommands, SetMyDescription, GetMyDescription, SetMyShortDescription, GetMyShortDescription),
)
METHODS: dict[str, type[_Exact]] = {kind.__name__[0].lower() + kind.__name__[1:]: kind for kind in _ALL}
_TEXTS = {
    name: {field for field, hint in get_type_hints(kind).items() if str in (hint, *get_args(hint))}
    for name, kind in METHODS.items()
}


def typed(name: str, given: Parameters, are_texts: bool) -> tuple[Parameters, Any]:
    """Parameters as values, and as the method's type. Raises MistakeError.

    In a form everything is a text, and what is not a text by its type is JSON; in JSON both may stand.
    """
    if are_texts or any(isinstance(value, str) for field, value in given.items() if field not in _TEXTS[name]):
        given = {field: _value(name, field, value) for field, value in given.items()}
    try:
        return given, msgspec.convert(given, METHODS[name])
    except msgspec.ValidationError as error:
        raise MistakeError(f"{name}: {error}") from None


def _value(name: str, field: str, value: Any) -> Any:
    if not isinstance(value, str) or field in _TEXTS[name] or field not in METHODS[name].__struct_fields__:
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise MistakeError(f"{name}: {field}: {error}") from None
