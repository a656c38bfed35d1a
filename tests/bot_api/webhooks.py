"""Delivery of updates to a webhook: lines in order, side by side, again and again until a 2xx confirms."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.bot_api.courier import Courier, open_courier
from tests.bot_api.faults import Weather
from tests.bot_api.updates import Queue, Times, Waiting
from tests.bot_api.wire import Message

LONGEST_PAUSE = 60.0  # seconds, times a random factor from 1 to 2
LONGEST_RETRY_AFTER = 3600.0


@dataclass
class Address:
    """Where to, and how."""

    url: str
    secret: str = ""
    connections: int = 40

    def request(self, url: str, body: bytes) -> bytes:
        """A whole POST."""
        parts = urlsplit(url)
        secret = f"X-Telegram-Bot-Api-Secret-Token: {self.secret}\r\n" if self.secret else ""
        head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: keep-alive\r\n"
            f"Content-Type: application/json\r\n{secret}Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


@dataclass
class Webhook:
    """Delivers what is in `queue` while there is an address. Each 2xx with a body hands that to `reply`.

    `replicas`: addresses that take turns instead of the one that was set, as behind a load balancer.
    """

    queue: Queue
    times: Times
    weather: Callable[[], Weather]
    reply: Callable[[bytes], None]
    clock: Callable[[], float]
    changed: Callable[[], None]
    address: Address | None = None
    replicas: list[str] = field(default_factory=list)
    last_error: str = ""
    deliveries: int = 0
    _lines: dict[Hashable, deque[Waiting]] = field(default_factory=dict)
    _ready: deque[Hashable] = field(default_factory=deque)
    _idle: dict[str, list[Courier]] = field(default_factory=dict)
    _in_flight: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _random: random.Random = field(default_factory=lambda: random.Random(1))

    def point_to(self, address: Address | None) -> None:
        """Deliver there from now on, also what waits already; None: nowhere."""
        self.address = address
        self._lines.clear()
        self._ready.clear()
        for couriers in self._idle.values():
            for courier in couriers:
                courier.close()
        self._idle.clear()
        for waiting in self.queue.waiting.values() if address else ():
            waiting.failures = 0
            self.add(waiting)

    def add(self, waiting: Waiting) -> None:
        """A new update."""
        line = self._lines.get(waiting.line)
        if line is not None:
            line.append(waiting)
            return
        self._lines[waiting.line] = deque([waiting])
        self._ready.append(waiting.line)
        self._pump()

    def _pump(self) -> None:
        while self.address and self._ready and self._in_flight < self.address.connections:
            name = self._ready.popleft()
            line = self._lines.get(name)
            if line and line[0].until < self.clock():
                self.queue.drop(line[0])
                self._advance(name, line)
            elif line:
                self._in_flight += 1
                self._after_delay(lambda line=line, name=name: self._send(name, line, line[0]))  # type: ignore[misc]

    def _send(self, name: Hashable, line: deque[Waiting], waiting: Waiting) -> None:
        if self.address is None:
            self._in_flight -= 1
            return
        self.deliveries += 1
        url = self.replicas[self.deliveries % len(self.replicas)] if self.replicas else self.address.url
        request = self.address.request(url, waiting.body)

        def done(answer: Message | None) -> None:
            self._after_delay(lambda: self._heard(name, line, waiting, answer))

        idle = self._idle.setdefault(url, [])
        if idle:
            idle.pop().carry(request, self.times.answer, done)
        else:
            task = asyncio.ensure_future(self._open(url, idle, request, done))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _open(
        self, url: str, idle: list[Courier], request: bytes, done: Callable[[Message | None], None]
    ) -> None:
        courier = await open_courier(url, idle, self.times.answer)
        if courier is None:
            done(None)
        else:
            courier.carry(request, self.times.answer, done)

    def _heard(self, name: Hashable, line: deque[Waiting], waiting: Waiting, answer: Message | None) -> None:
        self._in_flight -= 1
        status = answer.start.split(b" ", 2)[1] if answer else b"no answer"
        if answer and status.startswith(b"2"):
            self.queue.confirm(waiting.id)
            if self._lines.get(name) is line:
                self._advance(name, line)
            if answer.body:
                self.reply(answer.body)
        else:
            self.last_error = f"Wrong response from the webhook: {status.decode()}"
            waiting.failures += 1
            pause = self._pause(waiting, answer) * self.times.again
            asyncio.get_running_loop().call_later(pause, self._again, name, line)
        self.changed()
        self._pump()

    def _advance(self, name: Hashable, line: deque[Waiting]) -> None:
        line.popleft()
        if line:
            self._ready.append(name)
        else:
            del self._lines[name]

    def _again(self, name: Hashable, line: deque[Waiting]) -> None:
        if self._lines.get(name) is line:
            self._ready.append(name)
            self._pump()

    def _pause(self, waiting: Waiting, answer: Message | None) -> float:
        """At once, then 2, 4, 8 … s; or what the bot asked for."""
        asked = answer.field(b"retry-after") if answer else b""
        if asked.isdigit():
            return min(float(asked), LONGEST_RETRY_AFTER)
        if waiting.failures == 1:
            return 0.0
        return min(2.0 ** min(waiting.failures - 1, 20), LONGEST_PAUSE * (1 + self._random.random()))

    def _after_delay(self, do: Callable[[], None]) -> None:
        delay = self.weather().delay
        if delay:
            asyncio.get_running_loop().call_later(delay, do)
        else:
            do()
