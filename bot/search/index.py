"""What can be found, as tables in memory: who holds which word and which groups of letters. Pure.

A document is anything with an id and texts: a page today, a guided check tomorrow.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from sys import intern
from typing import TypeVar
from zlib import compress, decompress

from bot.remembered import Remembered
from bot.search.concepts import Concepts, is_concept
from bot.search.normalisation import Word, words
from bot.search.stop_words import StopWords
from bot.search.weights import Weights

Key = TypeVar("Key", str, Word)
Bag = dict[str, float]  # a key -> how often it stands in a document, weighed by the field
Packed = tuple[tuple[str, ...], "array[float]"]  # the same with keys and weights apart: a sixth of the room
Squeezed = tuple[bytes, bytes]  # the same as it is remembered until the content changes: a fifth of that
_BORDER = "\n"  # stands in no key


@dataclass(frozen=True, slots=True)
class Document:
    """Something to be found. `fields`: name of a field -> its texts, in all languages together.

    `weight` scales every score: below 1 for what only adds to another document. `group` tells what it is good for.
    """

    id: str
    fields: Mapping[str, Sequence[str]]
    weight: float = 1.0
    group: str = "main"

    @property
    def key(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """All its texts, by field."""
        return tuple((name, tuple(texts)) for name, texts in self.fields.items())


class Postings:
    """key -> numbers of documents, each once, and their weights; and how rare it is. All lie in arrays, because most
    keys stand in one document alone: objects for each key would take many times the room.
    """

    def __init__(
        self, bags: Sequence[tuple[Sequence[str], Sequence[float]]] = (), rarity: Mapping[str, float] | None = None
    ) -> None:
        self._places: dict[str, int] = {}
        sizes = array("I")
        for keys, _ in bags:
            for key in keys:
                place = self._places.setdefault(key, len(sizes))
                if place == len(sizes):
                    sizes.append(0)
                sizes[place] += 1
        self._borders = array("I", accumulate(sizes, initial=0))
        self._numbers, self._weights = array("H", bytes(2 * sum(sizes))), array("f", bytes(4 * sum(sizes)))
        free = array("I", self._borders)
        for number, (keys, weights) in enumerate(bags):
            for key, weight in zip(keys, weights, strict=True):
                at = free[self._places[key]]
                self._numbers[at], self._weights[at] = number, weight
                free[self._places[key]] += 1
        self._rarities = array("d", ((rarity or {}).get(key, 0.0) for key in self._places))

    def rarity(self, key: str) -> float | None:
        """How much a key says; None for one that no document holds."""
        place = self._places.get(key)
        return None if place is None else self._rarities[place]

    def of(self, key: str) -> Iterator[tuple[int, float]]:
        """The documents that hold a key, with its weight in each."""
        place = self._places.get(key)
        if place is None:
            return iter(())
        begin, end = self._borders[place : place + 2]
        return zip(self._numbers[begin:end], self._weights[begin:end], strict=True)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Postings) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it is never a key


@dataclass
class Index:
    """Two rankings' tables. `stems` and `grams`: postings with BM25's and TF-IDF's weights worked in."""

    documents: tuple[Document, ...]
    stems: Postings = field(default_factory=Postings)
    grams: Postings = field(default_factory=Postings)
    unseen: float = 0.0
    unseen_gram: float = 0.0
    neighbours: dict[str, list[str]] = field(default_factory=dict)


def build(
    documents: Iterable[Document],
    stop: StopWords,
    concepts: Concepts,
    weights: Weights,
    remembered: Remembered | None = None,
) -> Index:
    """The index of the documents. `remembered` saves the work of an earlier one with the same words and weights."""
    index, memory = Index(tuple(documents)), remembered or Remembered()
    seen: dict[str, Word] = {}

    def count(document: Document) -> tuple[Squeezed, Squeezed]:
        stems, letters = _bag(document, stop, concepts, weights, seen)
        return _squeezed(stems), _squeezed(letters)

    counted = [memory.get("bag", each.key, partial(count, each)) for each in index.documents]
    _count_stems(index, [_loosened(stems) for stems, _ in counted], weights)
    _count_grams(index, [_loosened(letters) for _, letters in counted])
    _count_neighbours(index)
    return index


def grams(heard: str, lengths: tuple[int, int]) -> Iterator[str]:
    """The groups of letters of a word, its borders marked by spaces."""
    marked = f" {heard} "
    for length in range(lengths[0], lengths[1] + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def _squeezed(bag: Bag) -> Squeezed:
    return compress(_BORDER.join(bag).encode(), 1), compress(array("f", bag.values()).tobytes(), 1)


def _loosened(squeezed: Squeezed) -> Packed:
    keys, counts = map(decompress, squeezed)
    return tuple(map(intern, keys.decode().split(_BORDER))) if keys else (), array("f", counts)


def _bag(
    document: Document, stop: StopWords, concepts: Concepts, weights: Weights, seen: dict[str, Word]
) -> tuple[Bag, Bag]:
    stems: defaultdict[str, float] = defaultdict(float)
    letters: defaultdict[str, float] = defaultdict(float)
    told: defaultdict[Word, float] = defaultdict(float)  # each word once with all its weight: most come many times
    spelt: defaultdict[Word, float] = defaultdict(float)
    for name, weight in weights.fields.items():
        for typed in (words(text, seen) for text in document.fields.get(name, ())):
            said = stop.without(typed)
            _add(told, said, weight)
            if weight >= weights.least_for_letters:
                _add(stems, concepts.of(typed), weight)
                _add(spelt, said, weight)
    for word, weight in told.items():
        _add(stems, word.keys, weight)
    for word, weight in spelt.items():
        _add(letters, grams(word.sound, weights.grams), weight)
    return stems, letters


def _add(bag: dict[Key, float], keys: Iterable[Key], weight: float) -> None:
    for key in keys:
        bag[key] += weight


def _count_neighbours(index: Index) -> None:
    """Which stems share a group of three letters: a misspelt one is looked for among these."""
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    for stem in index.stems:
        for part in () if is_concept(stem) else parts(stem):
            neighbours[part].append(stem)
    index.neighbours = dict(neighbours)


def _count_stems(index: Index, bags: Sequence[Packed], weights: Weights) -> None:
    """BM25: a word that few documents hold counts for more, and one that a document repeats not much more."""
    total = len(bags)
    mean = sum(sum(times) for _, times in bags) / max(total, 1) or 1.0
    held = Counter(key for bag in bags for key, times in zip(*bag, strict=True) if times >= 0.5)
    keys_of_all = dict.fromkeys(key for keys, _ in bags for key in keys)
    by_times = {times: math.log(1 + (total - times + 0.5) / (times + 0.5)) for times in {0, *held.values()}}
    rarity = {key: by_times[held[key]] for key in keys_of_all}
    index.unseen = math.log(1 + (total + 0.5) / 0.5)
    weighed = []
    for keys, counts in bags:
        room = weights.k1 * (1 - weights.b + weights.b * sum(counts) / mean)
        pairs = zip(keys, counts, strict=True)
        gains = (rarity[key] * times * (weights.k1 + 1) / (times + room) for key, times in pairs)
        weighed.append((keys, array("f", gains)))
    index.stems = Postings(weighed, rarity)


def _count_grams(index: Index, bags: Sequence[Packed]) -> None:
    """TF-IDF with cosine: the weights of a document's groups of letters have the length 1."""
    total = len(bags)
    held = Counter(gram for grams, _ in bags for gram in grams)
    by_times = {times: math.log((1 + total) / (1 + times)) + 1 for times in held.values()}
    rarity = {gram: by_times[times] for gram, times in held.items()}
    index.unseen_gram = math.log(1 + total) + 1
    weighed = []
    for grams, counts in bags:
        pairs = zip(grams, counts, strict=True)
        weights = [(1 + math.log(1 + times)) * rarity[gram] for gram, times in pairs]
        norm = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        weighed.append((grams, array("f", (weight / norm for weight in weights))))
    index.grams = Postings(weighed, rarity)


def pairs(stem: str) -> set[str]:
    """The groups of two letters of a stem, its borders marked."""
    return set(grams(stem, (2, 2)))


def parts(stem: str) -> set[str]:
    """The groups of three letters of a stem, its borders marked."""
    return set(grams(stem, (3, 3)))
