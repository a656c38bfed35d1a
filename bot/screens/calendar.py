"""The screens of deadlines: what happened, on which day, and the last days that follow from it. Pure; today is given.

The date stands in the route as digits, chosen part by part or typed at once.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.guided.check import Check
from bot.guided.deadlines import Chosen, LastDay, days_of, last_day, years
from bot.guided.interview import LETTERS, MARK
from bot.guided.working_days import is_working_day
from bot.library.guided import GuidedCheck
from bot.screens import keyboards, texts
from bot.screens.place import Place
from bot.screens.route import Route
from bot.screens.screen import Go, Rows, Screen

_SPELLING = re.compile(rf"([a-z2-7]{{{MARK}}})([a-z-])(\d{{0,8}})(?:u(\d{{0,2}}))?(?:T(\d))?")
_YEAR, _MONTH, _DAY = len("2026"), len("202611"), len("20261103")
AGAIN, CLOCK = "🔁", "⏰"
MOST_USED = 90
_TENS = 10


def show_deadlines(place: Place, guided: GuidedCheck) -> Screen:
    """The screen of the route's digits; what they do not say is asked."""
    chosen, term = _read(guided.check, place.route.rest)
    if not chosen.event:
        return _ask_event(place, guided, chosen)
    if chosen.day is None:
        return _ask_date(place, guided, chosen)
    if _counts_used(guided.check, chosen.event) and len(chosen.used or "") < len("45"):
        return _ask_used(place, guided, chosen)
    found = _last_days(guided.check, chosen, chosen.day)
    if 0 < term <= len(found):
        return _one(place, guided, chosen, found[term - 1])
    return _result(place, guided, chosen, found)


def typed_date(check: Check, day: date, route: Route) -> Route:
    """Where a typed date leads: to the question what happened on that day."""
    return route.to(check.id, _spell(check, Chosen(digits=f"{day:%Y%m%d}")))


def _read(check: Check, rest: str) -> tuple[Chosen, int]:
    """What a route says; whatever it says wrongly is as if it were not said."""
    found = _SPELLING.fullmatch(rest)
    if not found or found[1] != check.mark:
        return Chosen(), 0
    events = check.questions[0].answers
    number = LETTERS.find(found[2])
    event = events[number] if 0 <= number < len(events) else ""
    chosen = Chosen(event, found[3], found[4])
    if len(chosen.digits) == _DAY and chosen.day is None:
        chosen = Chosen(event)
    return chosen, int(found[5] or 0)


def _spell(check: Check, chosen: Chosen, term: int = 0) -> str:
    events = check.questions[0].answers
    letter = LETTERS[events.index(chosen.event)] if chosen.event else "-"
    used = "" if chosen.used is None else f"u{chosen.used}"
    return f"{check.mark}{letter}{chosen.digits}{used}{f'T{term}' if term else ''}"


def _go(place: Place, check: Check, label: str, chosen: Chosen) -> Go:
    return Go(label, place.route.to(check.id, _spell(check, chosen)))


def _ask_event(place: Place, guided: GuidedCheck, chosen: Chosen) -> Screen:
    check, question = guided.check, guided.check.questions[0]
    buttons = [
        _go(place, check, guided.wordings.say(f"{question.id}.{event}", place.language), Chosen(event, chosen.digits))
        for event in question.answers
    ]
    day = [f"<b>{place.words.date(chosen.day)}</b>"] if chosen.day else []
    asked = f"<b>{texts.wording(place, guided, question.id)}</b>"
    own = place.words("Your answers stay in these buttons. We keep none.")
    changed = place.route.rest and not place.route.rest.startswith(check.mark)
    notice = [place.words("This check has changed. Please start again.")] if changed else []
    text = "\n\n".join((*notice, texts.prose(place, guided.page), own, *day, asked))
    up = place.route.to(guided.page.parent)
    rows = (
        *keyboards.alarm(place),
        *keyboards.in_rows(buttons),
        *keyboards.neighbours(place, guided.page),
        *keyboards.navigation(place, up),
    )
    kin = f"{place.language}:{guided.id}:typed" if chosen.digits else ""
    return Screen(text, rows, up, "" if chosen.digits else guided.id, kind="check-opened", kin=kin)


def _ask_date(place: Place, guided: GuidedCheck, chosen: Chosen) -> Screen:
    """Year, month, day, one after another; today and yesterday at once."""
    check, digits = guided.check, chosen.digits
    if len(digits) < _YEAR:
        short = [
            _go(place, check, name, Chosen(chosen.event, f"{day:%Y%m%d}"))
            for name, day in (
                (place.words("Today"), place.today),
                (place.words("Yesterday"), place.today - timedelta(days=1)),
            )
        ]
        numbers = [_go(place, check, str(year), Chosen(chosen.event, str(year))) for year in years(place.today)]
        rows: Rows = (tuple(short), *keyboards.grid(numbers, 4))
        up = Chosen()
    elif len(digits) < _MONTH:
        months = [
            _go(place, check, place.words.month(month), Chosen(chosen.event, f"{digits[:_YEAR]}{month:02}"))
            for month in range(1, 13)
        ]
        rows, up = keyboards.grid(months, 3), Chosen(chosen.event)
    else:
        year, month = int(digits[:_YEAR]), min(max(int(digits[_YEAR:_MONTH]), 1), 12)
        days = [
            _go(place, check, str(day), Chosen(chosen.event, f"{year}{month:02}{day:02}"))
            for day in range(1, days_of(year, month) + 1)
        ]
        rows, up = keyboards.grid(days, 7), Chosen(chosen.event, digits[:_YEAR])
    said = [f"<b>{texts.wording(place, guided, f'date-{chosen.event}')}</b>"]
    said.append(place.words("You can also type the date, for example 03.11.2026."))
    return _asking(place, guided, chosen, said, rows, up)


def _ask_used(place: Place, guided: GuidedCheck, chosen: Chosen) -> Screen:
    """How many days of the term are used already: first the tens, then the number."""
    here = Chosen(chosen.event, chosen.digits)
    if chosen.used:
        names = {f"{chosen.used}{one}": f"{int(chosen.used) * _TENS + one}" for one in range(_TENS)}
        up = here
    else:
        names = {"00": "0"} | {str(ten): f"{ten * _TENS or 1}–{ten * _TENS + 9}" for ten in range(MOST_USED // _TENS)}
        names[str(MOST_USED)] = str(MOST_USED)
        up = Chosen(chosen.event, chosen.digits[:_MONTH])
    buttons = [_go(place, guided.check, label, replace(here, used=used)) for used, label in names.items()]
    said = [f"<b>{texts.wording(place, guided, 'used')}</b>"]
    return _asking(place, guided, chosen, said, keyboards.grid(buttons, 5 if chosen.used else 3), up)


def _asking(place: Place, guided: GuidedCheck, chosen: Chosen, said: Sequence[str], rows: Rows, up: Chosen) -> Screen:
    above = place.route.to(guided.id, _spell(guided.check, up) if up.event else "")
    kin = f"{place.language}:{guided.id}:{chosen.event}{len(chosen.digits)}{chosen.used and 'u'}"
    everything = (*keyboards.alarm(place), *rows, *keyboards.navigation(place, above))
    return Screen("\n\n".join(said), everything, above, kin=kin)


def _counts_used(check: Check, event: str) -> bool:
    return any(term.less_used for term in check.terms if term.event == event)


def _last_days(check: Check, chosen: Chosen, day: date) -> list[LastDay]:
    used = min(int(chosen.used or 0), MOST_USED)
    terms = [term for term in check.terms if term.event == chosen.event]
    return [last_day(term, day, is_working_day, used) for term in terms]


def _result(place: Place, guided: GuidedCheck, chosen: Chosen, found: Sequence[LastDay]) -> Screen:
    _ = place.words
    day = chosen.day or place.today
    parts = [f"<b>{texts.wording(place, guided, f'date-{chosen.event}')}</b> {_.date(day)}"]
    parts += [_line(place, guided, each) for each in found]
    parts += [
        _("Count again yourself and check at the source: a term may have changed."),
        texts.foot(place, guided.page),
    ]
    buttons = [
        Go(_title(place, guided, each), place.route.to(guided.id, _spell(guided.check, chosen, number)))
        for number, each in enumerate(found, 1)
    ]
    above = place.route.to(guided.id, _spell(guided.check, Chosen(chosen.event, chosen.digits[:_MONTH])))
    again = Go(keyboards.label(AGAIN, _("Start again")), place.route.to(guided.id))
    rows = (*keyboards.alarm(place), *keyboards.in_rows(buttons), (again,), *keyboards.navigation(place, above))
    kin = f"{place.language}:{guided.id}:{chosen.event}!"
    return Screen("\n\n".join(part for part in parts if part), rows, above, guided.id, kind="check-finished", kin=kin)


def _line(place: Place, guided: GuidedCheck, found: LastDay) -> str:
    """A term's last day, how far away it is, and what it means."""
    when = f"{place.words.weekday(found.day)}, {place.words.date(found.day)}"
    lines = [f"{CLOCK} <b>{texts.plain(_title(place, guided, found))}: {when}</b>", _left(place, found)]
    result = guided.results.get(found.term.id)
    return "\n".join([*lines, texts.point(place, result)] if result else lines)


def _left(place: Place, found: LastDay) -> str:
    _, days = place.words, (found.day - place.today).days
    if days > 0:
        said = _("Days left: {days}.", days=days)
    elif days == 0:
        said = _("Today is the last day.")
    else:
        said = _("This day has passed. Days ago: {days}.", days=-days)
    moved = [_("Moved to a working day.")] if found.was_moved else []
    later = [_("Falls into the next year: ask how the days of the new year count.")] if _is_open(found) else []
    return " ".join([said, *moved, *later])


def _is_open(found: LastDay) -> bool:
    """Whether the term is one of a calendar year and runs into the next."""
    return found.term.less_used and found.next_year


def _title(place: Place, guided: GuidedCheck, found: LastDay) -> str:
    result = guided.results.get(found.term.id)
    text = place.text(result) if result else None
    return text.document.title if text else found.term.id


def _one(place: Place, guided: GuidedCheck, chosen: Chosen, found: LastDay) -> Screen:
    """One term: its last day, the law and what is uncertain."""
    above = place.route.to(guided.id, _spell(guided.check, chosen))
    result = guided.results[found.term.id]
    page = place.library.offered(found.term.page)
    more = [(keyboards.go(place, page),)] if page else []
    when = f"{CLOCK} <b>{place.words.weekday(found.day)}, {place.words.date(found.day)}.</b> {_left(place, found)}"
    rows = (*keyboards.alarm(place), *more, *keyboards.navigation(place, above))
    kin = f"{place.language}:{guided.id}:{found.term.id}!"
    return Screen(texts.body(place, result, above=when), rows, above, kin=kin)
