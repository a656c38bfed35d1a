"""A date as people type it in digits: day, month, year. Pure."""

import re
from datetime import date

_DAY_FIRST = re.compile(r"\s*(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4}|\d{2})\s*")
_YEAR_FIRST = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")
_CENTURY = 2000


def read_date(text: str) -> date | None:
    """The day that `text` is (03.11.2026, 3/11/26, 2026-11-03), or None where it is none or says more than that."""
    found = _DAY_FIRST.fullmatch(text)
    day, month, year = found.groups() if found else (None, None, None)
    if not found:
        found = _YEAR_FIRST.fullmatch(text)
        year, month, day = found.groups() if found else (None, None, None)
    if day is None or month is None or year is None:
        return None
    whole = int(year) if len(year) == len("2026") else _CENTURY + int(year)
    try:
        return date(whole, int(month), int(day))
    except ValueError:
        return None
