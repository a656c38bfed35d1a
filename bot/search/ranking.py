"""How well each document fits typed words: groups of letters (TF-IDF, cosine) and stems (BM25), summed. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.search.index import Index, grams, pairs, parts
from bot.search.normalisation import Word
from bot.search.weights import Weights

_CANDIDATES = 12  # stems that share most letters with an unknown one and are looked at more closely
_LONG = 4  # letters of a stem that may be a misspelling; shorter ones are like too many others
_MISSPELT = 3  # at most so many stems an unknown one is taken for
_STRANGE = 0.6  # of the weight of a word that no document holds: it says that something else is meant


@dataclass(frozen=True)
class Ranking:
    """Scores of the documents of an index."""

    index: Index
    weights: Weights

    def scores(self, typed: Sequence[Word], concepts: Sequence[str] = ()) -> list[float]:
        """A score for each document; 0 where nothing fits, about 1 where all does."""
        said = self.rarest(typed)
        letters, stems = self._by_letters(said), self._by_stems(said, concepts)
        share, worth = self.weights.stems, self.weights.groups
        return [
            (letters[number] + share * stems[number]) * worth.get(document.group, 1.0) * document.weight
            for number, document in enumerate(self.index.documents)
        ]

    def knows(self, word: Word) -> bool:
        """Whether some document holds the word itself, not only one that is spelled alike."""
        return any(key in self.index.stems for key in word.keys)

    def rarity(self, word: Word) -> float:
        """How much a word says: much if few documents hold it."""
        found = (self.index.stems.rarity(key) for key in word.keys)
        return max((rarity for rarity in found if rarity is not None), default=self.index.unseen * _STRANGE)

    def rarest(self, typed: Sequence[Word]) -> list[Word]:
        """Each word once; of a long message the words that say most."""
        unique = list(dict.fromkeys(typed))
        if len(unique) <= self.weights.most_words:
            return unique
        return sorted(unique, key=self.rarity, reverse=True)[: self.weights.most_words]

    def _by_letters(self, said: Iterable[Word]) -> list[float]:
        scores, norm = [0.0] * len(self.index.documents), 0.0
        bag = Counter(gram for word in said for gram in grams(word.sound, self.weights.grams))
        for gram, times in bag.items():
            rarity = self.index.grams.rarity(gram)
            weight = (1 + math.log(1 + times)) * (self.index.unseen_gram if rarity is None else rarity)
            norm += weight * weight
            for number, held in self.index.grams.of(gram):
                scores[number] += weight * held
        norm = math.sqrt(norm) or 1.0
        return [score / norm for score in scores]

    def _by_stems(self, said: Iterable[Word], concepts: Iterable[str]) -> list[float]:
        scores, total = [0.0] * len(self.index.documents), 0.0
        for word in said:
            best: dict[int, float] = {}
            for key, alike in self._known(word):
                for number, held in self.index.stems.of(key):
                    best[number] = max(best.get(number, 0.0), held * alike * alike)
            for number, gained in best.items():
                scores[number] += gained
            total += self.rarity(word)
        worth = self.weights.concepts
        for concept in concepts:
            for number, held in self.index.stems.of(concept):
                scores[number] += held * worth
            total += (self.index.stems.rarity(concept) or 0.0) * worth
        return [score / (total or 1.0) for score in scores]

    def _known(self, word: Word) -> list[tuple[str, float]]:
        """The stems of the index that a word has or, if it has none, those that it may be a misspelling of."""
        keys = [(key, 1.0) for key in word.keys if key in self.index.stems]
        return keys or [found for key in word.keys for found in self._nearest(key)]

    def _nearest(self, stem: str) -> list[tuple[str, float]]:
        if len(stem) < _LONG:
            return []
        own, shared = pairs(stem), Counter[str]()
        for part in parts(stem):
            shared.update(self.index.neighbours.get(part, ()))
        candidates = [(other, pairs(other)) for other, _ in shared.most_common(_CANDIDATES)]
        alike = [(other, 2 * len(own & theirs) / (len(own) + len(theirs))) for other, theirs in candidates]
        close = [found for found in alike if found[1] >= self.weights.near]
        return sorted(close, key=lambda found: -found[1])[:_MISSPELT]
