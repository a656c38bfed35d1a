"""Answers on their way to Telegram: quiet, retried while that may help, and never a reason to stop.

What Telegram says to a call is sorted into three: done, cannot be done (too old, blocked, gone), try again later.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from enum import Enum
from typing import TypeVar

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.frontends.telegram.adapter import article, keyboard
from bot.frontends.telegram.operators import File
from bot.logs import describe
from bot.screens.guide import Suggestion
from bot.screens.screen import Screen

log = logging.getLogger(__name__)

ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds; a longer "retry after" is not worth a person's waiting
_FIRST_PAUSE = 0.5  # seconds, doubled with each attempt
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]


class Edited(Enum):
    """What came of an edit."""

    DONE = "done"
    IMPOSSIBLE = "impossible"  # deleted, too old, or not ours: send a new message instead
    FAILED = "failed"


class Outbox:
    """All calls that the conversation makes. None of them raises for what Telegram or the network does."""

    def __init__(self, bot: Bot, sleep: Sleep = asyncio.sleep) -> None:
        self._bot, self._sleep = bot, sleep

    async def send(self, chat: int, screen: Screen, with_buttons: bool = True) -> int | None:
        """Send a screen without a sound. Gives the id of the message, or None."""
        try:
            message = await self._persist(
                lambda: self._bot.send_message(
                    chat,
                    screen.text,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    disable_notification=True,
                    reply_markup=keyboard(screen.rows) if with_buttons else None,
                )
            )
        except TelegramError as error:
            _tell("A screen was not sent", error)
            return None
        return message.message_id

    async def send_file(self, chat: int, file: File) -> int | None:
        """Send a file without a sound. Gives the id of the message, or None."""
        try:
            message = await self._persist(
                lambda: self._bot.send_document(chat, file.content, filename=file.name, disable_notification=True)
            )
        except TelegramError as error:
            _tell("A file was not sent", error)
            return None
        return message.message_id

    async def edit(self, chat: int, message: int, screen: Screen) -> Edited:
        """Put a screen in the place of an older one. "Not modified" is success: the reader sees what he asked for."""
        try:
            await self._persist(
                lambda: self._bot.edit_message_text(
                    screen.text,
                    chat,
                    message,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=keyboard(screen.rows),
                )
            )
        except BadRequest as error:
            return Edited.DONE if "not modified" in error.message.lower() else Edited.IMPOSSIBLE
        except TelegramError as error:
            _tell("A screen was not changed", error)
            return Edited.FAILED
        return Edited.DONE

    async def answer(self, query: str, alert: str = "") -> None:
        """Stop the spinner of a button; with `alert`, show it until it is closed. A late answer is no fault."""
        try:
            await self._persist(lambda: self._bot.answer_callback_query(query, alert or None, show_alert=bool(alert)))
        except BadRequest:
            log.debug("A tap was too old to be answered")
        except TelegramError as error:
            _tell("A tap was not answered", error)

    async def offer(self, query: str, suggestions: Sequence[Suggestion]) -> None:
        """Offer pages to somebody who types our name in another chat. Telegram is asked to keep none of it."""
        articles = [article(suggestion) for suggestion in suggestions]
        try:
            await self._persist(lambda: self._bot.answer_inline_query(query, articles, cache_time=0, is_personal=True))
        except BadRequest:
            log.debug("Somebody typed on before the offer came")
        except TelegramError as error:
            _tell("Pages were not offered", error)

    async def delete(self, chat: int, messages: Sequence[int]) -> bool:
        """Delete what Telegram still lets us delete (48 hours). Says whether nothing is left."""
        if not messages:
            return True
        try:
            return await self._persist(lambda: self._bot.delete_messages(chat, messages))
        except BadRequest:  # one that is too old makes Telegram refuse them all
            if len(messages) > 1:
                return all([await self.delete(chat, [message]) for message in messages])
            log.debug("A message was too old to be deleted")
        except TelegramError as error:
            _tell("Messages were not deleted", error)
        return False

    async def leave(self, chat: int) -> None:
        """Leave a group or a channel."""
        try:
            await self._persist(lambda: self._bot.leave_chat(chat))
        except TelegramError as error:
            _tell("A group was not left", error)

    async def _persist(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Call until it succeeds or cannot: obeys "retry after", and tries again after a broken connection or a 5xx."""
        for attempt in range(1, ATTEMPTS):
            try:
                return await call()
            except RetryAfter as error:
                pause = seconds(error.retry_after)
                if pause > LONGEST_WAIT:
                    raise
            except (BadRequest, Forbidden):
                raise
            except NetworkError:
                pause = _FIRST_PAUSE * 2 ** (attempt - 1)
            await self._sleep(pause)
        return await call()


def seconds(span: int | timedelta) -> float:
    """A time span as python-telegram-bot gives it, in seconds."""
    return span.total_seconds() if isinstance(span, timedelta) else float(span)


def _tell(what: str, error: TelegramError) -> None:
    """A person who blocked the bot is everyday life; anything else is for the operator."""
    if isinstance(error, Forbidden):
        log.debug("%s: the bot was blocked", what)
    else:
        log.warning("%s: %s", what, describe(error))
