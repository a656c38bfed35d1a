"""What was found, as a place: a zone and short stable codes of documents; never anything of what was typed. Pure.

A code is made from the id alone, so that a button finds its page after any change of the guide; two ids with one code
are a problem that `bot check` names.
"""

from base64 import b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from bot.screens.route import FOUND, Route
from bot.search.engine import SHOWN, Found

LENGTH = 5  # letters; of 1,000 documents two share a code with a chance of 1.5 %
MORE = 3  # candidates that a page's "not this" leads to

# p: a page, then the other candidates; c: buttons; e: the emergency page, then buttons; u: not covered; n: nothing;
# a: a fixed answer, by its id
Mark = Literal["p", "c", "e", "u", "n", "a"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A place of the search, read: what kind of answer, and the ids of the documents in order."""

    mark: str
    ids: tuple[str, ...] = ()
    answer: str = ""


@lru_cache(maxsize=4096)
def code_of(name: str) -> str:
    """The code of a document's id."""
    return b32encode(sha256(name.encode()).digest()).decode().lower()[:LENGTH]


def place(found: Found, language: str) -> Route:
    """The place that shows what was found."""
    best = [hit.id for hit in found.ranked]
    if found.answer:
        return Route(language, FOUND, f"a-{found.answer}")
    if found.emergency:
        return _route(language, "e", [found.emergency, *best[:SHOWN]])
    if found.uncovered:
        return _route(language, "u", [found.uncovered])
    if found.zone == "page":
        return _route(language, "p", best[: 1 + MORE])
    return _route(language, "c", best[:SHOWN]) if found.zone == "choices" else _route(language, "n", [])


def others(language: str, ids: Sequence[str]) -> Route:
    """The place with the remaining candidates, behind "not this"."""
    return _route(language, "c", ids)


def read(rest: str, names: Iterable[str]) -> Shown:
    """A place's `rest` -> what to show. Total: what is unknown, forged or retired is left out."""
    mark, _, tail = rest.partition("-")
    if mark == "a":
        return Shown(mark, answer=tail)
    known = {code_of(name): name for name in names}
    ids = dict.fromkeys(known[code] for code in tail.split("-") if code in known)
    return Shown(mark, tuple(ids)) if ids else Shown("n")


def collisions(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of ids that share a code."""
    first: dict[str, str] = {}
    return [(other, name) for name in names if (other := first.setdefault(code_of(name), name)) != name]


def _route(language: str, mark: Mark, ids: Iterable[str]) -> Route:
    return Route(language, FOUND, "-".join([mark, *map(code_of, ids)]))
