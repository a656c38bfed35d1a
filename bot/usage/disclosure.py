"""Statistical disclosure control: the one gate between exact numbers and everything that anybody may see. Pure.

A cell (week, topic, language, kind) is released if it reached the floor, and hidden for ever if not. The hidden cells
of a week and a language are released as one sum, the rest, if that sum cannot tell what any of them is. The days of a
week are released as seven sums over all that is released of it, if each of them reached the floor. Every view is made
of these numbers alone, so no two views, of whatever dimension or period, tell more when subtracted than these numbers
tell: bot/decisions/0012, tests/test_disclosure.py.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add

from bot.usage.store import Cell
from bot.usage.weeks import Week

Released = dict[tuple[Week, str, str, str], int]
Rest = dict[tuple[Week, str], int]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """All that may be shown of the weeks `first` to `last`. `cells` by week, topic, language and kind; `rest` by week
    and language; `days` for those weeks whose days may be told apart.
    """

    first: Week
    last: Week
    floor: int
    cells: Released
    rest: Rest
    days: dict[date, int]

    @property
    def total(self) -> int:
        """All that is released."""
        return sum(self.cells.values()) + sum(self.rest.values())

    def only(self, first: Week, last: Week) -> "Disclosed":
        """The same for fewer weeks: what was decided about a week does not depend on the others."""
        return Disclosed(
            first,
            last,
            self.floor,
            {key: times for key, times in self.cells.items() if first <= key[0] <= last},
            {key: times for key, times in self.rest.items() if first <= key[0] <= last},
            {day: times for day, times in self.days.items() if first.monday <= day <= last.sunday},
        )


def disclose(
    cells: Sequence[Cell],
    period: tuple[Week, Week],
    topics: Collection[str],
    languages: Collection[str],
    floor: int,
    with_days: bool = True,
) -> Disclosed:
    """Release what may be shown. `topics` and `languages` are those of the guide, which everybody knows.

    `period` must be closed weeks: a number that still grows shows its last step when it is asked for twice.
    """
    released = {
        (cell.week, cell.topic, cell.language, cell.kind): times for cell in cells if (times := sum(cell.days)) >= floor
    }
    rest = _rest(cells, released, topics, languages, floor)
    return Disclosed(*period, floor, released, rest, _days(cells, released, rest, floor) if with_days else {})


def _rest(
    cells: Iterable[Cell], released: Released, topics: Collection[str], languages: Collection[str], floor: int
) -> Rest:
    """The sums of hidden cells that leave open, for each of them, every number from nothing to just below the floor.

    That is so if the sum is at least the floor, and if the others could hold all of it. Counted as others are only
    topics of the guide with no released cell at all, whether they have a row or not.
    """
    sums: Rest = defaultdict(int)
    for cell in cells:
        if cell.language in languages and (cell.week, cell.topic, cell.language, cell.kind) not in released:
            sums[cell.week, cell.language] += sum(cell.days)
    seen = defaultdict(set)
    for week, topic, language, _ in released:
        seen[week, language].add(topic)
    known = set(topics)
    return {
        place: times for place, times in sums.items() if floor <= times <= (floor - 1) * (len(known - seen[place]) - 1)
    }


def _days(cells: Iterable[Cell], released: Released, rest: Rest, floor: int) -> dict[date, int]:
    """The days of all that is released of a week, where each of the seven reached the floor."""
    sums: dict[Week, Sequence[int]] = {}
    for cell in cells:
        if (cell.week, cell.topic, cell.language, cell.kind) in released or (cell.week, cell.language) in rest:
            known = sums.get(cell.week)
            sums[cell.week] = tuple(map(add, known, cell.days)) if known else cell.days
    return {
        day: times
        for week, numbers in sums.items()
        if min(numbers) >= floor
        for day, times in zip(week.days, numbers, strict=True)
    }
