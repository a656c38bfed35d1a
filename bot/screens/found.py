"""What a search shows: the page itself, three buttons, the emergency first, or an honest "no". Pure.

The place holds a zone and codes of pages (`bot.search.codes`), so any button of it works for ever and nothing of what
was typed is in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.library.model import Page
from bot.screens import keyboards, texts
from bot.screens.place import Place
from bot.screens.route import EMERGENCY, HOME
from bot.screens.screen import Rows, Screen
from bot.search import codes

PageView = Callable[[Place, Page], Screen]


def found(place: Place, page_view: PageView, home_view: Callable[[Place], Screen]) -> Screen:
    """The screen of a place of the search. `page_view` and `home_view` make those of a page and of the menu."""
    library = place.library
    shown = codes.read(place.route.rest, [*library.pages, *library.aliases])
    pages = [page for name in shown.ids if (page := library.find(name))]
    offered = [page for page in pages if page.id not in library.withdrawn]
    if shown.mark == "a":
        return _answered(place, home_view, shown.answer)
    if shown.mark == "p" and pages:  # a withdrawn one says so itself
        return _about(place, page_view(place, pages[0]), [pages[0], *(page for page in offered if page != pages[0])])
    if shown.mark == "u" and offered:
        return _uncovered(place, offered[0])
    if shown.mark == "e" and pages:
        first = pages[0] if pages[0] in offered else library.pages[EMERGENCY]
        return _emergency(place, first, [page for page in offered if page != first])
    return _choices(place, offered) if offered else _nothing(place, home_view)


def _about(place: Place, screen: Screen, pages: Sequence[Page]) -> Screen:
    """The page at once; what was understood stands before its title, and "not this" leads to the other candidates."""
    about = place.words("About:")
    rest = codes.others(place.language, [page.id for page in pages[1:]])
    alarm = len(keyboards.alarm(place))
    rows = (*screen.rows[:alarm], (keyboards.other(place, rest),), *screen.rows[alarm:])
    text, alert = f"{texts.SEARCH} {about} {screen.text}", texts.alert(place, pages[0])
    return replace(screen, text=text, rows=rows, kind="search-page", alert=alert, urgent=pages[0].is_urgent)


def _choices(place: Place, pages: Sequence[Page]) -> Screen:
    """Title and point of each candidate, and a button to each."""
    ask = place.words("Which of these is it about?")
    text = "\n\n".join([f"{texts.SEARCH} <b>{ask}</b>", *(texts.opening(place, page) for page in pages)])
    rows = (*keyboards.alarm(place), *_buttons(place, pages), *keyboards.navigation(place, HOME))
    return Screen(text, rows, place.route.to(HOME), pages[0].id, kind="search-choices")


def _emergency(place: Place, first: Page, pages: Sequence[Page]) -> Screen:
    """It goes on now: the shortest help on top, then what else may be meant."""
    red = () if first.id == EMERGENCY else ((keyboards.go(place, first, "danger"),),)
    more = place.words("Below: the pages that fit your words.")
    text = texts.opening(place, first) + (f"\n\n{more}" if pages else "")
    rows = (*red, *keyboards.alarm(place), *_buttons(place, pages), *keyboards.navigation(place, HOME))
    topic, alert = pages[0].id if pages else first.id, texts.alert(place, first)
    return Screen(text, rows, place.route.to(HOME), topic, alert=alert, kind="search-choices", urgent=True)


def _uncovered(place: Place, page: Page) -> Screen:
    """Something that migrants need and this guide has not checked: it says so, and whom to ask."""
    honest = place.words("We have no exact answer to this. We only know whom to ask.")
    text = f"{texts.SEARCH} <b>{honest}</b>\n\n{texts.opening(place, page)}"
    rows = (*keyboards.alarm(place), (keyboards.go(place, page),), *keyboards.sections(place))
    return Screen(text, (*rows, *keyboards.navigation(place, HOME)), place.route.to(HOME), page.id, kind="search-none")


def _nothing(place: Place, home_view: Callable[[Place], Screen]) -> Screen:
    words = place.words("I did not understand. Write it in other words, or choose below.")
    return replace(_with_notice(place, home_view, words), kind="search-none")


def _answered(place: Place, home_view: Callable[[Place], Screen], name: str) -> Screen:
    """A friendly word to a greeting and the like, over the menu."""
    answer = next((each for each in place.library.search.answers if each.id == name), None)
    text = answer.text.get(place.language, "") if answer else ""
    return _with_notice(place, home_view, text) if text else _nothing(place, home_view)


def _with_notice(place: Place, home_view: Callable[[Place], Screen], words: str) -> Screen:
    screen = home_view(place)
    return replace(screen, text=f"{texts.plain(words)}\n\n{screen.text}")


def _buttons(place: Place, pages: Sequence[Page]) -> Rows:
    return tuple((keyboards.go(place, page),) for page in pages)
