"""The result of a ranking: places in order, each with its reasons; one place; and those that were left out. Pure."""

from bot.guided.interview import Spelled, Standing
from bot.guided.ranking import Ranked, Ranking, rank, removed
from bot.library.guided import GuidedCheck
from bot.library.model import Page
from bot.screens import keyboards, results, texts
from bot.screens.document import visible_length
from bot.screens.place import Place
from bot.screens.route import Route
from bot.screens.screen import TEXT_COMFORT, Go, Rows, Screen

PLACE_VIEW, OTHERS_VIEW = "P", "N"
_REASONS = 2
OTHERS = "🚫"
SECOND = 2  # the second screen of a view


def show_ranking(place: Place, guided: GuidedCheck, standing: Standing, spelled: Spelled) -> Screen:
    """The list of places, or a view of it."""
    ranking = guided.check.ranking
    assert ranking is not None  # noqa: S101 - only rankings are shown here
    answers = guided.check.answers(standing.choices)
    found = [each for each in rank(ranking, answers) if _is_offered(place, guided, each.id)]
    if spelled.view == PLACE_VIEW and 0 < spelled.number <= len(ranking.candidates):
        name = ranking.candidates[spelled.number - 1].id
        for each in found:
            if each.id == name:
                return _one(place, guided, standing, each)
    if spelled.view == OTHERS_VIEW:
        out = {name: why for name, why in removed(ranking, answers).items() if _is_offered(place, guided, name)}
        return _others(place, guided, standing, out, spelled.number)
    return _list(place, guided, standing, found)


def _is_offered(place: Place, guided: GuidedCheck, name: str) -> bool:
    """Whether the page about a place was not withdrawn; what the check says of the place is likely to be wrong, too."""
    return place.library.offered(guided.candidates[name]) is not None


def _list(place: Place, guided: GuidedCheck, standing: Standing, found: list[Ranked]) -> Screen:
    up = results.before(place, guided.check, standing)
    verdict, _ = standing.verdict, place.words
    headline = guided.results.get(verdict.outcome or "") if verdict else None
    notes = verdict.notes if verdict else ()
    ranking = guided.check.ranking
    places = [Go(_title(place, guided, each.id), _at(place, guided, standing, ranking, each.id)) for each in found]
    others = Go(
        keyboards.label(OTHERS, _("Why not others")), place.answered(guided.check, standing.choices, OTHERS_VIEW)
    )
    rows = (
        *keyboards.alarm(place),
        *keyboards.in_rows(places),
        *(results.ways(place, guided, headline, notes) if headline else ()),
        (others,),
        *results.ways_on(place, guided, standing),
        *keyboards.navigation(place, up),
    )
    text = _list_text(place, guided, headline, found, notes)
    kin = f"{place.language}:{guided.id}:={verdict and verdict.outcome}"
    return Screen(text, rows, up, guided.id, kind="check-finished", kin=kin)


def _list_text(
    place: Place, guided: GuidedCheck, headline: Page | None, found: list[Ranked], notes: tuple[str, ...]
) -> str:
    """The list with as many reasons as fit a small phone; all of them stand with each place."""
    text = ""
    for reasons in range(_REASONS, -1, -1):
        lines = [_line(place, guided, number, each, reasons) for number, each in enumerate(found, 1)]
        parts = [texts.prose(place, headline) if headline else "", "\n".join(lines)]
        parts += [*results.notes(place, guided, notes), texts.foot(place, guided.page)]
        text = "\n\n".join(part for part in parts if part)
        if visible_length(text) <= TEXT_COMFORT:
            break
    return text


def _line(place: Place, guided: GuidedCheck, number: int, ranked: Ranked, most: int) -> str:
    reasons = "; ".join(_say(place, guided, name) for name in ranked.reasons[:most])
    named = f"{number}. <b>{texts.plain(_title(place, guided, ranked.id))}</b>"
    return f"{named}: {reasons}" if reasons else named


def _one(place: Place, guided: GuidedCheck, standing: Standing, ranked: Ranked) -> Screen:
    """One place: for and against, what is missing, what would close it, and the first step."""
    _, result = place.words, guided.results[ranked.id]
    missing, first = _("You lack:"), _("Check first:")
    said = [
        *(("➕", name) for name in ranked.reasons[:_REASONS]),
        *(("⚠️", name) for name in ranked.warnings),
    ]
    lines = [f"{sign} {_say(place, guided, name)}" for sign, name in said]
    if ranked.missing:
        lines.append(f"➖ {missing} {'; '.join(_say(place, guided, name) for name in ranked.missing)}")
    if ranked.conditions:
        lines.append(f"❗ {first} {'; '.join(_say(place, guided, name) for name in ranked.conditions)}")
    up = place.answered(guided.check, standing.choices)
    page = place.library.find(guided.candidates[ranked.id])
    more = [(keyboards.go(place, page),)] if page else []
    text = "\n\n".join((texts.prose(place, result), "\n".join(lines), texts.foot(place, guided.page)))
    kin = f"{place.language}:{guided.id}:{PLACE_VIEW}{ranked.id}"
    return Screen(text, (*keyboards.alarm(place), *more, *keyboards.navigation(place, up)), up, kin=kin)


def _others(
    place: Place, guided: GuidedCheck, standing: Standing, out: dict[str, tuple[str, ...]], part: int
) -> Screen:
    """Which places are not on the list, and why: those that answers closed; then those closed to everybody."""
    _ = place.words
    if part < SECOND:
        lines = [
            f"• <b>{texts.plain(_title(place, guided, name))}:</b> {_say(place, guided, why[0])}"
            for name, why in out.items()
        ]
        view = place.answered(guided.check, standing.choices, OTHERS_VIEW, SECOND)
        more: Rows = ((Go(keyboards.label(keyboards.MORE, _("More countries")), view),),)
        lines = lines or [_("None was left out because of your answers.")]
    else:
        closed = [name for name, page in guided.closed.items() if place.library.offered(page)]
        lines, more = [f"• {_say(place, guided, name)}" for name in closed], ()
    up = place.answered(guided.check, standing.choices)
    title = _("Why not others")
    text = "\n\n".join((f"<b>{title}</b>", "\n".join(lines), texts.foot(place, guided.page)))
    kin = f"{place.language}:{guided.id}:{OTHERS_VIEW}{part}"
    return Screen(text, (*keyboards.alarm(place), *more, *keyboards.navigation(place, up)), up, kin=kin)


def _say(place: Place, guided: GuidedCheck, name: str) -> str:
    return texts.wording(place, guided, name)


def _title(place: Place, guided: GuidedCheck, name: str) -> str:
    text = place.text(guided.results[name])
    return text.document.title if text else name


def _at(place: Place, guided: GuidedCheck, standing: Standing, ranking: Ranking | None, name: str) -> Route:
    names = [each.id for each in ranking.candidates] if ranking else []
    return place.answered(guided.check, standing.choices, PLACE_VIEW, names.index(name) + 1)
