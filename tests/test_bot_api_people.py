"""Do the people of the stand-in use a bot as people do, and is what they measure and complain of true?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import bare_bot
from tests.bot_api.caller import CHAT, MENU, call
from tests.bot_api.ledger import Ledger, Series
from tests.bot_api.people import DoubleTaps, Walk, newest
from tests.bot_api.programs import BARE, QUICK, running
from tests.bot_api.server import BotApiServer
from tests.bot_api.street import EMERGENCY, ORDINARY, TYPED_EMERGENCY, Street


@pytest.fixture(params=[False, True], ids=["polling", "webhook"])
def served(request: pytest.FixtureRequest, server: BotApiServer, tmp_path: Path) -> Iterator[BotApiServer]:
    with running(BARE, server, tmp_path, webhook=request.param):
        yield server


def test_people_walk_and_everybody_is_answered(served: BotApiServer) -> None:
    walk = served.run(Walk(served.api, people=5, taps=100, patience=10).run())
    assert walk.unanswered == []
    assert len(walk.ledger.series["tap"]) >= 100
    assert len(walk.ledger.series["typed"]) == 5
    assert len(walk.ledger.spinners) >= 100
    assert walk.ledger.spinners.percentile(50) <= walk.ledger.series["tap"].percentile(50)
    assert served.complaints == served.reply_failures == []
    assert served.called("editMessageText")


def test_calls_in_answers_to_deliveries_count_as_answers(server: BotApiServer, tmp_path: Path) -> None:
    with running(QUICK, server, tmp_path, webhook=True):
        walk = server.run(Walk(server.api, people=5, taps=200, patience=10).run())
    assert walk.unanswered == []
    assert server.counts["reply"] >= 205
    assert server.complaints == server.reply_failures == []


def test_who_tapped_enough_is_followed_by_somebody_else(served: BotApiServer) -> None:
    heard: list[int] = []
    walk = Walk(served.api, people=3, taps=30, taps_each=5, every=10, progress=heard.append)
    served.run(walk.run())
    assert heard[:3] == [10, 20, 30]
    assert len({parameters["chat_id"] for parameters in served.called("sendMessage")}) >= 6


def test_people_can_begin_with_a_tap(served: BotApiServer) -> None:
    walk = served.run(Walk(served.api, people=3, taps=20, buttons=["5", "6"]).run())
    assert walk.unanswered == []
    assert served.called("sendMessage") == []
    assert {"5", "6"} & walk.seen


def test_taps_at_a_rate_and_emergencies_are_measured_apart(served: BotApiServer) -> None:
    pages = [str(number) for number in range(1, 20)]
    street = Street(served.api, 60, 1.0, 100, pages, emergencies=20, emergency="500")
    served.run(street.run())
    kinds = street.ledger.series
    assert 30 < len(kinds[ORDINARY]) + street.skipped < 100
    assert kinds[EMERGENCY].values
    assert kinds[TYPED_EMERGENCY].values
    assert street.ledger.waiting == []
    assert served.complaints == []


def test_two_taps_at_once_end_with_the_second(server: BotApiServer, tmp_path: Path) -> None:
    with running(BARE, server, tmp_path):
        taps = server.run(DoubleTaps(server.api, bare_bot.text, people=3, rounds=3).run())
        assert (taps.done, taps.wrong) == (9, [])
        wrong = server.run(DoubleTaps(server.api, lambda page: "?", people=1, rounds=1, patience=0.2).run()).wrong
        assert len(wrong) == 1


def test_whoever_is_not_answered_is_told_of(server: BotApiServer) -> None:
    """Nobody serves."""
    walk = server.run(Walk(server.api, people=2, seconds=0.2, patience=0.1).run())
    assert {deed.data for deed in walk.unanswered} == {"/start"}
    assert len(walk.unanswered) >= 2


def test_a_toast_is_an_answer_and_a_bare_answer_is_none(server: BotApiServer) -> None:
    planted = server.do(lambda: server.api.chats.plant(CHAT, "x", MENU))
    ledger = server.do(lambda: Ledger(server.api, lambda deed: None))
    first = server.do(lambda: ledger.tap(CHAT, planted, "a"))
    assert call(server, "answerCallbackQuery", callback_query_id=first.query)[0] == 200
    assert (bool(first.stopped), bool(first.answered), ledger.unstopped) == (True, False, 0)
    assert server.do(lambda: ledger.give_up(first.at + 1)) == [first]
    second = server.do(lambda: ledger.tap(CHAT, planted, "a"))
    assert call(server, "answerCallbackQuery", callback_query_id=second.query, text="now", show_alert=True)[0] == 200
    assert (second.toast, second.answered > second.at, ledger.toasts) == ("now", True, 1)


def test_buttons_that_clean_up_are_not_tapped(server: BotApiServer) -> None:
    wipe = {"inline_keyboard": [[{"text": "x", "callback_data": "1_tg__wipe"}]]}
    server.do(lambda: server.api.chats.plant(CHAT, "x", wipe))
    assert newest(server.api, CHAT) is None


def test_percentiles() -> None:
    series = Series([value / 1000 for value in range(1, 101)])
    assert [series.percentile(share) for share in (50, 95, 99, 100)] == [0.05, 0.095, 0.099, 0.1]
    assert str(series) == "100: p50 50.0, p95 95.0, p99 99.0, max 100.0 ms"
