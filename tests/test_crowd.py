"""When a crowd uses the program, started as an operator starts it: is everybody answered, in order, whatever breaks?"""

import asyncio
from pathlib import Path

import pytest

from bot.app import today
from bot.edition import Edition
from bot.screens.route import decode
from tests.bot_api.faults import BAD_GATEWAY, RESET, RESET_AFTER_EFFECT, Weather, refused
from tests.bot_api.ledger import Ledger
from tests.bot_api.people import FIRST, DoubleTaps, Walk
from tests.bot_api.programs import OURS, running
from tests.bot_api.server import BotApiServer

PEOPLE = 20
BAD = (
    *((0.05, RESET), (0.05, RESET_AFTER_EFFECT), (0.05, BAD_GATEWAY)),
    (0.02, refused(429, "Too Many Requests: retry after 1", 1)),
)
ways = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


@ways
def test_everybody_is_answered_and_nothing_is_called_wrongly(
    server: BotApiServer, tmp_path: Path, webhook: bool
) -> None:
    with running(OURS, server, tmp_path, webhook):
        walk = server.run(Walk(server.api, PEOPLE, taps=500, patience=10).run())
        assert walk.unanswered == []
        assert server.wait_for(lambda s: s.open_queries == [])
    assert server.complaints == server.reply_failures == []


@ways
def test_who_taps_twice_sees_what_was_tapped_last(
    server: BotApiServer, tmp_path: Path, edition: Edition, webhook: bool
) -> None:
    guide = edition.guide(today)
    with running(OURS, server, tmp_path, webhook):
        taps = server.run(DoubleTaps(server.api, lambda data: guide.show(decode(data)).text, PEOPLE).run())
    assert (taps.done, taps.wrong) == (PEOPLE * 5, [])


@ways
def test_a_bad_day_costs_time_and_no_answers(server: BotApiServer, tmp_path: Path, webhook: bool) -> None:
    server.times.again = 0.1
    with running(OURS, server, tmp_path, webhook):
        server.weather(Weather(delay=0.005, mixture=BAD, seed=3))
        walk = server.run(Walk(server.api, PEOPLE, taps=100).run(), 60)
    assert walk.unanswered == []
    assert server.api.weather.drawn > 10
    assert server.complaints == []


@ways
def test_whoever_wrote_to_a_program_that_was_killed_is_answered_by_the_next(
    server: BotApiServer, tmp_path: Path, webhook: bool
) -> None:
    async def listen() -> Ledger:
        return Ledger(server.api, lambda deed: None)

    ledger = server.run(listen())
    with running(OURS, server, tmp_path, webhook) as program:
        server.weather(Weather(delay=0.1))
        server.do(lambda: [ledger.type(FIRST + number, "/start") for number in range(PEOPLE)])
        assert server.wait_for(lambda s: s.counts["sendMessage"] > 0)
        program.process.kill()
    server.weather(Weather())
    with running(OURS, server, tmp_path, webhook):
        server.run(asyncio.wait_for(ledger.drain(10), 11))
        assert server.do(lambda: ledger.waiting) == []
        assert server.wait_for(lambda s: s.confirmed == PEOPLE)
