"""The report as one self-contained HTML page: for a phone, a screen and paper; no script, no request. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from bot.usage.catalogue import Catalogue
from bot.usage.charts import bar, columns, grouped
from bot.usage.disclosure import Disclosed
from bot.usage.findings import Findings, find
from bot.usage.page_style import STYLE
from bot.usage.store import Gap
from bot.usage.views import Dimension, Line, View, Words, view, weekly

TOP = 20  # topics with a bar


class _Page:
    """One report in one language, section by section."""

    def __init__(self, disclosed: Disclosed, catalogue: Catalogue, language: str, words: Words) -> None:
        self.disclosed, self.catalogue, self.language, self.words = disclosed, catalogue, language, words

    def view(self, by: Dimension) -> View:
        return view(self.disclosed, by, self.catalogue, self.language, self.words)

    def title(self, topic: str) -> str:
        return escape(self.catalogue.title(topic, self.language))


def page(
    disclosed: Disclosed, gaps: Sequence[Gap], catalogue: Catalogue, today: date, language: str, words: Words
) -> str:
    """The report on what was disclosed."""
    report = _Page(disclosed, catalogue, language, words)
    days = f"{disclosed.first.monday} – {disclosed.last.sunday}"
    found = find(disclosed, gaps, catalogue, today)
    name, content = words("Usage report"), words("Content: {edition}", edition=catalogue.edition)
    parts = [
        f"<header><h1>{name}</h1><p>{days} · {content}</p></header>",
        _headline(report, found),
        _section(words("Week by week"), _weeks(report), "half"),
        _section(words("Days of the last week"), _days(report), "half"),
        _section(words("Topics"), _bars(report.view("topic"), TOP)),
        _section(words("Sections"), _bars(report.view("section"))),
        _section(words("Languages"), _bars(report.view("language"))),
        _section(words("Ways in which screens were shown"), _bars(report.view("kind"))),
        *_gaps(report, found),
        _section(words("How to read this"), _notes(report)),
    ]
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{name} {days}</title><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _headline(report: _Page, found: Findings) -> str:
    _ = report.words
    numbers = [
        (grouped(report.disclosed.total), _("screens shown")),
        (
            f"{len(report.catalogue.topics) - len(found.unopened)}/{len(report.catalogue.topics)}",
            _("topics with figures"),
        ),
        ("–" if found.unanswered is None else f"{found.unanswered} %", _("questions without an answer")),
    ]
    cells = (f"<div><strong>{number}</strong><span>{label}</span></div>" for number, label in numbers)
    return f'<section class="headline">{"".join(cells)}</section>'


def _weeks(report: _Page) -> str:
    points = [(str(week).partition("-")[2], times) for week, times in weekly(report.disclosed).items()]
    return columns(points, report.words("Week by week"))


def _days(report: _Page) -> str:
    """The newest week whose days may be told apart."""
    told = [(week, shown.days) for week, shown in report.disclosed.weeks.items() if shown.days]
    if not told:
        return ""
    week, numbers = told[-1]
    points = [(f"{day:%d.%m}", number) for day, number in zip(week.days, numbers, strict=True)]
    return columns(points, report.words("Days of the last week"))


def _bars(shown_view: View, most: int | None = None) -> str:
    """A row with a bar for each line that may be shown."""
    told = [line for line in shown_view.lines if line.times]
    largest = max((line.times or 0 for line in told), default=1)
    listed = told[:most]
    rows = "".join(_row(line, (line.times or 0) / largest) for line in listed)
    return f"<table>{rows}</table>" if rows else ""


def _row(line: Line, share: float) -> str:
    return f"<tr><th>{escape(line.title)}</th><td>{grouped(line.times or 0)}</td><td>{bar(share)}</td></tr>"


def _gaps(report: _Page, found: Findings) -> Iterable[str]:
    _ = report.words
    floor = report.disclosed.floor
    asked = (f"{escape(word)} ({f'&lt;{floor}' if times is None else times})" for __, word, times in found.words)
    stale = (f"{report.title(topic)} ({day})" for topic, day in found.stale)
    yield _section(_("Words in questions without an answer"), _list(asked))
    yield _section(_("Popular, and past their review"), _list(stale))
    yield _section(_("Hardly or never opened"), _list(report.title(topic) for topic in found.unopened), "long")


def _notes(report: _Page) -> str:
    _, floor = report.words, report.disclosed.floor
    notes = (
        _("Screens are counted, not people: one person can open many, and one chat is counted only up to a limit."),
        _(
            "A number under {floor} for a week, topic, language and kind is hidden for ever; sums leave it out.",
            floor=floor,
        ),
        _("What is hidden is added together as “all smaller figures” where that can betray no single one."),
        _("Only whole weeks are shown, from the Tuesday after them."),
    )
    return _list(notes)


def _list(items: Iterable[str]) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{listed}</ul>" if listed else ""


def _section(title: str, body: str, name: str = "") -> str:
    return f'<section class="{name}"><h2>{title}</h2>{body}</section>' if body else ""
