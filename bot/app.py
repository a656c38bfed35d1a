"""The composition root: the one place where content, words, screens and front ends meet, and the only clock."""

from datetime import date, datetime, timedelta, timezone
from socket import socket
from typing import Literal

from bot.core_dumps import forbid_core_dumps
from bot.edition import Clock, Edition, read_edition
from bot.library.files import fingerprint
from bot.library.report import report
from bot.listening import PortError, listen
from bot.logs import configure_logs
from bot.phrases import EDITORS, read_phrases
from bot.reporting import Reporter, pairs
from bot.screens.screen import KINDS
from bot.search.gaps import GapRadar
from bot.settings import Settings, is_loopback
from bot.usage.recorder import Recorder
from bot.usage.store import Gap
from bot.usage.tally import Tally
from bot.usage.weeks import Week

Intake = Literal["any", "webhook", "polling"]
MOSCOW = timezone(timedelta(hours=3))  # the day of the readers; Russia's capital has had no other offset since 2014


class StartError(Exception):
    """Something outside the content keeps the program from starting. The text says what, and what to do."""


class BadContentError(Exception):
    """The content has errors and must not go live. The text lists them all."""


def today() -> date:
    """The day in Moscow."""
    return datetime.now(MOSCOW).date()


class LiveEdition:
    """An edition that follows the files: a sound change goes live, an unsound one is only reported and the old one
    stays.
    """

    def __init__(self, settings: Settings, clock: Clock = today) -> None:
        self._settings, self._clock = settings, clock
        self._seen = self._fingerprint()
        self.readings = 1
        self.newest = self.sound = self._read()

    def refresh(self) -> tuple[Edition, Edition]:
        """The newest edition and the last sound one; read again if a file has changed."""
        seen = self._fingerprint()
        if seen != self._seen:
            self._seen, self.newest = seen, self._read()
            self.readings += 1
            self.sound = self.newest if self.newest.is_sound else self.sound
        return self.newest, self.sound

    def _read(self) -> Edition:
        return read_edition(self._settings.content_dir, self._settings.locales_dir, self._clock())

    def _fingerprint(self) -> tuple[int, int]:
        return fingerprint(self._settings.content_dir), fingerprint(self._settings.locales_dir, (".po", ".pot"))


def run(settings: Settings, intake: Intake = "any") -> int:
    """Serve Telegram until told to stop; without a token open the simulator instead. Gives the exit code.

    `intake`: have updates brought ("webhook") or fetch them ("polling"); "any" goes by WEBHOOK_URL.
    """
    if settings.token is None:
        print(
            "No BOT_TOKEN is set: opening the simulator. For Telegram, get a token from @BotFather: BOT_TOKEN=… bot run"
        )
        return simulate(settings, settings.port)
    if intake == "webhook" and not settings.webhook_url:
        raise StartError("WEBHOOK_URL: it is not set. A right value: WEBHOOK_URL=https://bot.example.org/telegram")
    forbid_core_dumps()
    witness = configure_logs(settings.log_level, settings.log_format)
    edition = _sound(read_edition(settings.content_dir, settings.locales_dir, today()))
    tally = Tally(KINDS, today)
    _ = edition.engine  # built now, so that nobody waits for it
    radar = GapRadar()
    guide = edition.guide(today, settings.inline_mode, tally, radar)
    recorder = Recorder(
        tally, settings.database.open, today, radar=lambda: _gaps(radar), pairs=lambda: pairs(edition.library)
    )
    reporter = Reporter(lambda: edition.library, settings, today, recorder, witness)
    from bot.frontends.telegram.operators import Desk  # heavy imports wait until they are needed
    from bot.frontends.telegram.service import Connection, Doorway, Service, TokenError, serve

    url = None if intake == "polling" else settings.webhook_url
    service = Service(
        guide=lambda: guide,
        connection=Connection(settings.token.reveal, settings.telegram_api_url, settings.telegram_proxy),
        desk=Desk(settings.operators, reporter.digest, reporter.report),
        beside=recorder.run,
        figures_are_written=lambda: not recorder.trouble,
        doorway=Doorway(url, _listen(settings.host, settings.port)) if url else None,
    )
    try:
        serve(service)
    except TokenError:
        raise StartError("BOT_TOKEN: Telegram does not know this token. Copy it again from @BotFather") from None
    return 0


def _gaps(radar: GapRadar) -> list[Gap]:
    """What was asked for in vain, as figures know it."""
    due = radar.due(str(Week.of(today())))
    return [Gap(Week.parse(each.week), each.language, each.word, each.times) for each in due]


def simulate(settings: Settings, port: int, open_browser: bool = True) -> int:
    """Show the guide in the browser, on this computer only. Content with errors is shown as a list of them."""
    configure_logs(settings.log_level, settings.log_format)
    if not is_loopback(settings.host):
        raise StartError(
            f"HOST: the simulator is for this computer only (found: {settings.host}). A right value: HOST=127.0.0.1"
        )
    live = LiveEdition(settings)
    editors = read_phrases(settings.locales_dir, live.newest.library.codes, EDITORS)
    from bot.frontends.browser.server import Preview, serve

    def current() -> Preview:
        newest, sound = live.refresh()
        return Preview(
            guide=sound.guide(today) if sound.is_sound else None,
            problems=lambda language: newest.told(editors[language]),
            edition=f"{newest.library.edition}.{live.readings}",
        )

    listening = _listen(settings.host, port)
    address = f"http://[{settings.host}]:{port}" if ":" in settings.host else f"http://{settings.host}:{port}"
    print(f"Rohnamo is open at {address} (Ctrl-C stops it)", flush=True)
    serve(current, listening, address if open_browser else "")
    return 0


def _listen(host: str, port: int) -> socket:
    try:
        return listen(host, port)
    except PortError:
        raise StartError(
            f"PORT: port {port} is in use, or {host} is not an address of this machine. "
            f"Choose another port: PORT={port + 1}"
        ) from None


def _sound(edition: Edition) -> Edition:
    if edition.is_sound:
        return edition
    raise BadContentError(report(edition.problems))
