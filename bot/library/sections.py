"""The folders of `content/`: `section.yaml`, its text pairs and its search words -> pages. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.library.entries import read_review, read_search_words
from bot.library.fields import Fields
from bot.library.guided import CHECKS, GuidedCheck, read_check
from bot.library.model import Page, SearchWords, Text
from bot.library.problem import N_, Place, Problem, say
from bot.library.reading import Reading
from bot.library.sources import read_source
from bot.screens.route import BUILT_IN, HELP, HOME, START

SECTION, SEARCH = "section.yaml", "search.yaml"
_ROOT_PAGES = (START, HOME, HELP)

Words = dict[str, dict[str, SearchWords]]


def read_root_pages(reading: Reading, guide: str) -> None:
    """The pages beside the sections: first screen, home, help."""
    for page in _ROOT_PAGES:
        parent = "" if page == HOME else HOME
        _add(reading, Page(page, Place(guide), "", _pair(reading, page, Place(guide)), parent=parent))


def read_section(reading: Reading, section: str) -> None:
    """A folder: its own page, and the pages that it lists."""
    fields = reading.yaml(f"{section}/{SECTION}")
    if not fields:
        return
    words = _search_words(reading, section)
    glossary = fields.text("glossary", default="")
    children = [_page(reading, entry, section, words) for entry in fields.tables("pages", needed=False)]
    own = _page(reading, fields, section, words, is_section=True)
    _add(reading, replace(own, children=tuple(page.id for page in children), glossary=glossary))
    for page in children:
        _add(reading, replace(page, glossary=glossary))
    _strangers(reading, section, words, {section, *(page.id for page in children)})


def read_checks(reading: Reading, names: Sequence[str]) -> dict[str, GuidedCheck]:
    """The guided checks. Each is a page, too, and the first that its section offers."""
    words = _search_words(reading, CHECKS) if names else {}
    found = [check for name in names if (check := read_check(reading, name, words))]
    for check in reversed(found):
        section = reading.pages.get(check.page.parent)
        if section is None or section.parent != HOME:
            what = say(N_("there is no section “{name}”"), name=check.page.parent)
            reading.report(Problem(check.page.place, "reference", what, say(N_("write one of those in guide.yaml"))))
            continue
        reading.pages[section.id] = replace(section, children=(check.id, *section.children))
        _add(reading, replace(check.page, glossary=section.glossary))
        for retired in check.aliases:
            _retire(reading, retired, check.page)
    _strangers(reading, CHECKS, words, set(names))
    return {check.id: check for check in found}


def _search_words(reading: Reading, section: str) -> Words:
    """What people type for each page of a section."""

    def read(fields: Fields) -> list[tuple[str, dict[str, SearchWords]]]:
        words = []
        for entry in fields.tables("pages"):
            words.append((entry.identifier(), read_search_words(entry, reading.codes)))
            entry.finish()
        fields.finish()
        return words

    return dict(reading.entries(f"{section}/{SEARCH}", read))


def _strangers(reading: Reading, section: str, words: Words, known: set[str]) -> None:
    for page in sorted(set(words) - known):
        what = say(N_("“{page}” is no page of this section"), page=page)
        cure = say(N_("correct the id, or delete the entry"))
        reading.report(Problem(Place(f"{section}/{SEARCH}"), "reference", what, cure))


def _page(reading: Reading, fields: Fields, section: str, words: Words, is_section: bool = False) -> Page:
    """A page, or the section itself, whose text needs no sources unless it has a date."""
    identifier = section if is_section else fields.identifier()
    dated = not is_section or "as_of" in fields.table.values
    page = Page(
        id=identifier,
        place=fields.place("id"),
        icon=fields.text("icon"),
        texts=_pair(reading, f"{section}/{identifier}", fields.place("id")),
        parent=HOME if is_section else section,
        as_of=fields.date("as_of", dated),
        review_by=fields.date("review_by", dated),
        sources=tuple(read_source(source) for source in fields.tables("sources", dated)),
        laws=fields.words("laws"),
        contacts=fields.identifiers("contacts"),
        related=fields.identifiers("related"),
        emergency=fields.flag("emergency"),
        reviewed_by=tuple(read_review(review) for review in fields.tables("reviewed_by", needed=False)),
        search=words.get(identifier, {}),
    )
    for retired in fields.identifiers("aliases"):
        _retire(reading, retired, page)
    fields.finish()
    return page


def _add(reading: Reading, page: Page) -> None:
    first = reading.pages.get(page.id)
    if first:
        reading.report_twice(page.id, page.place, first.place)
    elif page.id in BUILT_IN and page.place.file.endswith(SECTION):
        cure = say(N_("choose another id; these are taken: {names}"), names=", ".join(sorted(BUILT_IN)))
        reading.report(
            Problem(page.place, "id", say(N_("“{text}” is a screen of the program itself"), text=page.id), cure)
        )
    else:
        reading.pages[page.id] = page


def _retire(reading: Reading, retired: str, page: Page) -> None:
    if retired in reading.aliases:
        reading.report(_in_use(retired, page.place))
    reading.aliases[retired] = page.id


def revived(reading: Reading) -> None:
    """Retired ids that a page has again: old buttons would show wrong advice."""
    for retired, page in reading.aliases.items():
        if retired in reading.pages or retired in BUILT_IN:
            reading.report(_in_use(retired, reading.pages[page].place))


def _in_use(retired: str, place: Place) -> Problem:
    cure = say(N_("an id is never given to another page: old buttons would show wrong advice; choose a new id"))
    return Problem(place, "id", say(N_("the retired id “{text}” is in use"), text=retired), cure)


def _pair(reading: Reading, stem: str, place: Place) -> dict[str, Text]:
    """The text of `stem` in every language. A missing half is an error: nobody is shown another language in silence."""
    texts = {}
    for code in reading.codes:
        file = f"{stem}.{code}.md"
        source = reading.text(file)
        if source is None:
            what = say(N_("the text {file} is missing"), file=file)
            reading.report(
                Problem(place, "missing-text", what, say(N_("write it; every page is needed in every language")))
            )
            continue
        if source.startswith("---"):
            cure = say(
                N_("delete everything between the --- lines, and the lines; such facts belong into section.yaml")
            )
            reading.report(Problem(Place(file), "front-matter", say(N_("the text begins with ---")), cure))
        texts[code] = Text(file, reading.document(source, file))
    return texts
