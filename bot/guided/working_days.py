"""Which days are worked in Russia: weekends, public holidays and the government's yearly moves of days off.

From the `holidays` package, which carries the decrees of the years that have one; a later year is only the law's rule.
"""

from collections.abc import Callable
from datetime import date
from functools import cache


@cache
def _russia() -> Callable[[date], bool]:
    from holidays import country_holidays  # takes a twentieth of a second, so not before somebody asks for a date

    found: Callable[[date], bool] = country_holidays("RU").is_working_day
    return found


def is_working_day(day: date) -> bool:
    """Whether offices and courts work on a day."""
    return _russia()(day)
