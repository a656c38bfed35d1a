"""Long polling: takes updates from Telegram and tells it to forget only those that are done with.

One request at a time, because a second one would end the first with "409 Conflict". The offset lives in memory alone.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.frontends.telegram.api import Api, Json
from bot.frontends.telegram.courier import seconds
from bot.frontends.telegram.lines import Answer, Arrival, Lines
from bot.frontends.telegram.updates import KINDS, UnreadableError, read_update
from bot.frontends.telegram.window import LIMIT, Window
from bot.logs import describe

log = logging.getLogger(__name__)

PATIENCE = 30  # seconds for which Telegram may hold a request open
LONGEST_PAUSE = 5.0  # seconds between attempts while Telegram cannot be reached
GAP = 0.005  # seconds after which to see whether enough is done for another request
LONG_GAP = 0.03  # seconds after which anything that can be confirmed is enough
SAME_OFFSET = 0.5  # seconds; asked again sooner from the same place, Telegram hands out only one update
HIDDEN = 0.1  # seconds for which limits may hide what waits at Telegram, before the window lets go
STUCK = 2.0  # seconds for which anything else may
TOKEN_REFUSED = 12  # times in a row, about a minute: a proxy that says 404 does not mean the token
CONFIRM_WITHIN = 1.0  # seconds for the last request


class Poller:
    """Feeds `lines`. `is_held` says whether answers wait for Telegram's limits now."""

    def __init__(self, api: Api, lines: Lines, answer: Answer, is_held: Callable[[], bool]) -> None:
        self._api, self._lines, self._answer, self._is_held = api, lines, answer, is_held
        self._window, self._all_done = Window(), asyncio.Event()
        self._asked: int | None = None

    async def register(self) -> None:
        """A webhook left over would keep polling from working."""
        await self._api.delete_webhook()
        log.info("Serving Telegram by long polling")

    async def run(self) -> None:
        """Take updates for ever. Raises only InvalidToken. Cancel it to stop, then `finish`."""
        pause, refusals = 0.0, 0
        while True:
            offset = self._window.offset
            try:
                arrived = await self._api.receive(offset, PATIENCE, KINDS, LIMIT)
            except TelegramError as error:
                refusals = refusals + 1 if isinstance(error, InvalidToken) else 0
                if refusals == TOKEN_REFUSED:
                    raise
                pause = _pause(error, pause)
                await asyncio.sleep(pause)
                continue
            pause, refusals, self._asked = 0.0, 0, offset
            if offset is not None:
                self._window.confirm(offset)
            self._take(arrived)
            await self._until_worth_asking(len(arrived) == LIMIT)

    async def finish(self, within: float) -> None:
        """Finish what is in hand within so many seconds, and have Telegram forget what was done."""
        await self._lines.finish(within)
        if self._window.offset != self._asked:
            with suppress(TelegramError, TimeoutError):
                await asyncio.wait_for(self._api.receive(self._window.offset, 0, KINDS, limit=1), CONFIRM_WITHIN)

    def _take(self, arrived: Sequence[Json]) -> None:
        raw = {each["update_id"]: each for each in arrived}
        for number in self._window.admit(raw, time.monotonic()):
            try:
                update = read_update(raw[number])
            except UnreadableError:
                log.warning("An update cannot be read and is passed over")
                self._finished(number, True)
                continue
            self._lines.put(Arrival(update, self._answer, partial(self._finished, number)))

    def _finished(self, number: int, is_done: bool) -> None:
        if is_done:
            self._window.finish(number)
        if not self._window.waits:
            self._all_done.set()

    async def _until_worth_asking(self, is_full: bool) -> None:
        """Wait until all is done, or something of it can be confirmed, or others may wait unseen."""
        began, head = time.monotonic(), self._window.offset
        while self._window.waits:
            now = time.monotonic()
            if is_full and self._window.held_for(now) > (HIDDEN if self._is_held() else STUCK):
                self._window.let_go()
                return
            if self._window.offset != head and (now - began >= LONG_GAP or self._window.is_half_done):
                return
            if not is_full and now - began > SAME_OFFSET:
                return
            self._all_done.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_done.wait(), GAP)


def _pause(error: TelegramError, before: float) -> float:
    """How long to wait after a failure, in seconds; the operator is told why."""
    if isinstance(error, Conflict):
        log.error("Another program takes this bot's updates with the same token. Stop it: only one can run by polling.")
    else:
        log.warning("Telegram cannot be reached (%s); trying again", describe(error))
    if isinstance(error, RetryAfter):
        return seconds(error.retry_after)
    return min(max(before * 2, 0.5), LONGEST_PAUSE)
