"""The files of `content/` -> a Library and every problem at once. Pure: it is handed the files' bytes.

A faulty library is still returned, as far as it could be understood, so that an editor can look at it; whether it may
go live is for the caller to decide by the problems.
"""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from bot.library.comparison import Comparison, read_comparison
from bot.library.entries import read_contact, read_correction, read_figure, read_language, read_sentence
from bot.library.fields import Fields
from bot.library.files import Files, edition
from bot.library.library import Library
from bot.library.model import Language, Withdrawal
from bot.library.policy import Policy, read_domain, read_mistake, read_number, read_term
from bot.library.problem import N_, Place, Problem, say
from bot.library.reading import WITHDRAWN, Reading
from bot.library.search_rules import SearchRules, read_search_rules
from bot.library.sections import SECTION, read_checks, read_root_pages, read_section, revived
from bot.library.withdrawals import LIST, read_withdrawal, why_not
from bot.remembered import Remembered
from bot.screens.route import EMERGENCY

GUIDE, LANGUAGES, SEARCH = "guide.yaml", "languages.yaml", "search.yaml"


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


Entry = TypeVar("Entry")
Named = TypeVar("Named", bound=_Named)


def read_library(files: Files, remembered: Remembered | None = None) -> tuple[Library, list[Problem]]:
    """All of `content/`, by path relative to it, as a library; and everything that is wrong with it.

    `remembered` saves the work of an earlier reading.
    """
    reading = Reading(files, remembered=remembered or Remembered())
    languages = tuple(_languages(reading))
    reading.codes = tuple(language.code for language in languages)
    read_root_pages(reading, GUIDE)
    sections, names = _guide(reading)
    for section in sections:
        read_section(reading, section)
    checks = read_checks(reading, names)
    revived(reading)
    library = Library(
        languages=languages,
        sections=sections,
        pages=reading.pages,
        sentences=_by_id(reading, _entries(reading, "phrases.yaml", "phrases", read_sentence)),
        contacts=_by_id(reading, _entries(reading, "contacts.yaml", "contacts", read_contact)),
        figures=_by_id(reading, _entries(reading, "figures.yaml", "figures", read_figure)),
        corrections=_by_id(reading, _entries(reading, "corrections.yaml", "corrections", read_correction)),
        comparison=_comparison(reading),
        aliases=reading.aliases,
        policy=_policy(reading),
        checks=checks,
        edition=edition(files),
        search=_search(reading),
        withdrawn=_withdrawn(reading),
    )
    _leftovers(reading)
    return library, reading.problems


def _policy(reading: Reading) -> Policy:
    return Policy(
        mistakes=tuple(_entries(reading, "policy/mistakes.yaml", "rules", read_mistake)),
        domains=tuple(_entries(reading, "policy/links.yaml", "domains", read_domain)),
        terms=tuple(_entries(reading, "policy/terms.yaml", "terms", read_term)),
        numbers=frozenset(_entries(reading, "policy/numbers.yaml", "numbers", read_number)),
    )


def _withdrawn(reading: Reading) -> dict[str, Withdrawal]:
    """The pages that were taken out. The one file that may be missing: most guides never need it."""
    entries = _entries(reading, WITHDRAWN, LIST, read_withdrawal) if WITHDRAWN in reading.files else []
    found = _by_id(reading, entries)
    for name in list(found):
        fault = why_not(name, reading.pages, reading.aliases)
        if fault:
            reading.report(Problem(found.pop(name).place, "withdrawn", *fault))
    return found


def _search(reading: Reading) -> SearchRules:
    found = reading.entries(SEARCH, lambda fields: [read_search_rules(fields, reading.codes)])
    return found[0] if found else SearchRules()


def _comparison(reading: Reading) -> Comparison:
    found = reading.entries("comparison.yaml", lambda fields: [read_comparison(fields, reading.codes)])
    return found[0] if found else Comparison()


def _languages(reading: Reading) -> Iterator[Language]:
    fields = reading.yaml(LANGUAGES)
    if fields:
        for entry in fields.tables("languages"):
            language = read_language(entry)
            if language:
                yield language
        fields.finish()


def _guide(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The order of sections, the one that every red button leads to among them; and the guided checks."""
    fields = reading.yaml(GUIDE)
    sections = fields.identifiers("sections") if fields else ()
    checks = fields.identifiers("checks") if fields else ()
    if fields:
        fields.finish()
    if EMERGENCY not in sections:
        what = say(N_("there is no emergency page: every screen's red button leads to it"))
        cure = say(N_("list {section} in guide.yaml and write {section}/section.yaml"), section=EMERGENCY)
        reading.report(Problem(Place(GUIDE), "emergency", what, cure))
    return sections, checks


def _entries(reading: Reading, file: str, name: str, read: Callable[[Fields, tuple[str, ...]], Entry]) -> list[Entry]:
    """The entries of a file that is one list."""

    def read_all(fields: Fields) -> list[Entry]:
        entries = [read(each, reading.codes) for each in fields.tables(name)]
        fields.finish()
        return entries

    return reading.entries(file, read_all)


def _by_id(reading: Reading, entries: list[Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for entry in entries:
        if entry.id in found:
            reading.report_twice(entry.id, entry.place, found[entry.id].place)
        else:
            found[entry.id] = entry
    return found


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
