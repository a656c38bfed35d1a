"""A fault in the content as a value: where it is, what is wrong, what to type instead. Knows no file system and no
language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

Translate = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "collect this for translation"
    """Mark `text` for the catalogue of editors' messages (`check.po`) and return it unchanged."""
    return text


class Level(StrEnum):
    """An error keeps the content from going live; a warning does so only under `--strict`; a note never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with `{named}` gaps, and what fills them; translated as late as possible."""

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def render(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`, with its gaps filled."""
        text = translate(self.text)
        return text.format(**dict(self.values)) if self.values else text


def say(text: str, /, **values: object) -> Message:
    """A message from a sentence already marked with `N_`."""
    return Message(text, tuple((name, str(value)) for name, value in values.items()))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing was written: a path relative to `content/`, and a line counted from 1."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `code` is its stable name for machines; people read `what` and `cure`."""

    place: Place
    code: str
    what: Message
    cure: Message
    level: Level = Level.ERROR

    def render(self, translate: Translate = str) -> str:
        """`file:line: what is wrong — what to type instead`, on one line."""
        return f"{self.place}: {self.what.render(translate)} — {self.cure.render(translate)}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repetitions, by file, line and code."""
    return sorted(
        set(problems), key=lambda p: (p.place, p.code, p.what.values, p.what.text, p.cure.values, p.cure.text)
    )
