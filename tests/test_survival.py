"""Killed, cut off, garbled, flooded: is anybody left without an answer, and is the man in an emergency first?

For short, so that it can run with every change; `python -m tests.proofs` does the same for long.
"""

from pathlib import Path

import pytest

from bot.edition import read_edition
from bot.screens.route import decode
from tests import survival
from tests.bot_api.ledger import Ledger
from tests.bot_api.people import FIRST, Walk
from tests.bot_api.programs import OURS, running
from tests.bot_api.server import BotApiServer
from tests.bot_api.street import EMERGENCY, ORDINARY
from tests.samples import ROOT, TODAY

WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


@WAYS
def test_everybody_is_answered_and_nothing_is_called_wrongly(tmp_path: Path, webhook: bool) -> None:
    with BotApiServer() as server, running(OURS, server, tmp_path, webhook):
        walk = server.run(Walk(server.api, people=20, taps=500, patience=10).run())
        assert walk.unanswered == []
        assert server.wait_for(lambda s: s.open_queries == [])
        assert server.complaints == server.reply_failures == []


@WAYS
def test_killed_twenty_times_under_load_it_leaves_nobody_unanswered(
    tmp_path: Path, content: Path, webhook: bool
) -> None:
    with survival.telegram() as server:
        report = survival.killed(server, tmp_path, content, webhook)
    assert report.is_clean, report
    assert report.taps > 100


@WAYS
def test_random_faults_leave_nobody_unanswered(tmp_path: Path, content: Path, webhook: bool) -> None:
    with survival.telegram() as server:
        report = survival.stormy(server, tmp_path, content, webhook, seconds=20)
    assert report.is_clean, report
    assert report.notes["faults"] > 20


@WAYS
def test_a_slow_and_leaky_network_leaves_nobody_unanswered(tmp_path: Path, content: Path, webhook: bool) -> None:
    with survival.telegram() as server:
        report = survival.slow(server, tmp_path, content, webhook, seconds=10)
    assert report.is_clean, report
    assert report.taps > 20


@WAYS
def test_emergencies_are_answered_before_all_others_when_there_are_too_many(
    tmp_path: Path, content: Path, webhook: bool
) -> None:
    with survival.telegram() as server:
        report = survival.flooded(server, tmp_path, content, webhook, seconds=15)
    urgent, ordinary = report.latencies[EMERGENCY], report.latencies[ORDINARY]
    assert len(urgent) > 20
    assert urgent.percentile(90) < ordinary.percentile(90), report
    assert not report.complaints


@WAYS
def test_one_chat_that_floods_hides_nobody(tmp_path: Path, content: Path, webhook: bool) -> None:
    with survival.telegram() as server, running(OURS, server, tmp_path, webhook, {"CONTENT_DIR": str(content)}):
        ledger = server.do(lambda: Ledger(server.api, lambda deed: None))
        server.do(lambda: [ledger.type(FIRST, "word") for _ in range(400)])
        server.do(lambda: ledger.type(FIRST + 1, "/sos", "urgent"))
        assert server.wait_for(lambda s: bool(ledger.series["urgent"].values), 10)
        assert ledger.series["urgent"].percentile(100) < 10, "it used to be minutes"
        assert server.complaints == []


@WAYS
def test_of_two_taps_at_once_the_second_stands_at_the_end(tmp_path: Path, content: Path, webhook: bool) -> None:
    guide = read_edition(content, ROOT / "locales", TODAY).guide(lambda: TODAY)

    with survival.telegram() as server:
        report = survival.in_order(server, tmp_path, content, webhook, lambda data: guide.show(decode(data)).text)
    assert report.is_clean, report
    assert report.taps == 100
