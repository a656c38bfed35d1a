"""Words that say nothing about the subject. Pure; the list is `stop_words.toml`, by language."""

from collections.abc import Iterable, Sequence
from functools import cache

from bot.search.normalisation import Word, read_table, words


class StopWords:
    """Single words, and phrases such as "what shall I do", that are left out before anything is compared."""

    def __init__(self, texts: Iterable[str]) -> None:
        phrases = [tuple(word.folded for word in words(text)) for text in texts]
        self.single = {phrase[0] for phrase in phrases if len(phrase) == 1}
        self.phrases = {phrase for phrase in phrases if len(phrase) > 1}
        self._first = {phrase[0] for phrase in self.phrases}

    def without(self, typed: Sequence[Word]) -> list[Word]:
        """The words that say something; all of them, if none does."""
        said: list[Word] = []
        at = 0
        while at < len(typed):
            length = self._phrase(typed, at)
            if not length and self.speaks(typed[at]):
                said.append(typed[at])
            at += length or 1
        return said or list(typed)

    def speaks(self, word: Word) -> bool:
        """Whether a word says something. A single letter does not, a number does."""
        return word.folded not in self.single and (len(word.sound) > 1 or word.sound.isdigit())

    def _phrase(self, typed: Sequence[Word], at: int) -> int:
        for length in (3, 2) if typed[at].folded in self._first else ():
            if tuple(word.folded for word in typed[at : at + length]) in self.phrases:
                return length
        return 0


@cache
def read_stop_words() -> StopWords:
    """The list of the program, all languages together: people mix them."""
    return StopWords(text for texts in read_table("stop_words.toml").values() for text in texts)
