"""Webhooks: Telegram brings each update over HTTP and forgets it when we say 200, which is after it was answered.

Anybody on the internet can knock here, so what does not carry the secret is turned away before it is read, and nothing
that comes is believed to be small, well formed or new.
"""

import asyncio
import hmac
import logging
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as Address

from bot.frontends.telegram.lines import Arrival, Lines
from bot.frontends.telegram.updates import UnreadableError, Update, read_json, read_update

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
LARGEST = 1 << 20  # bytes of a body; the largest update there is has some hundred thousand
AT_ONCE = 200  # updates in hand; Telegram brings at most as many as setWebhook's max_connections, which is 100
ANSWER_WITHIN = 25.0  # seconds; Telegram waits for 60, the routers of some hosts for 30
LOOK = 1.0  # seconds after which an update in hand is weighed again
GIVE_BACK = 2.0  # seconds that an answer would have to wait, from which on the update is given back to Telegram
SOONEST, SOON, LATEST = 2.0, 10.0, 60.0  # seconds after which Telegram is asked to bring it again; a tap lives for 150
_EACH = 0.04  # seconds for each that was given back: about as many as Telegram takes edits
_RECENT = 1000  # updates of which we remember that they were done; Telegram repeats one when our 200 gets lost
_MOST_GIVEN_BACK = 5000
_CONSOLED = 500  # at the same time


@dataclass(frozen=True, slots=True)
class Ears:
    """What is to be known of an update before it is taken: how many seconds its answer would wait; and what says the
    little that can be said meanwhile.
    """

    delay: Callable[[Update], float]
    console: Callable[[Update], Awaitable[None]]


class Webhook:
    """Takes updates from Telegram's POST requests. `secret` is what setWebhook was told."""

    def __init__(self, lines: Lines, secret: str, ears: Ears) -> None:
        self._lines, self._secret, self._ears = lines, secret.encode(), ears
        self._recent: dict[int, tuple[asyncio.Future[bool], Reply]] = {}
        self._given_back: dict[int, None] = {}  # those that were, in order
        self._consoling: set[asyncio.Future[None]] = set()
        self._in_hand = 0

    async def receive(self, request: Request) -> Response:
        """One delivery. 200: it was answered, or never will be; 503: bring it again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=401)
        if self._in_hand >= AT_ONCE:
            return self._later()
        self._in_hand += 1
        try:
            return await self._read(request)
        finally:
            self._in_hand -= 1

    async def _read(self, request: Request) -> Response:
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            raw = read_json(body)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return Response(status_code=400)
        try:
            return await self._take(read_update(raw))
        except UnreadableError:
            log.warning("An update cannot be read and is passed over")
            return Response()  # it would come again for ever

    async def _take(self, update: Update) -> Response:
        """Have it answered once, however often it is brought; its tap is answered in the reply, which saves a call."""
        if update.update_id not in self._recent and self._ears.delay(update) > GIVE_BACK:
            return self._give_back(update)
        done, reply = self._recent.get(update.update_id) or self._begin(update)
        began = time.monotonic()
        while not done.done():
            await asyncio.wait([done], timeout=LOOK)
            if time.monotonic() - began > ANSWER_WITHIN or (not done.done() and self._ears.delay(update) > GIVE_BACK):
                self._lines.call_off(update)
                return self._give_back(update)
        if not done.result():
            return self._later()
        return Response(reply.body, media_type="application/json" if reply.body else None)

    def _begin(self, update: Update) -> "tuple[asyncio.Future[bool], Reply]":
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        known = self._recent[update.update_id] = done, Reply()
        self._given_back.pop(update.update_id, None)
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]

        def settle(is_answered: bool) -> None:
            if not is_answered and self._recent.get(update.update_id) is known:
                del self._recent[update.update_id]
            done.set_result(is_answered)

        self._lines.put(Arrival(update, known[1].answer, settle))
        return known

    def _give_back(self, update: Update) -> Response:
        """Have Telegram bring it again. Say, once, what can be said over the chat while the answer itself must wait."""
        if update.update_id not in self._given_back and len(self._consoling) < _CONSOLED:
            consoling = asyncio.ensure_future(self._ears.console(update))
            self._consoling.add(consoling)
            consoling.add_done_callback(self._consoling.discard)
        self._given_back[update.update_id] = None
        if len(self._given_back) > _MOST_GIVEN_BACK:
            del self._given_back[next(iter(self._given_back))]
        return self._later()

    def _later(self) -> Response:
        """Ask Telegram to bring it again; the later, the more wait, and by chance, so that not all come together."""
        latest = min(max(SOON, len(self._given_back) * _EACH), LATEST)
        seconds = random.uniform(SOONEST, latest)  # noqa: S311 - nothing secret hangs on it
        return Response(status_code=503, headers={"Retry-After": str(math.ceil(seconds))})


class Reply:
    """The one call of a method that may stand in the answer to a delivery."""

    def __init__(self) -> None:
        self.body = b""

    async def answer(self, query: str, text: str, alert: bool) -> None:
        """Answer a tap with it."""
        values: dict[str, Any] = {"method": "answerCallbackQuery", "callback_query_id": query}
        if text:
            values |= {"text": text, "show_alert": alert}
        self.body = msgspec.json.encode(values)


class Readiness:
    """Whether this copy of the program can serve. `telegram` asks Telegram; `figures` says whether they are written."""

    def __init__(self, telegram: Callable[[], Awaitable[bool]], figures: Callable[[], bool]) -> None:
        self._telegram, self._figures = telegram, figures

    async def report(self, _: Request) -> Response:
        """200 where people can be answered. A database that fails does not keep them from that."""
        reaches = await self._telegram()
        told = {"content": "loaded", "telegram": _word(reaches), "database": _word(self._figures())}
        return Response(msgspec.json.encode(told), 200 if reaches else 503, media_type="application/json")


def application(webhook: Webhook, path: str, readiness: Readiness) -> Starlette:
    """The web application: the webhook at `path`, and what a host asks to see whether it runs."""

    async def health(_: Request) -> Response:
        return Response("ok", media_type="text/plain")

    return Starlette(
        routes=[
            Address(path, webhook.receive, methods=["POST"]),
            Address("/healthz", health, methods=["GET"]),
            Address("/readyz", readiness.report, methods=["GET"]),
        ]
    )


def secret_of(token: str) -> str:
    """The webhook's secret: made from the token, so that every replica knows it and nobody has to choose it."""
    return hmac.new(token.encode(), b"rohnamo webhook", sha256).hexdigest()


async def _body(request: Request) -> bytes | None:
    """The body, or None for one that is too large; no more than that is ever held."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _word(is_well: bool) -> str:
    return "ok" if is_well else "trouble"
