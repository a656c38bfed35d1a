"""`python -m tests.benchmark usage`: what counting costs, how large figures grow, how fast they are read."""

import asyncio
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bot.app import today
from bot.edition import read_edition
from bot.frontends.telegram.damping import Damper
from bot.screens.route import Route
from bot.screens.screen import KINDS
from bot.usage.disclosure import disclose
from bot.usage.postgres import PostgresStore
from bot.usage.sqlite import SqliteStore
from bot.usage.store import Store
from bot.usage.tally import Row, Tally
from bot.usage.weeks import Week, last_closed
from tests.fake_telegram import Person
from tests.postgres_server import postgres_server
from tests.samples import ROOT, TODAY

TOPICS = [f"topic-{number:03}" for number in range(100)]
LANGUAGES = ("tg", "ru")
WEEKS, INCREMENTS, TAPS = 157, 1_000_000, 1_000


def all_rows(week: Week) -> list[Row]:
    """A week in which every topic was shown on every day, in every language and way."""
    return [
        Row(day, topic, language, kind, 1 + (index * 7919 + day.toordinal()) % 120)
        for day in week.days
        for index, topic in enumerate(TOPICS)
        for language in LANGUAGES
        for kind in KINDS
    ]


def taps() -> tuple[float, float]:
    """Microseconds of processor time: a tap from update to answer, against a Telegram in the same process; and the part
    of it that counts, measured alone, because the difference of two taps is smaller than their scatter.
    """
    edition = read_edition(ROOT / "content", ROOT / "locales", TODAY)

    async def run() -> tuple[float, float]:
        person, route = Person(edition), Route("tg", "detained")
        person.guide = edition.guide(lambda: TODAY, tally=Tally(KINDS, today))
        screen, conversation = person.guide.show(route), person.conversation
        conversation._damper = Damper(chats=10 * TAPS)
        await person.type("/start")
        began = time.process_time()
        for number in range(TAPS):
            await person.tap(Route("tg", "detained" if number % 2 else "summons"))
        tapped = time.process_time()
        for chat in range(10 * TAPS):  # each a chat of its own, so that none is damped
            conversation._count(chat, route, screen)
        counted = time.process_time()
        return (tapped - began) / TAPS * 1e6, (counted - tapped) / (10 * TAPS) * 1e6

    runs = [asyncio.run(run()) for _ in range(7)]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def increments() -> tuple[float, float]:
    """Nanoseconds of one increment; seconds in which a million of them are written."""
    tally = Tally(KINDS, today)
    count = tally.counter(TOPICS, LANGUAGES)
    began = time.perf_counter()
    for number in range(INCREMENTS):
        count(TOPICS[number % 100], LANGUAGES[number % 2], KINDS[number % 8])
    each = (time.perf_counter() - began) / INCREMENTS * 1e9
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "figures.db")
        return each, _seconds(lambda: store.add(tally.take()))


def three_years(folder: Path) -> tuple[float, float, float, tuple[float, float]]:
    """Seconds to write into a full week; size (MB); seconds to read and disclose; `bot stats` by clock and at work."""
    path, last = folder / "figures.db", last_closed(today())
    store = SqliteStore(path)
    for number in range(WEEKS):
        asyncio.run(store.add(all_rows(last.plus(-number))))
    write = _seconds(lambda: store.add(all_rows(last)[:1600]))
    read = statistics.median(_seconds(lambda: _disclosed(store, last), time.process_time) for _ in range(5))
    since = (last.monday - timedelta(weeks=WEEKS - 1)).isoformat()
    command = [sys.executable, "-m", "bot", "stats", "--since", since]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{path}"}
    runs = []
    for _ in range(5):
        began, worked = time.perf_counter(), _children()
        subprocess.run(command, env=environment, capture_output=True, check=True)
        runs.append((time.perf_counter() - began, _children() - worked))
    return write, path.stat().st_size / 1e6, read, sorted(runs)[2]


def _children() -> float:
    """Seconds of processor time of all programs started so far: on a shared computer, less than the clock says."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _disclosed(store: Store, last: Week) -> None:
    period = (last.plus(1 - WEEKS), last)
    disclose(await store.cells(*period, by_day=False), period, TOPICS, LANGUAGES, 10)


def postgres() -> tuple[float, float]:
    """Seconds to write a full week of 1,600 cells, and to read and disclose three years, on a server of our own."""
    last = last_closed(today())
    with postgres_server() as url:

        async def run() -> tuple[float, float]:
            store = PostgresStore(url, "benchmark")
            for number in range(WEEKS):
                await store.add(all_rows(last.plus(-number)))
            began = time.perf_counter()
            await store.add(all_rows(last)[:1600])
            written = time.perf_counter()
            await _disclosed(store, last)
            read = time.perf_counter()
            await store.close()
            return written - began, read - written

        return asyncio.run(run())


def _seconds(work: Callable[[], Awaitable[object]], clock: Callable[[], float] = time.perf_counter) -> float:
    async def run() -> float:
        began = clock()
        await work()
        return clock() - began

    gc.disable()  # as bot stats does
    try:
        return asyncio.run(run())
    finally:
        gc.enable()


def table() -> list[tuple[str, str, str]]:
    """What was measured: name, aim, result."""
    tap, counting = taps()
    each, flush = increments()
    with tempfile.TemporaryDirectory() as folder:
        write, size, read, command = three_years(Path(folder))
    to_postgres, from_postgres = postgres()
    return [
        ("a tap", "", f"{tap:.0f} µs"),
        ("… of which counting", "< 3 %", f"{counting:.1f} µs ({100 * counting / tap:.1f} %)"),
        ("one increment", "", f"{each:.0f} ns"),
        ("1,000,000 increments written to SQLite", "< 2 s", f"{flush:.3f} s"),
        ("a batch of 1,600 cells after three years: SQLite, PostgreSQL", "", f"{write:.3f} s, {to_postgres:.3f} s"),
        ("three years of 100 topics × 2 × 8: the file", "< 50 MB", f"{size:.1f} MB"),
        ("… read and disclosed: SQLite (at work), PostgreSQL", "< 1 s", f"{read:.2f} s, {from_postgres:.2f} s"),
        ("… `bot stats` from start to end", "", f"{command[0]:.2f} s, of which {command[1]:.2f} s at work"),
    ]
