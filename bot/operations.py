"""What operators do at a terminal: figures, publication, and what is held. Joins guide, figures and words."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import TypeVar

from bot.app import StartError, today
from bot.core_dumps import core_dumps
from bot.frontends.telegram.damping import MOST_OF_A_WEEK
from bot.library.files import read_files
from bot.library.library import Library
from bot.library.reader import read_library
from bot.library.reading import POLICY
from bot.library.sections import SEARCH
from bot.phrases import FIGURES, Words, read_phrases
from bot.reporting import catalogue, figures
from bot.settings import Settings
from bot.usage.findings import find
from bot.usage.formats import as_csv, as_json, as_table, findings_as_text
from bot.usage.holdings import Traces, reveal
from bot.usage.note import note
from bot.usage.page import page
from bot.usage.period import PeriodError, period
from bot.usage.release import ReleaseError, publish
from bot.usage.store import Store, StoreError
from bot.usage.views import DIMENSIONS, Dimension, view
from bot.usage.weeks import Week

FORMATS = ("table", "csv", "json", "html")
__all__ = ("DIMENSIONS", "FORMATS", "Question", "Week", "gaps", "migrate", "publication", "reveal_holdings", "stats")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Question:
    """What `bot stats` was asked: days or None, a dimension, a format, the language of titles ("" for the first)."""

    since: date | None = None
    until: date | None = None
    by: Dimension = "topic"
    form: str = "table"
    language: str = ""


def stats(settings: Settings, question: Question) -> str:
    """Figures in the format asked for. Raises StartError if there are none, or the period has no closed week."""
    library = _library(settings)
    language, words = _words(settings, library, question.language)
    weeks = _or_start_error(lambda: period(today(), question.since, question.until))
    with_days = question.by == "day" or question.form == "html"
    found = _ask(settings, lambda store: figures(store, library, settings.floor, weeks, with_days))
    known = catalogue(library, words)
    if question.form == "html":
        return page(found.disclosed, found.gaps, known, today(), language, words)
    shown = view(found.disclosed, question.by, known, language, words)
    if question.form == "table":
        colour = sys.stdout.isatty()
        return as_table(shown, get_terminal_size().columns, colour)
    return as_csv(shown) if question.form == "csv" else as_json(shown)


def gaps(settings: Settings, question: Question) -> str:
    """What readers look for and do not find, do not open, or open although it is out of date."""
    library = _library(settings)
    language, words = _words(settings, library, question.language)
    weeks = _or_start_error(lambda: period(today(), question.since, question.until))
    found = _ask(settings, lambda store: figures(store, library, settings.floor, weeks, with_days=False))
    known = catalogue(library, words)
    return findings_as_text(find(found.disclosed, found.gaps, known, today()), found.disclosed, known, language)


def publication(settings: Settings, week: Week, form: str, language: str, folder: Path | None) -> str:
    """A week for everybody: the same each time it is asked for. With a `folder`, written there as CSV and as note."""
    library = _library(settings)
    language, words = _words(settings, library, language)
    text = _ask(settings, lambda store: publish(store, week, today(), settings.floor), writable=True)
    explained = note(text, catalogue(library, words), language, words, MOST_OF_A_WEEK)
    if folder is None:
        return explained if form == "md" else text
    names = [folder / f"rohnamo-{week}.csv", folder / f"rohnamo-{week}.{language}.md"]
    try:
        for name, content in zip(names, (text, explained), strict=True):
            name.write_text(content, "utf8")
    except OSError as error:
        raise StartError(f"--output {folder}: the files cannot be written there ({error.strerror})") from None
    return "".join(f"{name}\n" for name in names)


def migrate(settings: Settings) -> str:
    """Create the tables of figures, or bring them up to this version, before a new release takes over. Says where.
    Raises StartError if that fails.
    """
    held = _ask(settings, lambda store: store.holdings(), writable=True)
    return f"The tables are ready: {held.where} ({', '.join(name for name, *_ in held.tables)})"


def reveal_holdings(settings: Settings) -> str:
    """All that this installation holds about people."""
    logs = (
        f"level {settings.log_level}, as {settings.log_format}, to standard error; whoever starts the program keeps it"
    )
    traces = Traces(logs, core_dumps(), settings.given)
    try:
        return reveal(_ask(settings, lambda store: store.holdings()), "", traces)
    except StartError as error:
        return reveal(None, str(error), traces)


def _library(settings: Settings) -> Library:
    """The guide as it is, faults and all: figures must be readable while a page is being mended.

    Only what figures need, which are the titles: no house rules, no search words, of each text its beginning. Reading
    all of it would take longer than three years of figures.
    """
    files = read_files(settings.content_dir).items()
    needed = {name: data for name, data in files if not name.startswith(POLICY) and SEARCH not in name}
    return read_library({name: _beginning(data) if name.endswith(".md") else data for name, data in needed.items()})[0]


def _beginning(text: bytes) -> bytes:
    """A text's title and point."""
    return b"\n\n".join(text.split(b"\n\n", 2)[:2])


def _words(settings: Settings, library: Library, language: str) -> tuple[str, Words]:
    if language and language not in library.codes:
        raise StartError(f"--lang {language}: the guide has no such language; it has {', '.join(library.codes)}")
    code = language or (library.codes or ("en",))[0]
    return code, read_phrases(settings.locales_dir, (code,), FIGURES)[code]


def _ask(settings: Settings, question: Callable[[Store], Awaitable[Result]], writable: bool = False) -> Result:
    """The answer of the store, which is closed after it. What is wrong with it becomes a StartError."""

    found: list[Result] = []  # not the task's own result: asyncio.run writes that out in full to compare two signals

    async def answer() -> None:
        store = settings.database.open(writable)
        try:
            found.append(await question(store))
        finally:
            await store.close()

    gc.disable()  # the command ends soon, and the collector would go through a quarter of a million rows in vain
    try:
        asyncio.run(answer())
        return found[0]
    except (StoreError, ReleaseError) as error:
        raise StartError(str(error)) from None
    finally:
        gc.enable()


def _or_start_error(read: Callable[[], Result]) -> Result:
    try:
        return read()
    except PeriodError as error:
        raise StartError(str(error)) from None
