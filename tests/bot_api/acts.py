"""What each method does to the chats, and what it answers. Limits that Telegram has are looked at here."""

from collections.abc import Callable
from typing import Any

from tests.bot_api import methods
from tests.bot_api.bodies import File, Parameters
from tests.bot_api.chats import Chats, Standing
from tests.bot_api.markup import check_keyboard, plain
from tests.bot_api.profile import Profile
from tests.bot_api.refusal import BadRequestError, MistakeError

LONGEST_TOAST, LONGEST_CAPTION, MOST_DELETED, MOST_ARTICLES, LONGEST_ID = 200, 1024, 100, 50, 64
ACTIONS = {"typing", "upload_photo", "upload_document", "find_location", "choose_sticker"}

Act = Callable[[Any, Parameters], object]


class Acts:
    """One function for each method, by its name in `by_name`. They raise RefusalError."""

    def __init__(self, chats: Chats, bot: dict[str, Any]) -> None:
        self._chats, self._bot = chats, bot
        self._profile = profile = Profile()
        self.by_name: dict[str, Act] = {
            "getMe": lambda asked, _: bot,
            "sendMessage": self._send,
            "sendDocument": self._send_document,
            "editMessageText": self._edit,
            "answerCallbackQuery": self._answer_tap,
            "answerInlineQuery": self._answer_inline,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete_many,
            "leaveChat": self._leave,
            "sendChatAction": self._act,
            "setMyCommands": lambda asked, _: profile.set_commands(asked),
            "getMyCommands": lambda asked, _: profile.commands(asked),
            "setMyDescription": lambda asked, _: profile.set_description(asked),
            "getMyDescription": lambda asked, _: profile.description(asked),
            "setMyShortDescription": lambda asked, _: profile.set_short_description(asked),
            "getMyShortDescription": lambda asked, _: profile.short_description(asked),
        }

    def message(self, chat: int, standing: Standing, seen: str) -> dict[str, Any]:
        """A message of the bot's, as Telegram shows it to programs."""
        shown = {
            "message_id": standing.id,
            "from": self._bot,
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "date": 1790000000,
            "text": seen,
        }
        return shown if standing.markup is None else {**shown, "reply_markup": standing.markup}

    def _send(self, asked: methods.SendMessage, given: Parameters) -> object:
        seen = plain(asked.text, asked.parse_mode)
        check_keyboard(asked.reply_markup)
        return self.message(asked.chat_id, self._chats.send(asked.chat_id, asked.text, given.get("reply_markup")), seen)

    def _send_document(self, asked: methods.SendDocument, given: Parameters) -> object:
        if isinstance(asked.document, File) and not asked.document.content:
            raise MistakeError("file must be non-empty")
        caption = plain(asked.caption, asked.parse_mode) if asked.caption else ""
        if len(caption) > LONGEST_CAPTION:
            raise MistakeError("message caption is too long")
        check_keyboard(asked.reply_markup)
        standing = self._chats.send(asked.chat_id, asked.caption or "", given.get("reply_markup"))
        name = asked.document.file_name if isinstance(asked.document, File) else "file"
        document = {"file_id": "f", "file_unique_id": "f", "file_name": name}
        return {**self.message(asked.chat_id, standing, caption), "document": document}

    def _edit(self, asked: methods.EditMessageText, given: Parameters) -> object:
        seen = plain(asked.text, asked.parse_mode)
        check_keyboard(asked.reply_markup)
        standing = self._chats.edit(asked.chat_id, asked.message_id, asked.text, given.get("reply_markup"))
        return self.message(asked.chat_id, standing, seen)

    def _answer_tap(self, asked: methods.AnswerCallbackQuery, _: Parameters) -> object:
        if len(asked.text or "") > LONGEST_TOAST:
            raise MistakeError("MESSAGE_TOO_LONG")
        if asked.show_alert and not asked.text:
            raise MistakeError("an alert without a text is shown to nobody")
        self._chats.answer(asked.callback_query_id, asked.text or "")
        return True

    def _answer_inline(self, asked: methods.AnswerInlineQuery, _: Parameters) -> object:
        if len(asked.results) > MOST_ARTICLES:
            raise MistakeError("RESULTS_TOO_MUCH")
        if len({article.id for article in asked.results}) < len(asked.results):
            raise MistakeError("RESULT_ID_DUPLICATE")
        for article in asked.results:
            if article.type != "article" or not 1 <= len(article.id.encode()) <= LONGEST_ID or not article.title:
                raise MistakeError("RESULT_ID_INVALID")
            plain(article.input_message_content.message_text, article.input_message_content.parse_mode)
            check_keyboard(article.reply_markup)
        self._chats.answer(asked.inline_query_id, f"{len(asked.results)} results")
        return True

    def _delete(self, asked: methods.DeleteMessage, _: Parameters) -> object:
        if not self._chats.delete(asked.chat_id, [asked.message_id]):
            raise BadRequestError("message to delete not found")
        return True

    def _delete_many(self, asked: methods.DeleteMessages, _: Parameters) -> object:
        if not 1 <= len(asked.message_ids) <= MOST_DELETED:
            raise MistakeError("there must be 1 to 100 identifiers of messages")
        self._chats.delete(asked.chat_id, asked.message_ids)
        return True

    def _leave(self, asked: methods.LeaveChat, _: Parameters) -> object:
        self._chats.check_open(asked.chat_id)
        return True

    def _act(self, asked: methods.SendChatAction, _: Parameters) -> object:
        if asked.action not in ACTIONS:
            raise MistakeError("wrong parameter action in request")
        self._chats.check_open(asked.chat_id)
        return True
