"""Bad days of the network and of Telegram: scripted or drawn with a seed; delays; limits of calls."""

import asyncio
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from tests.bot_api.refusal import RefusalError, TooManyError
from tests.bot_api.wire import JSON, Exchange

Scripted = tuple[int, object]  # a status and the JSON of a body
LIMITED = frozenset({"sendMessage", "editMessageText", "sendDocument"})
HTML = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """What comes of a call: after `hang` seconds an answer, or a broken connection if there is no `status`.

    `takes_effect`: the call was carried out all the same, and only its answer was lost.
    """

    status: int = 0
    body: bytes = b""
    kind: bytes = JSON
    hang: float = 0.0
    takes_effect: bool = False

    def play(self, exchange: Exchange) -> None:
        """Let the caller have it."""
        if self.hang:
            asyncio.get_running_loop().call_later(self.hang, self._end, exchange)
        else:
            self._end(exchange)

    def _end(self, exchange: Exchange) -> None:
        if self.status:
            exchange.respond(self.status, self.body, self.kind)
        else:
            exchange.reset()


RESET = Fault()
RESET_AFTER_EFFECT = Fault(takes_effect=True)
BAD_GATEWAY = Fault(502, HTML, b"text/html")
GARBAGE = Fault(200, b'{"ok":true,"resu')


def refused(status: int, description: str, retry_after: int = 0) -> Fault:
    """An answer with "ok": false."""
    return Fault(status, RefusalError(status, description, retry_after).body)


def hangs(seconds: float, takes_effect: bool = False) -> Fault:
    """Nothing for a while, then a broken connection."""
    return Fault(hang=seconds, takes_effect=takes_effect)


def fault(scripted: Scripted | Fault) -> Fault:
    """A scripted fault as one value."""
    return scripted if isinstance(scripted, Fault) else Fault(scripted[0], msgspec.json.encode(scripted[1]))


@dataclass
class Weather:
    """`delay`: seconds one way, to each request and each response. `mixture`: faults with their probabilities."""

    delay: float = 0.0
    mixture: Sequence[tuple[float, Fault]] = ()
    methods: frozenset[str] | None = None  # that the mixture falls on; None: all
    seed: int = 1
    drawn: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def draw(self, method: str) -> Fault | None:
        """The fault that falls on a call, if one does."""
        if not self.mixture or (self.methods is not None and method not in self.methods):
            return None
        chance = self._random.random()
        for probability, drawn in self.mixture:
            chance -= probability
            if chance < 0:
                self.drawn += 1
                return drawn
        return None


@dataclass
class _Bucket:
    size: float
    per_second: float
    held: float
    at: float

    def wait(self, now: float) -> float:
        """Take one; or the seconds until there is one."""
        self.held = min(self.size, self.held + (now - self.at) * self.per_second)
        self.at = now
        if self.held >= 1:
            self.held -= 1
            return 0.0
        return (1 - self.held) / self.per_second


@dataclass
class Limits:
    """How many calls Telegram takes; 0: as many as come. `refused` counts what was one too many."""

    per_second: float = 0.0
    per_chat: float = 0.0
    chat_burst: int = 5
    methods: frozenset[str] = LIMITED
    clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    refused: int = 0
    _all: _Bucket | None = None
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def admit(self, method: str, chat: int | None) -> None:
        """Raise TooManyError if this call is one too many."""
        if method not in self.methods or not (self.per_second or self.per_chat):
            return
        wait, now = 0.0, self.clock()
        if self.per_chat and chat is not None:
            size = float(self.chat_burst)
            wait = self._chats.setdefault(chat, _Bucket(size, self.per_chat, size, now)).wait(now)
        if self.per_second and not wait:
            self._all = self._all or _Bucket(self.per_second, self.per_second, self.per_second, now)
            wait = self._all.wait(now)
        if wait:
            self.refused += 1
            raise TooManyError(max(1, math.ceil(wait)))
