"""YAML text -> a tree in which every value is what was typed, with its line; and its faults in an editor's words. Pure.

Nothing is converted: 12:30, no, 0123 and 1.10 stay strings, because YAML's own guesses (750, False, 83, 1.1) have
ruined phone numbers and opening hours elsewhere. What a value should be is decided by the schema, in `fields`. PyYAML
only finds the structure here (25 times as fast as a reader in pure Python); its guessing is never called.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from bot.library.problem import N_, Message, Place, Problem, say


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: "tuple[Tree, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Names and their values."""

    values: "dict[str, Tree]"
    places: dict[str, Place]
    place: Place


Tree = Scalar | Items | Table
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C where it is installed


def parse_yaml(text: str, file: str) -> tuple[Tree | None, list[Problem]]:
    """The tree of a file, or None where it cannot be read; with every duplicate key and the first fault of syntax."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return None, [_syntax(error, file)]
    if node is None:
        cure = say(N_("copy the beginning of a similar file"))
        return None, [Problem(Place(file), "yaml", say(N_("the file is empty")), cure)]
    growing = _Growing(file)
    return growing.tree(node), growing.problems


class _Growing:
    """A tree while it is made, and what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def tree(self, node: yaml.Node) -> Tree:
        place = Place(self.file, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return Scalar(node.value, place)
        if id(node) in self._seen:  # a list or table that * repeats; it might even hold itself
            what = say(N_("a * mark repeats what stands elsewhere"))
            self.problems.append(Problem(place, "yaml", what, say(N_("write it out again, without & and *"))))
            return Items((), place)
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.tree(child) for child in node.value), place)
        return self._table(node, place)

    def _table(self, node: yaml.Node, place: Place) -> Table:
        table = Table({}, {}, place)
        for key, value in node.value:
            name, here = str(key.value), Place(self.file, key.start_mark.line + 1)
            if name in table.values:
                self.problems.append(_duplicate(name, here, table.places[name]))
            else:
                table.places[name] = here
                table.values[name] = self.tree(value)
        return table


def _duplicate(name: str, here: Place, first: Place) -> Problem:
    what = say(N_("“{name}” is written twice here; the first time in line {line}"), name=name, line=first.line)
    return Problem(here, "duplicate", what, say(N_("delete one of the two")))


_SYNTAX: tuple[tuple[str, tuple[str, str]], ...] = (
    (
        "mapping values are not allowed",
        (
            N_("a colon where none is expected"),
            N_('put the text in "double quotes", or begin the line with as many spaces as its neighbours'),
        ),
    ),
    (
        "cannot start any token",
        (
            N_("a tab or a special character at the beginning of a value"),
            N_('use spaces, and put the text in "double quotes"'),
        ),
    ),
    (
        "found unexpected end of stream",
        (N_("a quote is opened and never closed"), N_('put " at the end of the text, too')),
    ),
    ("but found another document", (N_("a line of --- in the middle of the file"), N_("delete the --- line"))),
    ("',' or", (N_("a bracket is opened and never closed"), N_("put ] or } at the end of the list"))),
    ("could not find expected ':'", (N_("a name without a colon"), N_("write it as name: value"))),
    (
        "did not find expected",
        (
            N_("this line does not stand under the line above it"),
            N_("give it as many spaces at the beginning as its neighbours have"),
        ),
    ),
)
_LEFT_OPEN = ("found unexpected end of stream", "did not find expected ',' or", "expected ',' or")


def _syntax(error: yaml.YAMLError, file: str) -> Problem:
    line, words = 1, str(error)
    if isinstance(error, yaml.MarkedYAMLError):
        words = str(error.problem or error.context)
        # what is left open is named where it begins, not where its end is missed
        left_open = error.context_mark if words.startswith(_LEFT_OPEN) else None
        mark = left_open or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
    what, cure = _in_plain_words(words)
    return Problem(Place(file, line), "yaml", what, cure)


def _in_plain_words(words: str) -> tuple[Message, Message]:
    for part, (what, cure) in _SYNTAX:
        if part in words:
            return say(what), say(cure)
    return say(N_("this line cannot be read as YAML ({words})"), words=words), say(
        N_("compare it with the lines above; quotes, colons and spaces count")
    )
