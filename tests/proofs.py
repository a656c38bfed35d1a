"""`python -m tests.proofs [seconds]`: what `test_survival` does for short, for long: ten minutes of faults each way.

Prints what was seen; the exit code is 1 if anybody was left without an answer. Takes about half an hour.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bot.edition import read_edition
from bot.screens.route import decode
from tests import survival
from tests.benchmark import machine
from tests.bot_api.server import BotApiServer
from tests.samples import ROOT, TODAY, small_content, written
from tests.survival import Report

Proof = Callable[[BotApiServer, Path, Path, bool], Report]


def proofs(content: Path, seconds: float) -> Iterator[tuple[Proof, bool]]:
    """Each proof, by polling and by webhook."""
    guide = read_edition(content, ROOT / "locales", TODAY).guide(lambda: TODAY)
    every: tuple[Proof, ...] = (
        survival.killed,
        partial(survival.stormy, seconds=seconds),
        partial(survival.slow, seconds=min(seconds, 60)),
        partial(survival.flooded, seconds=min(seconds, 120)),
        partial(survival.in_order, expected=lambda data: guide.show(decode(data)).text),
    )
    yield from ((proof, webhook) for proof in every for webhook in (False, True))


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    print(machine(), flush=True)
    all_clean = True
    with tempfile.TemporaryDirectory() as place:
        content = written(small_content(), Path(place) / "content")
        for number, (proof, webhook) in enumerate(proofs(content, seconds)):
            folder, began = Path(place) / str(number), time.monotonic()
            folder.mkdir()
            with survival.telegram() as server:
                report = proof(server, folder, content, webhook)
            print(f"{report}\n    ({time.monotonic() - began:.0f} s)", flush=True)
            all_clean &= report.is_clean
    return 0 if all_clean else 1


if __name__ == "__main__":
    sys.exit(main())
