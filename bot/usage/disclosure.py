"""Statistical disclosure control: the one gate between exact numbers and everything that anybody may see. Pure.

A cell (week, topic, language, kind) is released if it reached the floor, and hidden for ever if not. The hidden cells
of a week and a language are released as one sum, the rest, if that sum cannot tell what any of them is. The days of a
week are released as seven sums over all that is released of it, if each of them reached the floor. Every view is made
of these numbers alone, so no two views, of whatever dimension or period, tell more when subtracted than these numbers
tell: bot/decisions/0014, tests/test_disclosure.py.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from bot.usage.store import Cell
from bot.usage.weeks import WEEKDAYS, Week

Place = tuple[str, str, str]  # topic, language, kind


@dataclass(frozen=True, slots=True)
class DisclosedWeek:
    """All that may be shown of a week: `cells` that reached the floor; by language, the `rest` of the others; the seven
    `days` of all this, or none.
    """

    cells: Mapping[Place, int]
    rest: Mapping[str, int]
    days: Sequence[int] = ()

    @property
    def total(self) -> int:
        """The sum of all that is shown."""
        return sum(self.cells.values()) + sum(self.rest.values())


@dataclass(frozen=True, slots=True)
class Disclosed:
    """All that may be shown of the weeks `first` to `last`; `weeks` has those of which there is anything."""

    first: Week
    last: Week
    floor: int
    weeks: Mapping[Week, DisclosedWeek]

    @property
    def total(self) -> int:
        """The sum of all that is shown."""
        return sum(week.total for week in self.weeks.values())

    def only(self, first: Week, last: Week) -> "Disclosed":
        """The same for fewer weeks: what was decided about a week does not depend on the others."""
        return Disclosed(
            first, last, self.floor, {week: shown for week, shown in self.weeks.items() if first <= week <= last}
        )


def disclose(
    cells: Iterable[Cell], period: tuple[Week, Week], topics: Collection[str], languages: Collection[str], floor: int
) -> Disclosed:
    """Release what may be shown of cells in the order of their weeks. `topics` and `languages` are those of the guide,
    which everybody knows.

    `period` must be closed weeks: a number that still grows shows its last step when it is asked for twice.
    """
    known = frozenset(topics)
    weeks = {
        week: _disclose(list(of_week), known, languages, floor) for week, of_week in groupby(cells, attrgetter("week"))
    }
    return Disclosed(*period, floor, {week: shown for week, shown in weeks.items() if shown.cells or shown.rest})


def _disclose(cells: Sequence[Cell], topics: frozenset[str], languages: Collection[str], floor: int) -> DisclosedWeek:
    """One week, by itself."""
    released: dict[Place, int] = {}
    hidden = []
    for cell in cells:
        times = sum(cell.days)
        if times >= floor:
            released[cell.topic, cell.language, cell.kind] = times
        else:
            hidden.append(cell)
    rest = _rest(hidden, released, topics, languages, floor)
    if any(len(cell.days) < len(WEEKDAYS) for cell in cells[:1]):  # only sums were read: nothing to say of days
        return DisclosedWeek(released, rest)
    told = [cell.days for cell in cells if (cell.topic, cell.language, cell.kind) in released or cell.language in rest]
    days = tuple(map(sum, zip(*told, strict=True)))
    return DisclosedWeek(released, rest, days if len(days) == len(WEEKDAYS) and min(days) >= floor else ())


def _rest(
    hidden: Iterable[Cell],
    released: Iterable[Place],
    topics: frozenset[str],
    languages: Collection[str],
    floor: int,
) -> dict[str, int]:
    """The sums of hidden cells that leave open, for each of them, every number from nothing to just below the floor.

    That is so if the sum is at least the floor, and if the others could hold all of it. Counted as others are only
    topics of the guide with no released cell at all, whether they have a row or not.
    """
    sums: dict[str, int] = defaultdict(int)
    for cell in hidden:
        if cell.language in languages:
            sums[cell.language] += sum(cell.days)
    seen: dict[str, set[str]] = defaultdict(set)
    for topic, language, _ in released:
        seen[language].add(topic)
    return {
        language: times
        for language, times in sums.items()
        if floor <= times <= (floor - 1) * (len(topics - seen[language]) - 1)
    }
