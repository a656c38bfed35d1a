"""What can be found, as tables in memory: who holds which word and which groups of letters. Pure.

A document is anything with an id and texts: a page today, a guided check tomorrow.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.search.concepts import Concepts, is_concept
from bot.search.normalisation import Word, words
from bot.search.stop_words import StopWords
from bot.search.weights import Weights

Postings = tuple["array[int]", "array[float]"]  # numbers of documents, each once, and their weights; a sixth of a list
NOWHERE: Postings = (array("H"), array("f"))
Key = TypeVar("Key", str, Word)
Bag = defaultdict[str, float]  # a key -> how often it stands in a document, weighed by the field


@dataclass(frozen=True, slots=True)
class Document:
    """Something to be found. `fields`: name of a field -> its texts, in all languages together.

    `weight` scales every score: below 1 for what only adds to another document. `group` tells what it is good for.
    """

    id: str
    fields: Mapping[str, Sequence[str]]
    weight: float = 1.0
    group: str = "main"


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


def build(documents: Iterable[Document], stop: StopWords, concepts: Concepts, weights: Weights) -> Index:
    """The index of the documents."""
    index = Index(tuple(documents))
    seen: dict[str, Word] = {}
    bags = [_bag(document, stop, concepts, weights, seen) for document in index.documents]
    _count_stems(index, [stems for stems, _ in bags], weights)
    _count_grams(index, [grams for _, grams in bags])
    _count_neighbours(index)
    return index


def grams(heard: str, lengths: tuple[int, int]) -> Iterator[str]:
    """The groups of letters of a word, its borders marked by spaces."""
    marked = f" {heard} "
    for length in range(lengths[0], lengths[1] + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def _bag(
    document: Document, stop: StopWords, concepts: Concepts, weights: Weights, seen: dict[str, Word]
) -> tuple[Bag, Bag]:
    stems: Bag = defaultdict(float)
    letters: Bag = defaultdict(float)
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


def _count_stems(index: Index, bags: Sequence[Bag], weights: Weights) -> None:
    """BM25: a word that few documents hold counts for more, and one that a document repeats not much more."""
    total = len(bags)
    mean = sum(sum(bag.values()) for bag in bags) / max(total, 1) or 1.0
    held = Counter(key for bag in bags for key, times in bag.items() if times >= 0.5)
    index.unseen = math.log(1 + (total + 0.5) / 0.5)
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, bag in enumerate(bags):
        room = weights.k1 * (1 - weights.b + weights.b * sum(bag.values()) / mean)
        for key, times in bag.items():
            rarity = math.log(1 + (total - held[key] + 0.5) / (held[key] + 0.5))
            index.rarity[key] = rarity
            postings[key].append((number, rarity * times * (weights.k1 + 1) / (times + room)))
    index.stems = _packed(postings)


def _count_grams(index: Index, bags: Sequence[Bag]) -> None:
    """TF-IDF with cosine: the weights of a document's groups of letters have the length 1."""
    total = len(bags)
    held = Counter(gram for bag in bags for gram in bag)
    index.gram_rarity = {gram: math.log((1 + total) / (1 + times)) + 1 for gram, times in held.items()}
    index.unseen_gram = math.log(1 + total) + 1
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, bag in enumerate(bags):
        weighed = {gram: (1 + math.log(1 + times)) * index.gram_rarity[gram] for gram, times in bag.items()}
        norm = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        for gram, weight in weighed.items():
            postings[gram].append((number, weight / norm))
    index.grams = _packed(postings)


def _packed(postings: Mapping[str, Sequence[tuple[int, float]]]) -> dict[str, Postings]:
    return {
        key: (array("H", [number for number, _ in pairs]), array("f", [weight for _, weight in pairs]))
        for key, pairs in postings.items()
    }


def pairs(stem: str) -> set[str]:
    """The groups of two letters of a stem, its borders marked."""
    return set(grams(stem, (2, 2)))


def parts(stem: str) -> set[str]:
    """The groups of three letters of a stem, its borders marked."""
    return set(grams(stem, (3, 3)))
