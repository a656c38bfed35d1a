"""The contract of every store of figures, and what stands in one. Its two homes are `sqlite` and `postgres`.

Every table is listed here; a test compares the databases with this list, so that no column can come in unnoticed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bot.usage.tally import Row
from bot.usage.weeks import WEEKDAYS, Week

VERSION = 2  # of the tables; each store has a step from each version to the next
TABLES: dict[str, tuple[str, ...]] = {
    "counts": ("week", "topic", "language", "kind", *WEEKDAYS),
    "gaps": ("week", "language", "word", "times"),
    "plans": ("week", "topic", "language"),
    "releases": ("week", "text"),
}
GAP_FLOOR = 5  # messages of a week that must have held a word before it may be written
GAP_WORDS = 500  # in a week and a language
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_WORD = 32


class StoreError(Exception):
    """The figures cannot be read or written. The text says what is wrong and what to do; it holds no password."""


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A word of the allow-list that stood in so many unanswered messages of a week. Raises ValueError for fewer than
    five, and for anything that is not one word: no number can be one.
    """

    week: Week
    language: str
    word: str
    times: int

    def __post_init__(self) -> None:
        if self.times < GAP_FLOOR or len(self.word) > _LONGEST_WORD or not _WORD.fullmatch(self.word):
            raise ValueError(f"a gap is one word of at least {GAP_FLOOR} messages")


class Cell(NamedTuple):
    """A week of one topic, language and kind. `days`: Monday's number … Sunday's, or their sum alone.

    Exact: never to be shown as it is.
    """

    week: Week
    topic: str
    language: str
    kind: str
    days: tuple[int, ...]


Pair = tuple[str, str]  # topic and language


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store holds, for `bot reveal`: where; files; tables with their columns and numbers of rows."""

    where: str
    files: tuple[str, ...]
    tables: tuple[tuple[str, tuple[str, ...], int], ...]


class Store(Protocol):
    """Where figures are kept. Every method may raise StoreError."""

    async def add(self, rows: Sequence[Row]) -> None:
        """Add all of these or none."""

    async def add_gaps(self, gaps: Sequence[Gap]) -> None:
        """Add words; beyond GAP_WORDS in a week and language, new ones are left out."""

    async def cells(self, first: Week, last: Week, by_day: bool = True) -> list[Cell]:
        """All cells of these weeks, the oldest first. Not `by_day`, `days` is the week's sum alone, which is faster."""

    async def gaps(self, first: Week, last: Week) -> list[Gap]:
        """All words of these weeks."""

    async def plan(self, week: Week, pairs: Sequence[Pair]) -> None:
        """Fix the cells of a week's publication. Does nothing if that was done before."""

    async def planned(self, week: Week) -> list[Pair]:
        """The cells fixed for a week, in order."""

    async def keep_release(self, week: Week, text: str) -> str:
        """Keep a release for ever, or find the one that was kept before. Gives the one that is kept."""

    async def release(self, week: Week) -> str | None:
        """The release that was kept."""

    async def holdings(self) -> Holdings:
        """All that there is."""

    async def tend(self) -> None:
        """Called once a minute, written or not: lets nobody tell from outside whether there was something to write."""

    async def close(self) -> None:
        """Let go of connections. May be used again after this."""
