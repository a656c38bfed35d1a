"""Whether a message tells of something that goes on right now. Pure; the words are content.

Any two of three kinds of words make an emergency: who has come, what he does, and that it is now. Words are compared by
how they begin as they are heard, not by stems: a false alarm puts something else before the answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.library.search_rules import Alarm
from bot.search.normalisation import Word, words

_LONG, _ENDING = 6, 2  # letters of a word that may lose its ending, and of the ending
_FIRST = 2  # letters by which phrases are looked up

Phrase = tuple[str, ...]  # how each of its words begins
Phrases = dict[str, list[Phrase]]


class Emergency:
    """The alarm words, ready to be looked for."""

    def __init__(self, alarm: Alarm) -> None:
        self._kinds = [_phrases(texts) for texts in (alarm.who, alarm.what, alarm.now)]

    def is_on(self, typed: Sequence[Word]) -> bool:
        """Whether at least two kinds of alarm words stand in the message."""
        heard = [word.sound for word in typed]
        return sum(_stands_in(heard, kind) for kind in self._kinds) > 1


def _phrases(texts: Iterable[str]) -> Phrases:
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for text in texts:
        phrase = tuple(_beginning(word.sound) for word in words(text))
        if phrase:
            found[phrase[0][:_FIRST]].append(phrase)
    return dict(found)


def _beginning(heard: str) -> str:
    return heard[:-_ENDING] if len(heard) >= _LONG else heard


def _stands_in(heard: Sequence[str], kind: Phrases) -> bool:
    """Whether the words of a phrase follow each other in what was said."""
    return any(
        len(phrase) <= len(heard) - at
        and all(word.startswith(beginning) for word, beginning in zip(heard[at:], phrase, strict=False))
        for at, first in enumerate(heard)
        for phrase in kind.get(first[:_FIRST], ())
    )
