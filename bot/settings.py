"""The environment and an optional `.env` -> frozen Settings, or every fault at once. Nobody else reads either."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from dotenv import dotenv_values

from bot.usage.address import Address, read_address
from bot.web_addresses import read_api_url, read_proxy, read_webhook_url

_PACKAGE = Path(__file__).parent
_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,60}")
_LONG_NUMBER = re.compile(r"\d{5,}")
_HIGHEST_PORT = 65535
_ID_DIGITS = 16  # Telegram's ids have at most 52 bits
LOWEST_FLOOR = 10  # below it a number may be one man; bot/decisions/0014


class SettingsError(Exception):
    """One or more settings are wrong. Each line names the setting, what was found, and one right example."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))


class Secret:
    """A text that no log, traceback or print shows. `reveal` is the only way to it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(•••)"


@dataclass(frozen=True, slots=True)
class Setting:
    """A name in the environment: its default, what it is for, and one right example."""

    name: str
    default: str
    meaning: str
    example: str


SETTINGS: tuple[Setting, ...] = (
    Setting("BOT_TOKEN", "", "the token that @BotFather gave; without one the simulator opens", "123456789:AAF0…"),
    Setting("BOT_TOKEN_FILE", "", "a file that holds the token, instead of BOT_TOKEN", "/run/secrets/bot_token"),
    Setting("TELEGRAM_API_URL", "https://api.telegram.org", "another Bot API server", "http://127.0.0.1:8081"),
    Setting("TELEGRAM_PROXY", "", "a proxy on the way to Telegram", "socks5://127.0.0.1:1080"),
    Setting(
        "WEBHOOK_URL",
        "",
        "the public address at which Telegram is to bring updates; without one they are fetched",
        "https://bot.example.org/telegram",
    ),
    Setting("INLINE_MODE", "off", "offer pages in other chats to whoever types the bot's name there: on or off", "on"),
    Setting("CONTENT_DIR", "", "the folder of the guidance; the one of the program if empty", "/srv/rohnamo/content"),
    Setting(
        "LOCALES_DIR", "", "the folder of the interface words; the one of the program if empty", "/srv/rohnamo/locales"
    ),
    Setting("HOST", "127.0.0.1", "the address to listen on", "127.0.0.1"),
    Setting("PORT", "8080", "the port to listen on", "8080"),
    Setting("LOG_LEVEL", "INFO", "how much to log: DEBUG, INFO, WARNING or ERROR", "INFO"),
    Setting("LOG_FORMAT", "text", "log lines for people or for machines: text or json", "text"),
    Setting("DATABASE_URL", "sqlite:///rohnamo.db", "where figures are kept, and nothing else", "sqlite:///rohnamo.db"),
    Setting("STATS_FLOOR", "10", "figures below it are shown to nobody; 10 or more", "10"),
    Setting("OPERATOR_IDS", "", "Telegram ids, with commas, of those who may ask for /stats", "123456789,987654321"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator has chosen, checked."""

    token: Secret | None
    telegram_api_url: str
    telegram_proxy: str | None
    webhook_url: str | None
    inline_mode: bool
    content_dir: Path
    locales_dir: Path
    host: str
    port: int
    log_level: str
    log_format: str
    database: Address
    floor: int
    operators: frozenset[int] = field(repr=False)
    given: tuple[str, ...]


Value = TypeVar("Value")


def read_settings(environment: Mapping[str, str], env_file: Path = Path(".env")) -> Settings:
    """Settings from `env_file` and, over it, the environment. Raises SettingsError that names every fault."""
    found = _from_file(env_file) if env_file.is_file() else {}
    found |= {name: value for name, value in environment.items() if value}
    reading = _Reading(found)
    settings = Settings(
        token=reading.token(),
        telegram_api_url=reading.take("TELEGRAM_API_URL", read_api_url),
        telegram_proxy=reading.take("TELEGRAM_PROXY", read_proxy),
        webhook_url=reading.take("WEBHOOK_URL", read_webhook_url),
        inline_mode=reading.take("INLINE_MODE", _one_of("on", "off")) == "on",
        content_dir=reading.take("CONTENT_DIR", lambda text: _folder(text, "content")),
        locales_dir=reading.take("LOCALES_DIR", lambda text: _folder(text, "locales")),
        host=reading.take("HOST", str),
        port=reading.take("PORT", read_port),
        log_level=reading.take("LOG_LEVEL", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
        log_format=reading.take("LOG_FORMAT", _one_of("text", "json")),
        database=reading.take("DATABASE_URL", read_address),
        floor=reading.take("STATS_FLOOR", _floor),
        operators=reading.take("OPERATOR_IDS", _ids),
        given=tuple(setting.name for setting in SETTINGS if setting.name in found),
    )
    if reading.faults:
        raise SettingsError([_TOKEN.sub("•••", fault) for fault in reading.faults])  # pasted into a wrong setting
    return settings


def _from_file(env_file: Path) -> dict[str, str]:
    try:
        return {name: value for name, value in dotenv_values(env_file).items() if value}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            [f"{env_file.name}: the file cannot be read. Save it as UTF-8 text, a line for each setting"]
        ) from None


class _Reading:
    """The values found, and what is wrong with them so far."""

    def __init__(self, found: dict[str, str]) -> None:
        self.found = found
        self.faults: list[str] = []
        self.known = {setting.name: setting for setting in SETTINGS}

    def take(self, name: str, parse: Callable[[str], Value]) -> Value:
        setting = self.known[name]
        text = self.found.get(name, setting.default).strip()
        try:
            return parse(text)
        except ValueError as error:
            found = text.rpartition("@")[2]  # what stands before an @ in an address is a password
            found = _LONG_NUMBER.sub("•••", found) if name == "OPERATOR_IDS" else found
            self.faults.append(f"{name}: {error} (found: {found}). A right value: {name}={setting.example}")
            nothing: Any = None  # never used: a fault ends in SettingsError
            return nothing  # type: ignore[no-any-return]

    def token(self) -> Secret | None:
        """The token from either setting; the value itself never stands in a message."""
        text, file = self.found.get("BOT_TOKEN", "").strip(), self.found.get("BOT_TOKEN_FILE", "").strip()
        name = "BOT_TOKEN"
        if text and file:
            self.faults.append("BOT_TOKEN and BOT_TOKEN_FILE: both are set. Keep one of them")
        if file and not text:
            name = f"BOT_TOKEN_FILE {file}"
            try:
                text = Path(file).read_text("utf8").strip()
            except (OSError, UnicodeDecodeError):
                self.faults.append(
                    f"{name}: the file cannot be read. A right value: BOT_TOKEN_FILE=/run/secrets/bot_token"
                )
                return None
            if not text:
                self.faults.append(f"{name}: the file is empty. Put the token that @BotFather gave into it")
        if text and not _TOKEN.fullmatch(text):
            self.faults.append(
                f"{name}: this is not a token (found: a text of {len(text)} characters). "
                "A right value looks like 123456789:AAF0… and comes from @BotFather"
            )
        return Secret(text) if text else None


def read_port(text: str) -> int:
    """A port number. Raises ValueError in plain words."""
    if text.isascii() and text.isdecimal() and 0 < int(text) <= _HIGHEST_PORT:
        return int(text)
    raise ValueError(f"not a port number from 1 to {_HIGHEST_PORT}")


def _floor(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < LOWEST_FLOOR:
        raise ValueError(f"not a whole number of {LOWEST_FLOOR} or more")
    return int(text)


def _ids(text: str) -> frozenset[int]:
    ids = [part.strip() for part in text.split(",") if part.strip()]
    if all(each.isascii() and each.isdecimal() and len(each) <= _ID_DIGITS for each in ids):
        return frozenset(map(int, ids))
    raise ValueError("ids are numbers, with commas between them; a user's name is none")


def _folder(text: str, name: str) -> Path:
    """A chosen folder; else the one packed into the wheel, else the one of the checkout."""
    if not text:
        packed = _PACKAGE / name
        return packed if packed.is_dir() else _PACKAGE.parent / name
    if not Path(text).is_dir():
        raise ValueError("there is no such folder")
    return Path(text)


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        for choice in choices:
            if text.lower() == choice.lower():
                return choice
        raise ValueError(f"not one of {', '.join(choices)}")

    return parse
