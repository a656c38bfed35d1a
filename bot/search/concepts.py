"""Words that may be put for each other in a question, in both languages. Pure; the table is `concepts.toml`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from bot.search.normalisation import Word, read_table, words
from bot.search.stop_words import StopWords, read_stop_words

_SHORTEST = 4  # letters of a stem that is a sign of a concept
_MARK = "="  # begins the key of a concept; no word begins with it


class Concepts:
    """Finds the concepts that words belong to. A phrase is found by all its words in order, each in any form."""

    def __init__(self, table: Mapping[str, Sequence[str]], stop: StopWords) -> None:
        self._stop = stop
        self._single: defaultdict[str, set[str]] = defaultdict(set)
        self._phrases: defaultdict[str, list[tuple[tuple[frozenset[str], ...], str]]] = defaultdict(list)
        for name, texts in table.items():
            for text in texts:
                self._add(words(text), f"{_MARK}{name}")
        self._known = self._single.keys() | self._phrases.keys()

    def of(self, typed: Sequence[Word]) -> list[str]:
        """The concepts of some words, each once, in order."""
        found: dict[str, None] = {}
        for at, word in enumerate(typed):
            if word.sound not in self._known and self._known.isdisjoint(word.keys):
                continue  # nearly every word; what follows is slow
            speaks = self._stop.speaks(word)
            for key in sorted(form for form in _forms(word) if form in self._known):
                if speaks:
                    found |= dict.fromkeys(sorted(self._single.get(key, ())))
                for phrase, name in self._phrases.get(key, ()):
                    if _follow(typed[at : at + len(phrase)], phrase):
                        found[name] = None
        return list(found)

    def _add(self, said: Sequence[Word], name: str) -> None:
        phrase = tuple(_forms(word) for word in said)
        if len(said) == 1 and not self._stop.speaks(said[0]):
            return
        for key in phrase[0]:
            if len(phrase) == 1:
                self._single[key].add(name)
            else:
                self._phrases[key].append((phrase, name))


def is_concept(key: str) -> bool:
    """Whether a key of the index stands for a concept, not for a stem."""
    return key.startswith(_MARK)


def _follow(typed: Sequence[Word], phrase: Sequence[frozenset[str]]) -> bool:
    return len(typed) >= len(phrase) and all(forms & set(word.keys) for word, forms in zip(typed, phrase, strict=False))


def _forms(word: Word) -> frozenset[str]:
    """What a word may be recognised by: its stems, but for short ones, in which too many words meet."""
    return frozenset([word.sound, *(key for key in word.keys if len(key) >= _SHORTEST)])


@cache
def read_concepts() -> Concepts:
    """The table of the program."""
    return Concepts(read_table("concepts.toml"), read_stop_words())
