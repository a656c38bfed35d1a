"""Counts in RAM until they are written. What is not in the closed lists cannot enter, whoever hands it in."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

Count = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """All that is ever written of a screen: on this day this topic was shown, in this language and way, so often."""

    day: date
    topic: str
    language: str
    kind: str
    times: int


class Tally:
    """What was counted since it was last taken. `kinds` is the closed list of ways in which a screen is counted."""

    def __init__(self, kinds: Collection[str], clock: Callable[[], date]) -> None:
        self._kinds, self._clock = frozenset(kinds), clock
        self._times: dict[tuple[date, str, str, str], int] = {}

    def counter(self, topics: Collection[str], languages: Collection[str]) -> Count:
        """A function that counts one (topic, language, kind) today, if each is in its list; else does nothing.

        So its size is bounded by the product of the lists and the days not yet written. It never raises.
        """
        known, spoken, kinds, times, clock = (
            frozenset(topics),
            frozenset(languages),
            self._kinds,
            self._times,
            self._clock,
        )

        def count(topic: str, language: str, kind: str) -> None:
            if topic in known and language in spoken and kind in kinds:
                key = (clock(), topic, language, kind)
                times[key] = times.get(key, 0) + 1

        return count

    def take(self) -> list[Row]:
        """All that was counted; the tally is empty after this."""
        rows = [Row(*key, times) for key, times in self._times.items()]
        self._times.clear()
        return rows

    def put_back(self, rows: Iterable[Row]) -> None:
        """Count again what could not be written."""
        for row in rows:
            key = (row.day, row.topic, row.language, row.kind)
            self._times[key] = self._times.get(key, 0) + row.times

    def __len__(self) -> int:
        return len(self._times)
