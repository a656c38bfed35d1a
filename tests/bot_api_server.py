"""A Bot API server on loopback, over real HTTP: enough of Telegram to run the whole program against it."""

import json
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

from tests.fake_telegram import BOT, TOKEN

Answer = tuple[int, dict[str, Any]]
UNAUTHORIZED: Answer = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


class BotApiServer:
    """Collects the calls it gets and hands out the updates put into `updates`, one batch per poll."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.updates: deque[dict[str, Any]] = deque()
        self.confirmed = 0
        self.faults: dict[str, deque[Answer]] = {}
        self._changed = threading.Condition()
        self._stopped = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "BotApiServer":
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def put(self, **update: object) -> None:
        """An update that waits to be taken."""
        with self._changed:
            number = self.confirmed + len(self.updates) + 1
            self.updates.append({"update_id": number, **update})
            self._changed.notify_all()

    def wait_for(self, met: Callable[["BotApiServer"], bool], seconds: float = 20) -> bool:
        """Wait until a condition on the calls is met."""
        with self._changed:
            return self._changed.wait_for(lambda: met(self), seconds)

    def called(self, name: str) -> list[dict[str, str]]:
        """The parameters of every call of a method."""
        return [parameters for called, parameters in self.calls if called == name]

    def _answer(self, name: str, parameters: dict[str, str]) -> Answer:
        with self._changed:
            self.calls.append((name, parameters))
            self._changed.notify_all()
            if self.faults.get(name):
                return self.faults[name].popleft()
            if name == "getUpdates":
                return self._poll(int(parameters.get("offset", 0)), float(parameters.get("timeout", 0)))
        results: dict[str, Any] = {
            "getMe": BOT,
            "getMyCommands": [],
            "getMyDescription": {"description": ""},
            "getMyShortDescription": {"short_description": ""},
        }
        if name in ("sendMessage", "editMessageText"):
            chat = {"id": int(parameters["chat_id"]), "type": "private"}
            return _fine({"message_id": len(self.calls), "date": 1, "chat": chat, "text": parameters["text"]})
        return _fine(results.get(name, True))

    def _poll(self, offset: int, timeout: float) -> Answer:
        while self.updates and self.updates[0]["update_id"] < offset:
            self.confirmed = self.updates.popleft()["update_id"]
        self._changed.notify_all()
        self._changed.wait_for(lambda: bool(self.updates) or self._stopped, timeout)
        return _fine(list(self.updates))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                bot, _, name = self.path.strip("/").rpartition("/")
                parameters = dict(parse_qsl(body.decode(), keep_blank_values=True))
                status, answer = server._answer(name, parameters) if bot == f"bot{server.token}" else UNAUTHORIZED
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                return None

        return Handler


def _fine(result: object) -> Answer:
    return 200, {"ok": True, "result": result}
