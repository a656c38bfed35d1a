"""`python -m tests.benchmark delivery`: ours beside a bare python-telegram-bot bot, by polling and by webhook.

All on one stand-in for Telegram's server, one after another. Prints a Markdown table. Parts and bots can be chosen:
`python -m tests.benchmark delivery people slow --bots ours-webhook bare-polling --seconds 5`.
"""

import argparse
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bot.app import today
from bot.edition import read_edition
from bot.screens.guide import Guide
from bot.screens.route import EMERGENCY as EMERGENCY_PAGE
from bot.screens.route import Route, decode, encode
from tests.bot_api.faults import Limits, Weather
from tests.bot_api.ledger import Series
from tests.bot_api.people import Walk
from tests.bot_api.programs import BARE, OURS, QUICK, NotReadyError, Program, running
from tests.bot_api.server import BotApiServer
from tests.bot_api.street import EMERGENCY, ORDINARY, TYPED_EMERGENCY, Street
from tests.samples import ROOT

SOS = encode(Route("tg", EMERGENCY_PAGE))
BOTS: dict[str, tuple[tuple[str, ...], bool, str]] = {  # module, webhook, what an emergency button sends
    "bare-polling": (BARE, False, "500"),
    "bare-webhook": (BARE, True, "500"),
    "ours-polling": (OURS, False, SOS),
    "ours-webhook": (OURS, True, SOS),
    "quick-webhook": (QUICK, True, "500"),
}
USUAL = ("bare-polling", "bare-webhook", "ours-polling", "ours-webhook")
WARM_UP = 2.0  # seconds
MOST = 90  # of the buttons that Telegram takes
EMERGENCY_SECONDS = 30.0  # at least: taps pile up, and there must be enough emergencies for a p99
MEMORY_TAPS, MEMORY_CHATS, MEMORY_STEP, MEMORY_SECONDS = 100_000, 20_000, 20_000, 900.0
Cells = dict[str, str]  # row -> what stands in it


@cache
def guide() -> Guide:
    """Our guide, which knows its emergencies."""
    return read_edition(ROOT / "content", ROOT / "locales", today()).guide(today)


def is_urgent(button: str) -> bool:
    """Whether a button of ours leads to an emergency page; those of other bots never do."""
    return guide().show(decode(button)).urgent


class Stage:
    """One bot that serves, and what one part of the benchmark does to it."""

    def __init__(self, server: BotApiServer, program: Program, seconds: float, emergency: str) -> None:
        self.server, self.program, self.seconds, self.emergency = server, program, seconds, emergency
        self.rate = 0.0

    def people(self) -> Cells:
        """100 people without a pause."""
        return self._walk("100 people", 100)

    def slow(self) -> Cells:
        """50 people, with 50 ms to Telegram and back."""
        self.server.weather(Weather(delay=0.025))
        return self._walk("50 people, 50 ms to Telegram", 50)

    def unloaded(self) -> Cells:
        """150 taps a second."""
        buttons = self._buttons()
        street = Street(self.server.api, 150, self.seconds + WARM_UP, 3000, buttons, warm_up=WARM_UP)
        self._run(street)
        return {"150 taps/s: p50 / p95 / p99 / max, ms": milliseconds(street.ledger.series[ORDINARY])}

    def emergencies(self) -> Cells:
        """Far more taps than Telegram takes edits, and emergencies among them."""
        buttons = [button for button in self._buttons() if not is_urgent(button)]
        self.server.limit(Limits(per_second=30))
        street = Street(
            *(self.server.api, 300, max(self.seconds, EMERGENCY_SECONDS), 3000, buttons),
            emergencies=5,
            emergency=self.emergency,
        )
        self._run(street)
        series, name = street.ledger.series, "300 taps/s where Telegram takes 30/s: "
        return {
            f"{name}emergency taps, p50 / p95 / p99 / max, ms": milliseconds(series[EMERGENCY]),
            f"{name}typed /sos": milliseconds(series[TYPED_EMERGENCY]),
            f"{name}ordinary taps": milliseconds(series[ORDINARY]),
            f"{name}calls that were one too many": str(self.server.api.limits.refused),
        }

    def memory(self) -> Cells:
        """RSS while ever more people come."""
        buttons = self._buttons()
        seen: list[float] = [self.program.memory()]
        walk = Walk(
            *(self.server.api, 100, MEMORY_SECONDS, MEMORY_TAPS),
            buttons=buttons,
            taps_each=MEMORY_TAPS // MEMORY_CHATS,
            every=MEMORY_STEP,
            progress=lambda taps: seen.append(self.program.memory()),
        )
        self._run(walk)
        figures = " / ".join(f"{value:.0f}" for value in seen)
        name = f"RSS before, and every {MEMORY_STEP:,} taps of {MEMORY_CHATS:,} chats, MB"
        return {name: figures if walk.tapped >= MEMORY_TAPS else f"{figures} (only {walk.tapped:,} taps in time)"}

    def _walk(self, name: str, people: int) -> Cells:
        buttons = (
            self._buttons()
        )  # nobody types: new messages are limited to 30 a second, and that is not measured here
        cpu = self.program.cpu()
        walk = Walk(self.server.api, people, self.seconds + WARM_UP, buttons=buttons, warm_up=WARM_UP)
        self._run(walk)
        cpu = (self.program.cpu() - cpu) / max(walk.tapped, 1) * 1000
        return {
            f"{name}: taps/s": f"{walk.rate:,.1f}",
            f"{name}: p50 / p95 / p99 / max, ms": milliseconds(walk.ledger.series["tap"]),
            f"{name}: CPU of the bot, ms a tap": f"{cpu:.3f}",
            f"{name}: RSS, MB": f"{self.program.memory():.0f}",
            f"{name}: never answered": str(len(walk.unanswered)),
        }

    def _buttons(self) -> list[str]:
        """Some of what can be tapped."""
        walk = Walk(self.server.api, 5, taps=100)
        self._run(walk)
        return sorted(walk.seen - {self.emergency})[:MOST]

    def _run(self, work: Walk | Street) -> None:
        self.server.run(work.run(), 2 * MEMORY_SECONDS)
        for complaint in dict.fromkeys(self.server.complaints + self.server.reply_failures[:5]):
            print(f"refused: {complaint}", flush=True)


PARTS: dict[str, Callable[[Stage], Cells]] = {
    "people": Stage.people,
    "slow": Stage.slow,
    "unloaded": Stage.unloaded,
    "emergencies": Stage.emergencies,
    "memory": Stage.memory,
}
AIMS = {  # a part of a row's name -> the aim, and what is good enough against the bare bot
    "100 people: taps/s": "≥ 5 × bare",
    "100 people: CPU": "≤ ¼ of bare",
    "50 people, 50 ms to Telegram: taps/s": "≥ 40 × bare",
    "150 taps/s": "p99 < 10 ms",
    "emergency taps": "p99 < 1 s",
    "typed /sos": "p99 < 1 s",
    "RSS before": "< 120 MB",
}


def milliseconds(series: Series) -> str:
    """Percentiles of latencies."""
    if not series.values:
        return "nobody"
    values = [series.percentile(share) for share in (50, 95, 99, 100)]
    shown = " / ".join("never" if math.isinf(value) else f"{value * 1000:.1f}" for value in values)
    answered = sum(math.isfinite(value) for value in series.values)
    return shown if answered == len(series) else f"{shown} ({answered} of {len(series)} answered)"


@contextmanager
def staged(name: str, seconds: float) -> Iterator[Stage]:
    """A bot at work, freshly started."""
    module, webhook, emergency = BOTS[name]
    with (
        tempfile.TemporaryDirectory() as folder,
        BotApiServer(keeps_calls=False) as server,
        running(module, server, Path(folder), webhook) as program,
    ):
        yield Stage(server, program, seconds, emergency)


def measure(parts: Sequence[str], bots: Sequence[str], seconds: float) -> dict[str, dict[str, str]]:
    """Row -> bot -> what stands there."""
    table: dict[str, dict[str, str]] = {}
    for part in parts:
        for bot in bots:
            try:
                with staged(bot, seconds) as stage:
                    cells = PARTS[part](stage)
            except NotReadyError as error:
                print(f"{bot}: {part}: not measured: {error}", flush=True)
                continue
            for row, cell in cells.items():
                table.setdefault(row, {})[bot] = cell
                print(f"{bot}: {row}: {cell}", flush=True)
    return table


def aim(row: str) -> str:
    """What a row should be."""
    return next((aim for name, aim in AIMS.items() if name in row), "")


def beside(row: str, bot: str, cells: dict[str, str]) -> str:
    """A figure; where the aim says so, with how many times that of the bare bot it is."""
    cell, bare = cells.get(bot, "-"), cells.get(bot.replace("ours", "bare"), "-")
    if "bare" not in aim(row) or not bot.startswith("ours") or "-" in (cell, bare):
        return cell
    own, other = (float(figure.replace(",", "")) for figure in (cell, bare))
    return f"{cell} ({own / other:.2f} × bare)"


def table(arguments: Sequence[str]) -> Iterator[list[str]]:
    """The lines of the table, the first of them its head."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark delivery")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is given")
    parser.add_argument("--bots", nargs="+", choices=BOTS, default=USUAL)
    parser.add_argument("--seconds", type=float, default=10.0)
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    measured = measure(chosen.parts or list(PARTS), chosen.bots, chosen.seconds)
    yield ["", "aim", *chosen.bots]
    for row, cells in measured.items():
        yield [row, aim(row), *(beside(row, bot, cells) for bot in chosen.bots)]
