"""Reads the named values of one YAML table, each by what it should be, and collects every fault. Pure.

A reading never raises and always gives something of the right type, so that one fault does not hide the next.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import Enum

from bot.library.problem import N_, Level, Message, Place, Problem, say
from bot.library.yaml_tree import Items, Scalar, Table, Tree
from bot.screens.route import PAGE_ID

Report = Callable[[Problem], None]


class _Needed(Enum):
    NEEDED = "needed"


NEEDED = _Needed.NEEDED


@dataclass
class Fields:
    """The values of `table`. Call a reading for each name, then `finish` to name what nobody asked for."""

    table: Table
    report: Report
    known: set[str] = field(default_factory=set)

    def place(self, name: str) -> Place:
        """Where a name stands, or else the table."""
        return self.table.places.get(name, self.table.place)

    def fault(self, name: str, code: str, what: Message, cure: Message, level: Level = Level.ERROR) -> None:
        """Report a problem at the place of a name."""
        self.report(Problem(self.place(name), code, what, cure, level))

    def text(self, name: str, default: str | _Needed = NEEDED, example: str = "") -> str:
        """A text that is not empty, or `default` where the name is left out."""
        value = self._get(name, default is NEEDED, example)
        if value is None:
            return "" if default is NEEDED else str(default)
        if isinstance(value, Scalar) and value.text.strip():
            return value.text.strip()
        self.fault(
            name,
            "schema",
            say(N_("“{name}” should be a text"), name=name),
            say(N_("write it as {name}: {example}"), name=name, example=example or '"…"'),
        )
        return ""

    def identifier(self, name: str = "id") -> str:
        """A page's id or another name of that spelling."""
        return self._spelled(self.text(name, example="police-at-home"), self.place(name))

    def choice(self, name: str, choices: Iterable[str], default: str | _Needed = NEEDED) -> str:
        """One of a closed list of words."""
        options = list(choices)
        text = self.text(name, default, example=options[0])
        if text in options:
            return text
        if text:
            self.fault(
                name,
                "schema",
                say(N_("“{name}” is “{text}”"), name=name, text=text),
                say(N_("write one of: {options}"), options=", ".join(options)),
            )
        return options[0]

    def flag(self, name: str) -> bool:
        """true or false; false where the name is left out."""
        return self.choice(name, ("false", "true"), default="false") == "true"

    def number(self, name: str, default: int | _Needed = NEEDED) -> int:
        """A whole number, or `default` where the name is left out."""
        text = self.text(name, NEEDED if default is NEEDED else str(default), example="3")
        if re.fullmatch(r"-?\d{1,6}", text):
            return int(text)
        if text:
            what = say(N_("“{name}” is “{text}”, which is no whole number"), name=name, text=text)
            self.fault(name, "schema", what, say(N_("write it in digits, as in 3 or -4")))
        return 0

    def date(self, name: str, needed: bool = True) -> date | None:
        """A day as YYYY-MM-DD."""
        text = self.text(name, NEEDED if needed else "", example='"2026-03-17"')
        if not text:
            return None
        try:
            return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else _no_date(text)
        except ValueError:
            self.fault(
                name,
                "schema",
                say(N_("“{name}” is “{text}”, which is no date"), name=name, text=text),
                say(N_('write year, month and day, as in "2026-03-17"')),
            )
            return None

    def texts(self, name: str, languages: Iterable[str], needed: bool = True) -> dict[str, str]:
        """One text for each language; one missing is a fault, an unknown language, too."""
        value = self._get(name, needed, '{tg: "…", ru: "…"}')
        if value is None:
            return {}
        if not isinstance(value, Table):
            self.fault(
                name,
                "schema",
                say(N_("“{name}” should have a text for each language"), name=name),
                say(N_("write it as {name}: {example}"), name=name, example='{tg: "…", ru: "…"}'),
            )
            return {}
        inner = Fields(value, self.report)
        found = {code: inner.text(code) for code in languages}
        inner.finish()
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """A list of short texts; empty where the name is left out."""
        return tuple(scalar.text for scalar in self._scalars(name))

    def identifiers(self, name: str) -> tuple[str, ...]:
        """A list of ids; empty where the name is left out."""
        return tuple(self._spelled(scalar.text, scalar.place) for scalar in self._scalars(name))

    def tables(self, name: str, needed: bool = True) -> "Iterator[Fields]":
        """A list of tables."""
        for value in self._items(name, needed):
            if isinstance(value, Table):
                yield Fields(value, self.report)
            else:
                self.report(
                    Problem(
                        value.place,
                        "schema",
                        say(N_("an entry of “{name}” has no names"), name=name),
                        say(N_("write it as - id: …")),
                    )
                )

    def table_of(self, name: str) -> "Fields | None":
        """A table inside this one, or None where it is left out."""
        value = self._get(name, needed=False)
        if isinstance(value, Table):
            return Fields(value, self.report)
        if value is not None:
            self.fault(
                name,
                "schema",
                say(N_("“{name}” should have names under it"), name=name),
                say(N_("copy it from a similar entry")),
            )
        return None

    def finish(self) -> None:
        """Name every entry that no reading asked for: a misspelled name would else be lost in silence."""
        for name in self.table.values:
            if name not in self.known:
                close = get_close_matches(name, sorted(self.known), 1)
                cure = (
                    say(N_("did you mean “{close}”?"), close=close[0])
                    if close
                    else say(N_("allowed here: {names}"), names=", ".join(sorted(self.known)))
                )
                self.fault(name, "schema", say(N_("“{name}” is not known here"), name=name), cure)

    def _get(self, name: str, needed: bool, example: str = "") -> Tree | None:
        self.known.add(name)
        value = self.table.values.get(name)
        if value is None and needed:
            self.fault(
                name,
                "schema",
                say(N_("“{name}” is missing"), name=name),
                say(N_("add a line {name}: {example}"), name=name, example=example or '"…"'),
            )
        return value

    def _items(self, name: str, needed: bool) -> tuple[Tree, ...]:
        value = self._get(name, needed, "[…]")
        if isinstance(value, Items):
            return value.values
        if value is not None:
            self.fault(
                name,
                "schema",
                say(N_("“{name}” should be a list"), name=name),
                say(N_("write it as {name}: [one, two]"), name=name),
            )
        return ()

    def _scalars(self, name: str) -> Iterator[Scalar]:
        for value in self._items(name, needed=False):
            if isinstance(value, Scalar):
                yield value
            else:
                self.report(
                    Problem(
                        value.place,
                        "schema",
                        say(N_("an entry of “{name}” should be a short text"), name=name),
                        say(N_('put it in "double quotes"')),
                    )
                )

    def _spelled(self, text: str, place: Place) -> str:
        if text and not PAGE_ID.fullmatch(text):
            what = say(N_("“{text}” cannot be an id"), text=text)
            self.report(
                Problem(
                    place,
                    "id",
                    what,
                    say(N_("use 2 to 24 Latin small letters, digits and hyphens, beginning with a letter")),
                )
            )
        return text


def _no_date(text: str) -> date:
    raise ValueError(text)
