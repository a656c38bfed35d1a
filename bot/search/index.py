"""What can be found, as tables in memory: who holds which word and which groups of letters. Pure.

A document is anything with an id and texts: a page today, a guided check tomorrow.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from sys import intern
from typing import TypeVar

from bot.remembered import Remembered
from bot.search.concepts import Concepts, is_concept
from bot.search.normalisation import Word, words
from bot.search.stop_words import StopWords
from bot.search.weights import Weights

Postings = tuple["array[int]", "array[float]"]  # numbers of documents, each once, and their weights; a sixth of a list
NOWHERE: Postings = (array("H"), array("f"))
Key = TypeVar("Key", str, Word)
Bag = dict[str, float]  # a key -> how often it stands in a document, weighed by the field
Packed = tuple[tuple[str, ...], "array[float]"]  # the same with keys and weights apart: a sixth of the room


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


@dataclass
class Index:
    """Two rankings' tables. `stems` and `grams`: key -> postings with BM25's and TF-IDF's weights worked in."""

    documents: tuple[Document, ...]
    stems: dict[str, Postings] = field(default_factory=dict)
    rarity: dict[str, float] = field(default_factory=dict)
    grams: dict[str, Postings] = field(default_factory=dict)
    gram_rarity: dict[str, float] = field(default_factory=dict)
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

    def count(document: Document) -> tuple[Packed, Packed]:
        return _counted(document, stop, concepts, weights, seen)

    counted = [memory.get("bag", each.key, partial(count, each)) for each in index.documents]
    _count_stems(index, [stems for stems, _ in counted], weights)
    _count_grams(index, [grams for _, grams in counted])
    _count_neighbours(index)
    return index


def grams(heard: str, lengths: tuple[int, int]) -> Iterator[str]:
    """The groups of letters of a word, its borders marked by spaces."""
    marked = f" {heard} "
    for length in range(lengths[0], lengths[1] + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def _counted(
    document: Document, stop: StopWords, concepts: Concepts, weights: Weights, seen: dict[str, Word]
) -> tuple[Packed, Packed]:
    stems, letters = _bag(document, stop, concepts, weights, seen)
    return _packed_bag(stems), _packed_bag(letters)


def _packed_bag(bag: Bag) -> Packed:
    return tuple(map(intern, bag)), array("d", bag.values())


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
    index.unseen = math.log(1 + (total + 0.5) / 0.5)
    for number, (keys, counts) in enumerate(bags):
        room = weights.k1 * (1 - weights.b + weights.b * sum(counts) / mean)
        for key, times in zip(keys, counts, strict=True):
            rarity = index.rarity.get(key)
            if rarity is None:
                rarity = index.rarity[key] = math.log(1 + (total - held[key] + 0.5) / (held[key] + 0.5))
            _post(index.stems, key, number, rarity * times * (weights.k1 + 1) / (times + room))


def _count_grams(index: Index, bags: Sequence[Packed]) -> None:
    """TF-IDF with cosine: the weights of a document's groups of letters have the length 1."""
    total = len(bags)
    held = Counter(gram for grams, _ in bags for gram in grams)
    index.gram_rarity = {gram: math.log((1 + total) / (1 + times)) + 1 for gram, times in held.items()}
    index.unseen_gram = math.log(1 + total) + 1
    for number, (grams, counts) in enumerate(bags):
        pairs = zip(grams, counts, strict=True)
        weighed = [(1 + math.log(1 + times)) * index.gram_rarity[gram] for gram, times in pairs]
        norm = math.sqrt(sum(weight * weight for weight in weighed)) or 1.0
        for gram, weight in zip(grams, weighed, strict=True):
            _post(index.grams, gram, number, weight / norm)


def _post(postings: dict[str, Postings], key: str, number: int, weight: float) -> None:
    found = postings.get(key)
    if found is None:
        postings[key] = array("H", (number,)), array("f", (weight,))
    else:
        found[0].append(number)
        found[1].append(weight)


def pairs(stem: str) -> set[str]:
    """The groups of two letters of a stem, its borders marked."""
    return set(grams(stem, (2, 2)))


def parts(stem: str) -> set[str]:
    """The groups of three letters of a stem, its borders marked."""
    return set(grams(stem, (3, 3)))
