"""The file of an SQLite store seen from outside: how it is made, what its times say, what its faults mean."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.usage.store import StoreError

_DAY = 86_400  # seconds


def touch(path: Path) -> None:
    """See that there is a file that can be opened; a new one is readable for nobody else. To be done before SQLite
    tries: a connection that fails leaves a thread of aiosqlite behind, which then speaks out of turn.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
        with path.open("rb"):
            return
    except OSError:
        raise StoreError(f"DATABASE_URL: {path}: {_CURES[sqlite3.SQLITE_CANTOPEN]}") from None


def coarsen_times(*files: Path) -> None:
    """Set the times of files to the midnight (UTC) before them."""
    for file in files:
        with suppress(OSError):
            midnight = file.stat().st_mtime // _DAY * _DAY
            os.utime(file, (midnight, midnight))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of SQLite in an operator's words."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of the number tells details
        raise StoreError(f"DATABASE_URL: {path}: {_CURES.get(code, _OTHERWISE)}") from None


_DAMAGED = "the file is damaged, or is no SQLite database. Move it away and start again, or put a backup in its place"
_OTHERWISE = "the file cannot be used. Look at the disk and at the rights of the file and of its folder"
_CURES = {
    sqlite3.SQLITE_BUSY: "another program keeps the file locked. Close it (perhaps sqlite3 with an open transaction)",
    sqlite3.SQLITE_LOCKED: "another program keeps the file locked. Close it",
    sqlite3.SQLITE_READONLY: "the file may not be written. Let the program's user write it and its folder",
    sqlite3.SQLITE_PERM: "the file may not be opened. Give the program's user the right to write it and its folder",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened or created. Create its folder, and let the program write there",
    sqlite3.SQLITE_FULL: "the disk is full. Make room; until then nothing is counted, and guidance goes on",
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
}
