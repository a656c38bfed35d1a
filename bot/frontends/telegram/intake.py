"""Long polling: updates are confirmed to Telegram only after they were answered, so that a crash loses nobody.

Chats are answered side by side, each in its own order. The offset lives in this loop alone; it is never written down.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.frontends.telegram.adapter import UPDATES
from bot.frontends.telegram.outbox import seconds
from bot.frontends.telegram.updates import ReceivingBot
from bot.logs import describe

log = logging.getLogger(__name__)

FINISH_WITHIN = 2.0  # seconds for answers in hand when told to stop
PATIENCE = 30  # seconds for which Telegram may hold a request open
LONGEST_PAUSE = 30.0  # seconds between attempts while Telegram cannot be reached
Sleep = Callable[[float], Awaitable[None]]
React = Callable[[Update], Awaitable[None]]


async def poll(bot: ReceivingBot, react: React, sleep: Sleep = asyncio.sleep) -> None:
    """Take updates and have them answered, for ever. Raises only InvalidToken. Cancel it to stop."""
    offset: int | None = None
    pause = 0.0
    while True:
        try:
            arrived = await bot.receive(offset, PATIENCE, UPDATES)
        except InvalidToken:
            raise
        except TelegramError as error:
            pause = _pause(error, pause)
            await sleep(pause)
            continue
        pause = 0.0
        if arrived:
            offset = arrived[-1][0] + 1
            await _answer_even_if_stopped(bot, [update for _, update in arrived if update], offset, react)


async def _answer_even_if_stopped(bot: ReceivingBot, updates: Sequence[Update], offset: int, react: React) -> None:
    """Answer a batch; when told to stop meanwhile, finish it within a bound and confirm it."""
    answering = asyncio.ensure_future(answer_all(updates, react))
    try:
        await asyncio.shield(answering)
    except asyncio.CancelledError:
        done, _ = await asyncio.wait([answering], timeout=FINISH_WITHIN)
        if done:
            with suppress(TelegramError, TimeoutError):
                await asyncio.wait_for(bot.receive(offset, 0, UPDATES, limit=1), 1)
        raise


async def answer_all(updates: Sequence[Update], react: React) -> None:
    """Answer a batch: chats side by side, the updates of a chat one after another."""
    lines: defaultdict[int | None, list[Update]] = defaultdict(list)
    for update in updates:
        lines[update.effective_chat.id if update.effective_chat else None].append(update)
    await asyncio.gather(*(_answer_line(line, react) for line in lines.values()))


async def _answer_line(line: Sequence[Update], react: React) -> None:
    for update in line:
        await react(update)


def _pause(error: TelegramError, before: float) -> float:
    """How long to wait after a failure, in seconds; the operator is told why."""
    if isinstance(error, Conflict):
        log.error("Another program takes this bot's updates with the same token. Stop it: only one can run by polling.")
    else:
        log.warning("Telegram cannot be reached (%s); trying again", describe(error))
    if isinstance(error, RetryAfter):
        return seconds(error.retry_after)
    return min(max(before * 2, 1.0), LONGEST_PAUSE)
