"""Whether two languages of one text say the same: the same numbers, links, lists and officer's sentences. Pure.

Words cannot be compared by program; what saves or ruins people is mostly in the numbers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.library.library import Library
from bot.library.model import Page, Text
from bot.library.problem import N_, Place, Problem, say
from bot.library.short_texts import short_texts
from bot.screens.document import FIGURE

_NUMBER = re.compile(r"\d+")


def check_parity(library: Library) -> Iterator[Problem]:
    """Every difference between the first language and each other one."""
    for page in library.every_page:
        yield from _pairs(page)
    for place, texts in short_texts(library):
        yield from _short_texts(texts, place)


def _pairs(page: Page) -> Iterator[Problem]:
    first, *others = page.texts.values() or (None,)
    for other in others:
        if first:
            yield from _pair(first, other)


def _pair(first: Text, other: Text) -> Iterator[Problem]:
    """Problems are placed in the second file: the first language is where editors begin."""
    one, two = first.document, other.document
    place = Place(other.file)
    yield from _differ(place, "numbers", first.file, _numbers(one.plain), _numbers(two.plain))
    yield from _differ(
        place, "links", first.file, (link.target for link in one.links), (link.target for link in two.links)
    )
    yield from _differ(
        place, "phrases", first.file, (s.sentence for s in one.sentences), (s.sentence for s in two.sentences)
    )
    if one.lists != two.lists:
        items = say(
            N_("lists have {found} items here and {wanted} in {file}"),
            found=_row(two.lists),
            wanted=_row(one.lists),
            file=first.file,
        )
        yield Problem(place, "parity", items, say(N_("give both texts the same lists, item for item")))


def _short_texts(texts: Mapping[str, str], place: Place) -> Iterator[Problem]:
    codes = list(texts)
    for code in codes[1:]:
        yield from _differ(place, "numbers", codes[0], _numbers(texts[codes[0]]), _numbers(texts[code]))


_DIFFERENCES = {
    "numbers": N_("the numbers differ from {other}: only there {missing}; only here {extra}"),
    "links": N_("the links differ from {other}: only there {missing}; only here {extra}"),
    "phrases": N_("the @say lines differ from {other}: only there {missing}; only here {extra}"),
}


def _differ(place: Place, kind: str, other: str, wanted: Iterable[str], found: Iterable[str]) -> Iterator[Problem]:
    expected, actual = Counter(wanted), Counter(found)
    missing, extra = expected - actual, actual - expected
    if missing or extra:
        what = say(_DIFFERENCES[kind], other=other, missing=_row(missing.elements()), extra=_row(extra.elements()))
        yield Problem(place, f"parity-{kind}", what, say(N_("make both languages say the same")))


def _numbers(text: str) -> list[str]:
    """The numbers of a text, and the `{figures}` that stand for numbers."""
    return [*_NUMBER.findall(FIGURE.sub("", text)), *(found[0] for found in FIGURE.finditer(text))]


def _row(values: Iterable[object]) -> str:
    return ", ".join(map(str, values)) or "—"
