"""Can the stand-in for Telegram's server be as bad as the real one on its bad days, and always in the same way?"""

import threading
import time
from collections import deque
from http.client import HTTPException

import msgspec
import pytest

from tests.bot_api.caller import CHAT, call, send, write
from tests.bot_api.faults import BAD_GATEWAY, GARBAGE, RESET, RESET_AFTER_EFFECT, Fault, Limits, Weather, hangs, refused
from tests.bot_api.server import BotApiServer


def test_scripted_faults_come_in_turn(server: BotApiServer) -> None:
    write(server)
    limited = refused(429, "Too Many Requests", 7)
    server.faults["sendMessage"] = deque([limited, BAD_GATEWAY, GARBAGE, RESET, RESET_AFTER_EFFECT, hangs(0.05)])
    status, body = send(server)
    assert (status, body["parameters"]) == (429, {"retry_after": 7})
    for _ in range(2):
        with pytest.raises(msgspec.DecodeError):
            send(server)
    for standing in (1, 2, 2):
        with pytest.raises((HTTPException, ConnectionError)):
            send(server)
        assert len(server.standing(CHAT)) == standing
    assert send(server)[0] == 200


def test_weather_is_the_same_for_the_same_seed(server: BotApiServer) -> None:
    def drawn(seed: int) -> list[Fault | None]:
        weather = Weather(mixture=[(0.2, RESET), (0.3, BAD_GATEWAY)], seed=seed)
        return [weather.draw("getMe") for _ in range(1000)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 150 < drawn(1).count(RESET) < 250 < drawn(1).count(BAD_GATEWAY) < 350


def test_the_network_is_as_slow_as_told(server: BotApiServer) -> None:
    server.weather(Weather(delay=0.025))
    began = time.monotonic()
    assert call(server, "getMe")[0] == 200
    assert 0.05 <= time.monotonic() - began < 0.5


def test_limits_over_all_and_for_a_chat(server: BotApiServer) -> None:
    for chat in range(10):
        write(server, chat=chat)
    server.limit(Limits(per_second=5, clock=lambda: 0.0))
    statuses = [send(server, chat_id=chat)[0] for chat in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    server.limit(Limits(per_chat=1, chat_burst=2, clock=lambda: 0.0))
    assert [send(server, chat_id=1)[0] for _ in range(3)] == [200, 200, 429]
    assert send(server, chat_id=2)[0] == 200
    assert call(server, "getMe")[0] == 200


def test_waiting_for_what_does_not_come_is_bounded(server: BotApiServer) -> None:
    assert not server.wait_for(lambda s: False, 0.01)
    assert threading.active_count() < 50
