"""What figures say about the guide itself: what is not answered, not opened, or popular and out of date. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.usage.catalogue import Catalogue
from bot.usage.disclosure import Disclosed
from bot.usage.store import Gap
from bot.usage.views import times_by

UNANSWERED, SEARCHES = "search-none", "search-"  # as the kinds of screens are spelled
POPULAR = 20  # topics


@dataclass(frozen=True, slots=True)
class Findings:
    """`words`: (language, word, times, or None below the floor); `unanswered`: share of searches without an answer, in
    percent, or None where that cannot be told; `unopened`: topics of which nothing reached the floor; `stale`: popular
    topics past their review, with that day.
    """

    words: tuple[tuple[str, str, int | None], ...]
    unanswered: int | None
    unopened: tuple[str, ...]
    stale: tuple[tuple[str, date], ...]


def find(disclosed: Disclosed, gaps: Sequence[Gap], catalogue: Catalogue, today: date) -> Findings:
    """Findings from what was disclosed and from the words of unanswered questions in the same weeks."""
    opened = times_by(disclosed, lambda topic, _, __: topic)
    popular = sorted(opened, key=lambda topic: (-opened[topic], topic))[:POPULAR]
    reviews = [(topic, known.review_by) for topic in popular if (known := catalogue.topics.get(topic))]
    return Findings(
        _words(gaps, disclosed.floor),
        _unanswered(disclosed),
        tuple(topic for topic in catalogue.topics if topic not in opened),
        tuple((topic, day) for topic, day in reviews if day and day <= today),
    )


def _words(gaps: Sequence[Gap], floor: int) -> tuple[tuple[str, str, int | None], ...]:
    """Each word with the sum of those weeks in which it reached the floor; the most frequent first."""
    sums: dict[tuple[str, str], int] = {}
    for gap in gaps:
        place = (gap.language, gap.word)
        sums[place] = sums.get(place, 0) + (gap.times if gap.times >= floor else 0)
    words = [(*place, times or None) for place, times in sums.items()]
    return tuple(sorted(words, key=lambda word: (-(word[2] or 0), word[1])))


def _unanswered(disclosed: Disclosed) -> int | None:
    kinds = times_by(disclosed, lambda _, __, kind: kind)
    searches = sum(times for kind, times in kinds.items() if kind.startswith(SEARCHES))
    return round(100 * kinds.get(UNANSWERED, 0) / searches) if searches else None
