"""What people ask and the guide cannot answer, as single words, without any text of anybody. Pure; memory only.

Only words of a list made beforehand are counted: search terms and titles of the guide, and general words of everyday
needs (`general_words.toml`). Names, numbers and whatever else is typed are not in the list, so they are never held, not
even in memory. A word is given out only after `LEAST` different messages of a week held it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from bot.remembered import Remembered
from bot.search.index import Document
from bot.search.normalisation import Word, read_table, words
from bot.search.stop_words import StopWords

LEAST = 5  # different messages of a week that must hold a word
_FIELDS = ("title", "terms")
_SHORTEST = 3  # letters; shorter words are abbreviations that could be somebody's initials


@dataclass(frozen=True, slots=True)
class Gap:
    """A word that was asked for in vain, so many times more; spelled as in the list, never as typed."""

    week: str
    language: str
    word: str
    times: int


class Vocabulary:
    """The list of words that may be counted."""

    def __init__(self, documents: Iterable[Document], stop: StopWords, remembered: Remembered | None = None) -> None:
        memory, seen = remembered or Remembered(), dict[str, Word]()
        groups = [tuple(each.fields.get(name, ())) for each in documents for name in _FIELDS]
        groups += map(tuple, read_table("general_words.toml").values())
        common = [memory.get("common words", group, partial(_common_words, group, seen)) for group in groups]
        written = [word for group in common for word in group]
        self._spelling: dict[str, str] = {}
        for word in stop.without(written):
            self._spelling.setdefault(word.sound, word.folded)

    def __len__(self) -> int:
        return len(self._spelling)

    def known(self, text: str) -> frozenset[str]:
        """The words of a message that stand in the list, spelled as there."""
        return frozenset(self._spelling[word.sound] for word in words(text) if word.sound in self._spelling)


@dataclass
class GapRadar:
    """Counts words of unanswered messages. Holds words of the list and numbers, for a week or two."""

    least: int = LEAST
    _times: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _messages: defaultdict[tuple[str, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def hear(self, known: frozenset[str], language: str, week: str) -> None:
        """An unanswered message of a week held these words of the list."""
        message = hash(known)  # salted by Python for each process: tells messages apart and can be traced to none
        for word in known:
            key = week, language, word
            self._times[key] += 1
            if len(self._messages[key]) < self.least:
                self._messages[key].add(message)

    def due(self, week: str) -> tuple[Gap, ...]:
        """The words that enough different messages held, each forgotten as it is given out.

        What has not become due in a week before `week` is forgotten.
        """
        ready = {key: self._times[key] for key, heard in self._messages.items() if len(heard) >= self.least}
        for key in [key for key in self._times if key in ready or key[0] < week]:
            del self._times[key], self._messages[key]
        return tuple(Gap(*key, times) for key, times in sorted(ready.items()))

    def __len__(self) -> int:
        return len(self._times)


def _common_words(texts: Iterable[str], seen: dict[str, Word]) -> list[Word]:
    """The words of terms that are no names: names begin with a capital letter, even in lists of terms."""
    small = (" ".join(part for part in text.split() if not part[:1].isupper()) for text in texts)
    said = (word for text in small for word in words(text, seen))
    return [word for word in said if len(word.folded) >= _SHORTEST and word.folded.isalpha()]
