"""A week's figures for everybody: differentially private, drawn once, kept for ever.

The cells are fixed before the week begins, so that a new line tells nothing; zeros get noise, too; what is small is
blanked after the noise, which costs no privacy. What EPSILON and BOUND promise stands in bot/decisions/0015.
"""

import csv
import io
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from bot.usage.noise import Below, discrete_laplace
from bot.usage.store import Cell, Pair, Store
from bot.usage.weeks import Week, last_closed

EPSILON = Fraction(1)
BOUND = 10  # screens of one week that are hidden together with EPSILON, whoever asked for them
COLUMNS = ("week", "topic", "language", "times", "epsilon", "bound", "floor")


class ReleaseError(Exception):
    """A week cannot be published. The text says why, and which one can."""


async def publish(store: Store, week: Week, today: date, floor: int) -> str:
    """The release of a week as CSV; made if there is none yet. Raises ReleaseError; StoreError if the store fails."""
    kept = await store.release(week)
    if kept is not None:
        return kept
    if not week.is_closed(today):
        raise ReleaseError(
            f"{week} is not over. A week can be published from the Tuesday after it; the newest one is "
            f"{last_closed(today)}"
        )
    pairs = await store.planned(week)
    if not pairs:
        raise ReleaseError(
            f"{week} cannot be published: which cells it has was not fixed before it began, because bot run was not "
            "running in the week before. The first week that can be published is the one after bot run was started"
        )
    return await store.keep_release(week, draw(week, pairs, await store.cells(week, week), floor))


def draw(week: Week, pairs: Sequence[Pair], cells: Sequence[Cell], floor: int, below: Below = secrets.randbelow) -> str:
    """A release with fresh noise. To be done once for a week: two of them would let the noise be averaged away."""
    exact: dict[Pair, int] = defaultdict(int)
    for cell in cells:
        exact[cell.topic, cell.language] += sum(cell.days)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pair in pairs:
        noised = exact[pair] + discrete_laplace(Fraction(BOUND) / EPSILON, below)
        writer.writerow((week, *pair, noised if noised >= floor else f"<{floor}", EPSILON, BOUND, floor))
    return out.getvalue()
