"""Carries calls to Telegram: the urgent first, no faster than Telegram bears, again and again until it says yes or no.

A call ends only when Telegram has accepted it or refused it for good; a broken connection, a 5xx, a "429" end nothing.
What waits here is bounded by what intake hands over.
"""

import asyncio
import logging
import math
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.frontends.telegram.clock import Clock, Later
from bot.frontends.telegram.pace import CHANGES, Kind, Pace, Urgency
from bot.frontends.telegram.transport import UnreachableError
from bot.logs import describe

log = logging.getLogger(__name__)

AT_ONCE = 128  # calls on their way at the same time; the pool of connections is of this size
FOR_EMERGENCIES = 16  # of these, so many are never given to anything else
GIVE_UP = 600.0  # seconds of "429" or 5xx after which one call is given up: what it answers is long out of date
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts, doubled each time; a phone waits at the other end
_FINAL = (BadRequest, Forbidden, ChatMigrated)  # not InvalidToken: any proxy can say 404; polling finds out

Post = Callable[[str, Mapping[str, Any], float], Awaitable[Any]]


class OvertakenError(Exception):
    """A newer call has made this one needless."""


@dataclass(slots=True, eq=False)
class Call:
    """One call of Telegram's. `key`: the newest call with the same one is enough; `seconds` are for one answer;
    `attempts` bounds how often a broken connection is tried again (0: for ever), `give_up` the seconds for all of it.
    """

    method: str
    values: Mapping[str, Any]
    kind: Kind
    chat: int | None = None
    urgency: Urgency = Urgency.ORDINARY
    key: object = None
    seconds: float = 10.0
    attempts: int = 0
    give_up: float = 0.0  # 0: GIVE_UP, and for a network that is down never
    turn: "asyncio.Future[None] | None" = None
    is_overtaken: bool = False


class Courier:
    """All calls of one bot. `post` makes one call and raises TelegramError."""

    def __init__(
        self,
        post: Post,
        clock: Clock,
        at_once: int = AT_ONCE,
    ) -> None:
        self._post, self._clock, self._pace = post, clock, Pace(clock.now)
        self._room = at_once
        self._lanes = {(urgency, kind): deque[Call]() for urgency in Urgency for kind in Kind}
        self._ahead = {lane: self._lanes_ahead(*lane) for lane in self._lanes}
        self._newest: dict[object, Call] = {}
        self._timer: Later | None = None

    async def carry(self, call: Call) -> Any:
        """Make a call as soon as it may be made; gives Telegram's result. Raises TelegramError where Telegram refused
        for good, OvertakenError where a newer call came first.
        """
        if call.key is None:
            return await self._carry(call)
        self.overtake(call.key)
        self._newest[call.key] = call
        try:
            return await self._carry(call)
        finally:
            if self._newest.get(call.key) is call:
                del self._newest[call.key]

    def delay(self, kind: Kind, chat: int | None, urgency: Urgency) -> float:
        """About how many seconds a call would have to wait now."""
        ahead = sum(map(len, self._ahead[urgency, kind]))
        return self._pace.wait(kind, chat, urgency).seconds + ahead / self._pace.rate(kind)

    def overtake(self, key: object) -> None:
        """Take back the call with this key, unless it is on its way; then it is not tried again."""
        call = self._newest.get(key)
        if call:
            call.is_overtaken = True
            if call.turn and not call.turn.done():
                call.turn.set_exception(OvertakenError())

    def hurry(self, chat: int) -> None:
        """Make the calls that wait for a chat as urgent as can be."""
        for (urgency, kind), lane in self._lanes.items():
            if urgency is not Urgency.EMERGENCY:
                for call in [each for each in lane if each.chat == chat]:
                    lane.remove(call)
                    call.urgency = Urgency.EMERGENCY
                    self._lanes[Urgency.EMERGENCY, kind].append(call)
        self._pump()

    async def _carry(self, call: Call) -> Any:
        began, attempt = self._clock.now(), 0
        while True:
            await self._take_turn(call)
            try:
                return await self._post(call.method, call.values, call.seconds)
            except _FINAL:
                raise
            except RetryAfter as error:
                self._pace.refuse(call.kind, call.chat, seconds(error.retry_after))
                if self._clock.now() - began + seconds(error.retry_after) > (call.give_up or GIVE_UP):
                    raise
                continue
            except TelegramError as error:
                attempt += 1
                is_down = isinstance(error, UnreachableError | TimedOut)  # says nothing about this call
                longest = call.give_up or (math.inf if is_down else GIVE_UP)
                if attempt == call.attempts or self._clock.now() - began > longest:
                    raise
                log.debug("%s failed (%s); trying again", call.method, describe(error))
            finally:
                self._room += 1
                self._pump()
            await self._clock.sleep(_pause(attempt))

    async def _take_turn(self, call: Call) -> None:
        """Wait until this call may leave."""
        if call.is_overtaken:
            raise OvertakenError
        if not any(self._ahead[call.urgency, call.kind]) and self._may_leave(call):
            self._let_go(call)
            return
        call.turn = asyncio.get_running_loop().create_future()
        self._lanes[call.urgency, call.kind].append(call)
        self._pump()
        try:
            await call.turn
        except asyncio.CancelledError:
            if call.turn.done() and not call.turn.cancelled() and not call.turn.exception():
                self._room += 1  # its turn came just as it was called off
                self._pump()
            raise

    def _may_leave(self, call: Call) -> bool:
        return self._has_room(call) and not self._pace.wait(call.kind, call.chat, call.urgency).seconds

    def _has_room(self, call: Call) -> bool:
        return self._room > (0 if call.urgency is Urgency.EMERGENCY else FOR_EMERGENCIES)

    def _let_go(self, call: Call) -> None:
        self._room -= 1
        self._pace.leave(call.kind, call.chat)

    def _pump(self) -> None:
        """Give turns to all that may leave now, the urgent first; look again when the next one may."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        soonest = min((self._pump_lane(lane) for lane in self._lanes.values() if lane), default=math.inf)
        if math.isfinite(soonest):
            self._timer = self._clock.later(max(soonest, 0.001), self._pump)

    def _pump_lane(self, lane: deque[Call]) -> float:
        """Give turns in one lane; what waits for its own chat alone steps aside. Gives seconds to the next look."""
        while lane:
            call = lane[0]
            if call.turn is None or call.turn.done():
                lane.popleft()
                continue
            wait = self._pace.wait(call.kind, call.chat, call.urgency)
            if wait.seconds and not wait.chat_only:
                return wait.seconds
            if not self._has_room(call):
                return math.inf  # whoever comes back pumps again
            lane.popleft()
            if wait.seconds:
                self._clock.later(wait.seconds, self._step_back_in, call)
            else:
                self._let_go(call)
                call.turn.set_result(None)
        return math.inf

    def _step_back_in(self, call: Call) -> None:
        self._lanes[call.urgency, call.kind].append(call)
        self._pump()

    def _lanes_ahead(self, urgency: Urgency, kind: Kind) -> tuple[deque[Call], ...]:
        """The lanes that a call must not pass: as urgent or more, and under the same limits."""
        kinds = CHANGES if kind in CHANGES else (kind,)
        return tuple(self._lanes[each, other] for each in Urgency if each <= urgency for other in kinds)


def seconds(span: int | timedelta) -> float:
    """A time span as python-telegram-bot gives it, in seconds."""
    return span.total_seconds() if isinstance(span, timedelta) else float(span)


def _pause(attempt: int) -> float:
    """Seconds before the next attempt. Chance keeps many that failed together from coming back together."""
    longest = min(FIRST_PAUSE * 2.0 ** min(attempt, 10), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - nothing secret hangs on it
