"""Is the stand-in for Telegram's server to be trusted: does it do what the real one does, and refuse what it must?"""

import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest

from tests.bot_api.caller import CHAT, MENU, call, numbers, post, send, tap, write
from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN

# Updates


def test_an_offset_confirms_what_is_below_it(server: BotApiServer) -> None:
    for _ in range(4):
        write(server)
    assert numbers(call(server, "getUpdates", offset=3, limit=1)) == [3]
    assert server.confirmed == 2
    assert numbers(call(server, "getUpdates", offset=1)) == [3, 4]


@pytest.mark.parametrize("offset", [16, 10**9, -(10**9)])
def test_an_absurd_offset_confirms_nothing(server: BotApiServer, offset: int) -> None:
    for _ in range(4):
        write(server)
    assert numbers(call(server, "getUpdates", offset=offset)) == [1, 2, 3, 4]
    assert server.confirmed == 0


def test_a_negative_offset_counts_from_the_end(server: BotApiServer) -> None:
    for _ in range(4):
        write(server)
    assert numbers(call(server, "getUpdates", offset=-1)) == [4]
    assert server.confirmed == 3


def test_the_same_offset_at_once_gets_one_update(server: BotApiServer) -> None:
    write(server)
    write(server)
    assert numbers(call(server, "getUpdates", offset=1)) == [1, 2]
    assert numbers(call(server, "getUpdates", offset=1)) == [1]


def test_a_waiting_request_hears_of_an_update(server: BotApiServer) -> None:
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(call, server, "getUpdates", timeout=20)
        assert server.wait_for(lambda s: s.counts["getUpdates"] == 1)
        began = time.monotonic()
        write(server)
        assert numbers(waiting.result(5)) == [1]
        assert time.monotonic() - began < 1


def test_a_new_poller_ends_the_older_one_and_the_next_conflict_is_slow(server: BotApiServer) -> None:
    server.times.conflict = 0.2
    with ThreadPoolExecutor() as threads:
        polls = []
        for number in range(3):
            polls.append(threads.submit(call, server, "getUpdates", offset=number + 1, timeout=20))
            assert server.wait_for(lambda s, n=number: s.counts["getUpdates"] == n + 1)  # type: ignore[misc]
        write(server)
        answers = [poll.result(5) for poll in polls]
    assert [status for status, _ in answers] == [409, 409, 200]
    assert "terminated by other getUpdates" in answers[0][1]["description"]


def test_updates_that_nobody_takes_are_lost_and_their_taps_too_late(server: BotApiServer) -> None:
    server.times.tap = -1.0
    tap(server, "q")
    write(server)
    assert numbers(call(server, "getUpdates")) == [2]
    assert server.api.queue.lost == 1
    status, body = call(server, "answerCallbackQuery", callback_query_id="q")
    assert (status, "query is too old" in body["description"]) == (400, True)


def test_only_kinds_that_were_asked_for_are_kept(server: BotApiServer) -> None:
    assert server.put(message_reaction={"chat": {"id": CHAT}}) == 0
    assert numbers(call(server, "getUpdates", offset=1, allowed_updates=["callback_query"])) == []
    assert write(server) == 0
    assert tap(server, "q") == 1
    assert numbers(call(server, "getUpdates", offset=1, allowed_updates=[])) == [1]
    assert write(server) == 2


# Strictness


@pytest.mark.parametrize(
    ("method", "parameters", "said"),
    [
        ("sendMesage", {}, "Not Found"),
        ("sendMessage", {"chat_id": CHAT, "text": "x", "parsemode": "HTML"}, "unknown field `parsemode`"),
        ("sendMessage", {"chat_id": CHAT}, "missing required field `text`"),
        ("sendMessage", {"chat_id": CHAT, "text": 5}, "Expected `str`"),
        ("sendMessage", {"chat_id": CHAT, "text": "x" * 4097}, "too long"),
        ("sendMessage", {"chat_id": CHAT, "text": " "}, "empty"),
        ("sendMessage", {"chat_id": CHAT, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"chat_id": CHAT, "text": "<b>x</i>", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"chat_id": CHAT, "text": "<p>x</p>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ("sendMessage", {"chat_id": CHAT, "text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"chat_id": CHAT, "text": "a&nbsp;b", "parse_mode": "HTML"}, "shows as it is written"),
        ("sendMessage", {"chat_id": CHAT, "text": '<a href="javascript:x">x</a>', "parse_mode": "HTML"}, "drops"),
        ("answerCallbackQuery", {"callback_query_id": "q", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("deleteMessages", {"chat_id": CHAT, "message_ids": []}, "1 to 100"),
        ("deleteMessages", {"chat_id": CHAT, "message_ids": list(range(101))}, "1 to 100"),
        ("getUpdates", {"limit": 101}, "limit"),
        ("setWebhook", {"url": "http://example.org/"}, "HTTPS"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ],
)
def test_mistakes_are_refused_and_complained_of(
    server: BotApiServer, method: str, parameters: dict[str, Any], said: str
) -> None:
    write(server)
    status, body = call(server, method, **parameters)
    assert status in (400, 404)
    assert said in body["description"]
    assert len(server.complaints) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [[{"text": "", "callback_data": "a"}]],
        [[{"text": "x"}]],
        [[{"text": "x", "callback_data": ""}]],
        [[{"text": "x", "callback_data": "\u0434" * 33}]],
        [[{"text": "x", "callback_data": "a", "url": "https://example.org"}]],
        [[{"text": "x", "copy_text": {"text": "x" * 257}}]],
        [[{"text": "x", "callback_data": "a"}] * 9],
        [[{"text": "x", "callback_data": "a"}]] * 101,
        [[{"text": "x", "callback_data": "a", "colour": "red"}]],
    ],
)
def test_keyboards_that_telegram_refuses_or_cuts(server: BotApiServer, rows: list[Any]) -> None:
    write(server)
    assert send(server, reply_markup={"inline_keyboard": rows})[0] == 400
    assert len(server.complaints) == 1


def test_sound_calls_are_taken_in_all_three_forms(server: BotApiServer) -> None:
    write(server)
    text = '<b>a</b> &lt; <a href="https://example.org/?a=b">\u0434</a> <blockquote expandable>x</blockquote>'
    asked = {"chat_id": CHAT, "text": text, "parse_mode": "HTML", "reply_markup": MENU}
    status, body = send(server, **asked)
    assert (status, body["result"]["text"]) == (200, "a < \u0434 x")
    form = urlencode({n: v if isinstance(v, str) else msgspec.json.encode(v).decode() for n, v in asked.items()})
    assert post(server, "sendMessage", form.encode(), "application/x-www-form-urlencoded")[0] == 200
    assert server.called("sendMessage") == [asked, asked]
    part = '--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    parts = part % ("chat_id", "", CHAT) + part % ("document", '; filename="a.txt"', "file") + "--x--\r\n"
    assert post(server, "sendDocument", parts.encode(), "multipart/form-data; boundary=x")[0] == 200
    assert server.called("sendDocument")[0]["document"].content == b"file"
    assert server.complaints == []


def test_a_body_in_chunks_and_two_requests_at_once_are_read(server: BotApiServer) -> None:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    head = {"Content-Type": "application/json"}
    connection.request("POST", f"/bot{TOKEN}/getUpdates", iter([b'{"off', b'set": 1}']), head, encode_chunked=True)
    assert msgspec.json.decode(connection.getresponse().read()) == {"ok": True, "result": []}
    assert server.called("getUpdates") == [{"offset": 1}]
    request = f"GET /bot{TOKEN}/getMe HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    connection.sock.sendall(request * 2)
    answers = b""
    while answers.count(b'"ok":true') < 2:
        answers += connection.sock.recv(65536)
    connection.close()


# Chats


def test_messages_can_be_changed_while_they_stand(server: BotApiServer) -> None:
    write(server)
    number = send(server, reply_markup=MENU)[1]["result"]["message_id"]
    edit = {"chat_id": CHAT, "message_id": number, "text": "hello", "reply_markup": MENU}
    assert "not modified" in call(server, "editMessageText", **edit)[1]["description"]
    assert call(server, "editMessageText", **edit | {"text": "bye"})[0] == 200
    assert [message.text for message in server.standing(CHAT)] == ["hello", "bye"]
    assert "can't be edited" in call(server, "editMessageText", **edit | {"message_id": 1000})[1]["description"]
    assert call(server, "deleteMessages", chat_id=CHAT, message_ids=[number, 1000, 4711])[0] == 200
    assert "message to edit not found" in call(server, "editMessageText", **edit)[1]["description"]
    assert "message to delete not found" in call(server, "deleteMessage", chat_id=CHAT, message_id=5)[1]["description"]
    assert server.complaints == []


def test_a_message_that_a_tap_names_stands(server: BotApiServer) -> None:
    tap(server, "q", message=55)
    assert call(server, "editMessageText", chat_id=CHAT, message_id=55, text="new")[0] == 200


def test_what_is_older_than_two_days_is_not_deleted(server: BotApiServer) -> None:
    write(server)
    server.age(CHAT, 1000, 48 * 3600 + 1)
    assert "can't be deleted" in call(server, "deleteMessages", chat_id=CHAT, message_ids=[1000])[1]["description"]


def test_a_tap_is_answered_once(server: BotApiServer) -> None:
    tap(server, "q")
    assert server.open_queries == ["q"]
    assert call(server, "answerCallbackQuery", callback_query_id="q")[0] == 200
    assert call(server, "answerCallbackQuery", callback_query_id="q")[0] == 400
    assert call(server, "answerCallbackQuery", callback_query_id="forged")[0] == 400
    assert server.open_queries == []


def test_who_blocked_the_bot_gets_nothing_and_strangers_neither(server: BotApiServer) -> None:
    write(server)
    server.blocked.add(CHAT)
    assert send(server)[0] == 403
    assert send(server, chat_id=8)[1]["description"] == "Bad Request: chat not found"
