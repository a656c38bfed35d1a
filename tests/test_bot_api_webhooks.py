"""Does the stand-in for Telegram's server deliver to webhooks as the real one does: in order, in parallel, again?"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
import pytest

from tests.bot_api.caller import CHAT, call, numbers, tap, write
from tests.bot_api.server import BotApiServer

Answer = tuple[int, dict[str, str], bytes]
FINE: Answer = (200, {}, b"")
SECRET = "a-secret_1"


class Receiver:
    """A webhook: notes what came, with its secret; answers as `answer` says."""

    def __init__(self) -> None:
        self.came: list[int] = []
        self.secrets: set[str | None] = set()
        self.ports: set[int] = set()
        self.answer: Callable[[dict[str, Any]], Answer] = lambda update: FINE
        self.url = ""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Telegram breaks a connection off at will; that is not worth a word."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            update = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.came.append(update["update_id"])
            receiver.secrets.add(self.headers["X-Telegram-Bot-Api-Secret-Token"])
            receiver.ports.add(self.client_address[1])
            status, fields, body = receiver.answer(update)
            self.send_response(status)
            for name, value in {**fields, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return None

    http = _Quiet(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{http.server_address[1]}/"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield receiver
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def point(server: BotApiServer, receiver: Receiver, **more: Any) -> None:
    assert call(server, "setWebhook", url=receiver.url, secret_token=SECRET, **more)[0] == 200


def test_what_waits_and_what_comes_is_delivered_over_kept_connections(server: BotApiServer, receiver: Receiver) -> None:
    write(server)
    point(server, receiver)
    for _ in range(20):
        write(server)
    assert server.wait_for(lambda s: s.confirmed == 21, 5)
    assert receiver.came == list(range(1, 22))
    assert receiver.secrets == {SECRET}
    assert len(receiver.ports) == 1
    assert call(server, "getWebhookInfo")[1]["result"]["pending_update_count"] == 0


def test_a_chat_waits_for_its_turn_while_others_are_served(server: BotApiServer, receiver: Receiver) -> None:
    held, free = threading.Event(), threading.Event()

    def answer(update: dict[str, Any]) -> Answer:
        if update["update_id"] == 1:
            held.set()
            free.wait(10)
        return FINE

    receiver.answer = answer
    point(server, receiver)
    write(server, chat=1)
    assert held.wait(5)
    write(server, chat=1)
    for chat in (2, 3):
        write(server, chat=chat)
    assert server.wait_for(lambda s: s.confirmed == 2, 5)
    assert receiver.came == [1, 3, 4]
    free.set()
    assert server.wait_for(lambda s: s.confirmed == 4, 5)
    assert receiver.came == [1, 3, 4, 2]


def test_no_more_connections_than_agreed(server: BotApiServer, receiver: Receiver) -> None:
    together, most, lock = [0], [0], threading.Lock()
    both = threading.Barrier(2, timeout=5)

    def answer(update: dict[str, Any]) -> Answer:
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        both.wait()
        with lock:
            together[0] -= 1
        return FINE

    receiver.answer = answer
    point(server, receiver, max_connections=2)
    for chat in range(10):
        write(server, chat=chat)
    assert server.wait_for(lambda s: s.confirmed == 10, 10)
    assert most == [2]


def test_a_failure_is_delivered_again_before_what_follows(server: BotApiServer, receiver: Receiver) -> None:
    server.times.again = 0.001
    bad = iter([(500, {}, b""), (302, {}, b""), (503, {"Retry-After": "3"}, b"")])
    receiver.answer = lambda update: next(bad, FINE)
    point(server, receiver)
    write(server)
    write(server)
    assert server.wait_for(lambda s: s.confirmed == 2, 5)
    assert receiver.came == [1, 1, 1, 1, 2]
    assert "503" in call(server, "getWebhookInfo")[1]["result"]["last_error_message"]


def test_nobody_there_and_nobody_answering_are_failures(server: BotApiServer, receiver: Receiver) -> None:
    server.times.again, server.times.answer = 0.001, 0.2
    held = threading.Event()

    def answer(update: dict[str, Any]) -> Answer:
        if len(receiver.came) == 1:
            held.wait(5)
        return FINE

    receiver.answer = answer
    server.replicas[:] = ["http://127.0.0.1:9/", receiver.url]
    point(server, receiver)
    write(server)
    assert server.wait_for(lambda s: s.confirmed == 1, 5)
    held.set()
    assert receiver.came == [1, 1]


def test_the_pauses_double_up_to_a_bound_with_chance(server: BotApiServer) -> None:
    write(server)
    waiting = server.api.queue.waiting[1]
    pauses = []
    for waiting.failures in range(1, 12):
        pauses.append(server.api.webhook._pause(waiting, None))
    assert pauses[:6] == [0, 2, 4, 8, 16, 32]
    assert all(60 <= pause <= 120 for pause in pauses[6:])


def test_an_answer_may_carry_one_call(server: BotApiServer, receiver: Receiver) -> None:
    calls = [
        {"method": "answerCallbackQuery", "callback_query_id": "q1"},
        {"method": "editMessageText", "chat_id": CHAT, "message_id": 99, "text": "x"},
        {"method": "getMe"},
        ["?"],
    ]
    receiver.answer = lambda update: (200, {}, msgspec.json.encode(calls[update["update_id"] - 1]))
    point(server, receiver)
    for number in range(1, 5):
        tap(server, f"q{number}")
    assert server.wait_for(lambda s: s.counts["reply"] == 4, 5)
    assert server.open_queries == ["q2", "q3", "q4"]
    assert [failure.partition(":")[0] for failure in server.reply_failures] == [
        "editMessageText",
        "getMe",
        "not a call",
    ]


def test_replicas_take_turns(server: BotApiServer, receiver: Receiver) -> None:
    with receiving() as other:
        server.replicas[:] = [receiver.url, other.url]
        point(server, receiver)
        for chat in range(10):
            write(server, chat=chat)
        assert server.wait_for(lambda s: s.confirmed == 10, 5)
        assert len(receiver.came) == len(other.came) == 5


def test_polling_and_webhooks_exclude_each_other(server: BotApiServer, receiver: Receiver) -> None:
    server.times.conflict = 0.0
    point(server, receiver)
    status, body = call(server, "getUpdates")
    assert (status, "webhook is active" in body["description"]) == (409, True)
    assert call(server, "setWebhook", url=receiver.url)[0] == 429
    assert call(server, "deleteWebhook")[0] == 200
    write(server)
    assert numbers(call(server, "getUpdates")) == [1]
    assert call(server, "deleteWebhook", drop_pending_updates=True)[0] == 200
    assert server.updates == []
