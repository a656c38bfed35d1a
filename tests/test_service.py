"""Does the program, started as an operator starts it, serve, stop, explain itself, and write nothing of anybody?"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.screens.route import EMERGENCY, Route, encode
from tests.bot_api.faults import hangs
from tests.bot_api.server import BotApiServer
from tests.fake_telegram import CONFLICT, TOKEN
from tests.samples import ROOT

STOP_WITHIN = 5.0  # seconds; the promise of the README
PERSON, CHAT, MESSAGE = 998877665, 998877665, 554433
CANARIES = (
    "canaryname",
    "canarysurname",
    "canaryuser",
    "canarytext",
    "+79035551234",
    "canarybio",
    str(PERSON),
    str(MESSAGE),
    TOKEN,
    TOKEN[10:],
)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A clean environment, as on a fresh machine."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "PYTHONDEVMODE": "1", **more}


@contextmanager
def running(folder: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """`bot run` with its output going to a file in `folder`."""
    with (folder / "output.txt").open("w", encoding="utf8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", *arguments],
            cwd=folder,
            env=environment(folder, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def message(text: str | None = None, **content: Any) -> dict[str, Any]:
    user = {
        "id": PERSON,
        "is_bot": False,
        "first_name": "canaryname",
        "last_name": "canarysurname",
        "username": "canaryuser",
        "language_code": "tg",
    }
    chat = {"id": CHAT, "type": "private", "first_name": "canaryname", "username": "canaryuser"}
    body = {"message_id": MESSAGE, "date": 1790000000, "chat": chat, "from": user, **content}
    return body | ({"text": text} if text else {})


def tap(data: str) -> dict[str, Any]:
    return {
        "id": "554433",
        "from": message()["from"],
        "chat_instance": "canarytext",
        "message": message("x"),
        "data": data,
    }


def test_it_serves_over_a_bot_api_server_of_ones_own_and_stops_cleanly(tmp_path: Path) -> None:
    with BotApiServer() as server, running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as process:
        server.put(message=message("/start"))
        server.put(callback_query=tap(encode(Route("tg", EMERGENCY))))
        assert server.wait_for(lambda s: bool(s.called("editMessageText")) and s.confirmed == 2)
        assert server.wait_for(lambda s: len(s.called("setMyShortDescription")) == 3)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_WITHIN) == 0
        assert time.monotonic() - began < STOP_WITHIN
    assert {parameters.get("language_code", "") for parameters in server.called("setMyCommands")} == {"", "tg", "ru"}
    assert "Stopped" in (tmp_path / "output.txt").read_text("utf8")


def test_ctrl_c_stops_it_cleanly(tmp_path: Path) -> None:
    with BotApiServer() as server, running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as process:
        assert server.wait_for(lambda s: bool(s.called("getUpdates")))
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_WITHIN) == 0
    assert "Traceback" not in (tmp_path / "output.txt").read_text("utf8")


def test_an_update_is_confirmed_only_after_it_was_answered(tmp_path: Path) -> None:
    with BotApiServer() as server, running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url):
        server.put(message=message("/help"))
        assert server.wait_for(lambda s: s.confirmed == 1)
    names = [(name, parameters.get("offset")) for name, parameters in server.calls]
    assert names.index(("sendMessage", None)) < names.index(("getUpdates", 2))


def test_told_to_stop_it_leaves_to_telegram_what_it_cannot_finish_and_answers_it_next_time(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": TOKEN}
    with BotApiServer() as server:
        server.faults["sendMessage"] = deque([hangs(30)])
        with running(tmp_path, TELEGRAM_API_URL=server.url, **settings) as process:
            server.put(message=message("/start"))
            assert server.wait_for(lambda s: bool(s.called("sendMessage")))
            process.send_signal(signal.SIGTERM)
            assert process.wait(STOP_WITHIN) == 0
        assert (server.confirmed, len(server.updates)) == (0, 1)
        with running(tmp_path, TELEGRAM_API_URL=server.url, **settings):
            assert server.wait_for(lambda s: s.confirmed == 1)
        assert len(server.called("sendMessage")) == 2


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_is_written_anywhere_names_anybody(tmp_path: Path, form: str) -> None:
    """A session full of canaries at DEBUG, with failures; then every file and all output are searched for them."""
    settings = {"BOT_TOKEN": TOKEN, "LOG_LEVEL": "DEBUG", "LOG_FORMAT": form, "TMPDIR": str(tmp_path)}
    bad = (400, {"ok": False, "error_code": 400, "description": f"Bad Request: canarytext {PERSON}"})
    limited = (429, {"ok": False, "error_code": 429, "description": "canarytext", "parameters": {"retry_after": 0}})
    with BotApiServer() as server, running(tmp_path, TELEGRAM_API_URL=server.url, **settings) as process:
        for name, faults in {
            "sendMessage": [bad, limited],
            "deleteMessages": [bad],
            "getUpdates": [CONFLICT],
            "editMessageText": [bad],
        }.items():
            server.faults[name] = deque(faults)
        server.put(message=message("canarytext"))
        server.put(message=message("/start canarytext"))
        server.put(message=message("/canarytext canarytext"))
        server.put(message=message(contact={"phone_number": "+79035551234", "first_name": "canaryname"}))
        server.put(message=message(location={"latitude": 55.1234567, "longitude": 37.7654321}))
        server.put(callback_query=tap("canarytext"))
        server.put(callback_query=tap(encode(Route("tg", "detained"))))
        server.put(edited_message=message("canarytext", edit_date=1))
        server.put(message=message("/clear"))
        assert server.wait_for(lambda s: s.confirmed == 9)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_WITHIN) == 0
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert tmp_path / "output.txt" in written
    assert written[tmp_path / "output.txt"]
    for path, data in written.items():
        for canary in CANARIES:
            assert canary.encode() not in data, (path, canary)
    assert not re.search(rb"55\.1234|37\.7654|Traceback", written[tmp_path / "output.txt"])
    assert {path.name for path in written} == {"output.txt", "rohnamo.db", "rohnamo.db-journal"}, "no other files"


def test_a_token_that_telegram_refuses_is_explained(tmp_path: Path) -> None:
    with (
        BotApiServer(token="1:other") as server,
        running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as process,
    ):
        assert process.wait(20) == 2
    output = (tmp_path / "output.txt").read_text("utf8")
    assert "BOT_TOKEN" in output
    assert TOKEN not in output
    assert "Traceback" not in output


def test_two_pollers_are_explained_and_the_work_goes_on(tmp_path: Path) -> None:
    with BotApiServer() as server, running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url):
        server.faults["getUpdates"] = deque([CONFLICT])
        server.put(message=message("/start"))
        assert server.wait_for(lambda s: s.confirmed == 1)
    assert "only one can run" in (tmp_path / "output.txt").read_text("utf8")


def test_an_update_that_cannot_be_read_stops_nobody(tmp_path: Path) -> None:
    with BotApiServer() as server, running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url):
        server.put(message={"text": "canarytext"})
        server.put(callback_query={"id": 5})
        server.put(message=message("/start"))
        assert server.wait_for(lambda s: s.confirmed == 3)
        assert len(server.called("sendMessage")) == 1
    output = (tmp_path / "output.txt").read_text("utf8")
    assert "passed over" in output
    assert "canarytext" not in output


def test_a_telegram_that_is_down_at_start_is_waited_for(tmp_path: Path) -> None:
    down = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
    with BotApiServer() as server:
        server.faults["getMe"] = deque([down])
        with running(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url):
            server.put(message=message("/start"))
            assert server.wait_for(lambda s: s.confirmed == 1)
    assert "cannot be reached" in (tmp_path / "output.txt").read_text("utf8")


def test_bad_content_never_goes_live(tmp_path: Path) -> None:
    with BotApiServer() as server:
        (tmp_path / "empty").mkdir()
        with running(
            tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url, CONTENT_DIR=str(tmp_path / "empty")
        ) as process:
            assert process.wait(20) == 1
        assert server.calls == []
    output = (tmp_path / "output.txt").read_text("utf8")
    assert "languages.yaml:1: " in output
    assert "Nothing was started" in output
