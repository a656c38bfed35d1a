"""DATABASE_URL -> where the figures are, and the store that lives there."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.usage.store import Store, StoreError

POSTGRES = ("postgres", "postgresql")
SCHEMES = ("sqlite", *POSTGRES)


@dataclass(frozen=True, slots=True)
class Address:
    """A checked DATABASE_URL. It holds a password, so no print shows it; `name` is what may be said of it."""

    _url: str

    @property
    def is_postgres(self) -> bool:
        """Whether it is a server; else it is a file."""
        return urlsplit(self._url).scheme in POSTGRES

    @property
    def path(self) -> Path:
        """The file of an SQLite address."""
        return Path(unquote(urlsplit(self._url).path[1:]))

    @property
    def name(self) -> str:
        """File, or server and database; no user and no password."""
        parts = urlsplit(self._url)
        return f"{parts.hostname or 'local'}{parts.path}" if self.is_postgres else str(self.path)

    def open(self, writable: bool = True) -> Store:
        """The store; nothing is connected or created before its first use."""
        if self.is_postgres:
            try:
                from bot.usage.postgres import PostgresStore  # asyncpg is an extra
            except ImportError:
                raise StoreError(
                    "DATABASE_URL: PostgreSQL needs one more package: "
                    "pip install --require-hashes -r requirements-postgres.txt (or rohnamo[postgres])"
                ) from None
            return PostgresStore(self._url, self.name)
        from bot.usage.sqlite import SqliteStore

        return SqliteStore(self.path, writable)

    def __repr__(self) -> str:
        return f"Address({self.name})"


def read_address(text: str) -> Address:
    """An address from the setting. Raises ValueError in plain words."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for one that is no number
    except ValueError:
        raise ValueError("not an address of a database") from None
    if parts.scheme not in SCHEMES:
        raise ValueError("an address of a database begins with sqlite:/// or postgresql://")
    if parts.scheme == "sqlite" and (parts.netloc or parts.path in ("", "/") or parts.path.endswith(("/", ":memory:"))):
        raise ValueError("sqlite: takes three slashes and a file, or four for a path from the root")
    if parts.scheme in POSTGRES and parts.path in ("", "/"):
        raise ValueError("the name of the database is missing after the server")
    return Address(text)
