"""What the bot must live through, over real HTTP in a program of its own: killed again and again, bad networks, limits.

`python -m tests.proofs` runs these for long; `test_survival` for short. Each gives what it saw as a `Report`.
"""

import asyncio
import math
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bot_api.faults import BAD_GATEWAY, GARBAGE, RESET, RESET_AFTER_EFFECT, Fault, Limits, Weather, hangs, refused
from tests.bot_api.ledger import Series
from tests.bot_api.people import DoubleTaps, Walk
from tests.bot_api.programs import OURS, Program, running
from tests.bot_api.server import BotApiServer
from tests.bot_api.street import EMERGENCY, ORDINARY, TYPED_EMERGENCY, Street

FOR_EVER = 1e9  # seconds; nobody gives up
SETTLE = 90.0  # seconds in which all that waits must be answered once the weather is fair again
MIXTURE: tuple[tuple[float, Fault], ...] = (
    (0.02, RESET),
    (0.02, RESET_AFTER_EFFECT),
    (0.02, BAD_GATEWAY),
    (0.01, GARBAGE),
    (0.01, refused(500, "Internal Server Error")),
    (0.01, refused(429, "Too Many Requests: retry after 1", 1)),
    (0.003, hangs(3.0)),
    (0.003, hangs(3.0, takes_effect=True)),
)


@dataclass
class Report:
    """What was seen. `unanswered`, `spinners`, `unconfirmed`: people, spinners and updates that were left, once all had
    time enough; all must be 0. `is_open_ended`: there was no such time, because ever more came than could be answered.
    """

    name: str
    taps: int = 0
    latencies: dict[str, Series] = field(default_factory=dict)
    unanswered: int = 0
    spinners: int = 0
    unconfirmed: int = 0
    complaints: list[str] = field(default_factory=list)
    notes: dict[str, float] = field(default_factory=dict)
    is_open_ended: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether nobody was left and Telegram was never asked for nonsense."""
        return not (self.unanswered or self.spinners or self.unconfirmed or self.complaints)

    def __str__(self) -> str:
        noted = "".join(f"; {name} {value:g}" for name, value in self.notes.items())
        told = "".join(f"\n    {kind}: {series}" for kind, series in self.latencies.items())
        left = f" left: {self.unanswered} people, {self.spinners} spinners, {self.unconfirmed} updates;"
        seen = f"{self.taps} taps;{'' if self.is_open_ended else left} complaints {len(self.complaints)}"
        return f"{self.name}: {seen}{noted}{told}"


@contextmanager
def telegram() -> Iterator[BotApiServer]:
    """A Telegram that delivers again soon, for webhooks whose bot was killed."""
    with BotApiServer(keeps_calls=False) as server:
        server.times.again = 0.1
        yield server


def killed(server: BotApiServer, folder: Path, content: Path, webhook: bool, times: int = 20, seed: int = 1) -> Report:
    """Kill -9 at moments drawn by chance, under load; every time it is started again."""
    chance, kills = random.Random(seed), 0
    with _walking(server, people=20) as (walk, done):
        for _ in range(times):
            with _bot(server, folder, content, webhook) as program:
                enough = walk.tapped + chance.randint(1, 60)
                assert server.wait_for(lambda _: walk.tapped >= enough, 60), "it stands still"  # noqa: B023
                server.run(asyncio.sleep(chance.uniform(0, 0.05)))
                program.process.kill()
                kills += 1
        with _bot(server, folder, content, webhook):
            walk.stop()
            done.result(SETTLE)
            return _report(f"killed {kills} times, {_by(webhook)}", server, walk)


def stormy(server: BotApiServer, folder: Path, content: Path, webhook: bool, seconds: float, seed: int = 1) -> Report:
    """A network that loses, delays and garbles, and a Telegram that errs, at random."""
    with _bot(server, folder, content, webhook), _walking(server, people=20, pause=0.02) as (walk, done):
        weather = Weather(delay=0.01, mixture=MIXTURE, seed=seed)
        server.weather(weather)
        server.run(asyncio.sleep(seconds), seconds + 10)
        server.weather(Weather())
        walk.stop()
        done.result(SETTLE)
        report = _report(f"{seconds:g} s of random faults, {_by(webhook)}", server, walk)
    report.notes["faults"] = weather.drawn
    return report


def slow(server: BotApiServer, folder: Path, content: Path, webhook: bool, seconds: float) -> Report:
    """300 ms to Telegram, and every fiftieth connection broken."""
    with _bot(server, folder, content, webhook), _walking(server, people=20) as (walk, done):
        server.weather(Weather(delay=0.15, mixture=((0.01, RESET), (0.01, RESET_AFTER_EFFECT))))
        server.run(asyncio.sleep(seconds), seconds + 10)
        server.weather(Weather())
        walk.stop()
        done.result(SETTLE)
        return _report(f"300 ms and 2 % resets, {_by(webhook)}", server, walk)


def flooded(
    server: BotApiServer, folder: Path, content: Path, webhook: bool, seconds: float, rate: float = 300
) -> Report:
    """Ordinary taps at ten times what Telegram takes (30 calls a second that change chats), and emergencies besides."""
    limits = Limits(per_second=30)
    server.times.again = 1.0  # as Telegram: what is given back must not come again ten times as often
    with _bot(server, folder, content, webhook):
        server.limit(limits)
        buttons = ["1_tg_raids", "1_tg_papers", "1_ru_papers"]
        street = server.do(
            lambda: Street(server.api, rate, seconds, 3000, buttons, emergencies=5, emergency="1_tg_sos", drain=2.0)
        )
        server.run(street.run(), seconds + 60)
        server.limit(Limits())
    kinds = (EMERGENCY, TYPED_EMERGENCY, ORDINARY)
    name = f"ten times over the limit, {_by(webhook)}"
    report = Report(name, complaints=list(server.complaints), is_open_ended=True)
    report.latencies = {kind: street.ledger.series[kind] for kind in kinds}
    report.taps = sum(map(len, report.latencies.values()))
    late = sum(map(math.isinf, report.latencies[ORDINARY].values))
    report.notes = {"refused": limits.refused, "toasts": street.ledger.toasts, "ordinary taps still waiting": late}
    return report


def in_order(
    server: BotApiServer, folder: Path, content: Path, webhook: bool, expected: Callable[[str], str]
) -> Report:
    """People who tap A and at once B, over a slow network: B must stand in the chat at the end."""
    with _bot(server, folder, content, webhook):
        leaks = ((0.02, RESET), (0.02, RESET_AFTER_EFFECT))
        # Not sendMessage: sent twice because its answer got lost, a message would stand above the one that was tapped.
        server.weather(Weather(delay=0.02, mixture=leaks, methods=frozenset({"editMessageText", "getUpdates"})))
        taps = server.do(lambda: DoubleTaps(server.api, expected, people=20, rounds=5))
        server.run(taps.run(), 120)
        server.weather(Weather())
    report = Report(f"two taps at once, {_by(webhook)}", taps.done, complaints=list(server.complaints))
    report.unanswered = len(taps.wrong)
    return report


@contextmanager
def _walking(server: BotApiServer, people: int, pause: float = 0.0) -> Iterator[tuple[Walk, "Future[Walk]"]]:
    walk = server.do(lambda: Walk(server.api, people, pause=pause, patience=FOR_EVER))
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(server.run, walk.run(), None)
        try:
            yield walk, done
        finally:
            walk.stop()


@contextmanager
def _bot(server: BotApiServer, folder: Path, content: Path, webhook: bool) -> Iterator[Program]:
    with running(OURS, server, folder, webhook, {"CONTENT_DIR": str(content)}) as program:
        yield program


def _report(name: str, server: BotApiServer, walk: Walk) -> Report:
    """What is left once everybody has gone home; what is on its way may still arrive."""
    server.wait_for(lambda s: not s.open_queries and not s.updates, SETTLE)
    return Report(
        name,
        walk.tapped,
        dict(walk.ledger.series),
        len(walk.unanswered),
        len(server.open_queries),
        len(server.updates),
        list(server.complaints),
    )


def _by(webhook: bool) -> str:
    return "webhook" if webhook else "polling"
