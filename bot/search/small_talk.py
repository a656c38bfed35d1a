"""Messages that ask nothing: greetings, thanks, abuse, yes and no, signs. Pure; words and answers are content."""

from collections.abc import Iterable, Sequence

from bot.library.search_rules import FixedAnswer
from bot.search.normalisation import Word, words
from bot.search.stop_words import StopWords

_MOST_WORDS = 8  # a longer message is no small talk


class SmallTalk:
    """Recognises a message all of whose words are small talk or say nothing."""

    def __init__(self, answers: Iterable[FixedAnswer], stop: StopWords) -> None:
        self._stop = stop
        self._phrases: dict[tuple[str, ...], str] = {}
        for answer in answers:
            for text in answer.words:
                self._phrases.setdefault(_heard(words(text)), answer.id)
        self._rank = {answer.id: number for number, answer in enumerate(answers)}
        self._longest = max(map(len, self._phrases), default=0)

    def answer(self, typed: Sequence[Word]) -> str:
        """The id of the fixed answer, the one that the file names first if several fit; empty where none does."""
        if len(typed) > _MOST_WORDS:
            return ""
        found, at = set(), 0
        while at < len(typed):
            length, answer = self._phrase(_heard(typed), at)
            if not length and self._stop.speaks(typed[at]):
                return ""
            found |= {answer} if length else set()
            at += length or 1
        return min(found, key=self._rank.__getitem__, default="")

    def _phrase(self, heard: tuple[str, ...], at: int) -> tuple[int, str]:
        for length in range(min(self._longest, len(heard) - at), 0, -1):
            answer = self._phrases.get(heard[at : at + length])
            if answer:
                return length, answer
        return 0, ""


def _heard(typed: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.keys[0] for word in typed)
