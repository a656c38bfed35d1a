"""What is gathered while the files of `content/` are read: pages, retired ids, faults, and which files were used."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.library.fields import Fields
from bot.library.files import Files, decode_text
from bot.library.letters import check_letters
from bot.library.model import Page
from bot.library.problem import N_, Place, Problem, say
from bot.library.yaml_tree import Table, parse_yaml
from bot.remembered import Remembered
from bot.screens.document import Document
from bot.screens.markup import parse

POLICY, WITHDRAWN = "policy/", "withdrawn.yaml"
_NO_WORDS = (POLICY, WITHDRAWN)  # patterns put Latin marks such as \\b beside Cyrillic words; reasons nobody else reads

Entry = TypeVar("Entry")


@dataclass
class Reading:
    """One reading of the whole folder."""

    files: Files
    codes: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    remembered: Remembered = field(default_factory=Remembered)

    def report(self, problem: Problem) -> None:
        """Take down a fault."""
        self.problems.append(problem)

    def text(self, file: str) -> str | None:
        """A file's text, or None; its encoding and letters are checked on the way."""
        if file not in self.files:
            return None
        self.used.add(file)
        data = self.files[file]
        text, problems = decode_text(data, file)
        self.problems += problems
        if not file.startswith(_NO_WORDS):
            self.problems += self.remembered.get("letters", (file, data), lambda: check_letters(text, file))
        return text

    def document(self, text: str, file: str) -> Document:
        """A text of `file` taken apart; its faults are reported."""
        document, problems = self.remembered.get("document", (file, text), lambda: parse(text, file))
        self.problems += problems
        return document

    def entries(self, file: str, read: Callable[[Fields], list[Entry]]) -> list[Entry]:
        """What `read` makes of a YAML file by this name, with its faults reported; it may look at nothing else.

        Its tree, which takes much room, is not remembered.
        """
        text = self.text(file)
        if text is None:
            self.report(_missing(file))
            return []
        found, problems = self.remembered.get("entries", (file, text, self.codes), lambda: _entries(text, file, read))
        self.problems += problems
        return found

    def yaml(self, file: str) -> Fields | None:
        """A YAML file's names and values, or None with the reason reported."""
        text = self.text(file)
        if text is None:
            self.report(_missing(file))
            return None
        table, problems = self.remembered.get("yaml", (file, text), lambda: _table(text, file))
        self.problems += problems
        return Fields(table, self.report) if table else None

    def report_twice(self, identifier: str, here: Place, first: Place) -> None:
        """Take down that two things have one id."""
        what = say(N_("the id “{text}” is used twice; the first time at {place}"), text=identifier, place=first)
        self.report(Problem(here, "id", what, say(N_("give one of them another id"))))


def _table(text: str, file: str) -> tuple[Table | None, list[Problem]]:
    tree, problems = parse_yaml(text, file)
    if isinstance(tree, Table):
        return tree, problems
    what = say(N_("the file should begin with a name and a colon"))
    cure = say(N_("copy the beginning of a similar file"))
    return None, problems or [Problem(Place(file), "schema", what, cure)]


def _entries(text: str, file: str, read: Callable[[Fields], list[Entry]]) -> tuple[list[Entry], list[Problem]]:
    table, problems = _table(text, file)
    return read(Fields(table, problems.append)) if table else [], problems


def _missing(file: str) -> Problem:
    cure = say(N_("create it; content/README.md shows what belongs into it"))
    return Problem(Place(file), "missing-file", say(N_("the file is missing")), cure)
