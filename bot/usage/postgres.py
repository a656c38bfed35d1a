"""The store on a PostgreSQL server: for hosts without a lasting disk, and for several replicas of the program.

Two connections at most, and none that idles for long. The server itself keeps old versions of rows until it cleans up
after itself, and a write-ahead log; both show when batches were written. bot/usage/README.md says so.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from bot.usage.store import GAP_WORDS, VERSION, Cell, Gap, Holdings, Pair, StoreError
from bot.usage.tally import Row
from bot.usage.weeks import WEEKDAYS, Week

CONNECTIONS, IDLE = 2, 30.0  # of one program; seconds after which one is closed
PATIENCE = 10.0  # seconds for a connection, and for a statement
PREFIX = "rohnamo_"  # other programs may share the database
_LOCK = 0x526F684E  # an advisory lock of ours: writers in turn, so that rows in random order cannot lock each other out
_NUMBERS = ", ".join(f"{day} BIGINT NOT NULL DEFAULT 0" for day in WEEKDAYS)
STEPS = (
    (
        f"CREATE TABLE {PREFIX}counts (week TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, "
        f"kind TEXT NOT NULL, {_NUMBERS}, PRIMARY KEY (week, topic, language, kind))",
    ),
    (
        f"CREATE TABLE {PREFIX}gaps (week TEXT NOT NULL, language TEXT NOT NULL, word TEXT NOT NULL, "
        "times BIGINT NOT NULL CHECK (times >= 5), PRIMARY KEY (week, language, word))",
        f"CREATE TABLE {PREFIX}plans (week TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, "
        "PRIMARY KEY (week, topic, language))",
        f"CREATE TABLE {PREFIX}releases (week TEXT PRIMARY KEY, text TEXT NOT NULL)",
    ),
)
_ADD = (
    f"INSERT INTO {PREFIX}counts AS old SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], "  # noqa: S608
    + ", ".join(f"${number}::bigint[]" for number in range(5, 12))
    + ") ON CONFLICT (week, topic, language, kind) DO UPDATE SET "
    + ", ".join(f"{day} = old.{day} + excluded.{day}" for day in WEEKDAYS)
)
_CELLS = "SELECT * FROM {}counts WHERE week BETWEEN $1 AND $2 ORDER BY week"
_SUMS = (
    f"SELECT week, topic, language, kind, {' + '.join(WEEKDAYS)} "  # noqa: S608
    "FROM {}counts WHERE week BETWEEN $1 AND $2 ORDER BY week"
)
_ADD_GAP = (
    f"INSERT INTO {PREFIX}gaps AS old SELECT $1, $2, $3, $4::bigint "  # noqa: S608
    f"WHERE EXISTS (SELECT 1 FROM {PREFIX}gaps WHERE week = $1 AND language = $2 AND word = $3) "
    f"OR (SELECT count(*) FROM {PREFIX}gaps WHERE week = $1 AND language = $2) < $5 "
    "ON CONFLICT (week, language, word) DO UPDATE SET times = old.times + excluded.times"
)
_TABLES = (
    "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND starts_with(table_name, $1) GROUP BY 1 ORDER BY 1"
)
Connection = Any  # asyncpg's own type differs between a pool's connections and others


class PostgresStore:
    """Figures in the database at `url`; `name` is what may be said of it."""

    def __init__(self, url: str, name: str) -> None:
        self._url, self._name = url, name
        self._pool: Any = None
        self._connecting = asyncio.Lock()

    async def add(self, rows: Sequence[Row]) -> None:
        """See `Store`."""
        cells: dict[tuple[str, str, str, str], list[int]] = {}
        for row in rows:
            place = (str(Week.of(row.day)), row.topic, row.language, row.kind)
            cells.setdefault(place, [0] * len(WEEKDAYS))[row.day.weekday()] += row.times
        columns = zip(*((*place, *numbers) for place, numbers in cells.items()), strict=True)
        async with self._writing() as server:
            if cells:
                await server.execute(_ADD, *map(list, columns))

    async def add_gaps(self, gaps: Sequence[Gap]) -> None:
        """See `Store`."""
        async with self._writing() as server:
            for gap in gaps:
                await server.execute(_ADD_GAP, str(gap.week), gap.language, gap.word, gap.times, GAP_WORDS)

    async def cells(self, first: Week, last: Week, by_day: bool = True) -> list[Cell]:
        """See `Store`."""
        rows = await self._fetch(_CELLS if by_day else _SUMS, str(first), str(last))
        weeks = {written: Week.parse(written) for written in {row[0] for row in rows}}
        return [Cell(weeks[row[0]], row[1], row[2], row[3], row[4:]) for row in map(tuple, rows)]

    async def gaps(self, first: Week, last: Week) -> list[Gap]:
        """See `Store`."""
        rows = await self._fetch("SELECT * FROM {}gaps WHERE week BETWEEN $1 AND $2", str(first), str(last))
        return [Gap(Week.parse(row[0]), row[1], row[2], row[3]) for row in rows]

    async def plan(self, week: Week, pairs: Sequence[Pair]) -> None:
        """See `Store`."""
        async with self._writing() as server:
            if not await server.fetch(f"SELECT 1 FROM {PREFIX}plans WHERE week = $1 LIMIT 1", str(week)):  # noqa: S608
                rows = [(str(week), *pair) for pair in pairs]
                await server.executemany(f"INSERT INTO {PREFIX}plans VALUES ($1, $2, $3)", rows)  # noqa: S608

    async def planned(self, week: Week) -> list[Pair]:
        """See `Store`."""
        rows = await self._fetch("SELECT topic, language FROM {}plans WHERE week = $1", str(week))
        return sorted((row[0], row[1]) for row in rows)  # not by the server, whose order depends on its locale

    async def keep_release(self, week: Week, text: str) -> str:
        """See `Store`."""
        async with self._writing() as server:
            statement = f"INSERT INTO {PREFIX}releases VALUES ($1, $2) ON CONFLICT DO NOTHING"  # noqa: S608
            await server.execute(statement, str(week), text)
        return await self.release(week) or text

    async def release(self, week: Week) -> str | None:
        """See `Store`."""
        rows = await self._fetch("SELECT text FROM {}releases WHERE week = $1", str(week))
        return rows[0][0] if rows else None

    async def holdings(self) -> Holdings:
        """See `Store`."""
        tables = []
        for name, columns in await self._fetch(_TABLES, PREFIX):
            ((rows,),) = await self._fetch(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            tables.append((name.removeprefix(PREFIX), tuple(columns), rows))
        return Holdings(self._name, (), tuple(tables))

    async def tend(self) -> None:
        """See `Store`. A server has no file of ours to tend."""

    async def close(self) -> None:
        """See `Store`."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def _fetch(self, query: str, *values: str) -> list[Any]:
        async with self._connected() as server:
            return list(await server.fetch(query.format(PREFIX) if values else query, *values))

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Connection]:
        """A connection within one transaction, one writer after another."""
        async with self._connected() as server, server.transaction():
            await server.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            yield server

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection]:
        try:
            async with self._connecting:  # many who come first must not open a pool each
                pool = self._pool = self._pool or await self._connect()
            async with pool.acquire() as server:
                yield server
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
            raise StoreError(f"DATABASE_URL: {self._name}: {_cure(error)}") from None

    async def _connect(self) -> Any:
        """A pool whose first connection has brought the tables up to this version."""
        pool = await asyncpg.create_pool(
            self._url,
            min_size=0,
            max_size=CONNECTIONS,
            timeout=PATIENCE,
            command_timeout=PATIENCE,
            max_inactive_connection_lifetime=IDLE,
            server_settings={"application_name": "rohnamo", "client_min_messages": "warning"},
        )
        try:
            async with pool.acquire() as server, server.transaction():
                await server.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
                await _upgrade(server, self._name)
        except BaseException:
            await asyncio.shield(pool.close())
            raise
        return pool


async def _upgrade(server: Connection, name: str) -> None:
    """Create or upgrade the tables; of several programs that start together, one after another."""
    await server.execute(f"CREATE TABLE IF NOT EXISTS {PREFIX}version (version INTEGER PRIMARY KEY)")
    version = await server.fetchval(f"SELECT max(version) FROM {PREFIX}version") or 0  # noqa: S608
    if version > VERSION:
        raise StoreError(
            f"DATABASE_URL: {name} was written by a newer Rohnamo (tables {version}, this one knows {VERSION}). "
            "Update the program, or name another database"
        )
    for number, step in enumerate(STEPS[version:], version + 1):
        for statement in step:
            await server.execute(statement)
        await server.execute(f"INSERT INTO {PREFIX}version VALUES ($1)", number)  # noqa: S608


def _cure(error: Exception) -> str:
    """What an operator can do about it. The server's own words stay out: they quote what was sent."""
    fits = (cure for kind, cure in _CURES if isinstance(error, kind))
    return next(fits, f"the server refused ({type(error).__name__}). Its own log says why")


_CURES: tuple[tuple[type[Exception], str], ...] = (
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "the server refuses this user or password. Copy the address again from where the server was set up",
    ),
    (
        asyncpg.InvalidCatalogNameError,
        "there is no such database on the server. Create it (createdb), or correct the name at the end",
    ),
    (
        asyncpg.InsufficientPrivilegeError,
        "this user may not create or write tables there. Grant it CREATE on the schema",
    ),
    (asyncpg.ReadOnlySQLTransactionError, "the server is read-only (a standby?). Name the one that takes writes"),
    (asyncpg.TooManyConnectionsError, "the server has no connection left. Raise its limit, or run fewer programs"),
    (
        asyncpg.DiskFullError,
        "the server's disk is full. Make room; until then nothing is counted, and guidance goes on",
    ),
    (OSError, "the server cannot be reached. Look whether it runs, and at the host and port of the address"),
    (
        ValueError,
        "the address has a part that asyncpg does not know. A right value: postgresql://user:password@host/name",
    ),
)
