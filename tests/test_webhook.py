"""By webhook, over real HTTP: is everybody answered, who is turned away, and does a host see whether all is well?"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.frontends.telegram.listener import STRANGERS
from bot.frontends.telegram.webhook import LARGEST, SECRET_HEADER, secret_of
from bot.screens.route import EMERGENCY, Route, encode
from tests.bot_api.faults import refused
from tests.bot_api.programs import free_port
from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN
from tests.postgres_server import postgres_server
from tests.samples import ROOT

SECRET = secret_of(TOKEN)
PATH = "/telegram"


@dataclass
class Bot:
    """A running copy of the program, and the port it listens on."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path
    knocks: list[int] = field(default_factory=list)

    def knock(
        self, method: str, path: str, body: bytes | None = None, secret: str | None = SECRET, **headers: str
    ) -> tuple[int, bytes]:
        """A request as anybody may make it: status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        given = {SECRET_HEADER: secret} if secret is not None else {}
        try:
            connection.request(method, path, body, given | headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def bring(self, update: dict[str, Any]) -> tuple[int, bytes]:
        """Bring an update, as Telegram does."""
        return self.knock("POST", PATH, json.dumps(update).encode())


@contextmanager
def serving(server: BotApiServer, folder: Path, content: Path, wait: bool = True, **more: str) -> Iterator[Bot]:
    """`bot run` by webhook, with its output in `folder`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{PATH}"
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "WEBHOOK_URL": url, "PORT": str(port)}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "LOG_LEVEL": "DEBUG"}
    environment |= {"CONTENT_DIR": str(content), "PYTHONDEVMODE": "1", **settings, **more}
    folder.mkdir(exist_ok=True)
    hooked = server.counts["setWebhook"]
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--webhook"], cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            if wait:
                assert server.wait_for(lambda s: s.counts["setWebhook"] > hooked)
            yield Bot(process, port, folder / "output.txt")
        finally:
            process.kill()
            process.wait()


def a_message(number: int, text: str, chat: int = 7001) -> dict[str, Any]:
    user = {"id": chat, "is_bot": False, "first_name": "C", "language_code": "tg"}
    place = {"id": chat, "type": "private", "first_name": "C"}
    return {
        "update_id": number,
        "message": {"message_id": 900_000 + number, "date": 1790000000, "chat": place, "from": user, "text": text},
    }


def test_everybody_is_answered_and_a_tap_costs_one_call(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server, serving(server, tmp_path, content) as bot:
        for chat in range(5001, 5021):
            server.put(message=a_message(1, "/tj", chat)["message"])
        assert server.wait_for(lambda s: s.confirmed == 20)
        for chat in range(5001, 5021):
            (standing,) = server.standing(chat)
            message = {**a_message(1, "x", chat)["message"], "message_id": standing.id}
            query = {"id": str(chat), "from": message["from"], "chat_instance": "1", "message": message}
            server.put(callback_query={**query, "data": encode(Route("tg", "raids"))})
        assert server.wait_for(lambda s: s.confirmed == 40)
        assert server.wait_for(lambda s: not s.open_queries), "every spinner was stopped"
        assert server.counts["answerCallbackQuery"] == server.counts["reply"] == 20, "by the answers to the deliveries"
        assert server.counts["editMessageText"] == 20
        assert server.complaints == []
        assert server.reply_failures == []
        bot.process.send_signal(signal.SIGTERM)
        assert bot.process.wait(5) == 0
        assert server.api.webhook.address, "it stays registered: Telegram keeps what comes until the next start"


def test_whoever_is_not_telegram_is_turned_away(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server, serving(server, tmp_path, content) as bot:
        update = json.dumps(a_message(1, "/start")).encode()
        for secret in (None, "", "wrong", SECRET[:-1], f"{SECRET}x", SECRET.upper(), "\xe4\xf6"):
            assert bot.knock("POST", PATH, update, secret)[0] == 401
        assert bot.knock("GET", PATH)[0] == 405
        assert bot.knock("POST", "/")[0] == 404
        assert bot.knock("POST", "/healthz")[0] == 405
        assert server.counts["sendMessage"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe{}", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"7", 400),
        (b'{"update_id": "x"}', 400),
        (b'{"update_id": 5, "message": {"text": "x"}}', 200),
        (b'{"update_id": 6, "callback_query": 3}', 200),
        (b'{"update_id": 7, "something_new": {}}', 200),
        (b" " * (LARGEST + 1), 413),
        (b"[" * 100_000, 400),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else str(value),
)
def test_what_cannot_be_read_harms_nobody(strange: Bot, body: bytes, status: int) -> None:
    assert strange.knock("POST", PATH, body)[0] == status
    assert strange.bring(a_message(1000, "/start"))[0] == 200


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Iterator[Bot]:
    """One copy for all strange bodies."""
    with BotApiServer() as server, serving(server, tmp_path_factory.mktemp("strange"), content) as bot:
        yield bot


def test_a_body_without_end_is_not_read_to_its_end(strange: Bot) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", strange.port, timeout=15)
    connection.putrequest("POST", PATH)
    connection.putheader(SECRET_HEADER, SECRET)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    sent = 0
    try:
        while sent < 40 * LARGEST:
            connection.send(chunk)
            sent += 0x10000
    except OSError:
        pass  # it hung up
    else:
        assert connection.getresponse().status == 413
    connection.close()
    assert strange.bring(a_message(1001, "/start"))[0] == 200


def test_an_update_that_is_brought_again_is_not_answered_again(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server, serving(server, tmp_path, content) as bot:
        for _ in range(3):
            assert bot.bring(a_message(1, "/start"))[0] == 200
        assert server.counts["sendMessage"] == 1


def test_a_tap_that_is_brought_again_is_answered_in_the_reply_again(tmp_path: Path, content: Path) -> None:
    """The first reply may have got lost on its way through a balancer."""
    with BotApiServer() as server, serving(server, tmp_path, content) as bot:
        replies = [bot.bring(_tap(1, 1, "raids")) for _ in range(2)]
        assert [status for status, _ in replies] == [200, 200]
        assert {json.loads(body)["method"] for _, body in replies} == {"answerCallbackQuery"}
        assert server.counts["editMessageText"] <= 1


def test_a_crowd_of_strangers_who_say_nothing_leaves_room_for_telegram(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server, serving(server, tmp_path, content) as bot:
        told = bot.bring(a_message(1, "/start"))
        strangers = [socket.create_connection(("127.0.0.1", bot.port)) for _ in range(STRANGERS + 50)]
        try:
            shut = [each for each in strangers[STRANGERS:] if _is_shut(each)]
            assert len(shut) >= 40
            server.put(message=a_message(2, "/tj", 7002)["message"])
            assert told[0] == 200
        finally:
            for each in strangers:
                each.close()
        assert server.wait_for(lambda s: s.confirmed == 1), "and Telegram is served again"


def _is_shut(connection: socket.socket) -> bool:
    connection.settimeout(5)
    try:
        return connection.recv(1) == b""
    except OSError:
        return True


def test_what_could_not_be_answered_is_given_back(tmp_path: Path, content: Path) -> None:
    """Ordinary taps that would wait for long go back to Telegram, with a word over the chat; emergencies never do."""
    with BotApiServer() as server, serving(server, tmp_path, content) as bot:
        told = [refused(429, "Too Many Requests", 60)] * 2  # of two chats: so Telegram means everybody
        server.faults["editMessageText"] = deque(told)
        taps = [_tap(chat, chat, "raids") for chat in range(1, 5)]
        connections = [_post(bot, tap) for tap in taps[:2]]
        assert server.wait_for(lambda s: s.counts["editMessageText"] == 2)
        status, _ = bot.bring(taps[2])
        assert status == 503
        urgent = _post(bot, _tap(9, 9, EMERGENCY))
        assert server.wait_for(lambda s: any(call.get("show_alert") for call in s.called("answerCallbackQuery")))
        for connection in connections:
            assert connection.getresponse().status == 503, "what was in hand is given back, too: its place is needed"
        for connection in (*connections, urgent):
            connection.close()


def _post(bot: Bot, update: dict[str, Any]) -> http.client.HTTPConnection:
    """Bring an update without waiting for what comes of it."""
    connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=15)
    connection.request("POST", PATH, json.dumps(update).encode(), {SECRET_HEADER: SECRET})
    return connection


def _tap(number: int, chat: int, page: str) -> dict[str, Any]:
    message = a_message(number, "x", chat)["message"]
    query = {"id": str(number), "from": message["from"], "chat_instance": "1", "message": message}
    return {"update_id": number, "callback_query": {**query, "data": encode(Route("tg", page))}}


def test_a_host_can_see_whether_it_runs_and_learns_nothing_else(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server, serving(server, tmp_path, content, DATABASE_URL="sqlite:///absent/x.db") as bot:
        assert bot.knock("GET", "/healthz", secret=None) == (200, b"ok")
        status, body = bot.knock("GET", "/readyz", secret=None)
        assert status == 200, "figures that cannot be written keep nobody from being answered"
        assert json.loads(body) == {"content": "loaded", "telegram": "ok", "database": "trouble"}
        asked = server.counts["getMe"]
        for _ in range(20):
            bot.knock("GET", "/readyz", secret=None)
        assert server.counts["getMe"] <= asked + 1, "nobody can make it ask Telegram all the time"


def test_it_is_not_ready_while_telegram_cannot_be_reached(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server:
        gone = "http://127.0.0.1:1"
        with serving(server, tmp_path, content, wait=False, TELEGRAM_API_URL=gone) as bot:
            status, body = _patiently(bot)
            assert (status, json.loads(body)["telegram"]) == (503, "trouble")
            assert bot.knock("GET", "/healthz", secret=None)[0] == 200
            bot.process.send_signal(signal.SIGTERM)
            assert bot.process.wait(5) == 0
        assert "Traceback" not in bot.output.read_text("utf8")


def _patiently(bot: Bot) -> tuple[int, bytes]:
    end = time.monotonic() + 20
    while True:
        try:
            return bot.knock("GET", "/readyz", secret=None)
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_a_port_that_is_taken_is_explained(tmp_path: Path, content: Path) -> None:
    with BotApiServer() as server, serving(server, tmp_path, content) as first:
        with serving(server, tmp_path / "second", content, wait=False, PORT=str(first.port)) as second:
            assert second.process.wait(20) == 2
        output = second.output.read_text("utf8")
        assert f"PORT: port {first.port} is in use" in output
        assert "Traceback" not in output


def test_replicas_behind_a_load_balancer_share_nothing_but_telegram_and_postgres(tmp_path: Path, content: Path) -> None:
    with postgres_server() as database, BotApiServer() as server:
        one = serving(server, tmp_path / "one", content, DATABASE_URL=database)
        two = serving(server, tmp_path / "two", content, DATABASE_URL=database)
        with one as first, two as second:
            server.do(lambda: server.replicas.extend(f"http://127.0.0.1:{bot.port}{PATH}" for bot in (first, second)))
            for chat in range(6001, 6041):
                server.put(message=a_message(1, "/tj", chat)["message"])
            assert server.wait_for(lambda s: s.confirmed == 40, 30)
            for chat in range(6001, 6041):
                (standing,) = server.standing(chat)
                tap = _tap(1, chat, "raids")["callback_query"]
                server.put(
                    callback_query={**tap, "id": str(chat), "message": {**tap["message"], "message_id": standing.id}}
                )
            assert server.wait_for(lambda s: s.confirmed == 80 and not s.open_queries, 30)
            assert server.complaints == []
            for bot in (first, second):
                bot.process.send_signal(signal.SIGTERM)
                assert bot.process.wait(5) == 0
        written = _figures(database)
        assert ("raids", 40) in written, "what both have counted stands in one table"
        for name in ("one", "two"):  # deliveries took turns, and none was lost: so both have served
            assert "Traceback" not in (tmp_path / name / "output.txt").read_text("utf8")


def _figures(database: str) -> list[tuple[str, int]]:
    import asyncio

    from bot.app import today
    from bot.usage.postgres import PostgresStore
    from bot.usage.weeks import Week

    async def read() -> list[tuple[str, int]]:
        store = PostgresStore(database, "test")
        cells = await store.cells(Week.of(today()), Week.of(today()))
        await store.close()
        return [(cell.topic, sum(cell.days)) for cell in cells]

    return asyncio.run(read())
