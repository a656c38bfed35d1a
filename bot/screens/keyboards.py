"""The buttons under a message: the alarm, the officer's sentences, neighbours, and the ways out. Pure."""

from collections.abc import Callable, Iterable, Sequence

from bot.library.comparison import Criterion
from bot.library.model import Page, Sentence
from bot.phrases import Words
from bot.screens.place import Place
from bot.screens.route import EMERGENCY, FOUND, HELP, HOME, WIPE, Route
from bot.screens.screen import Button, Copy, Go, Rows, Style

ALARM, UP, AT_HOME, LANGUAGE, CLEAN, HELPING, SHOW, COPY, MORE, OTHER = (
    *("🔴", "⬅️", "🏠", "🌐", "🧹"),
    *("❔", "👁", "📋", "➡️", "↩️"),
)
SHORT_LABEL = 16  # characters that a small phone shows in half a row


def alarm(place: Place) -> Rows:
    """The red button of every screen. On the emergency screen itself the places where it happens are red instead."""
    if place.route.page == EMERGENCY and not place.route.rest:
        return ()
    return ((alarm_button(place.words, place.route),),)


def alarm_button(words: Words, route: Route) -> Go:
    """The way from anywhere to the fewest words that help."""
    return Go(label(ALARM, words("Police are here now")), route.to(EMERGENCY), "danger")


def sentences(place: Place, page: Page, spell: Callable[[Sentence], Route] | None = None) -> Rows:
    """For each sentence on the page: show it alone, or copy it. `spell` gives the route at which it stands alone."""
    text = place.text(page)
    names = [say.sentence for say in text.document.sentences] if text else []
    known = [place.library.sentences[name] for name in names if name in place.library.sentences]
    alone = spell or (lambda sentence: place.route.to(page.id, sentence.id))
    return tuple((_show(place, sentence, alone(sentence)), copy(place, sentence)) for sentence in known)


def copy(place: Place, sentence: Sentence) -> Copy:
    """Puts the Russian sentence on the clipboard."""
    return Copy(label(COPY, place.words("Copy")), sentence.russian)


def criteria(place: Place, page: Page) -> Rows:
    """On the page of the comparison: what countries can be compared by, but for what is shown already."""
    comparison = place.library.comparison
    here, _ = comparison.find(place.route.rest)
    others = [each for each in comparison.criteria if page.id == comparison.page and each != here]
    return in_rows([Go(each.label.get(place.language, each.id), place.route.to(page.id, each.id)) for each in others])


def more(place: Place, page: Page, criterion: Criterion, part: int) -> Rows:
    """The next screenful of the comparison; `part` counts from 0."""
    words = label(MORE, place.words("More countries"))
    return ((Go(words, place.route.to(page.id, f"{criterion.id}-{part + 1}")),),)


def children(place: Place, page: Page) -> Rows:
    """The pages of a section; red where it is the emergency one."""
    style: Style | None = "danger" if page.id == EMERGENCY else None
    return in_rows([go(place, child, style) for child in _found(place, page.children)])


def sections(place: Place) -> Rows:
    """The main menu."""
    names = [name for name in place.library.sections if name != EMERGENCY]
    return in_rows([go(place, section) for section in _found(place, names)])


def neighbours(place: Place, page: Page) -> Rows:
    """The pages that this one names, and the glossary of its words; each once, and not where another button leads."""
    text = place.text(page)
    linked = [link.target for link in text.document.links if link.is_page] if text else []
    reached = {page.id, page.parent, EMERGENCY, *page.children}
    named = (*linked, *page.related, page.glossary)
    pages = {other.id: other for other in _found(place, named) if other.id not in reached}
    return in_rows([go(place, other) for other in pages.values()])


def tools(place: Place) -> Rows:
    """What the home screen offers besides its menu."""
    _ = place.words
    helping = Go(label(HELPING, _("Help")), place.route.to(HELP))
    here = place.route if place.route.page == FOUND else place.route.to(HOME)
    return ((helping, clean(place)), *in_rows(languages(place, here)))


def clean(place: Place) -> Go:
    """Removes what the conversation left in the chat."""
    return Go(label(CLEAN, place.words("Clean up")), place.route.to(WIPE))


def navigation(place: Place, up: str | Route) -> Rows:
    """The way up (a page or a whole route), home, and the same place in the other languages."""
    _ = place.words
    above = place.route.to(up) if isinstance(up, str) else up
    back = [Go(label(UP, _("Back")), above)] if above.page not in ("", HOME) else []
    home = Go(label(AT_HOME, _("Home")), place.route.to(HOME))
    others = languages(place, place.route)
    return ((*back, home, *others),) if len(others) == 1 else ((*back, home), *in_rows(others))


def other(place: Place, route: Route) -> Go:
    """Away from a page that the search took for the right one."""
    return Go(label(OTHER, place.words("Not this")), route)


def languages(place: Place, here: Route) -> tuple[Go, ...]:
    """`here` in every other language."""
    others = [language for language in place.library.languages if language.code != place.language]
    return tuple(Go(label(LANGUAGE, language.name), here.spoken_in(language.code)) for language in others)


def go(place: Place, page: Page, style: Style | None = None) -> Go:
    """A button to a page, labelled with its icon and title."""
    text = place.text(page)
    title = text.document.title if text else page.id
    return Go(label(page.icon, title), place.route.to(page.id), style)


def in_rows(buttons: Sequence[Button]) -> Rows:
    """Buttons below each other; two neighbours side by side where both labels are short."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and max(len(button.label), len(rows[-1][0].label)) <= SHORT_LABEL:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def label(icon: str, text: str) -> str:
    """The words of a button behind its icon."""
    return f"{icon} {text}"


def _show(place: Place, sentence: Sentence, route: Route) -> Go:
    return Go(label(SHOW, sentence.label.get(place.language, sentence.id)), route)


def _found(place: Place, names: Iterable[str]) -> list[Page]:
    return [page for name in names if (page := place.library.offered(name))]


def grid(buttons: Sequence[Button], columns: int) -> Rows:
    """Buttons in rows of so many: for short labels such as the days of a month."""
    return tuple(tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns))
