"""The composition root: the one place where content, words, screens and front ends meet, and the only clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from bot import locale
from bot.core_dumps import forbid_core_dumps
from bot.library.checks import check
from bot.library.files import fingerprint, read_files
from bot.library.library import Library
from bot.library.problem import N_, Level, Place, Problem, Translate, in_order, say
from bot.library.reader import read_library
from bot.library.report import report, report_json, statistics
from bot.logs import configure_logs
from bot.phrases import EDITORS, Phrases, read_phrases
from bot.reporting import Reporter, pairs, topics
from bot.screens.commands import understand
from bot.screens.guide import Guide, Speech
from bot.screens.profile import profile
from bot.screens.route import HOME, MULTIPLE, Route
from bot.screens.screen import KINDS
from bot.screens.views import show
from bot.settings import Settings, is_loopback
from bot.usage.recorder import Recorder
from bot.usage.tally import Tally

MOSCOW = timezone(timedelta(hours=3))  # the day of the readers; Russia's capital has had no other offset since 2014
Clock = Callable[[], date]


class StartError(Exception):
    """Something outside the content keeps the program from starting. The text says what, and what to do."""


class BadContentError(Exception):
    """The content has errors and must not go live. The text lists them all."""


def today() -> date:
    """The day in Moscow."""
    return datetime.now(MOSCOW).date()


@dataclass(frozen=True)
class Edition:
    """The content and the words as they were read at one moment, with everything that is wrong with them."""

    library: Library
    phrases: Phrases
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it may go live: warnings may, errors may not."""
        return all(problem.level is not Level.ERROR for problem in self.problems)

    def told(self, translate: Translate) -> tuple[tuple[str, str], ...]:
        """Level and text of each problem, in the language of `translate`."""
        return tuple((problem.level.value, problem.render(translate)) for problem in self.problems)

    def guide(self, clock: Clock = today, tally: Tally | None = None) -> Guide:
        """The functions that a front end is handed. Without a `tally` nothing is counted."""
        library, phrases = self.library, self.phrases
        speeches = tuple(Speech(each.code, each.name, each.command) for each in library.languages)
        commands = tuple((speech.command, speech.name) for speech in speeches)
        guide = Guide(
            show=lambda route: show(library, phrases, route, clock()),
            ask=partial(_ask, library),
            profile=lambda code: profile(phrases[code], commands),
            speeches=speeches,
        )
        if tally is None:
            return guide
        return replace(guide, count=tally.counter(topics(library), (MULTIPLE, *library.codes)))


def read_edition(content: Path, locales: Path, day: date) -> Edition:
    """Read and check everything, as of `day`. Never raises for what editors wrote; see the edition's problems."""
    library, problems = read_library(read_files(content))
    phrases = read_phrases(locales, library.codes)
    if not library.languages:
        cure = say(N_("look at the problems of languages.yaml, or set CONTENT_DIR to the right folder"))
        problems.append(
            Problem(
                Place("languages.yaml"),
                "languages",
                say(N_("there is no language in {folder}"), folder=content.name),
                cure,
            )
        )
    everything = [*problems, *phrases.problems, *check(library, phrases, day)]
    return Edition(library, phrases, tuple(in_order(everything)))


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


def run(settings: Settings) -> int:
    """Serve Telegram until told to stop; without a token open the simulator instead. Gives the exit code."""
    if settings.token is None:
        print(
            "No BOT_TOKEN is set: opening the simulator. For Telegram, get a token from @BotFather: BOT_TOKEN=… bot run"
        )
        return simulate(settings, settings.port)
    forbid_core_dumps()
    witness = configure_logs(settings.log_level, settings.log_format)
    edition = _sound(read_edition(settings.content_dir, settings.locales_dir, today()))
    tally = Tally(KINDS, today)
    guide = edition.guide(tally=tally)
    recorder = Recorder(tally, settings.database.open, today, pairs=lambda: pairs(edition.library))
    reporter = Reporter(lambda: edition.library, settings, today, recorder, witness)
    from bot.frontends.telegram.operators import Desk  # heavy imports wait until they are needed
    from bot.frontends.telegram.service import Connection, TokenError, serve

    connection = Connection(settings.token.reveal, settings.telegram_api_url, settings.telegram_proxy)
    try:
        serve(lambda: guide, connection, Desk(settings.operators, reporter.digest, reporter.report), recorder.run)
    except TokenError:
        raise StartError("BOT_TOKEN: Telegram does not know this token. Copy it again from @BotFather") from None
    return 0


def simulate(settings: Settings, port: int, open_browser: bool = True) -> int:
    """Show the guide in the browser, on this computer only. Content with errors is shown as a list of them."""
    configure_logs(settings.log_level, settings.log_format)
    if not is_loopback(settings.host):
        raise StartError(
            f"HOST: the simulator is for this computer only (found: {settings.host}). A right value: HOST=127.0.0.1"
        )
    live = LiveEdition(settings)
    editors = read_phrases(settings.locales_dir, live.newest.library.codes, EDITORS)
    from bot.frontends.browser.server import PortError, Preview, listen, serve

    def current() -> Preview:
        newest, sound = live.refresh()
        return Preview(
            guide=sound.guide() if sound.is_sound else None,
            problems=lambda language: newest.told(editors[language]),
            edition=f"{newest.library.edition}.{live.readings}",
        )

    try:
        listening = listen(settings.host, port)
    except PortError:
        raise StartError(f"PORT: port {port} is in use. Choose another one: bot simulate --port {port + 1}") from None
    address = f"http://[{settings.host}]:{port}" if ":" in settings.host else f"http://{settings.host}:{port}"
    print(f"Rohnamo is open at {address} (Ctrl-C stops it)", flush=True)
    serve(current, listening, address if open_browser else "")
    return 0


def count_content(settings: Settings, language: str) -> str:
    """A table of what the content holds."""
    edition = read_edition(settings.content_dir, settings.locales_dir, today())
    return statistics(edition.library, read_phrases(settings.locales_dir, (language,), EDITORS)[language])


def check_content(settings: Settings, day: date | None, language: str, as_json: bool) -> tuple[str, int, int]:
    """The report on the content, and how many errors and warnings it names."""
    edition = read_edition(settings.content_dir, settings.locales_dir, day or today())
    translate: Translate = read_phrases(settings.locales_dir, (language,), EDITORS)[language]
    text = (report_json if as_json else report)(edition.problems, translate)
    errors = sum(problem.level is Level.ERROR for problem in edition.problems)
    return text, errors, len(edition.problems) - errors


def _sound(edition: Edition) -> Edition:
    if edition.is_sound:
        return edition
    raise BadContentError(report(edition.problems))


def _ask(library: Library, text: str, language: str) -> Route:
    """Where typed words lead: commands to their places, all else for now home, in the language it is written in."""
    commands = {each.command: each.code for each in library.languages}
    return understand(text, language, commands) or Route(locale.guess(text, library.languages, language), HOME, "text")
