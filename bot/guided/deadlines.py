"""Last days, counted from a date that somebody gives. Pure: today, holidays and all else are arguments."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Moves = Literal["not", "later", "earlier"]
IsWorking = Callable[[date], bool]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of law: so many `days` from an event (or before it, if negative).

    `counts_first_day`: the day of the event is day one, which is the cautious way to count. `less_used`: days already
    used in that calendar year are taken off. `moves`: where the last day goes when nobody works on it.
    """

    id: str
    event: str
    days: int
    page: str
    counts_first_day: bool = False
    less_used: bool = False
    moves: Moves = "not"


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a term; whether it was moved to a working day; whether it lies in another year than its event."""

    term: Term
    day: date
    was_moved: bool = False
    next_year: bool = False


def last_day(term: Term, event: date, is_working: IsWorking, used: int = 0) -> LastDay:
    """The last day of `term` after `event`. `used`: days already spent of it, 0 or more."""
    days = term.days - (used if term.less_used else 0) - (1 if term.counts_first_day else 0)
    counted = event + days * _DAY
    day = _moved(counted, term.moves, is_working)
    return LastDay(term, day, day != counted, day.year > event.year)


def _moved(day: date, moves: Moves, is_working: IsWorking) -> date:
    step = {"not": 0, "later": 1, "earlier": -1}[moves]
    while step and not is_working(day):
        day += step * _DAY
    return day


EARLIEST, LATEST = 2, 1  # years before and after today's that can be chosen


@dataclass(frozen=True, slots=True)
class Chosen:
    """A date as far as it has been chosen, and the days used, as digits in an address: `20261103`, `u45`."""

    event: str = ""
    digits: str = ""
    used: str | None = None

    @property
    def day(self) -> date | None:
        """The whole date, or None while a part is missing or there is no such day."""
        if len(self.digits) != len("yyyymmdd"):
            return None
        try:
            return date.fromisoformat(self.digits)
        except ValueError:
            return None


def years(today: date) -> range:
    """The years that can be chosen."""
    return range(today.year - EARLIEST, today.year + LATEST + 1)


def days_of(year: int, month: int) -> int:
    """How many days a month has."""
    return monthrange(year, month)[1]
