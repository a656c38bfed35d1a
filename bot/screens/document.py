"""A page's text, taken apart: title, point, and blocks in Telegram's HTML. Values only."""

import re
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists, as Telegram HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class Say:
    """The place of an officer's sentence, by its id in `phrases.yaml`."""

    sentence: str
    line: int


@dataclass(frozen=True, slots=True)
class Law:
    """What stands in the folded quote, as Telegram HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is uncertain, as Telegram HTML."""

    html: str


FIGURE = re.compile(r"\{([a-z][a-z0-9-]*)\}")  # the place of a number that stands in `figures.yaml`


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to a page by its id, or outwards by https."""

    target: str
    line: int

    @property
    def is_page(self) -> bool:
        """Whether it leads to a page of this guide."""
        return not self.target.startswith("https://")


Block = Prose | Say | Law | Doubt


@dataclass(frozen=True, slots=True)
class Document:
    """A text of a page. `point` is its first paragraph as HTML; `lists` counts the items of each list; `plain` is for
    comparing languages.
    """

    title: str
    point: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    lists: tuple[int, ...] = ()
    plain: str = ""

    @property
    def figures(self) -> list[tuple[str, int]]:
        """The figures that the text names, each with its line."""
        return [(found[1], self.plain.count("\n", 0, found.start()) + 1) for found in FIGURE.finditer(self.plain)]

    @property
    def sentences(self) -> tuple[Say, ...]:
        """The officer's sentences on the page, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Say))


def visible(html: str) -> str:
    """The characters a reader sees of Telegram HTML."""
    return unescape(_TAG.sub("", html))


def visible_length(html: str) -> int:
    """How long Telegram finds a text: UTF-16 code units after its entities are parsed."""
    return len(visible(html).encode("utf-16-le")) // 2
