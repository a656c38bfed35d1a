"""What a check's result says besides its outcome: how alarming it is, what was left open, and the notes. Pure."""

from bot.guided.check import Check
from bot.guided.interview import Standing
from bot.guided.table import Verdict
from bot.library.guided import GuidedCheck
from bot.library.model import Page
from bot.phrases import Words
from bot.screens import keyboards, texts
from bot.screens.document import visible_length
from bot.screens.place import Place
from bot.screens.route import Route
from bot.screens.screen import TEXT_COMFORT, Go, Rows

_SQUARES = {"urgent": "🟥", "high": "🟧", "medium": "🟨", "low": "🟦", "unknown": "⬜"}  # no green: nobody is safe
CHANGE, AGAIN = "✏️", "🔁"
CHANGE_VIEW = "C"
_DOUBTS = 2  # questions named; more would bury the result


def severity(place: Place, check: Check, verdict: Verdict, doubts: tuple[int, ...]) -> str:
    """The line above a result. With skipped questions that could make it worse it never says less than "or more"."""
    grade = check.severity(verdict.outcome or "")
    if not grade:
        return ""
    if grade == "low" and doubts:
        grade = "unknown"
    return f"{_SQUARES[grade]} <b>{_named(place.words, grade, bool(doubts))}</b>"


def _named(_: Words, grade: str, is_open: bool) -> str:
    match grade:
        case "urgent":
            return _("Urgent: act today")
        case "high":
            return _("High risk or more") if is_open else _("High risk")
        case "medium":
            return _("Medium risk or more") if is_open else _("Medium risk")
        case "low":
            return _("Low risk, by what you said")
    return _("We cannot say")


def compose(place: Place, guided: GuidedCheck, standing: Standing, outcome: Page, verdict: Verdict) -> tuple[str, bool]:
    """The text of a result, and whether the law had to be cut to its articles so that it fits a small phone."""
    above = severity(place, guided.check, verdict, standing.doubts)
    said = notes(place, guided, verdict.notes)
    for named, brief in ((_DOUBTS, False), (0, False), (_DOUBTS, True), (0, True)):
        text = texts.body(place, outcome, above, (*doubts(place, guided, standing, named), *said), brief)
        if visible_length(text) <= TEXT_COMFORT:
            break
    return text, brief


def doubts(place: Place, guided: GuidedCheck, standing: Standing, most: int) -> list[str]:
    """That skipped questions could change the result for the worse; `most` of them by name."""
    asked = [guided.check.questions[number].id for number in standing.doubts]
    if not asked:
        return []
    told = place.words("You skipped a question. With another answer it may be more serious.")
    named = [f"• {texts.wording(place, guided, name)}" for name in asked[:most]]
    return ["\n".join((told, *named))]


def notes(place: Place, guided: GuidedCheck, names: tuple[str, ...]) -> list[str]:
    """The notes that fit, a paragraph for all."""
    lines = [texts.note(place, guided.results[name]) for name in names if name in guided.results]
    return ["\n".join(lines)] if lines else []


def ways(place: Place, guided: GuidedCheck, outcome: Page, names: tuple[str, ...]) -> Rows:
    """Buttons to the pages that the outcome and its notes name, each once."""
    pages = [outcome, *(guided.results[name] for name in names if name in guided.results)]
    rows = [button for page in pages for row in keyboards.neighbours(place, page) for button in row]
    return keyboards.in_rows(list(dict.fromkeys(rows)))


def before(place: Place, check: Check, standing: Standing) -> Route:
    """One answer back."""
    asked = standing.asked if standing.asked is not None else len(check.questions)
    earlier = {number: choice for number, choice in standing.choices.items() if number < asked}
    if not earlier:
        return place.route.to(check.id)
    last = max(earlier)
    kept = {number: choice for number, choice in earlier.items() if number != last}
    return place.answered(check, kept) if kept else place.route.to(check.id)


def ways_on(place: Place, guided: GuidedCheck, standing: Standing) -> Rows:
    """From a result: to another answer, or to the beginning, where "back" does not lead there anyway."""
    _ = place.words
    again = Go(keyboards.label(AGAIN, _("Start again")), place.route.to(guided.id))
    view = place.answered(guided.check, standing.choices, CHANGE_VIEW)
    change = Go(keyboards.label(CHANGE, _("Change an answer")), view)
    is_back = before(place, guided.check, standing) == again.route
    buttons = [*([change] if standing.choices else []), *([] if is_back else [again])]
    return keyboards.in_rows(buttons)
