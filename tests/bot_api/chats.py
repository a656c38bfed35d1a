"""What stands in each chat, and which taps still wait for an answer."""

import itertools
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from tests.bot_api.refusal import BadRequestError, RefusalError

DELETABLE = 48 * 3600.0  # seconds
TOO_LATE = "query is too old and response timeout expired or query ID is invalid"
Object = dict[str, Any]


class Standing(msgspec.Struct, gc=False):
    """A message in a chat. `since` is when it was sent."""

    id: int
    text: str
    markup: Object | None
    is_ours: bool
    since: float

    def callbacks(self) -> list[str]:
        """What its buttons would send."""
        rows = self.markup["inline_keyboard"] if self.markup else []
        return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


class Listener(Protocol):
    """Who wants to hear what the bot did."""

    def heard_message(self, chat: int, message: Standing) -> None:
        """It sent one."""

    def heard_edit(self, chat: int, message: Standing) -> None:
        """It changed one, or tried to change it into what it was."""

    def heard_answer(self, query: str, text: str) -> None:
        """It answered a tap or an inline query; `text` is what the person is shown, if anything."""


class Chats:
    """Messages by chat and id. Ids come from one sequence for all chats, as those of a bot's private chats do."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.messages: defaultdict[int, dict[int, Standing]] = defaultdict(dict)
        self.blocked: set[int] = set()
        self.queries: dict[str, float] = {}  # not answered yet -> too late after
        self.listeners: list[Listener] = []
        self.clock = clock
        self._ids = itertools.count(1)

    def next_id(self) -> int:
        """An id for a message, of the bot or of a person."""
        return next(self._ids)

    def note(self, update: Object, lifetime: float) -> None:
        """An update names a message: it stands in its chat. A tap names a message of the bot's own, and waits."""
        for kind, content in update.items():
            if not isinstance(content, dict):
                continue
            if kind in ("callback_query", "inline_query"):
                self.queries[str(content.get("id"))] = self.clock() + lifetime
            is_tap = kind == "callback_query"
            self._note(content.get("message", {}) if is_tap else content, is_tap)

    def _note(self, message: Object, is_ours: bool) -> None:
        chat, number = message.get("chat", {}).get("id"), message.get("message_id")
        if chat is None:
            return
        known = self.messages[chat]
        if number is not None and (number not in known or is_ours > known[number].is_ours):
            known[number] = Standing(
                number, message.get("text", ""), message.get("reply_markup"), is_ours, self.clock()
            )

    def plant(self, chat: int, text: str, markup: Object | None = None) -> Standing:
        """A message of the bot's that has been there for a while."""
        message = Standing(self.next_id(), text, markup, True, self.clock())
        self.messages[chat][message.id] = message
        return message

    def send(self, chat: int, text: str, markup: Object | None) -> Standing:
        """A new message. Raises RefusalError."""
        self.check_open(chat)
        message = self.plant(chat, text, markup)
        for listener in self.listeners:
            listener.heard_message(chat, message)
        return message

    def edit(self, chat: int, number: int, text: str, markup: Object | None) -> Standing:
        """Another text and other buttons. Raises RefusalError."""
        self.check_open(chat)
        message = self.messages[chat].get(number)
        if message is None:
            raise BadRequestError("message to edit not found")
        if not message.is_ours:
            raise BadRequestError("message can't be edited")
        is_same = message.text == text and message.markup == markup
        message.text, message.markup = text, markup
        for listener in self.listeners:
            listener.heard_edit(chat, message)
        if is_same:
            raise BadRequestError(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        return message

    def delete(self, chat: int, numbers: list[int]) -> int:
        """Remove messages; unknown ones are passed over, one that is too old makes Telegram refuse all."""
        self._check_known(chat)
        known, oldest = self.messages[chat], self.clock() - DELETABLE
        if any(number in known and known[number].since < oldest for number in numbers):
            raise BadRequestError("message can't be deleted for everyone")
        return sum(known.pop(number, None) is not None for number in numbers)

    def answer(self, query: str, text: str) -> None:
        """Answer a tap or an inline query. Raises RefusalError if that was done before or is too late."""
        if self.queries.pop(query, 0.0) < self.clock():
            raise BadRequestError(TOO_LATE)
        for listener in self.listeners:
            listener.heard_answer(query, text)

    def check_open(self, chat: int) -> None:
        """Raise RefusalError unless something may be sent to a chat."""
        self._check_known(chat)
        if chat in self.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")

    def _check_known(self, chat: int) -> None:
        if chat not in self.messages:
            raise BadRequestError("chat not found")
