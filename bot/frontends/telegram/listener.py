"""The web server of the webhook: a kept ASGI server in our own loop, registered at Telegram, stopped without haste."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket
from urllib.parse import unquote, urlsplit

import uvicorn
from telegram.error import TelegramError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.frontends.telegram.api import Api
from bot.frontends.telegram.conversation import Conversation
from bot.frontends.telegram.lines import Lines
from bot.frontends.telegram.updates import KINDS
from bot.frontends.telegram.webhook import Ears, Readiness, Webhook, application, secret_of

log = logging.getLogger(__name__)

CONNECTIONS = 100  # updates that Telegram may bring at the same time; its own limit
STRANGERS = 600  # connections of anybody at all: with our own to Telegram, fewer than the files we may usually open
SAY_SOMETHING = 10.0  # seconds in which whoever comes must ask for something
KEEP_ALIVE = 90  # seconds; longer than a load balancer's usual 60, which else may meet a closed door
PROBE_WITHIN, PROBE_LASTS = 3.0, 10.0  # seconds for asking Telegram whether it is there; for which that is believed


class Listener:
    """Takes updates by webhook at `url`; `listening` is the socket behind it."""

    def __init__(
        self,
        api: Api,
        lines: Lines,
        conversation: Conversation,
        url: str,
        listening: socket,
        token: str,
        figures_are_written: Callable[[], bool],
    ) -> None:
        self._api, self._lines, self._url = api, lines, url
        self._secret = secret_of(token)
        ears = Ears(conversation.triage.delay, conversation.triage.console)
        readiness = Readiness(Probe(api).reaches, figures_are_written)
        webhook = Webhook(lines, self._secret, ears)
        self._server = _Server(
            uvicorn.Config(
                application(webhook, unquote(urlsplit(url).path) or "/", readiness),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=2,
                http=_Door,
            )
        )
        self._serving = asyncio.ensure_future(self._server.serve([listening]))

    async def register(self) -> None:
        """Tell Telegram where to bring updates. The same from every replica, so the order does not matter."""
        await self._api.call(
            "setWebhook",
            {
                "url": self._url,
                "secret_token": self._secret,
                "max_connections": CONNECTIONS,
                "allowed_updates": list(KINDS),
            },
            PROBE_WITHIN,
        )
        log.info("Serving Telegram by webhook")

    async def run(self) -> None:
        """Serve until cancelled."""
        await asyncio.shield(self._serving)

    async def finish(self, within: float) -> None:
        """Take no more; answer what is in hand within so many seconds. Telegram brings the rest again."""
        self._server.should_exit = True
        await asyncio.wait([self._serving], timeout=within)
        await self._lines.finish(0)


class Probe:
    """Whether Telegram can be reached; asked at most every ten seconds, however often somebody wants to know."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api, self._clock = api, clock
        self._asked, self._reaches = -PROBE_LASTS, False
        self._asking = asyncio.Lock()

    async def reaches(self) -> bool:
        """The answer, at most ten seconds old."""
        async with self._asking:
            if self._clock() - self._asked >= PROBE_LASTS:
                try:
                    await self._api.call("getMe", {}, PROBE_WITHIN)
                    self._reaches = True
                except TelegramError:
                    self._reaches = False
                self._asked = self._clock()
        return self._reaches


class _Door(HttpToolsProtocol):
    """uvicorn's own protocol; but whoever comes when there are too many, or says nothing, is shut out."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > STRANGERS:
            transport.close()
            return
        # uvicorn waits for ever for the first request, and calls this off when it comes.
        self.timeout_keep_alive_task = self.loop.call_later(SAY_SOMETHING, self.timeout_keep_alive_handler)


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the service stops it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
