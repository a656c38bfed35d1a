"""Serves Telegram by long polling from start to a clean stop. Joins bot, outbox, conversation and intake."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.frontends.telegram.conversation import Conversation
from bot.frontends.telegram.intake import PATIENCE, poll
from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.operators import NOBODY, Desk
from bot.frontends.telegram.outbox import Outbox
from bot.frontends.telegram.profile import introduce
from bot.frontends.telegram.updates import ReceivingBot
from bot.logs import describe
from bot.screens.guide import Guide

log = logging.getLogger(__name__)

STOP_WITHIN = 3.5  # seconds for answers in hand; with what follows, the whole stop stays under five
LAST = 0.7  # seconds each for connections to be closed and for what runs beside, at the same time
CONNECTIONS = 16


class TokenError(Exception):
    """Telegram does not know the token."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram. The token is a function, so that no print of this value can show it."""

    token: Callable[[], str]
    api_url: str
    proxy: str | None = None

    def bot(self, request: BaseRequest | None = None) -> ReceivingBot:
        """A bot over `request`, or over HTTP."""
        return ReceivingBot(
            self.token(),
            base_url=f"{self.api_url}/bot",
            base_file_url=f"{self.api_url}/file/bot",
            request=request or HTTPXRequest(connection_pool_size=CONNECTIONS, proxy=self.proxy),
            get_updates_request=request or HTTPXRequest(proxy=self.proxy, read_timeout=PATIENCE + 10),
        )


async def _nothing() -> None:
    """What runs beside the service where there is nothing to run."""


def serve(
    guide: Callable[[], Guide],
    connection: Connection,
    desk: Desk = NOBODY,
    beside: Callable[[], Coroutine[None, None, None]] = _nothing,
) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises TokenError if Telegram refuses the token.

    `beside` runs all the while; after the last answer it is cancelled and given a second for what it has in hand.
    """
    asyncio.run(_serve(guide, connection, desk, beside))


async def _serve(
    guide: Callable[[], Guide], connection: Connection, desk: Desk, beside: Callable[[], Coroutine[None, None, None]]
) -> None:
    stop = asyncio.Event()
    for name in ("SIGTERM", "SIGINT"):
        with suppress(NotImplementedError):  # Windows has no signal handlers in asyncio; Ctrl-C still works there
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), stop.set)
    bot = connection.bot()
    companion = asyncio.create_task(beside())
    work = asyncio.create_task(_work(bot, guide, desk))
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait([work, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    work.cancel()
    try:
        await asyncio.wait_for(work, STOP_WITHIN)
    except (asyncio.CancelledError, TimeoutError):
        log.info("Stopped")
    except InvalidToken:
        raise TokenError from None
    finally:
        companion.cancel()
        with suppress(TelegramError, TimeoutError):
            await asyncio.wait_for(bot.shutdown(), LAST)
        await asyncio.wait([companion], timeout=LAST)


async def _work(bot: ReceivingBot, guide: Callable[[], Guide], desk: Desk) -> None:
    await _reach(bot)
    timers = Timers()
    conversation = Conversation(guide, Outbox(bot), Memory(), timers.later, desk)
    presenting = asyncio.create_task(introduce(bot, guide()))
    log.info("Serving Telegram by long polling")
    try:
        await poll(bot, conversation.react)
    finally:
        presenting.cancel()
        await timers.hurry()


async def _reach(bot: Bot) -> None:
    """Wait until Telegram answers; a webhook left over would keep polling from working."""
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            await bot.delete_webhook()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again", describe(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)


class Timers:
    """Things to be done a little later; at the end they are done at once."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Task[None], Callable[[], Awaitable[object]]] = {}

    def later(self, seconds: float, do: Callable[[], Awaitable[object]]) -> None:
        """Do something after some seconds."""
        task = asyncio.create_task(self._wait(seconds, do))
        self._waiting[task] = do
        task.add_done_callback(lambda done: self._waiting.pop(done, None))

    async def hurry(self) -> None:
        """Do now what is still waiting."""
        waiting = dict(self._waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*(do() for do in waiting.values()), return_exceptions=True)

    async def _wait(self, seconds: float, do: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(seconds)
        await do()
