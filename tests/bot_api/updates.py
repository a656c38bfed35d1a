"""The queue of updates, and getUpdates as the real server does it."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from tests.bot_api.methods import GetUpdates
from tests.bot_api.refusal import RefusalError
from tests.bot_api.wire import Exchange

LONGEST_QUEUE, FURTHEST_AHEAD = 100_000, 10
LONGEST_POLL = 50.0  # seconds
SOON = 0.001  # seconds for which a waiting request is kept after the first update, so that more can come along
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})  # only if asked for by name


@dataclass
class Times:
    """Seconds, as of the real server; tests that cannot wait make them shorter."""

    tap: float = 150.0
    inline: float = 30.0
    message: float = 86_400.0
    answer: float = 60.0  # for which a webhook may think
    again: float = 1.0  # a factor of all pauses before an update is delivered again
    conflict: float = 3.0  # by which a second 409 in a row is delayed


class Waiting(msgspec.Struct, gc=False):
    """An update that is not confirmed. Updates of one `line` are delivered one after another."""

    id: int
    body: bytes
    line: Hashable
    until: float
    failures: int = 0


class Queue:
    """Updates that wait, in order. `lost` were not taken in time; `unwanted` are of a kind that was not asked for."""

    def __init__(self, clock: Callable[[], float], times: Times) -> None:
        self.waiting: dict[int, Waiting] = {}
        self.tail, self.confirmed, self.lost, self.unwanted = 1, 0, 0, 0
        self.allowed: list[str] = []
        self._clock, self._times = clock, times

    def put(self, update: dict[str, Any]) -> Waiting | None:
        """A new update; None if the bot does not want it."""
        kind = next(iter(update))
        if (kind not in self.allowed) if self.allowed else (kind in UNASKED):
            self.unwanted += 1
            return None
        body = msgspec.json.encode({"update_id": self.tail, **update})
        waiting = Waiting(self.tail, body, _line(kind, update[kind]), self._clock() + self.lifetime(kind))
        self.waiting[self.tail] = waiting
        self.tail += 1
        if len(self.waiting) > LONGEST_QUEUE:
            self.drop(next(iter(self.waiting.values())))
        return waiting

    def lifetime(self, kind: str) -> float:
        """Seconds for which an update waits."""
        return {"callback_query": self._times.tap, "inline_query": self._times.inline}.get(kind, self._times.message)

    def confirm(self, number: int) -> None:
        """The bot has it."""
        if self.waiting.pop(number, None):
            self.confirmed += 1

    def confirm_before(self, offset: int) -> None:
        """What an offset says: all below it; an absurd one says nothing, a negative one counts from the end."""
        head = next(iter(self.waiting), self.tail)
        if offset < 0:
            offset = max(self.tail + offset, head)
        if not head - LONGEST_QUEUE <= offset <= self.tail + FURTHEST_AHEAD:
            return
        while self.waiting and (first := next(iter(self.waiting))) < offset:
            self.confirm(first)

    def take(self, limit: int) -> list[bytes]:
        """The first updates; those that waited for too long are gone."""
        now = self._clock()
        for old in [waiting for waiting in islice(self.waiting.values(), limit) if waiting.until < now]:
            self.drop(old)
        return [waiting.body for waiting in islice(self.waiting.values(), limit) if waiting.until >= now]

    def drop(self, waiting: Waiting) -> None:
        """It waited for too long, or there were too many."""
        if self.waiting.pop(waiting.id, None):
            self.lost += 1


class Poller:
    """At most one request that waits for updates."""

    def __init__(self, queue: Queue, clock: Callable[[], float], times: Times) -> None:
        self._queue, self._clock, self._times = queue, clock, times
        self._waiting: Exchange | None = None
        self._limit, self._offset, self._asked, self._next_conflict = 100, 0, float("-inf"), float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, asked: GetUpdates, exchange: Exchange) -> None:
        """getUpdates: answers at once, or when there is something, or after `timeout`."""
        self.abort("terminated by other getUpdates request; make sure that only one bot instance is running")
        if asked.allowed_updates is not None:
            self._queue.allowed = asked.allowed_updates
        limit, timeout, now = asked.limit, min(asked.timeout, LONGEST_POLL), self._clock()
        if asked.offset == self._offset:
            limit = 1 if now < self._asked + 0.5 else limit
            timeout = max(timeout, 3) if now < self._asked + 3 else timeout
        self._offset, self._asked = asked.offset, now
        self._queue.confirm_before(asked.offset)
        taken = self._queue.take(limit)
        if taken or not timeout:
            _hand_out(taken, exchange)
            return
        self._waiting, self._limit = exchange, limit
        self._timer = asyncio.get_running_loop().call_later(timeout, self._finish)
        self._is_woken = False

    def wake(self) -> None:
        """There is a new update."""
        if self._waiting is not None and self._timer is not None and not self._is_woken:
            self._is_woken = True
            self._timer.cancel()
            self._timer = asyncio.get_running_loop().call_later(SOON, self._finish)

    def abort(self, reason: str) -> None:
        """Send the waiting request away."""
        if self._waiting is not None and self._timer is not None:
            exchange, self._waiting = self._waiting, None
            self._timer.cancel()
            self.refuse(reason, exchange)

    def refuse(self, reason: str, exchange: Exchange) -> None:
        """409; one that follows another within three seconds is held back for as long."""
        body, now = RefusalError(409, f"Conflict: {reason}").body, self._clock()
        if now >= self._next_conflict:
            self._next_conflict = now + self._times.conflict
            exchange.respond(409, body)
        else:
            asyncio.get_running_loop().call_later(self._times.conflict, exchange.respond, 409, body)

    def _finish(self) -> None:
        if self._waiting is not None:
            exchange, self._waiting = self._waiting, None
            _hand_out(self._queue.take(self._limit), exchange)


def _hand_out(taken: list[bytes], exchange: Exchange) -> None:
    exchange.respond(200, b'{"ok":true,"result":[%b]}' % b",".join(taken))


def _line(kind: str, content: Any) -> Hashable:
    """The chat; for taps and inline queries the person, each kind a line of its own."""
    content = content if isinstance(content, dict) else {}
    if kind in ("callback_query", "inline_query"):
        return kind, content.get("from", {}).get("id")
    chat: int | None = content.get("chat", {}).get("id")
    return chat
