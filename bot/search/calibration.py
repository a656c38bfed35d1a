"""Where the borders between the three zones should lie, tried on questions with known answers. Pure.

Worth: a right page 1, a right page among three buttons 0.8; a wrong page costs 3, buttons for what is out of scope 0.2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.search.engine import Engine, Found
from bot.search.evaluation import Judged, Question, judge
from bot.search.weights import Zones

BUTTONS, WRONG, NEEDLESS = 0.8, 3.0, 0.2
_PAGES = [step / 20 for step in range(8, 31)]
_MARGINS = [step / 20 for step in range(0, 21)]
_CHOICES = [step / 20 for step in range(2, 13)]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what the ranking gave, before any zone."""

    question: Question
    found: Found
    said: int


def cases(engine: Engine, questions: Iterable[Question]) -> list[Case]:
    """The questions ranked once; zones can then be tried quickly."""
    return [Case(question, engine.find(question.text), engine.length(question.text)) for question in questions]


def calibrated(engine: Engine, tried: Sequence[Case]) -> Zones:
    """The borders that are worth most. Of equals, the more careful: pages only for higher scores."""
    old = engine.weights.zones
    pairs = [replace(old, page=page, margin=margin) for page in reversed(_PAGES) for margin in reversed(_MARGINS)]
    sure = max(pairs, key=lambda zones: _worth(engine, tried, zones))
    lows = [replace(sure, choices=low) for low in _CHOICES]
    return max(lows, key=lambda zones: _worth(engine, tried, zones))


def judged(engine: Engine, tried: Iterable[Case], zones: Zones) -> list[Judged]:
    """What the questions would have got with other borders."""
    return [judge(case.question, engine.judged(case.found, case.said, zones)) for case in tried]


def halves(engine: Engine, tried: Sequence[Case]) -> list[Judged]:
    """Each half of the questions judged by the borders found on the other: an honest estimate."""
    one, two = tried[::2], tried[1::2]
    return [row for a, b in ((one, two), (two, one)) for row in judged(engine, b, calibrated(engine, a))]


def _worth(engine: Engine, tried: Sequence[Case], zones: Zones) -> float:
    return sum(map(worth, judged(engine, tried, zones)))


def worth(row: Judged) -> float:
    """What an answer is worth to the person who asked."""
    if row.wrong_page:
        return -WRONG
    if row.helped:
        return 1.0 if row.zone == "page" else BUTTONS
    return 0.0 if row.question.is_inside or row.zone == "none" else -NEEDLESS
