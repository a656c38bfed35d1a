"""The composition root: the one place where content, words, screens and front ends meet, and the only clock."""

import asyncio
from collections.abc import Coroutine
from datetime import date, datetime, timedelta, timezone
from socket import socket
from typing import Literal

from bot.core_dumps import forbid_core_dumps
from bot.edition import Edition
from bot.library.report import report
from bot.listening import PortError, listen
from bot.live import LiveEdition
from bot.logs import configure_logs
from bot.phrases import EDITORS, read_phrases
from bot.reporting import Reporter, pairs
from bot.screens.screen import KINDS
from bot.search.gaps import GapRadar
from bot.settings import Settings
from bot.usage.recorder import Recorder
from bot.usage.store import Gap
from bot.usage.tally import Tally
from bot.usage.weeks import Week
from bot.web_addresses import is_loopback

Intake = Literal["any", "webhook", "polling"]
MOSCOW = timezone(timedelta(hours=3))  # the day of the readers; Russia's capital has had no other offset since 2014


class StartError(Exception):
    """Something outside the content keeps the program from starting. The text says what, and what to do."""


class BadContentError(Exception):
    """The content has errors and must not go live. The text lists them all."""


def today() -> date:
    """The day in Moscow."""
    return datetime.now(MOSCOW).date()


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
    tally, radar = Tally(KINDS, today), GapRadar()
    live = LiveEdition(settings, today, lambda edition: edition.guide(today, settings.inline_mode, tally, radar))
    _sound(live.newest)
    live.make_ready()
    recorder = Recorder(
        tally, settings.database.open, today, radar=lambda: _gaps(radar), pairs=lambda: pairs(live.sound.library)
    )
    reporter = Reporter(lambda: live.sound.library, settings, today, recorder, witness, lambda: live.errors)
    from bot.frontends.telegram.operators import Desk  # heavy imports wait until they are needed
    from bot.frontends.telegram.service import Connection, Doorway, Service, TokenError, serve

    url = None if intake == "polling" else settings.webhook_url
    service = Service(
        guide=live.guide,
        connection=Connection(settings.token.reveal, settings.telegram_api_url, settings.telegram_proxy),
        desk=Desk(settings.operators, reporter.digest, reporter.report),
        beside=lambda: _together(recorder.run(), live.watch()),
        figures_are_written=lambda: not recorder.trouble,
        doorway=Doorway(url, _listen(settings.host, settings.port, "PORT=")) if url else None,
    )
    try:
        serve(service)
    except TokenError:
        raise StartError("BOT_TOKEN: Telegram does not know this token. Copy it again from @BotFather") from None
    return 0


async def _together(*runs: Coroutine[None, None, None]) -> None:
    """Run all until cancelled, and wait until each has done what it does at its end."""
    async with asyncio.TaskGroup() as group:
        for each in runs:
            group.create_task(each)


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
    live = LiveEdition(settings, today)
    editors = read_phrases(settings.locales_dir, live.newest.library.codes, EDITORS)
    from bot.frontends.browser.server import Preview, serve

    def current() -> Preview:
        newest, sound = live.refresh()
        return Preview(
            guide=sound.guide(today) if sound.is_sound else None,
            problems=lambda language: newest.told(editors[language]),
            edition=f"{newest.library.edition}.{live.readings}",
        )

    listening = _listen(settings.host, port, "bot simulate --port ")
    address = f"http://[{settings.host}]:{port}" if ":" in settings.host else f"http://{settings.host}:{port}"
    print(f"Rohnamo is open at {address} (Ctrl-C stops it)", flush=True)
    serve(current, listening, address if open_browser else "")
    return 0


def _listen(host: str, port: int, cure: str) -> socket:
    """A socket, or a StartError that says how to choose another port: `cure` and its number."""
    try:
        return listen(host, port)
    except PortError:
        fault = f"port {port} is in use, or {host} is not an address of this machine"
        raise StartError(f"PORT: {fault}. Choose another one: {cure}{port + 1}") from None


def _sound(edition: Edition) -> None:
    if not edition.is_sound:
        raise BadContentError(report(edition.problems))
