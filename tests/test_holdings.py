"""After a thousand people have used everything, at DEBUG, is any of them anywhere: in a file, a log, an export?

They type their names and phones, send contacts, use every button there is, on a bot that also has failures to log; then
all that was written is searched: database, journal, temporary files, log, figures in every format, a release.
"""

import asyncio
import itertools
import logging
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import operations
from bot.app import today
from bot.edition import Edition
from bot.frontends.telegram.operators import Desk
from bot.logs import Witness, configure_logs
from bot.reporting import Reporter, pairs
from bot.screens.route import Route, encode
from bot.screens.screen import KINDS
from bot.search.gaps import GapRadar
from bot.settings import read_settings
from bot.usage.recorder import Recorder
from bot.usage.tally import Tally
from bot.usage.weeks import last_closed
from tests import fake_telegram as fake
from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN, Person
from tests.samples import ROOT
from tests.test_service import STOP_WITHIN, running

PEOPLE = 1000
OPERATOR = 7_770_000_000
WEEK = last_closed(today())


def canaries(number: int) -> dict[str, str]:
    """What is known of one person, each part to be found nowhere."""
    return {
        "id": str(7_100_000_000 + number * 7919),
        "name": f"Canaryname{number:04}",
        "surname": f"Canarysurname{number:04}",
        "user": f"canaryuser{number:04}",
        "phone": f"+7903{5_000_000 + number * 13}",
        "text": f"canarytext{number:04}",
    }


def all_files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    """All logging of the process at DEBUG, ours and other libraries', into a file as the program would write it."""
    root, handlers, excepthook = logging.getLogger(), logging.getLogger().handlers[:], sys.excepthook
    with (tmp_path / "log.txt").open("w", encoding="utf8") as stream:
        found = configure_logs("DEBUG", "text", stream)
        root.setLevel(logging.DEBUG)
        yield found
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, excepthook
    root.setLevel(logging.WARNING)


class Crowd(Person):
    """One bot, and a thousand people who take turns at it."""

    def become(self, number: int) -> dict[str, str]:
        self.known = canaries(number)
        self.chat = int(self.known["id"])
        return self.known

    @property
    def user(self) -> dict[str, Any]:
        known = self.known
        name = {"first_name": known["name"], "last_name": known["surname"], "username": known["user"]}
        return {"id": self.chat, "is_bot": False, "language_code": self.language_code, **name}


async def use_everything(crowd: Crowd, routes: list[Route], recorder: Recorder) -> None:
    """Each of the thousand does what people do; between them they see every screen of the guide."""
    places = itertools.cycle(routes)
    for number in range(PEOPLE):
        known = crowd.become(number)
        await crowd.type("/start")
        for _ in range(3):
            await crowd.tap(next(places))
        await crowd.type(f"{known['text']} {known['name']} {known['phone']}")
        await crowd.type(f"/{known['user']} {known['text']}")
        await crowd.tap(known["text"])
        if number % 10 == 0:
            await crowd.send(contact={"phone_number": known["phone"], "first_name": known["name"]})
            await crowd.send("edited_message", text=known["text"], edit_date=1)
            crowd.telegram.faults["sendMessage"] = [_fault(known["text"]), fake.BLOCKED]
            await crowd.type(known["text"])
        await crowd.type(("/stats", "/help", "/sos", "/clear")[number % 4])
        if number % 25 == 0:
            await recorder.flush()


def _fault(text: str) -> tuple[int, dict[str, Any]]:
    return (400, {"ok": False, "error_code": 400, "description": f"Bad Request: {text}"})


async def test_a_thousand_people_leave_no_trace(
    tmp_path: Path, edition: Edition, screens: dict[Route, object], witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'figures.db'}"
    settings = read_settings({"DATABASE_URL": url, "OPERATOR_IDS": str(OPERATOR)}, tmp_path / "absent")
    tally = Tally(KINDS, lambda: WEEK.monday)
    recorder = Recorder(tally, settings.database.open, lambda: WEEK.monday, pairs=lambda: pairs(edition.library))
    await settings.database.open().plan(WEEK, pairs(edition.library))
    reporter = Reporter(lambda: edition.library, settings, today, recorder, witness)
    crowd = Crowd(edition, desk=Desk(settings.operators, reporter.digest, reporter.report))
    crowd.guide = edition.guide(lambda: WEEK.monday, inline=True, tally=tally, radar=GapRadar())
    await use_everything(crowd, list(screens), recorder)
    await recorder.flush()
    crowd.known, crowd.chat = canaries(0), OPERATOR
    await crowd.type("/stats html")
    assert crowd.telegram.called("sendDocument"), "the operator was served, so figures were there to be searched"
    await asyncio.to_thread(_export, tmp_path, url)
    logging.getLogger().handlers[0].flush()
    written = all_files(tmp_path)
    assert sum(sum(cell.days) for cell in await settings.database.open().cells(WEEK, WEEK)) > 3 * PEOPLE
    assert _found(written) == []
    assert b"its words are withheld" in written[tmp_path / "log.txt"], "the log was at work"
    assert len(written) > 12


def _export(folder: Path, url: str) -> None:
    """Everything an operator can have printed, as files."""
    env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "DEBUG"}
    for number, arguments in enumerate(
        [
            *(["stats", "--format", form, "--by", by] for form in operations.FORMATS for by in ("topic", "day")),
            ["stats", "gaps"],
            ["stats", "publish", "--week", str(WEEK), "--output", str(folder)],
            ["reveal"],
        ]
    ):
        with (folder / f"export-{number}.txt").open("wb") as out:
            command = [sys.executable, "-m", "bot", *arguments]
            done = subprocess.run(command, cwd=folder, env=env, stdout=out, stderr=out, check=False)
        assert done.returncode == 0, (arguments, (folder / f"export-{number}.txt").read_text("utf8"))


def _found(written: dict[Path, bytes]) -> list[tuple[str, str]]:
    """Every canary that stands in a file. Parts are looked for that all spellings of a canary have."""
    found = []
    for path, data in written.items():
        lower = data.lower()
        found += [(path.name, part) for part in ("canary", TOKEN.lower()[10:]) if part.encode() in lower]
        for number in range(PEOPLE):
            known = canaries(number)
            found += [(path.name, part) for part in (known["id"], known["phone"][1:]) if part.encode() in data]
        found += [(path.name, "operator")] if str(OPERATOR).encode() in data else []
    return found


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    known = canaries(17)
    for planted in (known["id"], f"x{known['phone']}", known["name"].upper(), str(OPERATOR), TOKEN):
        assert _found({tmp_path / "file": planted.encode()}), planted


def test_a_session_that_is_killed_leaves_no_trace_either(tmp_path: Path) -> None:
    """The real program over real HTTP, with its journal open, killed; then its folder is searched."""
    settings = {"BOT_TOKEN": TOKEN, "LOG_LEVEL": "DEBUG", "TMPDIR": str(tmp_path), "OPERATOR_IDS": str(OPERATOR)}
    with BotApiServer() as server, running(tmp_path, TELEGRAM_API_URL=server.url, **settings) as process:
        server.faults["sendMessage"] = deque([_fault(canaries(1)["text"])])
        for number in range(50):
            for content in ({"text": "/start"}, {"text": canaries(number)["text"]}):
                server.put(message=_message(number, **content))
            server.put(callback_query=_tap(number, encode(Route("tg", "detained"))))
        assert server.wait_for(lambda s: s.confirmed == 150)
        limit = resource.prlimit(process.pid, resource.RLIMIT_CORE)
        process.send_signal(signal.SIGKILL)
        process.wait(STOP_WITHIN)
    assert limit == (0, 0), "no core dump may be written"
    assert _found(all_files(tmp_path)) == []


def test_figures_are_written_when_the_program_is_told_to_stop(tmp_path: Path) -> None:
    with BotApiServer() as server, running(tmp_path, TELEGRAM_API_URL=server.url, BOT_TOKEN=TOKEN) as process:
        server.put(message=_message(1, text="/start"))
        server.put(callback_query=_tap(1, encode(Route("tg", "detained"))))
        assert server.wait_for(lambda s: s.confirmed == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_WITHIN) == 0
    with closing(sqlite3.connect(tmp_path / "rohnamo.db")) as file:
        rows = file.execute("SELECT topic, language, kind FROM counts ORDER BY topic").fetchall()
    assert rows == [("detained", "tg", "opened"), ("start", "mul", "opened")]


@pytest.mark.parametrize("url", ["sqlite:////proc/version", "sqlite:///absent/x.db", "postgresql://127.0.0.1:1/x"])
def test_guidance_goes_on_where_figures_cannot_be_written(tmp_path: Path, url: str) -> None:
    settings = {"BOT_TOKEN": TOKEN, "DATABASE_URL": url}
    with BotApiServer() as server, running(tmp_path, TELEGRAM_API_URL=server.url, **settings) as process:
        server.put(message=_message(1, text="/start"))
        assert server.wait_for(lambda s: s.confirmed == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_WITHIN) == 0
    text = (tmp_path / "output.txt").read_text("utf8")
    assert "DATABASE_URL" in text
    assert "Guidance goes on" in text
    assert "Traceback" not in text


def test_core_dumps_are_forbidden_in_a_process_that_says_so() -> None:
    code = "from bot.core_dumps import *; forbid_core_dumps(); print(core_dumps())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"


def _message(number: int, **content: Any) -> dict[str, Any]:
    known = canaries(number)
    user = {"id": int(known["id"]), "is_bot": False, "first_name": known["name"], "username": known["user"]}
    chat = {"id": int(known["id"]), "type": "private", "first_name": known["name"]}
    return {"message_id": 1000 + number, "date": 1790000000, "chat": chat, "from": user, **content}


def _tap(number: int, data: str) -> dict[str, Any]:
    message = _message(number, text="x")
    return {"id": str(number), "from": message["from"], "chat_instance": "1", "message": message, "data": data}
