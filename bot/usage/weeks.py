"""ISO 8601 weeks, Monday to Sunday: the period in which figures are shown. Pure; the day is handed in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GRACE = timedelta(days=1)  # after a week's Sunday, so that what was counted before midnight has been written
_WRITTEN = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """A week as `str` writes it, such as 2026-W47. Raises ValueError in plain words."""
        found = _WRITTEN.fullmatch(text)
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else date.min)._checked(text)
        except ValueError:
            raise ValueError(f"{text} is not a week; a right value: 2026-W47") from None

    def _checked(self, text: str) -> "Week":
        if str(self) != text:
            raise ValueError(text)
        return self

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.monday + timedelta(days=number) for number in range(7))

    def plus(self, weeks: int) -> "Week":
        """The week so many later, or earlier."""
        return Week(self.monday + timedelta(weeks=weeks))

    def is_closed(self, today: date) -> bool:
        """Whether nothing can be added to it any more: from the Tuesday after it on."""
        return today > self.sunday + GRACE

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"


def last_closed(today: date) -> Week:
    """The newest week that may be shown."""
    week = Week.of(today).plus(-1)
    return week if week.is_closed(today) else week.plus(-1)
