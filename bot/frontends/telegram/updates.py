"""What Telegram hands over, as values: only the few parts that we look at are ever read into memory. Pure.

Names, phone numbers, pictures and places are not among them: msgspec passes over what no field asks for.
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, ValidationError, convert, field
from telegram.constants import MessageAttachmentType, UpdateType

# Groups and channels are listened to only in order to leave them.
KINDS = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.CHANNEL_POST,
    UpdateType.INLINE_QUERY,
)
_ATTACHMENTS = frozenset(kind.value for kind in MessageAttachmentType)


class UnreadableError(ValueError):
    """An update has a shape that we do not know. The text names no part of it."""


class User(Struct, gc=False):
    """Who sent something. The id is compared with those of operators and never kept."""

    id: int
    is_bot: bool = False
    language_code: str = ""


class Chat(Struct, gc=False):
    """Where something was sent. `type` is one of telegram.constants.ChatType."""

    id: int
    type: str


class Message(Struct):
    """A message, or what is left of one under a button. `is_sent`: whether a person sent it, and not Telegram itself (a
    pinned message, a timer that was set …).
    """

    message_id: int
    chat: Chat
    from_user: User | None = field(name="from", default=None)
    text: str = ""
    caption: str = ""
    is_sent: bool = False  # stands in no JSON of Telegram's; read_update finds it out


class CallbackQuery(Struct):
    """A tap on a button."""

    id: str
    from_user: User = field(name="from")
    message: Message | None = None
    data: str = ""


class InlineQuery(Struct):
    """Words typed behind our name in another chat."""

    id: str
    from_user: User = field(name="from")
    query: str = ""


class Member(Struct, gc=False):
    """What somebody is in a chat. `status` is one of telegram.constants.ChatMemberStatus."""

    status: str


class ChatMemberUpdated(Struct):
    """What we are in a chat now."""

    chat: Chat
    new_chat_member: Member


class Update(Struct):
    """One thing that happened. At most one of its parts is there."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    inline_query: InlineQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None
    channel_post: Message | None = None

    @property
    def chat(self) -> int | None:
        """The chat in which it happened, if there is one."""
        if self.callback_query:
            return self.callback_query.message.chat.id if self.callback_query.message else None
        place = self.message or self.edited_message or self.my_chat_member or self.channel_post
        return place.chat.id if place else None

    @property
    def under(self) -> tuple[int, int] | None:
        """Of a tap: the chat and the message with the button. Two taps under one message ask for the same place."""
        message = self.callback_query.message if self.callback_query else None
        return (message.chat.id, message.message_id) if message else None


def read_json(data: bytes) -> Any:
    """JSON as Telegram sends it. Raises ValueError. What a fast parser refuses (half of a character, say) is read by a
    patient one: a single such text would keep a whole batch of updates from being read, again and again.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(data.decode("utf8", "replace"))
    except RecursionError:
        raise ValueError from None


def read_update(raw: Mapping[str, Any]) -> Update:
    """Telegram's JSON, decoded, as an update. Raises UnreadableError; `update_id` alone is then to be trusted."""
    try:
        update = convert(raw, Update)
    except ValidationError:
        raise UnreadableError from None
    for name, message in (("message", update.message), ("edited_message", update.edited_message)):
        if message:
            message.is_sent = bool(message.text or message.caption) or not _ATTACHMENTS.isdisjoint(raw[name])
    return update
