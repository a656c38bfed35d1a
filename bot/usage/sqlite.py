"""The store in one file. A connection lasts for one batch: nothing lies about open, and a file put back is found again.

What a seized disk could tell beyond the numbers is closed off: no WAL (each press would leave a frame there), deleted
rows are overwritten, rows lie in the order of their keys and never of their arrival, file times say midnight.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.usage.sqlite_file import coarsen_times, explained, touch
from bot.usage.store import GAP_WORDS, VERSION, Cell, Gap, Holdings, Pair, StoreError
from bot.usage.tally import Row
from bot.usage.weeks import WEEKDAYS, Week

PATIENCE = 5.0  # seconds for which another program may lock the file
OURS = 0x526F684E  # SQLite's application_id, so that no foreign file is written to
_NUMBERS = ", ".join(f"{day} INTEGER NOT NULL DEFAULT 0" for day in WEEKDAYS)
# TRUNCATE and not DELETE: a journal that comes and goes would set the time of the folder.
_SILENCE = (
    "PRAGMA journal_mode = TRUNCATE; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL"
)
STEPS = (
    (
        "CREATE TABLE counts (week TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL, "
        f"{_NUMBERS}, PRIMARY KEY (week, topic, language, kind)) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE gaps (week TEXT NOT NULL, language TEXT NOT NULL, word TEXT NOT NULL, "
        "times INTEGER NOT NULL CHECK (times >= 5), PRIMARY KEY (week, language, word)) WITHOUT ROWID",
        "CREATE TABLE plans (week TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, "
        "PRIMARY KEY (week, topic, language)) WITHOUT ROWID",
        "CREATE TABLE releases (week TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) WITHOUT ROWID",
    ),
)
# A week is written anew with every batch, in the order of its keys: within a page, SQLite keeps the order of arrival.
_TAKE_OUT = (
    "CREATE TEMP TABLE fresh AS SELECT * FROM main.counts WHERE week IN (SELECT value FROM json_each(?))",
    "DELETE FROM main.counts WHERE week IN (SELECT value FROM json_each(?))",
)
_INDEX = "CREATE UNIQUE INDEX temp.place ON fresh (week, topic, language, kind)"
_PUT_BACK = (
    "INSERT INTO main.counts SELECT week, topic, language, kind, "  # noqa: S608
    + ", ".join(f"coalesce({day}, 0)" for day in WEEKDAYS)
    + " FROM temp.fresh ORDER BY week, topic, language, kind"
)
# A name of a column cannot be a parameter; these are seven sentences made of a constant.
_ADD = {
    number: f"INSERT INTO temp.fresh (week, topic, language, kind, {day}) VALUES (?, ?, ?, ?, ?) "  # noqa: S608
    f"ON CONFLICT DO UPDATE SET {day} = coalesce({day}, 0) + excluded.{day}"
    for number, day in enumerate(WEEKDAYS)
}
_CELLS = "SELECT * FROM counts WHERE week BETWEEN ? AND ? ORDER BY week"
_SUMS = (
    f"SELECT week, topic, language, kind, {' + '.join(WEEKDAYS)} FROM counts "  # noqa: S608
    "WHERE week BETWEEN ? AND ? ORDER BY week"
)
_ADD_GAP = (
    "INSERT INTO gaps SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM gaps WHERE week = ?1 AND language = ?2 "
    "AND word = ?3) OR (SELECT count(*) FROM gaps WHERE week = ?1 AND language = ?2) < ?5 "
    "ON CONFLICT DO UPDATE SET times = times + excluded.times"
)


class SqliteStore:
    """Figures in the file `path`, which is created on first use unless the store is only to be read."""

    def __init__(self, path: Path, writable: bool = True) -> None:
        self._path, self._writable = path, writable

    async def add(self, rows: Sequence[Row]) -> None:
        """See `Store`."""
        weeks = json.dumps(sorted({str(Week.of(row.day)) for row in rows}))
        async with self._writing() as file:
            for statement in _TAKE_OUT:
                await file.execute(statement, (weeks,))
            await file.execute(_INDEX)
            for number, statement in _ADD.items():
                batch = [
                    (str(Week.of(row.day)), row.topic, row.language, row.kind, row.times)
                    for row in rows
                    if row.day.weekday() == number
                ]
                await file.executemany(statement, batch)
            await file.execute(_PUT_BACK)

    async def add_gaps(self, gaps: Sequence[Gap]) -> None:
        """See `Store`."""
        async with self._writing() as file:
            rows = [(str(gap.week), gap.language, gap.word, gap.times, GAP_WORDS) for gap in gaps]
            await file.executemany(_ADD_GAP, rows)

    async def cells(self, first: Week, last: Week, by_day: bool = True) -> list[Cell]:
        """See `Store`. The key begins with the week, so the order costs nothing."""
        rows = await self._fetch(_CELLS if by_day else _SUMS, str(first), str(last))
        weeks = {written: Week.parse(written) for written in {row[0] for row in rows}}
        return [Cell(weeks[row[0]], row[1], row[2], row[3], row[4:]) for row in rows]

    async def gaps(self, first: Week, last: Week) -> list[Gap]:
        """See `Store`."""
        rows = await self._fetch("SELECT * FROM gaps WHERE week BETWEEN ? AND ?", str(first), str(last))
        return [Gap(Week.parse(week), language, word, times) for week, language, word, times in rows]

    async def plan(self, week: Week, pairs: Sequence[Pair]) -> None:
        """See `Store`."""
        async with self._writing() as file:
            found = await (await file.execute("SELECT 1 FROM plans WHERE week = ?", (str(week),))).fetchone()
            if not found:
                await file.executemany("INSERT INTO plans VALUES (?, ?, ?)", [(str(week), *pair) for pair in pairs])

    async def planned(self, week: Week) -> list[Pair]:
        """See `Store`."""
        return await self._fetch("SELECT topic, language FROM plans WHERE week = ? ORDER BY 1, 2", str(week))

    async def keep_release(self, week: Week, text: str) -> str:
        """See `Store`."""
        async with self._writing() as file:
            await file.execute("INSERT INTO releases VALUES (?, ?) ON CONFLICT DO NOTHING", (str(week), text))
        return await self.release(week) or text

    async def release(self, week: Week) -> str | None:
        """See `Store`."""
        rows: list[tuple[str]] = await self._fetch("SELECT text FROM releases WHERE week = ?", str(week))
        return rows[0][0] if rows else None

    async def holdings(self) -> Holdings:
        """See `Store`."""
        files = tuple(str(path) for path in sorted(self._path.parent.glob(f"{self._path.name}*")))
        tables = []
        names = await self._fetch("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        for (name,) in names:
            columns = await self._fetch("SELECT name FROM pragma_table_info(?)", name)
            ((rows,),) = await self._fetch(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            tables.append((name, tuple(column for (column,) in columns), rows))
        return Holdings(str(self._path), files, tuple(tables))

    async def tend(self) -> None:
        """See `Store`. Sets the times of the file to midnight (UTC); the change time, which cannot be set, then says
        only that the program runs.
        """
        await asyncio.to_thread(coarsen_times, self._path, Path(f"{self._path}-journal"))

    async def close(self) -> None:
        """See `Store`."""

    async def _fetch(self, query: str, *values: str) -> list[Any]:
        async with self._open() as file:
            return list(await file.execute_fetchall(query, values))

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection within one transaction: all of it is kept, or nothing."""
        async with self._open() as file:
            await file.execute("BEGIN IMMEDIATE")
            yield file
            await file.commit()
        await self.tend()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[aiosqlite.Connection]:
        if not self._writable and not self._path.exists():
            raise StoreError(f"Nothing was counted yet: there is no file {self._path}. bot run creates it")
        touch(self._path)
        mode = "rwc" if self._writable else "rw"  # not "ro": what a killed program left half done must be undone
        address = f"{self._path.absolute().as_uri()}?mode={mode}"
        with explained(self._path):
            async with aiosqlite.connect(address, uri=True, timeout=PATIENCE, isolation_level=None) as file:
                await _prepare(file, self._path)
                yield file


async def _prepare(file: aiosqlite.Connection, path: Path) -> None:
    """Set what keeps a file silent, and bring its tables up to this version. Raises StoreError for a foreign file."""
    await file.executescript(_SILENCE)
    kind, version, tables = await _state(file)
    if version > VERSION:
        raise StoreError(
            f"DATABASE_URL: {path} was written by a newer Rohnamo (tables {version}, this one knows {VERSION}). "
            "Update the program, or name another file"
        )
    if kind != OURS and tables:
        raise StoreError(f"DATABASE_URL: {path} is the database of another program. Name another file")
    if version == VERSION:
        return
    await file.execute("BEGIN IMMEDIATE")
    _, version, _ = await _state(file)  # another program may have been faster
    for statement in [statement for step in STEPS[version:] for statement in step]:
        await file.execute(statement)
    await file.execute(f"PRAGMA application_id = {OURS}")
    await file.execute(f"PRAGMA user_version = {VERSION}")
    await file.commit()


async def _state(file: aiosqlite.Connection) -> tuple[int, int, int]:
    """Whose the file is, the version of its tables, and how many there are."""
    query = (
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    )
    ((kind, version, tables),) = await file.execute_fetchall(query)
    return kind, version, tables
