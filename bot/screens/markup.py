"""The small Markdown of a page -> title, point and blocks in Telegram's HTML, and every fault with its line. Pure.

Telegram shows bold, italic, links, quotes and line breaks; lists are drawn with characters. What it cannot show is
refused with a cure, because Telegram itself drops such things silently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.library.problem import N_, Message, Place, Problem, say
from bot.screens.document import Block, Document, Doubt, Law, Link, Prose, Say, visible
from bot.screens.route import PAGE_ID
from bot.screens.screen import POINT_LIMIT

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])  # enabled so that they can be named and refused
DOUBT = "?:"  # a paragraph that begins with this says what is uncertain
_SAY = re.compile(r"@say[ \t]+([a-z][a-z0-9-]*)")

_REFUSED: dict[str, tuple[str, str]] = {
    "heading": (
        N_("a second heading"),
        N_("make it a short paragraph in **bold**; only the first line of a page starts with #"),
    ),
    "table": (N_("a table: Telegram cannot show one"), N_("write a list, one line for each row")),
    "image": (N_("a picture: pages are text only"), N_("describe in words what the picture shows")),
    "html_block": (N_("raw HTML"), N_("remove the <tags>; use **bold**, *italic* and lists")),
    "html_inline": (N_("raw HTML"), N_("remove the <tags>; use **bold**, *italic* and lists")),
    "code_block": (N_("a line that begins with four spaces"), N_("remove the spaces at the beginning of the line")),
    "fence": (
        N_("a block between ``` marks"),
        N_("remove the ``` lines; for a sentence to the officer write: @say phrase-id"),
    ),
    "code_inline": (N_("`backquotes`"), N_("use **bold** instead")),
    "hr": (N_("a line of --- or ***"), N_("leave an empty line instead")),
    "s": (N_("~~struck out~~ words"), N_("delete the words")),
}
_NESTED_LIST = (N_("a list inside a list"), N_("make one flat list; Telegram cannot show the second level"))

_BAD_SAY = (
    N_("@say is not written as it should be"),
    N_("write it alone on a line with empty lines around it: @say need-interpreter"),
)


@dataclass
class _Writing:
    """What is collected while one file is walked."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    line: int = 1

    def fault(self, code: str, what: Message, cure: Message) -> None:
        self.problems.append(Problem(Place(self.file, self.line), code, what, cure))

    def refuse(self, kind: str) -> None:
        what, cure = _REFUSED[kind]
        self.fault("markup", say(what), say(cure))

    def at(self, node: SyntaxTreeNode) -> None:
        if node.map:
            self.line = node.map[0] + 1


def parse(text: str, file: str) -> tuple[Document, list[Problem]]:
    """A page's text -> its document and all its faults. A faulty text still gives a document, for a preview."""
    writing = _Writing(file)
    nodes = list(SyntaxTreeNode(_MARKDOWN.parse(text)).children)
    title = _title(nodes, writing)
    point = _point(nodes, writing)
    blocks = tuple(block for node in nodes for block in _block(node, writing))
    laws = [block for block in blocks if isinstance(block, Law)]
    if len(laws) > 1:
        writing.fault(
            "markup",
            say(N_("more than one > quote")),
            say(N_("join the quotes into one; it becomes the folded text about the law")),
        )
    document = Document(title, point, blocks, tuple(writing.links), tuple(writing.lists), text)
    return document, writing.problems


def _title(nodes: list[SyntaxTreeNode], writing: _Writing) -> str:
    if nodes and nodes[0].type == "heading" and nodes[0].tag == "h1":
        node = nodes.pop(0)
        writing.at(node)
        return visible(_inline(node, writing)).strip()
    writing.fault("title", say(N_("the page has no title")), say(N_("make the first line: # Title")))
    return ""


def _point(nodes: list[SyntaxTreeNode], writing: _Writing) -> str:
    if not nodes or nodes[0].type != "paragraph" or _SAY.match(_source(nodes[0])):
        writing.fault(
            "point",
            say(N_("the page does not begin with its point")),
            say(N_("write one short paragraph under the title: the most important thing first")),
        )
        return ""
    node = nodes.pop(0)
    writing.at(node)
    point = _inline(node, writing)
    length = len(visible(point))
    if length > POINT_LIMIT:
        writing.fault(
            "point",
            say(
                N_("the first paragraph has {length} characters; {limit} is the most"), length=length, limit=POINT_LIMIT
            ),
            say(N_("keep the one thing to know there and move the rest into the next paragraph")),
        )
    return point


def _source(node: SyntaxTreeNode) -> str:
    return node.children[0].content.strip() if node.children else ""


def _block(node: SyntaxTreeNode, writing: _Writing) -> Iterator[Block]:
    writing.at(node)
    if node.type == "blockquote":
        yield Law("\n".join(html for child in node.children for html in _prose(child, writing)))
    elif node.type == "paragraph" and _source(node).startswith("@say"):
        yield from _say(node, writing)
    elif node.type == "paragraph" and _source(node).startswith(DOUBT):
        yield Doubt(_inline(node, writing).removeprefix(DOUBT).strip())
    else:
        yield from map(Prose, _prose(node, writing))


def _say(node: SyntaxTreeNode, writing: _Writing) -> Iterator[Say]:
    found = _SAY.fullmatch(_source(node))
    if found:
        yield Say(found[1], writing.line)
    else:
        writing.fault("say", *map(say, _BAD_SAY))


def _prose(node: SyntaxTreeNode, writing: _Writing) -> Iterator[str]:
    writing.at(node)
    if node.type == "paragraph":
        yield _inline(node, writing)
    elif node.type in ("bullet_list", "ordered_list"):
        yield _list(node, writing)
    elif node.type == "blockquote":
        writing.fault("markup", say(N_("a quote inside a quote")), say(N_("keep one > at the beginning of the line")))
    else:
        writing.refuse(node.type)


def _list(node: SyntaxTreeNode, writing: _Writing) -> str:
    writing.lists.append(len(node.children))
    first = int(node.attrs.get("start", 1))
    lines = []
    for number, item in enumerate(node.children, first):
        mark = f"{number}." if node.type == "ordered_list" else "•"
        lines.append(f"{mark} {_item(item, writing)}")
    return "\n".join(lines)


def _item(item: SyntaxTreeNode, writing: _Writing) -> str:
    parts = []
    for child in item.children:
        writing.at(child)
        if child.type == "paragraph":
            parts.append(_inline(child, writing))
        elif child.type in ("bullet_list", "ordered_list"):
            writing.fault("markup", *map(say, _NESTED_LIST))
        else:
            parts.extend(_prose(child, writing))
    return "\n".join(parts)


def _inline(node: SyntaxTreeNode, writing: _Writing) -> str:
    return "".join(_span(child, writing) for inline in node.children for child in inline.children)


def _span(node: SyntaxTreeNode, writing: _Writing) -> str:
    inside = "".join(_span(child, writing) for child in node.children) if node.type in ("strong", "em", "link") else ""
    match node.type:
        case "text":
            if "@say" in node.content:
                writing.fault("say", *map(say, _BAD_SAY))
            return escape(node.content, quote=False)
        case "softbreak" | "hardbreak":
            writing.line += 1
            return " " if node.type == "softbreak" else "\n"
        case "strong":
            return f"<b>{inside}</b>"
        case "em":
            return f"<i>{inside}</i>"
        case "link":
            return _link(str(node.attrs["href"]), inside, writing)
    writing.refuse(node.type)
    return ""


def _link(target: str, words: str, writing: _Writing) -> str:
    if PAGE_ID.fullmatch(target):
        writing.links.append(Link(target, writing.line))
        return f"<b>{words}</b>"  # Telegram has no links between screens; the page gets a button
    if target.startswith("https://"):
        writing.links.append(Link(target, writing.line))
        return f'<a href="{escape(target)}">{words}</a>'
    writing.fault(
        "link",
        say(N_("the link “{target}” is neither a page nor an https address"), target=target),
        say(N_("write the id of a page, as in [lawyer](lawyer); phones belong in contacts.yaml")),
    )
    return words
