"""`content/withdrawn.yaml`: pages that were taken out, because something in them may be wrong. Reads its entries, and
adds and takes out one in the file's text, so that comments and the other entries stay as they are. Pure.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from bot.library.fields import Fields
from bot.library.library import Library
from bot.library.model import Page, Withdrawal
from bot.library.problem import N_, Level, Message, Problem, say
from bot.screens.route import BUILT_IN, HOME

LIST = "withdrawn"
_BEGINNING = '# Pages that were taken out. By hand, or with: bot withdraw PAGE --reason "…", bot restore PAGE\n'
_HEAD = re.compile(rf"^{LIST}:[ \t]*(?:\[[ \t]*\])?[ \t]*(?=#|$)", re.MULTILINE)
_ENTRY = re.compile(r"([ \t]*)-[ \t]")


def read_withdrawal(fields: Fields, _: tuple[str, ...]) -> Withdrawal:
    """One entry; its id is the page's. The reason is for colleagues."""
    withdrawal = Withdrawal(
        id=fields.identifier("page"),
        place=fields.place("page"),
        on=fields.date("on") or date.min,
        reason=fields.text("reason"),
    )
    fields.finish()
    return withdrawal


def may_be_withdrawn(page: Page) -> bool:
    """Whether buttons can do without a page: one in a section, or a check. Sections are the way to others."""
    return page.parent not in ("", HOME)


def check_withdrawals(library: Library, today: date) -> Iterator[Problem]:
    """Days that have not come; and, as a note, each page that is taken out."""
    for entry in library.withdrawn.values():
        if entry.on > today:
            what = say(N_("“{page}” is withdrawn on {day}, which lies in the future"), page=entry.id, day=entry.on)
            yield Problem(entry.place, "date", what, say(N_("write the day on which it was taken out")))
        else:
            what = say(
                N_("“{page}” is withdrawn since {day}: {reason}"), page=entry.id, day=entry.on, reason=entry.reason
            )
            cure = say(N_("correct the page, then put it back: bot restore {page}"), page=entry.id)
            yield Problem(entry.place, "withdrawn", what, cure, Level.NOTE)


def why_not(name: str, pages: Mapping[str, Page], aliases: Mapping[str, str]) -> tuple[Message, Message] | None:
    """What keeps a page from being withdrawn, and what to do instead; None where nothing does."""
    page = pages.get(name)
    if page is None and name in aliases:
        what = say(N_("“{page}” is a retired id"), page=name)
        return what, say(N_("write the id of the page that took its place: {page}"), page=aliases[name])
    if page is None and name not in BUILT_IN:
        cure = say(N_("choose one of those that exist, or write it first: {names}"), names=", ".join(sorted(pages)))
        return say(N_("there is no page “{name}”"), name=name), cure
    if page is None or not may_be_withdrawn(page):
        what = say(N_("“{page}” cannot be withdrawn: it is the way to other pages"), page=name)
        return what, say(N_("correct its text, or withdraw the pages that it leads to"))
    return None


def with_entry(text: str, page: str, day: date, reason: str) -> str:
    """The file's text with one entry more, at its end."""
    text = text if _HEAD.search(text) else f"{text or _BEGINNING}{LIST}: []\n"
    text = _HEAD.sub(f"{LIST}:  " if _has_comment(text) else f"{LIST}:", text, count=1)
    indents = [found[1] for line in text.split("\n") if (found := _ENTRY.match(line))]
    before = text if text.endswith("\n") else f"{text}\n"
    return before.rstrip("\n") + "\n" + entry(page, day, reason, indents[-1] if indents else "  ")


def entry(page: str, day: date, reason: str, indent: str = "  ") -> str:
    """An entry as lines of YAML."""
    quoted = json.dumps(reason, ensure_ascii=False)  # a string of JSON is one of YAML
    return f'{indent}- page: {page}\n{indent}  on: "{day}"\n{indent}  reason: {quoted}\n'


def without_entry(text: str, line: int) -> str:
    """The file's text without the entry that begins in a line, counted from 1. Comments around it stay."""
    lines = text.split("\n")
    start = line - 1
    found = _ENTRY.match(lines[start])
    indent = len(found[1]) if found else 0
    end = start + 1
    while end < len(lines) and (len(lines[end]) - len(lines[end].lstrip())) > indent:
        end += 1
    left = "\n".join(lines[:start] + lines[end:])
    empty = not any(_ENTRY.match(each) for each in left.split("\n"))
    return _HEAD.sub(f"{LIST}: []" + ("  " if _has_comment(left) else ""), left, count=1) if empty else left


def _has_comment(text: str) -> bool:
    """Whether a comment stands behind the name of the list."""
    found = _HEAD.search(text)
    return found is not None and text[found.end() : found.end() + 1] == "#"
