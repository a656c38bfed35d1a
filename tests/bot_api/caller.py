"""Single calls and updates, for tests that look at the server itself."""

from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN

CHAT = 7
MENU = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
Answer = tuple[int, Any]


def call(server: BotApiServer, method: str, /, **parameters: Any) -> Answer:
    """One call with a JSON body."""
    return post(server, method, msgspec.json.encode(parameters), "application/json")


def post(server: BotApiServer, method: str, body: bytes, kind: str) -> Answer:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    try:
        connection.request("POST", f"/bot{TOKEN}/{method}", body, {"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, msgspec.json.decode(answer.read())
    finally:
        connection.close()


def write(server: BotApiServer, text: str = "hello", chat: int = CHAT) -> int:
    return server.put(message={"message_id": 1000, "chat": {"id": chat, "type": "private"}, "text": text})


def tap(server: BotApiServer, query: str, message: int = 1, chat: int = CHAT) -> int:
    shown = {"message_id": message, "chat": {"id": chat, "type": "private"}, "text": "x"}
    return server.put(callback_query={"id": query, "from": {"id": chat}, "message": shown, "data": "a"})


def numbers(answer: Answer) -> list[int]:
    assert answer[0] == 200, answer
    return [update["update_id"] for update in answer[1]["result"]]


def send(server: BotApiServer, **more: Any) -> Answer:
    return call(server, "sendMessage", **{"chat_id": CHAT, "text": "hello", **more})
