"""Whether a message tells of something that goes on right now. Pure; the words are content.

Any two of three kinds of words make an emergency: who has come, what he does, and that it is now.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.library.search_rules import Alarm
from bot.search.normalisation import Word, words

Forms = frozenset[str]  # the stems of one word
Phrases = dict[str, list[tuple[Forms, ...]]]  # by each stem of their first word


class Emergency:
    """The alarm words, ready to be looked for."""

    def __init__(self, alarm: Alarm) -> None:
        self._kinds = [_phrases(texts) for texts in (alarm.who, alarm.what, alarm.now)]

    def is_on(self, typed: Sequence[Word]) -> bool:
        """Whether at least two kinds of alarm words stand in the message."""
        said = [frozenset(word.keys) for word in typed]
        return sum(_stands_in(said, kind) for kind in self._kinds) > 1


def _phrases(texts: Iterable[str]) -> Phrases:
    found: defaultdict[str, list[tuple[Forms, ...]]] = defaultdict(list)
    for text in texts:
        phrase = tuple(frozenset(word.keys) for word in words(text))
        for stem in phrase[0] if phrase else ():
            found[stem].append(phrase)
    return dict(found)


def _stands_in(said: Sequence[Forms], kind: Phrases) -> bool:
    """Whether the words of a phrase follow each other in what was said, each in any form."""
    return any(
        len(phrase) <= len(said) - at and all(one & other for one, other in zip(said[at:], phrase, strict=False))
        for at, forms in enumerate(said)
        for stem in forms
        for phrase in kind.get(stem, ())
    )
