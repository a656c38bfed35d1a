"""A view as a table for a terminal (the only home of rich), as CSV and as JSON. The columns are a promise:
bot/usage/README.md.
"""

import csv
import io
import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.usage.catalogue import Catalogue
from bot.usage.disclosure import Disclosed
from bot.usage.findings import Findings
from bot.usage.views import Line, View

BAR = 24  # characters
COLUMNS = ("since", "until", "by", "key", "title", "times")


def as_csv(view: View) -> str:
    """A row for each line: first and last day, dimension, id, title, number or `<floor`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    days = (view.first.monday.isoformat(), view.last.sunday.isoformat())
    writer.writerows((*days, view.by, line.key, line.title, shown(line, view.floor)) for line in view.lines)
    return out.getvalue()


def as_json(view: View) -> str:
    """The same as one object; a hidden number is null."""
    return json.dumps(
        {
            "since": view.first.monday.isoformat(),
            "until": view.last.sunday.isoformat(),
            "floor": view.floor,
            "by": view.by,
            "total": view.total,
            "lines": [{"key": line.key, "title": line.title, "times": line.times} for line in view.lines],
        },
        ensure_ascii=False,
        indent=1,
    )


def as_table(view: View, width: int, colour: bool) -> str:
    """Lines with bars, as wide as the terminal; what is hidden is only counted."""
    table = Table(title=f"{view.first.monday} to {view.last.sunday}, by {view.by}", title_justify="left")
    table.add_column(view.by, overflow="fold")
    table.add_column("times", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    told = [line for line in view.lines if line.times]
    largest = max((line.times or 0 for line in told), default=1)
    for line in told:
        table.add_row(
            Text(line.title), f"{line.times:,}", Text("█" * max(1, round(BAR * (line.times or 0) / largest)), "cyan")
        )
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    console.print(table)
    return out.getvalue() + _legend(view, len(view.lines) - len(told))


def findings_as_text(found: Findings, disclosed: Disclosed, catalogue: Catalogue, language: str) -> str:
    """What readers look for and do not find, as plain text."""
    unanswered = "cannot be told yet" if found.unanswered is None else f"{found.unanswered} %"
    words = [
        f"{word} ({spoken}) {f'<{disclosed.floor}' if times is None else times}" for spoken, word, times in found.words
    ]
    stale = [f"{catalogue.title(topic, language)} ({topic}), since {day}" for topic, day in found.stale]
    unopened = [f"{catalogue.title(topic, language)} ({topic})" for topic in found.unopened]
    parts = (
        ("Words in questions without an answer", words),
        ("Popular, and past their review", stale),
        (f"Hardly or never opened (fewer than {disclosed.floor} in every week, language and kind)", unopened),
    )
    lines = [
        f"{disclosed.first.monday} to {disclosed.last.sunday}",
        f"Questions without an answer: {unanswered}",
        *(f"\n{title}: {len(listed)}\n" + "\n".join(f"  {each}" for each in listed) for title, listed in parts),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def shown(line: Line, floor: int) -> str:
    """A number as it may be shown."""
    return str(line.times) if line.times is not None else f"<{floor}"


def _legend(view: View, hidden: int) -> str:
    lines = [f"Shown in all: {view.total:,}. Screens shown, not people."]
    if hidden:
        lines.append(f"<{view.floor}: {hidden} more, fewer than {view.floor} in every week, language and kind.")
    lines.append("A line counts only weeks, languages and kinds that reached the floor by themselves.")
    return "\n".join(lines) + "\n"
