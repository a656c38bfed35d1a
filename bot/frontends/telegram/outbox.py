"""What the bot says to Telegram: quietly, and with what came of it sorted into done and cannot be done.

When and how often a call is made is the courier's business.
"""

import logging
from collections.abc import Sequence
from enum import Enum

from telegram import InputFile
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.frontends.telegram.adapter import Values, article, text_values
from bot.frontends.telegram.courier import Call, Courier, OvertakenError
from bot.frontends.telegram.operators import File
from bot.frontends.telegram.pace import CHANGES, Kind, Urgency
from bot.logs import describe
from bot.screens.guide import Suggestion
from bot.screens.screen import POINT_LIMIT, Screen

log = logging.getLogger(__name__)

TIDYING_ATTEMPTS = 4  # what is only tidied up is not worth more while the network is broken
SPINNER = 15.0  # seconds after which nobody waits for an answer to a tap, or for an offer


class Edited(Enum):
    """What came of an edit."""

    DONE = "done"
    IMPOSSIBLE = "impossible"  # deleted, too old, or not ours: send a new message instead
    OVERTAKEN = "overtaken"  # the reader has tapped on
    FAILED = "failed"


class Deleted(Enum):
    """What came of a deletion."""

    GONE = "gone"
    TOO_OLD = "too old"  # Telegram deletes nothing after 48 hours
    FAILED = "failed"


class Outbox:
    """All calls that the conversation makes. None of them raises for what Telegram or the network does."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    async def send(self, chat: int, screen: Screen, with_buttons: bool = True) -> int | None:
        """Send a screen without a sound. Gives the id of the message, or None."""
        values = {"chat_id": chat, "disable_notification": True, **text_values(screen, with_buttons)}
        call = Call("sendMessage", values, Kind.MESSAGE, chat, _urgency(screen))
        try:
            message: int = (await self._courier.carry(call))["message_id"]
        except TelegramError as error:
            _tell("A screen was not sent", error)
            return None
        return message

    async def send_file(self, chat: int, file: File) -> int | None:
        """Send a file without a sound. Gives the id of the message, or None."""
        document = InputFile(file.content, filename=file.name)
        values = {"chat_id": chat, "document": document, "disable_notification": True}
        try:
            call = Call("sendDocument", values, Kind.MESSAGE, chat, seconds=30.0)
            message: int = (await self._courier.carry(call))["message_id"]
        except TelegramError as error:
            _tell("A file was not sent", error)
            return None
        return message

    async def edit(self, chat: int, message: int, screen: Screen) -> Edited:
        """Put a screen in the place of an older one. "Not modified" is success: the reader sees what he asked for."""
        values = {"chat_id": chat, "message_id": message, **text_values(screen)}
        try:
            await self._courier.carry(
                Call("editMessageText", values, Kind.EDIT, chat, _urgency(screen), (chat, message))
            )
        except OvertakenError:
            return Edited.OVERTAKEN
        except BadRequest as error:
            return Edited.DONE if "not modified" in error.message.lower() else Edited.IMPOSSIBLE
        except TelegramError as error:
            _tell("A screen was not changed", error)
            return Edited.FAILED
        return Edited.DONE

    def delay(self, chat: int | None, is_edit: bool, urgent: bool = False) -> float:
        """About how many seconds an edit or a message would have to wait now."""
        urgency = Urgency.EMERGENCY if urgent else Urgency.ORDINARY
        return self._courier.delay(Kind.EDIT if is_edit else Kind.MESSAGE, chat, urgency)

    def is_held(self) -> bool:
        """Whether limits keep edits or messages from leaving now."""
        return any(self._courier.delay(kind, None, Urgency.ORDINARY) for kind in CHANGES)

    def hurry(self, chat: int) -> None:
        """Somebody in this chat is in an emergency: what still waits there leaves first."""
        self._courier.hurry(chat)

    def overtake(self, chat: int, message: int) -> None:
        """Take back an edit of this message that still waits: its reader has tapped on."""
        self._courier.overtake((chat, message))

    async def answer(self, query: str, text: str = "", alert: bool = False) -> None:
        """Stop the spinner of a button; show `text` over the chat, as an alert until it is closed. A late answer is no
        fault.
        """
        values: Values = {"callback_query_id": query}
        if text:
            values |= {"text": text[:POINT_LIMIT], "show_alert": alert}
        try:
            urgency = Urgency.EMERGENCY if alert else Urgency.ORDINARY
            await self._courier.carry(Call("answerCallbackQuery", values, Kind.ANSWER, None, urgency, give_up=SPINNER))
        except BadRequest:
            log.debug("A tap was too old to be answered")
        except TelegramError as error:
            _tell("A tap was not answered", error)

    async def offer(self, query: str, suggestions: Sequence[Suggestion]) -> None:
        """Offer pages to somebody who types our name in another chat. Telegram is asked to keep none of it."""
        articles = [article(suggestion).to_dict() for suggestion in suggestions]
        values = {"inline_query_id": query, "results": articles, "cache_time": 0, "is_personal": True}
        try:
            call = Call("answerInlineQuery", values, Kind.ANSWER, give_up=SPINNER)
            await self._courier.carry(call)
        except BadRequest:
            log.debug("Somebody typed on before the offer came")
        except TelegramError as error:
            _tell("Pages were not offered", error)

    async def delete(self, chat: int, messages: Sequence[int], insist: bool = False) -> Deleted:
        """Delete what Telegram still lets us delete (48 hours). Gives the worst that came of it. `insist`: somebody
        asked for it, perhaps with police at the door; then it comes before all else and is tried until it is done.
        """
        if not messages:
            return Deleted.GONE
        values = {"chat_id": chat, "message_ids": list(messages)}
        try:
            await self._tidy("deleteMessages", values, chat, insist)
            return Deleted.GONE
        except BadRequest:  # one that is too old makes Telegram refuse them all
            if len(messages) > 1:
                each = {await self.delete(chat, [message], insist) for message in messages}
                return next(worst for worst in (Deleted.FAILED, Deleted.TOO_OLD, Deleted.GONE) if worst in each)
            log.debug("A message was too old to be deleted")
            return Deleted.TOO_OLD
        except TelegramError as error:
            _tell("Messages were not deleted", error)
        return Deleted.FAILED

    async def leave(self, chat: int) -> None:
        """Leave a group or a channel."""
        try:
            await self._tidy("leaveChat", {"chat_id": chat}, chat)
        except TelegramError as error:
            _tell("A group was not left", error)

    async def _tidy(self, method: str, values: Values, chat: int, insist: bool = False) -> None:
        urgency, attempts = (Urgency.EMERGENCY, 0) if insist else (Urgency.TIDYING, TIDYING_ATTEMPTS)
        await self._courier.carry(Call(method, values, Kind.OTHER, chat, urgency, attempts=attempts))


def _urgency(screen: Screen) -> Urgency:
    return Urgency.EMERGENCY if screen.urgent else Urgency.ORDINARY


def _tell(what: str, error: TelegramError) -> None:
    """A person who blocked the bot is everyday life; anything else is for the operator."""
    if isinstance(error, Forbidden):
        log.debug("%s: the bot was blocked", what)
    else:
        log.warning("%s: %s", what, describe(error))
