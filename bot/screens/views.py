"""`show`: the one function that turns a place into a screen. Pure and total: any route gives a screen; today is an
argument.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.library.comparison import Criterion
from bot.library.library import Library
from bot.library.model import Page, Sentence
from bot.phrases import Phrases
from bot.screens import keyboards, texts
from bot.screens.calendar import show_deadlines
from bot.screens.document import visible
from bot.screens.found import found
from bot.screens.guide import Suggestion
from bot.screens.interviews import show_check
from bot.screens.place import Place
from bot.screens.route import EMERGENCY, FIRST, FOUND, HELP, HOME, START, WIPE, Route
from bot.screens.screen import Go, Rows, Screen

COUNTRIES = 10  # on one screen of the comparison


def show(library: Library, phrases: Phrases, route: Route, today: date) -> Screen:
    """The screen of a route as of `today`. An unknown language leads to the first screen; a page, to a way out."""
    if route.language not in library.codes or route.page == START:
        return _start(library, phrases, today)
    place = Place(library, phrases[route.language], route, today)
    built_in = _BUILT_IN.get(route.page)
    if built_in:
        return built_in(place)
    page = library.find(route.page)
    if page is None:
        return _moved(place)
    if page.id in library.withdrawn:
        return _withdrawn(place, page)
    screen = _of_page(place, page)
    return replace(screen, urgent=page.is_urgent, alert=_alert(place, page))


def _alert(place: Place, page: Page) -> str:
    """What to say where a page cannot be shown in time. A check's question is nothing without its buttons."""
    if page.id not in place.library.checks:
        return texts.alert(place, page)
    emergency = place.library.find(EMERGENCY)
    return texts.alert(place, emergency) if page.is_urgent and emergency else ""


def _of_page(place: Place, page: Page) -> Screen:
    """A page itself, or what its route names on it: a step of a check, a sentence, a criterion."""
    library, route = place.library, place.route
    if page.id in library.checks:
        guided = library.checks[page.id]
        return show_deadlines(place, guided) if guided.check.terms else show_check(place, guided)
    sentence = library.sentences.get(route.rest)
    criterion, part = library.comparison.find(route.rest) if page.id == library.comparison.page else (None, 0)
    if criterion:
        return _comparison(place, page, criterion, part)
    return _sentence(place, page, sentence) if sentence else _page(place, page)


def suggest(
    library: Library, phrases: Phrases, names: Sequence[str], language: str, today: date
) -> tuple[Suggestion, ...]:
    """Pages in a language as texts that stand alone."""
    place = Place(library, phrases[language], Route(language), today)
    pages = [page for name in names if (page := library.offered(name))]
    return tuple(
        Suggestion(page.id, text.document.title, visible(text.document.point), texts.body(place, page))
        for page in pages
        if (text := place.text(page))
    )


def _start(library: Library, phrases: Phrases, today: date) -> Screen:
    """The first screen: every language at once, so that nobody has to know one in order to choose his own."""
    page = library.pages[START]
    places = [Place(library, phrases[language.code], Route(language.code), today) for language in library.languages]
    text = "\n\n".join(texts.opening(place, page) for place in places)
    alarms = [keyboards.alarm_button(place.words, place.route) for place in places]
    choices = [Go(language.name, Route(language.code), "primary") for language in library.languages]
    return Screen(text, (*((alarm,) for alarm in alarms), *keyboards.in_rows(choices)), FIRST, START)


def _home(place: Place) -> Screen:
    """The main menu, under a notice where something could not be done."""
    notice = texts.notice(place.route.rest, place.words)
    text = texts.opening(place, place.library.pages[HOME])
    rows = (*keyboards.alarm(place), *keyboards.sections(place), *keyboards.tools(place))
    return Screen(f"{notice}\n\n{text}" if notice else text, rows, FIRST, HOME)


def _help(place: Place) -> Screen:
    text = texts.body(place, place.library.pages[HELP])
    rows = (*keyboards.alarm(place), (keyboards.clean(place),), *keyboards.navigation(place, HOME))
    return Screen(text, rows, place.route.to(HOME), HELP)


def _wipe(place: Place) -> Screen:
    """What is said after the chat was cleaned. Harmless to whoever reads it."""
    text = place.words(
        "Cleaned up. Messages older than 48 hours stay: delete the chat in Telegram itself, for both sides."
    )
    return Screen(text, _ways_out(place, HOME), place.route.to(HOME), WIPE, wipe=True, alert=text, kind="cleaned-up")


def _moved(place: Place) -> Screen:
    text = place.words("This page has moved or is no longer here. Look for it from the beginning.")
    return Screen(text, _ways_out(place, HOME), place.route.to(HOME))


def _page(place: Place, page: Page) -> Screen:
    """A page or a section: its text; its sentences, its pages, its neighbours, and the ways out."""
    if page.id in place.library.withdrawn:
        return _withdrawn(place, page)
    within = (
        *keyboards.sentences(place, page),
        *keyboards.criteria(place, page),
        *keyboards.children(place, page),
        *keyboards.neighbours(place, page),
    )
    rows = (*keyboards.alarm(place), *within, *keyboards.navigation(place, page.parent))
    return Screen(texts.body(place, page), rows, place.route.to(page.parent or HOME), page.id)


def _withdrawn(place: Place, page: Page) -> Screen:
    """What stands at every place of a page that was taken out; counted as nothing, for nothing of it was read."""
    section = place.library.find(page.parent)
    above = place.route.to(page.parent)
    ways = () if section is None or section.id == EMERGENCY else ((keyboards.go(place, section),),)
    rows = (*keyboards.alarm(place), *ways, *keyboards.navigation(replace(place, route=place.route.to(page.id)), HOME))
    return Screen(texts.withdrawn(place, page), rows, above)


def _sentence(place: Place, page: Page, sentence: Sentence) -> Screen:
    """One sentence alone on the screen."""
    rows = (*keyboards.alarm(place), (keyboards.copy(place, sentence),), *keyboards.navigation(place, page.id))
    return Screen(texts.alone(place, sentence), rows, place.route.to(page.id), page.id)


def _comparison(place: Place, page: Page, criterion: Criterion, part: int) -> Screen:
    """Open countries by one criterion, a screenful at a time."""
    library = place.library
    countries = [each for each in library.comparison.countries if not each.closed and library.offered(each.page)]
    shown = countries[part * COUNTRIES : (part + 1) * COUNTRIES]
    more = keyboards.more(place, page, criterion, part + 1) if countries[(part + 1) * COUNTRIES :] else ()
    rows = (*keyboards.alarm(place), *more, *keyboards.criteria(place, page), *keyboards.navigation(place, page.id))
    return Screen(texts.comparison(place, criterion, shown), rows, place.route.to(page.id), page.id)


def _found(place: Place) -> Screen:
    """What a search found."""
    return found(place, _page, _home)


def _ways_out(place: Place, up: str) -> Rows:
    return (*keyboards.alarm(place), *keyboards.navigation(place, up))


_BUILT_IN: dict[str, Callable[[Place], Screen]] = {HOME: _home, HELP: _help, WIPE: _wipe, FOUND: _found}
