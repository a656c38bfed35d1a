"""Do both stores keep their promises: nothing lost or doubled, no column for a person, plain words for faults?"""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.usage import sqlite as sqlite_module
from bot.usage.address import read_address
from bot.usage.postgres import PREFIX
from bot.usage.sqlite import STEPS, SqliteStore
from bot.usage.store import GAP_WORDS, TABLES, VERSION, Gap, Store, StoreError
from bot.usage.tally import Row
from bot.usage.weeks import Week
from tests.postgres_server import postgres_server
from tests.samples import ROOT

FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)
WEEK = Week.of(FRIDAY)
PROCESSES, WRITERS = 4, 100


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture
async def postgres(server: str) -> str:
    """An empty database."""
    connection = await asyncpg.connect(server)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
    return server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'figures.db'}"
    address: str = request.getfixturevalue("postgres")
    return address


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = read_address(url).open()
    yield opened
    await opened.close()


def row(topic: str = "detained", day: date = FRIDAY, language: str = "tg", times: int = 1) -> Row:
    return Row(day, topic, language, "opened", times)


async def test_counts_of_many_batches_add_up_by_day(store: Store) -> None:
    await store.add([row(times=3), row("summons", times=4), row(day=SUNDAY, times=9)])
    await store.add([row(times=2), row(language="ru")])
    cells = {(cell.topic, cell.language, cell.kind): cell.days for cell in await store.cells(WEEK, WEEK)}
    assert cells == {
        ("detained", "tg", "opened"): (0, 0, 0, 0, 5, 0, 9),
        ("summons", "tg", "opened"): (0, 0, 0, 0, 4, 0, 0),
        ("detained", "ru", "opened"): (0, 0, 0, 0, 1, 0, 0),
    }
    assert await store.cells(WEEK.plus(1), WEEK.plus(9)) == []


async def test_nothing_to_write_is_no_fault(store: Store) -> None:
    await store.add([])
    assert await store.cells(WEEK, WEEK) == []


async def test_the_tables_are_those_of_the_closed_list_and_hold_no_time_id_or_name(store: Store) -> None:
    await store.add([row()])
    holdings = await store.holdings()
    assert {name: columns for name, columns, _ in holdings.tables if name != "version"} == TABLES
    assert set(dict.fromkeys(column for _, columns, __ in holdings.tables for column in columns)) <= {
        *("week", "topic", "language", "kind", "word", "times", "text", "version"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    }


async def test_words_are_added_up_and_bounded(store: Store) -> None:
    await store.add_gaps([Gap(WEEK, "ru", "word", 5), Gap(WEEK, "ru", "other", 7)])
    await store.add_gaps([Gap(WEEK, "ru", "word", 6)])
    assert sorted(await store.gaps(WEEK, WEEK)) == [Gap(WEEK, "ru", "other", 7), Gap(WEEK, "ru", "word", 11)]
    await store.add_gaps([Gap(WEEK, "ru", "w" + "".join(chr(97 + int(d)) for d in str(n)), 5) for n in range(600)])
    assert len(await store.gaps(WEEK, WEEK)) == GAP_WORDS


@pytest.mark.parametrize("word", ["", "two words", "79035551234", "a1", "a" * 33, "@name", "x\n"])
def test_what_is_not_one_word_is_no_gap(word: str) -> None:
    with pytest.raises(ValueError, match="word"):
        Gap(WEEK, "ru", word, 5)


def test_a_word_of_four_messages_is_no_gap() -> None:
    with pytest.raises(ValueError, match="5"):
        Gap(WEEK, "ru", "word", 4)


async def test_plans_and_releases_are_written_once(store: Store) -> None:
    await store.plan(WEEK, [("b", "tg"), ("a", "ru")])
    await store.plan(WEEK, [("c", "tg")])
    assert await store.planned(WEEK) == [("a", "ru"), ("b", "tg")]
    assert await store.release(WEEK) is None
    assert await store.keep_release(WEEK, "first") == "first"
    assert await store.keep_release(WEEK, "second") == "first"
    assert await store.release(WEEK) == "first"


async def test_a_store_can_be_closed_and_used_again(store: Store) -> None:
    await store.add([row()])
    await store.close()
    await store.add([row()])
    assert [sum(cell.days) for cell in await store.cells(WEEK, WEEK)] == [2]


_WRITER = """
import asyncio, sys
from datetime import date
from bot.usage.address import read_address
from bot.usage.tally import Row

async def main(url, writers):
    store = read_address(url).open()
    rows = [Row(date(2026, 11, 20), f"topic-{n}", "tg", "opened", 1) for n in range(20)]
    await asyncio.gather(*(store.add(rows) for _ in range(writers)))
    await store.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def test_a_hundred_writers_in_each_of_four_programs_lose_nothing(postgres: str) -> None:
    command = [sys.executable, "-c", _WRITER, postgres, str(WRITERS)]
    programs = [subprocess.Popen(command, cwd=ROOT) for _ in range(PROCESSES)]
    assert [program.wait() for program in programs] == [0] * PROCESSES
    cells = asyncio.run(_all_cells(postgres))
    assert cells == {f"topic-{n}": PROCESSES * WRITERS for n in range(20)}


async def _all_cells(url: str) -> dict[str, int]:
    store = read_address(url).open()
    try:
        return {cell.topic: sum(cell.days) for cell in await store.cells(WEEK, WEEK)}
    finally:
        await store.close()


_ENDLESS = """
import asyncio, sys
from datetime import date
from bot.usage.address import read_address
from bot.usage.tally import Row

async def main(url):
    store = read_address(url).open()
    for batch in range(1, 100_000):
        await store.add([Row(date(2026, 11, 20), f"topic-{n}", "tg", "opened", 1) for n in range(300)])
        print(batch, flush=True)

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.parametrize("batches", [1, 3, 8])
def test_a_kill_while_writing_leaves_whole_batches_and_a_readable_file(tmp_path: Path, batches: int) -> None:
    url = f"sqlite:///{tmp_path / 'figures.db'}"
    with subprocess.Popen(
        [sys.executable, "-c", _ENDLESS, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        for _ in range(batches):
            told = int(program.stdout.readline())
        program.send_signal(signal.SIGKILL)
        told = int(([str(told), *program.stdout.read().split()])[-1])
    kept = asyncio.run(_all_cells(url))
    assert len(kept) == 300
    assert set(kept.values()) <= {told, told + 1}, "every batch that was confirmed is there, and none is there in part"
    assert len(set(kept.values())) == 1
    with closing(sqlite3.connect(tmp_path / "figures.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# What a seized file could tell besides its numbers.


@given(st.permutations([(topic, number) for topic in ("zebra", "mango", "apple") for number in range(4)]))
@settings(max_examples=15, deadline=None)
def test_counts_that_came_in_another_order_leave_the_same_bytes(order: list[tuple[str, int]]) -> None:
    """The last rows of a page are those that came first, unless a week is written anew in the order of its keys."""
    rows = [row(topic, WEEK.days[number], "ru" if number % 2 else "tg", 7**number) for topic, number in order]
    found = []
    for arrived in (rows, sorted(rows)):
        with tempfile.TemporaryDirectory() as folder:
            store = SqliteStore(Path(folder) / "figures.db")
            for number in range(3):
                asyncio.run(store.add(arrived[number::3]))
            found.append((Path(folder) / "figures.db").read_bytes())
    assert found[0] == found[1]


async def test_no_time_of_a_file_shows_when_anything_was_counted(tmp_path: Path) -> None:
    path = tmp_path / "figures.db"
    store = SqliteStore(path)
    for topic in ("zebra", "mango", "apple"):
        await store.add([row(topic)])
    assert path.stat().st_mtime % 86_400 == 0
    assert path.stat().st_atime % 86_400 == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert {file.name: file.stat().st_size for file in tmp_path.iterdir() if file != path} == {"figures.db-journal": 0}
    before = tmp_path.stat().st_mtime_ns
    await store.add([row("berry")])
    assert tmp_path.stat().st_mtime_ns == before, "the folder does not show a write"


async def test_a_file_switched_to_wal_is_switched_back(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "figures.db")
    await store.add([row()])
    with closing(sqlite3.connect(tmp_path / "figures.db")) as file:
        file.execute("PRAGMA journal_mode = WAL")
    await store.add([row()])
    assert not list(tmp_path.glob("*-wal"))


async def test_what_was_deleted_is_overwritten(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "figures.db")
    await store.add([row("canary-topic")])
    async with store._writing() as file:
        await file.execute("DELETE FROM counts")
    assert b"canary-topic" not in (tmp_path / "figures.db").read_bytes()


# Faults, and whether an operator is told what to do.


async def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "figures.db")) as file:
        for statement in (*STEPS[0], f"PRAGMA application_id = {sqlite_module.OURS}", "PRAGMA user_version = 1"):
            file.execute(statement)
        file.execute(
            "INSERT INTO counts (week, topic, language, kind, fri) VALUES ('2026-W47', 'a', 'tg', 'opened', 3)"
        )
        file.commit()
    store = SqliteStore(tmp_path / "figures.db")
    await store.add_gaps([Gap(WEEK, "ru", "word", 5)])
    assert [(cell.topic, sum(cell.days)) for cell in await store.cells(WEEK, WEEK)] == [("a", 3)]


async def test_a_database_of_a_newer_version_is_left_alone(url: str) -> None:
    opened = read_address(url).open()
    await opened.add([row()])
    await opened.close()
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(read_address(url).path)) as file:
            file.execute(f"PRAGMA user_version = {VERSION + 1}")
    else:
        connection = await asyncpg.connect(url)
        await connection.execute(f"INSERT INTO {PREFIX}version VALUES ({VERSION + 1})")
        await connection.close()
    with pytest.raises(StoreError, match=r"newer Rohnamo.*Update the program"):
        await opened.add([row()])


def _broken(path: Path, how: str) -> None:
    if how == "text":
        path.write_text("not a database at all, but long enough to be taken for one " * 99)
    elif how == "foreign":
        with closing(sqlite3.connect(path)) as file:
            file.execute("CREATE TABLE secrets (name)")
    elif how == "folder":
        path.mkdir()
    elif how == "damaged":
        asyncio.run(SqliteStore(path).add([row(f"topic-{n}") for n in range(2000)]))
        data = bytearray(path.read_bytes())
        data[4096:] = b"\xff" * (len(data) - 4096)
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("how", "cure"),
    [
        ("text", "Move it away"),
        ("foreign", "another file"),
        ("folder", "cannot be opened"),
        ("damaged", "Move it away"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, how: str, cure: str) -> None:
    path = tmp_path / "figures.db"
    _broken(path, how)
    with pytest.raises(StoreError, match=cure):
        asyncio.run(SqliteStore(path).add([row("detained")]))
    with pytest.raises(StoreError, match=str(path)):
        asyncio.run(SqliteStore(path).add([row("detained")]))


def test_a_missing_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Create its folder"):
        asyncio.run(SqliteStore(tmp_path / "absent" / "figures.db").add([row()]))


def test_a_locked_file_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_module, "PATIENCE", 0.05)
    path = tmp_path / "figures.db"
    asyncio.run(SqliteStore(path).add([row()]))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="keeps the file locked"):
            asyncio.run(SqliteStore(path).add([row()]))


_AS_OTHERS = """
import asyncio, os, resource, signal, sys
from datetime import date
from pathlib import Path
from bot.usage.sqlite import SqliteStore
from bot.usage.store import StoreError
from bot.usage.tally import Row

how, path = sys.argv[1], Path(sys.argv[2])
store = SqliteStore(path)
asyncio.run(store.add([Row(date(2026, 11, 20), "detained", "tg", "opened", 1)]))
if how == "read-only":
    path.chmod(0o444), path.parent.chmod(0o555)
    if os.geteuid() == 0:
        path.parent.parent.chmod(0o755)
        os.chown(path, 65534, 65534)
        os.setuid(65534)
else:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, path.stat().st_size))
try:
    asyncio.run(store.add([Row(date(2026, 11, 20), f"topic-{n}", "tg", "opened", 1) for n in range(9999)]))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize(("how", "cure"), [("read-only", "Let the program's user write it"), ("full", "disk")])
def test_a_read_only_file_and_a_full_disk_are_explained(how: str, cure: str) -> None:
    with tempfile.TemporaryDirectory() as parent:  # not pytest's folder: another user cannot enter it
        folder = Path(parent) / "data"
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", _AS_OTHERS, how, str(folder / "figures.db")],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
    assert cure in done.stdout, done.stdout + done.stderr
    assert "DATABASE_URL" in done.stdout


async def test_figures_that_were_never_written_are_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Nothing was counted yet"):
        await SqliteStore(tmp_path / "figures.db", writable=False).cells(WEEK, WEEK)
    assert not list(tmp_path.iterdir()), "looking creates nothing"


@pytest.mark.parametrize(
    ("change", "cure"),
    [
        (("@127.0.0.1", "@127.0.0.1.invalid"), "cannot be reached"),
        (("/postgres", "/absent"), "Create it"),
        (("/postgres", "/postgres?sslmode=nonsense"), "a right value"),
        (("rohnamo@", "stranger:secretpassword@"), "user or password"),
    ],
)
async def test_a_server_that_cannot_be_used_is_explained(postgres: str, change: tuple[str, str], cure: str) -> None:
    scheme, _, rest = postgres.partition("://")
    store = read_address(f"{scheme}://{rest.replace(*change)}").open()
    with pytest.raises(StoreError, match="(?i)" + cure) as raised:
        await store.add([row()])
    assert "secretpassword" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rohnamo.db",
        "sqlite://x.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "mysql://x/y",
        "postgres://host",
        "postgres://h:x/y",
    ],
)
def test_a_wrong_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"database|slashes"):
        read_address(text)


def test_an_address_says_where_but_not_the_password() -> None:
    assert read_address("sqlite:///relative.db").path == Path("relative.db")
    assert read_address("sqlite:////srv/absolute.db").path == Path("/srv/absolute.db")
    address = read_address("postgres://user:secret@db.example:5432/figures")
    assert address.name == "db.example/figures"
    assert "secret" not in f"{address} {address!r}"
