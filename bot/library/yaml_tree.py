"""YAML text -> a tree in which every value is what was typed, with its line; and its faults in an editor's words. Pure.

Nothing is converted: 12:30, no, 0123 and 1.10 stay strings, because YAML's own guesses (750, False, 83, 1.1) have
ruined phone numbers and opening hours elsewhere. What a value should be is decided by the schema, in `fields`.
"""

from dataclasses import dataclass
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

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


def parse_yaml(text: str, file: str) -> tuple[Tree | None, list[Problem]]:
    """The tree of a file, or None where it cannot be read; with every duplicate key and the first fault of syntax."""
    try:
        node = YAML(typ="rt").compose(text)
    except YAMLError as error:
        return None, [_syntax(error, file)]
    if node is None:
        return None, [
            Problem(Place(file), "yaml", say(N_("the file is empty")), say(N_("copy the beginning of a similar file")))
        ]
    problems: list[Problem] = []
    return _tree(node, file, problems), problems


def _tree(node: Node, file: str, problems: list[Problem]) -> Tree:
    place = Place(file, node.start_mark.line + 1)
    if isinstance(node, ScalarNode):
        return Scalar(str(node.value), place)
    if isinstance(node, SequenceNode):
        return Items(tuple(_tree(child, file, problems) for child in node.value), place)
    return _table(cast(MappingNode, node), place, problems)


def _table(node: MappingNode, place: Place, problems: list[Problem]) -> Table:
    table = Table({}, {}, place)
    for key, value in node.value:
        name, here = str(key.value), Place(place.file, key.start_mark.line + 1)
        if name in table.values:
            problems.append(_duplicate(name, here, table.places[name]))
            continue
        table.places[name] = here
        table.values[name] = _tree(value, place.file, problems)
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
    ("expected ',' or", (N_("a bracket is opened and never closed"), N_("put ] or } at the end of the list"))),
    ("could not find expected ':'", (N_("a name without a colon"), N_("write it as name: value"))),
    (
        "expected <block end>",
        (
            N_("this line does not stand under the line above it"),
            N_("give it as many spaces at the beginning as its neighbours have"),
        ),
    ),
)
_LEFT_OPEN = ("found unexpected end of stream", "expected ',' or")


def _syntax(error: YAMLError, file: str) -> Problem:
    line, words = 1, str(error)
    if isinstance(error, MarkedYAMLError):
        words = str(error.problem or error.context)
        left_open = (
            error.context_mark if words.startswith(_LEFT_OPEN) else None
        )  # where it begins, not where it is missed
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
