"""Writes the tally once a minute and at the end. Whatever the store does, counting goes on and nobody waits for it."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from random import SystemRandom

from bot.logs import describe
from bot.usage.store import Gap, Pair, Store, StoreError
from bot.usage.tally import Tally
from bot.usage.weeks import Week

log = logging.getLogger(__name__)

INTERVAL = 60.0  # seconds; a crash loses at most what was counted in this time
KEPT = timedelta(days=1)  # for how long counts wait for a store that fails; later their week may have been shown
WAITING_GAPS = 1000  # rows that may wait likewise
_random = SystemRandom()


class Recorder:
    """Joins a tally, an opener of the store, the source of gaps and the cells of coming publications."""

    def __init__(
        self,
        tally: Tally,
        opener: Callable[[], Store],
        clock: Callable[[], date],
        radar: Callable[[], Iterable[Gap]] = tuple,
        pairs: Callable[[], Sequence[Pair]] = tuple,
    ) -> None:
        self._tally, self._opener, self._clock, self._radar, self._pairs = tally, opener, clock, radar, pairs
        self._store: Store | None = None
        self._gaps: list[Gap] = []
        self._planned: Week | None = None
        self.trouble = ""  # what keeps figures from being written now, in an operator's words

    async def run(self) -> None:
        """Write once a minute until cancelled; then finish what is being written, and write once more."""
        writing = asyncio.ensure_future(self.flush())
        try:
            while True:
                await asyncio.shield(writing)  # half written and put back would be counted twice
                await asyncio.sleep(INTERVAL)
                writing = asyncio.ensure_future(self.flush())
        finally:
            await writing
            await self.flush()
            if self._store:
                await self._store.close()

    async def flush(self) -> bool:
        """Write what was counted; says whether that worked. Never raises for what a store does."""
        rows = [row for row in self._tally.take() if self._clock() - row.day <= KEPT]
        _random.shuffle(rows)  # no order of arrival, not even within a minute
        try:
            self._gaps = [*self._gaps, *self._radar()][:WAITING_GAPS]
            store = self._store = self._store or self._opener()
            if rows:
                await store.add(rows)
                rows = []
            await self._write_the_rest(store)
        except Exception as error:
            self._tally.put_back(rows)
            self._complain(str(error) if isinstance(error, StoreError) else f"Counting failed: {describe(error)}")
            return False
        if self.trouble:
            log.info("Counting has resumed")
        self.trouble = ""
        return True

    async def _write_the_rest(self, store: Store) -> None:
        if self._gaps:
            await store.add_gaps(self._gaps)
            self._gaps = []
        coming = Week.of(self._clock()).plus(1)
        if self._planned != coming:
            await store.plan(coming, self._pairs())
            self._planned = coming
        await store.tend()

    def _complain(self, trouble: str) -> None:
        """Tell the operator, but not every minute."""
        if trouble != self.trouble:
            log.error("%s. Guidance goes on; what is counted waits in memory for a day", trouble.rstrip("."))
        self.trouble = trouble
