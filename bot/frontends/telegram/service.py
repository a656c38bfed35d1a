"""Serves Telegram from start to a clean stop, by long polling or by webhooks. Joins all parts of this package."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from socket import socket

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.frontends.telegram.api import Api
from bot.frontends.telegram.clock import Clock
from bot.frontends.telegram.conversation import Conversation
from bot.frontends.telegram.courier import AT_ONCE, Courier, seconds
from bot.frontends.telegram.intake import Intake
from bot.frontends.telegram.lines import Lines
from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.operators import NOBODY, Desk
from bot.frontends.telegram.outbox import Outbox
from bot.frontends.telegram.polling import Poller
from bot.frontends.telegram.profile import introduce
from bot.frontends.telegram.transport import AiohttpRequest
from bot.logs import describe
from bot.screens.guide import Guide

log = logging.getLogger(__name__)

FINISH_WITHIN = 2.0  # seconds for answers in hand when told to stop
STOP_WITHIN = 3.2  # seconds for that and its confirmation; with what follows, the whole stop stays under five
END_WITHIN = 0.5  # seconds for Python itself to end
LAST = 0.6  # seconds each for connections to be closed and for what runs beside, at the same time
SWEEP = 600.0  # seconds
_SPARE = 4  # connections beside those of the courier: for the bot's own description and for readiness


class TokenError(Exception):
    """Telegram does not know the token."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram. The token is a function, so that no print of this value can show it."""

    token: Callable[[], str]
    api_url: str
    proxy: str | None = None

    def api(self, request: BaseRequest | None = None) -> Api:
        """A bot over `request`, or over HTTP."""
        return Api(
            self.token(),
            base_url=f"{self.api_url}/bot",
            base_file_url=f"{self.api_url}/file/bot",
            request=request or AiohttpRequest(AT_ONCE + _SPARE, self.proxy),
            get_updates_request=request or AiohttpRequest(1, self.proxy),
        )


@dataclass(frozen=True, slots=True)
class Doorway:
    """Where Telegram brings updates: the public address, and the socket behind it."""

    url: str
    listening: socket


async def _nothing() -> None:
    """What runs beside the service where there is nothing to run."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is served. `beside` runs all the while; after the last answer it is cancelled and given a moment for what it
    has in hand. `figures_are_written`: whether counting works now. Without a `doorway` updates are fetched by polling.
    """

    guide: Callable[[], Guide]
    connection: Connection
    desk: Desk = NOBODY
    beside: Callable[[], Coroutine[None, None, None]] = _nothing
    figures_are_written: Callable[[], bool] = field(default=lambda: True)
    doorway: Doorway | None = None


def serve(service: Service) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises TokenError if Telegram refuses the token.

    Half a second after the last of it the process ends, whatever still runs in other threads: a name that is looked up
    in vain, or content that is being read, would keep Python waiting.
    """
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(_serve(service))


def _end_soon() -> None:
    """End the process, should it not end by itself."""

    def end() -> None:
        logging.shutdown()
        os._exit(0)

    ending = threading.Timer(END_WITHIN, end)
    ending.daemon = True
    ending.start()


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop, where there is one: not on Windows."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def _serve(service: Service) -> None:
    stop = asyncio.Event()
    for name in ("SIGTERM", "SIGINT"):
        with suppress(NotImplementedError):  # Windows has no signal handlers in asyncio; Ctrl-C still works there
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), stop.set)
    api = service.connection.api()
    companion = asyncio.create_task(service.beside())
    companion.add_done_callback(_tell_of_its_end)
    work = asyncio.create_task(_work(api, service))
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait([work, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    work.cancel()
    is_told = False
    try:
        await asyncio.wait_for(work, STOP_WITHIN)
    except (asyncio.CancelledError, TimeoutError):
        log.info("Stopped")
        is_told = True
    except InvalidToken:
        raise TokenError from None
    finally:
        companion.cancel()
        with suppress(TelegramError, TimeoutError):
            await asyncio.wait_for(api.shutdown(), LAST)
        await asyncio.wait([companion], timeout=LAST)
        if is_told:
            _end_soon()


def _tell_of_its_end(companion: "asyncio.Task[None]") -> None:
    """Answers go on without what runs beside them, but an operator must know."""
    error = None if companion.cancelled() else companion.exception()
    if error:
        log.error("Counting and following the content have ended (%s); restart the program", describe(error))


async def _work(api: Api, service: Service) -> None:
    timers = Timers()
    outbox = Outbox(Courier(api.call, Clock()))
    conversation = Conversation(service.guide, outbox, Memory(), timers.later, service.desk)
    lines = Lines(conversation.react, conversation.triage, outbox.overtake, outbox.hurry)
    intake = _intake(api, service, lines, conversation, outbox)
    beside = [asyncio.create_task(_sweep(conversation))]
    try:
        await _reach(api, intake.register)
        beside.append(asyncio.create_task(introduce(api, service.guide())))
        await intake.run()
    finally:
        for task in beside:
            task.cancel()
        await intake.finish(FINISH_WITHIN)
        await timers.hurry()


def _intake(api: Api, service: Service, lines: Lines, conversation: Conversation, outbox: Outbox) -> Intake:
    """How updates come in."""
    if service.doorway is None:
        return Poller(api, lines, outbox.answer, outbox.is_held)
    from bot.frontends.telegram.listener import Listener  # a web server, which polling does not need in memory

    door, token = service.doorway, service.connection.token()
    return Listener(api, lines, conversation, door.url, door.listening, token, service.figures_are_written)


async def _sweep(conversation: Conversation) -> None:
    """Forget in time, also where nobody comes."""
    while True:
        await asyncio.sleep(SWEEP)
        conversation.sweep()


async def _reach(api: Api, register: Callable[[], Awaitable[None]]) -> None:
    """Wait until Telegram answers, and tell it how we want to have updates."""
    pause = 1.0
    while True:
        try:
            await api.initialize()
            await register()
            return
        except InvalidToken:
            raise
        except BadRequest:
            log.error("Telegram refuses WEBHOOK_URL: it must lead to this program over https, under a name to be found")
        except RetryAfter as error:
            pause = max(pause, seconds(error.retry_after))
            log.info("Telegram asks to wait %d s, perhaps because another replica starts, too", pause)
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
