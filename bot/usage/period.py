"""Which weeks a view is about. Pure; today is handed in."""

from datetime import date

from bot.usage.weeks import Week, last_closed

EARLIEST = Week(date(2020, 1, 6))  # long before the guide; keeps absurd dates from being counted through
USUAL = 12  # weeks that are shown if nobody says otherwise


class PeriodError(ValueError):
    """There is no closed week in the period asked for. The text says which is the newest."""


def period(today: date, since: date | None = None, until: date | None = None) -> tuple[Week, Week]:
    """The first and the last week of a view: whole, closed weeks only, whatever days were named. Raises PeriodError."""
    newest = last_closed(today)
    last = min(Week.of(until), newest) if until else newest
    first = Week.of(since) if since else max(last, EARLIEST).plus(1 - USUAL)
    first = max(first, EARLIEST)
    if first > last:
        raise PeriodError(
            "No closed week lies in this period. A week is shown from the Tuesday after it; the newest one is "
            f"{newest} (up to {newest.sunday})"
        )
    return first, last
