"""The files of `content/` -> a Library and every problem at once. Pure: it is handed the files' bytes.

A faulty library is still returned, as far as it could be understood, so that an editor can look at it; whether it may
go live is for the caller to decide by the problems.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from bot.library.entries import read_contact, read_language, read_sentence, read_source
from bot.library.fields import Fields
from bot.library.files import Files, edition
from bot.library.library import Library
from bot.library.model import Language, Page, Text
from bot.library.problem import N_, Place, Problem, say
from bot.library.reading import Reading
from bot.screens.markup import parse
from bot.screens.route import BUILT_IN, EMERGENCY, HELP, HOME, START

GUIDE, LANGUAGES, PHRASES, CONTACTS, SECTION = (
    "guide.yaml",
    "languages.yaml",
    "phrases.yaml",
    "contacts.yaml",
    "section.yaml",
)
_ROOT_PAGES = (START, HOME, HELP)


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


Entry = TypeVar("Entry", bound=_Named)


def read_library(files: Files) -> tuple[Library, list[Problem]]:
    """All of `content/`, by path relative to it, as a library; and everything that is wrong with it."""
    reading = Reading(files)
    languages = tuple(_languages(reading))
    reading.codes = tuple(language.code for language in languages)
    sections = _guide(reading)
    sentences = _entries(reading, PHRASES, "phrases", read_sentence)
    contacts = _entries(reading, CONTACTS, "contacts", read_contact)
    for section in sections:
        _section(reading, section)
    if EMERGENCY not in reading.pages:
        cure = say(N_("list {section} in guide.yaml and write {section}/section.yaml"), section=EMERGENCY)
        reading.report(
            Problem(
                Place(GUIDE),
                "emergency",
                say(N_("there is no emergency page: every screen's red button leads to it")),
                cure,
            )
        )
    _revived(reading)
    _leftovers(reading)
    return Library(
        languages, sections, reading.pages, sentences, contacts, reading.aliases, edition(files)
    ), reading.problems


def _languages(reading: Reading) -> Iterator[Language]:
    fields = reading.yaml(LANGUAGES)
    if fields:
        for entry in fields.tables("languages"):
            language = read_language(entry)
            if language:
                yield language
        fields.finish()


def _guide(reading: Reading) -> tuple[str, ...]:
    """The order of sections. The pages beside them (first screen, home, help) are read on the way."""
    for page in _ROOT_PAGES:
        _add(
            reading,
            Page(page, Place(GUIDE), "", _pair(reading, page, Place(GUIDE)), parent="" if page == HOME else HOME),
        )
    fields = reading.yaml(GUIDE)
    sections = fields.identifiers("sections") if fields else ()
    if fields:
        fields.finish()
    return sections


def _entries(
    reading: Reading, file: str, name: str, read: Callable[[Fields, tuple[str, ...]], Entry]
) -> dict[str, Entry]:
    """The entries of a file that is one list, by id."""
    fields = reading.yaml(file)
    entries: dict[str, Entry] = {}
    if not fields:
        return entries
    for each in fields.tables(name):
        entry = read(each, reading.codes)
        if entry.id in entries:
            reading.report(_twice(entry.id, entry.place, entries[entry.id].place))
        else:
            entries[entry.id] = entry
    fields.finish()
    return entries


def _section(reading: Reading, section: str) -> None:
    fields = reading.yaml(f"{section}/{SECTION}")
    if not fields:
        return
    children = [_page(reading, entry, section) for entry in fields.tables("pages", needed=False)]
    _add(
        reading, replace(_page(reading, fields, section, is_section=True), children=tuple(page.id for page in children))
    )
    for page in children:
        _add(reading, page)


def _page(reading: Reading, fields: Fields, section: str, is_section: bool = False) -> Page:
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
    )
    for retired in fields.identifiers("aliases"):
        _retire(reading, retired, page)
    fields.finish()
    return page


def _add(reading: Reading, page: Page) -> None:
    first = reading.pages.get(page.id)
    if first:
        reading.report(_twice(page.id, page.place, first.place))
    elif page.id in BUILT_IN and page.place.file != GUIDE:
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


def _revived(reading: Reading) -> None:
    """Retired ids that a page has again: old buttons would show wrong advice."""
    for retired, page in reading.aliases.items():
        if retired in reading.pages or retired in BUILT_IN:
            reading.report(_in_use(retired, reading.pages[page].place))


def _in_use(retired: str, place: Place) -> Problem:
    cure = say(N_("an id is never given to another page: old buttons would show wrong advice; choose a new id"))
    return Problem(place, "id", say(N_("the retired id “{text}” is in use"), text=retired), cure)


def _twice(identifier: str, here: Place, first: Place) -> Problem:
    what = say(N_("the id “{text}” is used twice; the first time at {place}"), text=identifier, place=first)
    return Problem(here, "id", what, say(N_("give one of them another id")))


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
        document, problems = parse(source, file)
        reading.problems += problems
        texts[code] = Text(file, document)
    return texts


def _leftovers(reading: Reading) -> None:
    """Files that nothing asked for: a page that no list names, a misspelled name, a language that is not declared."""
    for file in sorted(set(reading.files) - reading.used):
        folder, _, name = file.rpartition("/")
        if name == SECTION:
            cure = say(N_("add {section} to the sections in guide.yaml, or delete the folder"), section=folder)
        elif file.endswith(".md"):
            cure = say(
                N_("name its page under pages: in {folder}/section.yaml, or check the file's name: id.language.md"),
                folder=folder or ".",
            )
        else:
            cure = say(N_("check the file's name, or delete it"))
        reading.report(
            Problem(Place(file), "unused-file", say(N_("nothing uses this file, so nobody can reach it")), cure)
        )
