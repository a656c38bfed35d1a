"""The rules of the whole guide: what refers to what, what can be reached, what fits a phone, what is out of date. Pure.

Faults of a single file are found while it is read (`reader`, `markup`, `fields`, `letters`); these need all files at
once.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.library.guided import GuidedCheck
from bot.library.house_rules import check_house_rules
from bot.library.library import Library
from bot.library.model import Page, Text
from bot.library.parity import check_parity
from bot.library.problem import N_, Level, Message, Place, Problem, say
from bot.library.proof import check_proofs
from bot.library.search_checks import check_search
from bot.library.withdrawals import check_withdrawals
from bot.phrases import Phrases
from bot.remembered import Remembered
from bot.screens.document import FIGURE, visible_length
from bot.screens.route import CALLBACK_BYTES, FIRST, Route, encode
from bot.screens.screen import COPY_LIMIT, LABEL_LIMITS, TEXT_COMFORT, TEXT_LIMIT, Copy, Go, Screen
from bot.screens.views import show
from bot.screens.walk import samples, walk


def check(library: Library, phrases: Phrases, today: date, remembered: Remembered | None = None) -> list[Problem]:
    """Every problem that the library has as a whole, as of `today`. `remembered` saves work of an earlier check."""
    withdrawn = [Route(code, name) for name in library.withdrawn for code in library.codes]
    screens = list(walk(lambda route: show(library, phrases, route, today), besides=(*samples(library), *withdrawn)))
    return [
        *_references(library),
        *_dates(library, today),
        *check_withdrawals(library, today),
        *_stale_figures(library, today),
        *_reachable(library, {route for route, _ in screens}),
        *_unused(library),
        *check_search(library),
        *check_parity(library),
        *check_house_rules(library, remembered),
        *check_proofs(library),
        *(problem for route, screen in screens for problem in _fits(library, route, screen)),
    ]


def _references(library: Library) -> Iterator[Problem]:
    countries = [(country.place, country.page) for country in library.comparison.countries]
    corrections = [(correction.place, correction.id) for correction in library.corrections.values()]
    for place, name in (*countries, *corrections):
        yield from _unknown(place, N_("there is no page “{name}”"), [name], library.pages)
    for name, place in _compared_figures(library).items():
        yield from _unknown(place, N_("there is no figure “{name}”"), [name], library.figures)
    for page in library.every_page:
        named = (*page.related, page.glossary) if page.glossary else page.related
        yield from _unknown(page.place, N_("there is no page “{name}”"), named, library.pages)
        yield from _unknown(page.place, N_("there is no contact “{name}”"), page.contacts, library.contacts)
        yield from _contacts(library, page)
        for text in page.texts.values():
            yield from _text_references(library, text)


def _text_references(library: Library, text: Text) -> Iterator[Problem]:
    document = text.document
    for link in document.links:
        if link.is_page:
            place = Place(text.file, link.line)
            yield from _unknown(place, N_("there is no page “{name}”"), [link.target], library.pages)
    for sentence in document.sentences:
        place = Place(text.file, sentence.line)
        yield from _unknown(place, N_("there is no phrase “{name}”"), [sentence.sentence], library.sentences)
    for figure, line in document.figures:
        yield from _unknown(Place(text.file, line), N_("there is no figure “{name}”"), [figure], library.figures)


def _contacts(library: Library, page: Page) -> Iterator[Problem]:
    """A contact that may harm is not shown; and none stands alone, because most published lines do not answer."""
    for name in page.contacts:
        contact = library.contacts.get(name)
        if contact and not contact.may_be_shown:
            what = say(
                N_("the contact “{name}” must not be shown: its status in Russia or its last call forbids it"),
                name=name,
            )
            yield Problem(page.place, "contact", what, say(N_("take it out of the page's contacts, or check it again")))

    near = [library.find(name) for name in (*page.related, *_linked(page))]
    others = {name for other in near if other for name in other.contacts} - set(page.contacts)
    shown = [library.contacts[name] for name in page.contacts if name in library.contacts]
    if len(shown) == 1 and not shown[0].emergency and not others:
        what = say(N_("the contact “{name}” stands alone on this page"), name=shown[0].id)
        yield Problem(page.place, "contact", what, say(N_("name a second one, or a related page that has another")))


def _linked(page: Page) -> list[str]:
    return [link.target for text in page.texts.values() for link in text.document.links if link.is_page]


def _unknown(place: Place, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            cure = say(N_("choose one of those that exist, or write it first: {names}"), names=", ".join(sorted(known)))
            yield Problem(place, "reference", say(what, name=name), cure)


def _dates(library: Library, today: date) -> Iterator[Problem]:
    for page in library.pages.values():
        if not page.as_of or not page.review_by:
            continue
        if page.as_of > today:
            yield Problem(
                page.place,
                "date",
                say(N_("as_of {day} lies in the future"), day=page.as_of),
                say(N_("write the day of the check")),
            )
        if page.review_by <= page.as_of:
            cure = say(N_("write the day on which somebody must look again"))
            yield Problem(page.place, "date", say(N_("review_by {day} is not after as_of"), day=page.review_by), cure)
        if page.review_by < today:
            what = say(
                N_("“{page}” was to be reviewed by {day}; readers now see a warning"), page=page.id, day=page.review_by
            )
            cure = say(N_("check its facts at the sources, correct both languages, then write new as_of and review_by"))
            yield Problem(page.place, "stale", what, cure, Level.WARNING)


def _stale_figures(library: Library, today: date) -> Iterator[Problem]:
    """Numbers and rows of the comparison that nobody has looked at again in time."""
    figures = [(figure.id, figure.place, figure.review_by) for figure in library.figures.values()]
    countries = [(country.id, country.place, country.review_by) for country in library.comparison.countries]
    for name, place, review_by in (*figures, *countries):
        if review_by < today:
            what = say(N_("“{name}” was to be reviewed by {day}"), name=name, day=review_by)
            cure = say(N_("look at its source and write what is true now, as_of and review_by"))
            yield Problem(place, "stale", what, cure, Level.WARNING)


def _reachable(library: Library, routes: set[Route]) -> Iterator[Problem]:
    for language in library.codes:
        reached = {route.page for route in routes if route.language == language} | {FIRST.page}
        for page in library.pages.values():
            if page.id not in reached:
                what = say(N_("no button leads to “{page}” in {language}"), page=page.id, language=language)
                yield Problem(
                    page.place, "unreachable", what, say(N_("name it in the pages of its section, or as related"))
                )


def _unused(library: Library) -> Iterator[Problem]:
    documents = [text.document for page in library.every_page for text in page.texts.values()]
    spoken = {sentence.sentence for document in documents for sentence in document.sentences}
    counted = {figure for document in documents for figure, _ in document.figures} | set(_compared_figures(library))
    named = {contact for page in library.every_page for contact in page.contacts}
    for sentence in library.sentences.values():
        if sentence.id not in spoken:
            what = say(N_("no page shows the phrase “{name}”"), name=sentence.id)
            cure = say(N_("add a line @say {name} to a page, or delete the phrase"), name=sentence.id)
            yield Problem(sentence.place, "unreachable", what, cure)
    places = {f.id: f.place for f in library.figures.values()} | {c.id: c.place for c in library.contacts.values()}
    for name in sorted(set(places) - counted - named):
        what = say(N_("no page names “{name}”"), name=name)
        yield Problem(places[name], "unreachable", what, say(N_("name it on a page, or delete it")))


def _compared_figures(library: Library) -> dict[str, Place]:
    """The figures that stand in the comparison and in the short words of checks."""
    rows = [(country.place, texts) for country in library.comparison.countries for texts in country.values.values()]
    rows += [(check.wordings.places[name], said) for check in library.checks.values() for name, said in _said(check)]
    return {found[1]: place for place, texts in rows for text in texts.values() for found in FIGURE.finditer(text)}


def _said(check: GuidedCheck) -> Iterable[tuple[str, dict[str, str]]]:
    return check.wordings.texts.items()


def _fits(library: Library, route: Route, screen: Screen) -> Iterator[Problem]:
    place = _written_at(library, route)
    length = visible_length(screen.text)
    if length > TEXT_COMFORT:
        level, limit = (Level.ERROR, TEXT_LIMIT) if length > TEXT_LIMIT else (Level.WARNING, TEXT_COMFORT)
        what = say(
            N_("the screen {route} has {length} characters; {limit} is the most"),
            route=route,
            length=length,
            limit=limit,
        )
        yield Problem(place, "length", what, say(N_("shorten the text, or move a part to a page of its own")), level)
    for row in screen.rows:
        for button in row:
            for what, cure in _button_faults(button, LABEL_LIMITS.get(len(row), 0)):
                yield Problem(place, "button", what, cure)


def _button_faults(button: Go | Copy, room: int) -> Iterator[tuple[Message, Message]]:
    label, length = button.label, len(button.label)
    if length > room:
        fault = N_("the button “{label}” has {length} characters; {limit} is the most in its row")
        cure = say(N_("shorten the title of the page or the label of the phrase"))
        yield say(fault, label=label, length=length, limit=room), cure
    if "{" in label:
        what = say(N_("the button “{label}” names a figure; buttons cannot show one"), label=label)
        yield what, say(N_("write the number out, or leave it to the text"))
    if isinstance(button, Go) and len(encode(button.route)) > CALLBACK_BYTES:
        what = say(N_("the address {route} is longer than {limit} bytes"), route=button.route, limit=CALLBACK_BYTES)
        yield what, say(N_("choose a shorter id"))
    if isinstance(button, Copy) and len(button.text) > COPY_LIMIT:
        what = say(
            N_("the phrase “{text}” is longer than {limit} characters and cannot be copied"),
            text=button.text[:40],
            limit=COPY_LIMIT,
        )
        yield what, say(N_("shorten it"))


def _written_at(library: Library, route: Route) -> Place:
    """The file in which an editor would mend a screen."""
    page: Page | None = library.find(route.page)
    text = page.texts.get(route.language) if page else None
    if text:
        return Place(text.file)
    return page.place if page else Place("guide.yaml")
