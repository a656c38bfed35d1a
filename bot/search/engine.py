"""Typed words -> what to show: a page, three buttons, or the menu; and whether it is an emergency. Pure.

Holds tables made from the content and nothing of what was typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.library.search_rules import SearchRules
from bot.remembered import Remembered
from bot.screens.route import EMERGENCY
from bot.search.concepts import read_concepts
from bot.search.emergency import Emergency
from bot.search.index import Document, build
from bot.search.normalisation import Word, words
from bot.search.ranking import Ranking
from bot.search.small_talk import SmallTalk
from bot.search.stop_words import read_stop_words
from bot.search.weights import Weights, Zones, read_weights

LONGEST = 4096  # characters; Telegram's limit for a message
SHOWN = 3  # buttons of a choice
OFFERED = 5  # pages while somebody types in another chat
_RANKED = 10

Zone = Literal["page", "choices", "none"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document and how well it fits: 0 not at all, about 1 wholly."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question. `ranked` best first, whatever the zone.

    `emergency`: the id of the emergency document to put on top. `answer`: the id of a fixed answer instead of a search.
    `uncovered`: the id of the document that says that we do not know this.
    """

    zone: Zone
    ranked: tuple[Hit, ...] = ()
    emergency: str = ""
    answer: str = ""
    uncovered: str = ""


class Engine:
    """Finds documents by a person's own words. `rules` are the editors' part. `remembered`, which must be of engines
    with these weights, saves work.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        rules: SearchRules,
        weights: Weights | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        self.weights = weights or read_weights()
        self.stop = read_stop_words()
        self.concepts = read_concepts()
        self.index = build(documents, self.stop, self.concepts, self.weights, remembered)
        self.ranking = Ranking(self.index, self.weights)
        self._talk = SmallTalk(rules.answers, self.stop)
        self._emergency = Emergency(rules.alarm)
        self._uncovered = {document.id for document in self.index.documents if document.group == "uncovered"}

    def find(self, text: str) -> Found:
        """What to show for a message. Any text gives an answer; only the first 4096 characters are read."""
        typed = words(text[:LONGEST])
        answer = self._talk.answer(typed)
        if answer or not typed:
            return Found("none", answer=answer)
        said = self.stop.without(typed)
        scores = self.ranking.scores(said, self.concepts.of(typed))
        ranked, alarms = self._best(scores, False), self._best(scores, True)
        found = Found("none", ranked, self._alarm(alarms, ranked, self._emergency.is_on(typed)))
        return self.judged(found, self._length(said), self.weights.zones)

    def best(self, text: str) -> list[str]:
        """The documents that fit a few words, best first, of those worth offering; none for small talk."""
        least = self.weights.zones.choices
        return [hit.id for hit in self.find(text).ranked[:OFFERED] if hit.score >= least]

    def judged(self, found: Found, said: int, zones: Zones) -> Found:
        """The same with its zone; `said` is how many words say something."""
        if found.answer:
            return found
        zone = zone_of(found.ranked, said, zones)
        first = found.ranked[0].id if found.ranked else ""
        if found.emergency:
            return replace(found, zone="choices" if first else "none")
        if first in self._uncovered and zone != "choices":
            return replace(found, zone="none", uncovered=first if zone == "page" else "")
        return replace(found, zone=zone, uncovered="")

    def length(self, text: str) -> int:
        """How many words of a message say something."""
        return self._length(self.stop.without(words(text[:LONGEST])))

    def explain(self, text: str, document: str) -> list[tuple[str, float]]:
        """Which words of the message spoke for a document, and how much each does alone."""
        number = next(n for n, each in enumerate(self.index.documents) if each.id == document)
        said = dict.fromkeys(self.stop.without(words(text[:LONGEST])))
        spoke = [(word.folded, self.ranking.scores([word], self.concepts.of([word]))[number]) for word in said]
        return sorted(((word, score) for word, score in spoke if score > 0), key=lambda each: -each[1])

    def _length(self, said: Sequence[Word]) -> int:
        """How many words there are. Where none is surely known it counts as a story: a guess is no page."""
        return len(said) if any(map(self.ranking.knows, said)) else self.weights.zones.story + 1

    def _alarm(self, alarms: Sequence[Hit], ranked: Sequence[Hit], said: bool) -> str:
        """The emergency page to put on top, or "". `said`: whether words of an ongoing event stand in the message.

        Without them an emergency page must outrank all others. Where two of them are as good, neither is guessed: the
        one that asks where it happens is shown.
        """
        if not alarms or not (said or _outranks(alarms, ranked, self.weights.alarm)):
            return ""
        first, *others = alarms
        lead = first.score - (others[0].score if others else 0.0)
        known = {document.id for document in self.index.documents}
        return first.id if lead >= self.weights.alarm_lead or EMERGENCY not in known else EMERGENCY

    def _best(self, scores: Sequence[float], emergency: bool) -> tuple[Hit, ...]:
        """The best documents: those of emergencies alone, or all others."""
        hits = [
            Hit(document.id, score)
            for document, score in zip(self.index.documents, scores, strict=True)
            if (document.group == "emergency") is emergency and (score > 0 or emergency)
        ]
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hits[:_RANKED])


def zone_of(ranked: Sequence[Hit], said: int, zones: Zones) -> Zone:
    """A page only where it is good and clearly ahead; buttons where something fits, and for every long story."""
    if not ranked or ranked[0].score < zones.choices:
        return "none"
    best = ranked[0].score
    lead = best - ranked[1].score if len(ranked) > 1 else best
    sure = best >= zones.page and lead >= zones.margin and said <= zones.story
    return "page" if sure else "choices"


def _outranks(alarms: Sequence[Hit], ranked: Sequence[Hit], least: float) -> bool:
    """Whether the best emergency page is good enough and better than every other page."""
    return alarms[0].score >= max(least, ranked[0].score if ranked else 0.0)
