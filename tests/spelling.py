"""Is every word of the guide spelled right? A dictionary of each language, and the project's own words beside it.

Development only. Tajik: the lexicon in the wheel `tajiknlp` (its data file, not its stemmer, which invents stems) with
the endings and verbs of `spelling/tajik.toml`. Russian: the dictionary of `pymorphy3`. A right word that these lack
stands in `spelling/words.<language>.txt` with a reason; a word of the lexicon that in this guide can only be a
misspelling stands in `spelling/refused.tg.txt` with the right one.

Words are judged one by one: a right word in the wrong place passes. Only the izofat looks one word ahead.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import distribution
from itertools import chain, product
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]

from bot.library.yaml_tree import Items, Scalar, Table, Tree, parse_yaml
from tests.samples import ROOT

LISTS = Path(__file__).parent / "spelling"
CONTENT = ROOT / "content"
LOCALES = ROOT / "locales"
RULES_FOR_EDITORS = CONTENT / "policy"  # they quote mistakes
LANGUAGES = ("tg", "ru")
FIXED = "as it stands"  # ends the reason of an own word that takes no endings

_GRAMMAR: dict[str, Any] = tomllib.loads((LISTS / "tajik.toml").read_text("utf8"))
_NOUN, _VERB = _GRAMMAR["noun"], _GRAMMAR["verb"]
_CONSONANT = "c"
_CYRILLIC = "\u0400-\u052f"
_PART = f"[0-9A-Za-z{_CYRILLIC}]+"
_TOKEN = re.compile(rf"(?<![0-9A-Za-z{_CYRILLIC}])-?{_PART}(?:-{_PART})*")
_NEXT = re.compile(rf"\)?[ \u00a0]*([\u00ab\u201c\"(]*(?:{_PART}|[\u2600-\U0010ffff]))")


@dataclass(frozen=True, slots=True)
class Found:
    """A word as it stands: the hyphened whole, what it is tied to on the left, and what follows without a stop."""

    text: str
    whole: str
    tied_to: str
    next: str


# Texts


def texts(content: Path = CONTENT, locales: Path = LOCALES) -> Iterator[tuple[str, str, str]]:
    """The file, language and text of everything a reader sees."""
    for path in sorted(content.rglob("*.md")):
        language = path.stem.rpartition(".")[2]
        if language in LANGUAGES:
            yield str(path.relative_to(content.parent)), language, _plain(path.read_text("utf8"))
    for path in sorted(content.rglob("*.yaml")):
        file = str(path.relative_to(content.parent))
        tree, _ = parse_yaml(path.read_text("utf8"), file)
        if tree is not None and path.parent != RULES_FOR_EDITORS:
            yield from ((file, language, _plain(text)) for language, text in _values(tree, ""))
    for language in LANGUAGES:
        path = locales / language / "LC_MESSAGES" / "bot.po"
        with path.open("rb") as opened:
            for message in read_po(opened):
                for text in [message.string] if isinstance(message.string, str) else message.string or ():
                    yield str(path.relative_to(locales.parent)), language, _plain(text)


def _plain(text: str) -> str:
    """Without what is not read: phrase lines, link targets, stars; a gap to be filled counts as a number."""
    text = re.sub(r"(?m)^@say .*$", "", text)
    text = re.sub(r"\]\([^)\s]*\)", "", text).replace("[", "").replace("*", "")
    return re.sub(r"\{[^{}]*\}", "0", text)


def _values(tree: Tree, language: str) -> Iterator[tuple[str, str]]:
    """The values below a language's name, and those of the keys that are Russian by nature."""
    if isinstance(tree, Scalar):
        if language:
            yield language, tree.text
    elif isinstance(tree, Items):
        for item in tree.values:
            yield from _values(item, language)
    elif isinstance(tree, Table):
        for name, value in tree.values.items():
            if name == "questions":  # as people type them; no reader sees them
                continue
            yield from _values(value, name if name in LANGUAGES else "ru" if name in ("russian", "laws") else language)


# Words


def unknown_words(text: str, language: str) -> list[str]:
    """The words that neither the dictionary nor the project's own list knows, as they stand."""
    return [word.text for word in words(text) if not is_right(word, language, own_words(language))]


def unused_entries(content: Path = CONTENT, locales: Path = LOCALES) -> list[str]:
    """The own words that no text needs."""
    needed: set[tuple[str, str]] = set()
    for _, language, text in texts(content, locales):
        for word in words(text):
            if not is_right(word, language, {}):
                needed |= {(language, entry) for entry in _entries(word) & own_words(language).keys()}
    return [
        f"{language}: {entry}"
        for language in LANGUAGES
        for entry in own_words(language)
        if (language, entry) not in needed
    ]


def needless_entries() -> list[str]:
    """The own words that the dictionary knows as well."""
    return [
        f"{language}: {entry}"
        for language in LANGUAGES
        for entry in own_words(language)
        if all(in_dictionary(word.text, language) for word in words(entry))
    ]


def in_dictionary(word: str, language: str) -> bool:
    """Does the dictionary have the word as such, without an ending?"""
    return _is_stem(word, False, {}) if language == "tg" else bool(_russian().word_is_known(word))


@cache
def own_words(language: str) -> dict[str, str]:
    """The project's own words and why they are there."""
    return {row[0]: row[-1] for row in rows(f"words.{language}.txt")}


def rows(name: str) -> list[list[str]]:
    """The lines of a list, split at the tabs."""
    lines = (LISTS / name).read_text("utf8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def words(text: str) -> Iterator[Found]:
    """Every word with a Cyrillic letter, the parts of a hyphened one apart."""
    for match in _TOKEN.finditer(text):
        following = _NEXT.match(text, match.end())
        tied_to = text[match.start() - 1 : match.start()].strip() if match[0].startswith("-") else ""
        *parts, last = match[0].split("-")
        for part in parts:
            if re.search(f"[{_CYRILLIC}]", part):
                yield Found(part, match[0], tied_to, last)
            tied_to = part or tied_to
        if re.search(f"[{_CYRILLIC}]", last):
            yield Found(last, match[0], tied_to if parts else "", following[1] if following else "")


def is_right(found: Found, language: str, own: dict[str, str]) -> bool:
    """Does the dictionary, or this list of own words, know the word?"""
    word = found.text.lower()
    if found.whole.lower() in own:
        return True
    if language == "tg":
        return _is_right_tajik(word, found, own)
    known = word in own or any(_russian().word_is_known(form) for form in (word, found.whole.lower()))
    return known or (found.tied_to.isdigit() and len(word) <= 2)


def _is_right_tajik(word: str, found: Found, own: dict[str, str]) -> bool:
    """Izofat ties a word to the next one: before a stop it is a misspelt final letter."""
    if word in refused():
        return False
    foreign = found.tied_to.isascii() or found.tied_to.isupper() or not found.tied_to.isalnum()
    if found.tied_to and foreign and word in _tails(_CONSONANT) | _tails("o"):
        return True
    if {word, word.removesuffix(_VERB["and"])} & _conjugated()[0]:
        return True
    izofats = {is_izofat for base, is_izofat in _readings(word) if _is_stem(base, base != word, own)}
    return False in izofats or (
        True in izofats and (f"{word} {found.next}" in own or _may_follow(found.next.lower(), own))
    )


def _may_follow(word: str, own: dict[str, str]) -> bool:
    """May an izofat tie a word to this one? Not to a stop, a particle or a verb."""
    is_verb = word in _conjugated()[0] and not any(_is_stem(base, base != word, own) for base, _ in _readings(word))
    return bool(word) and word not in _NOUN["stops"] and (not is_verb or _kind(word) == "i")


def _is_stem(base: str, has_ending: bool, own: dict[str, str]) -> bool:
    """Is this a word that may stand with an ending (or without one)?"""
    listed = base in own and not (has_ending and own[base].endswith(FIXED))
    if listed or base in _lexicon() or (has_ending and base in _NOUN["doubled"]):
        return True
    firsts = (base.removesuffix(second) for second in _NOUN["seconds"] if base.endswith(second))
    return any(first in _lexicon() or first in own for first in firsts if len(first) > 2)


def _entries(found: Found) -> set[str]:
    """The entries of a word list that this word may need."""
    bases = {
        found.whole.lower(),
        f"{found.text.lower()} {found.next}",
        *(base for base, _ in _readings(found.text.lower())),
    }
    return bases | {base.removesuffix(second) for base in bases for second in _NOUN["seconds"]}


def with_twins(language: str, letter: str, twin: str) -> Iterator[tuple[Found, Found]]:
    """Every right word that has the letter, and the same word, where it stands, with its look-alike for it.

    A letter that begins with "-" is one at the end of a word."""
    for _, spoken, text in texts():
        for word in words(text) if spoken == language else ():
            low = word.text.lower()
            end = letter.removeprefix("-")
            wrong = low.removesuffix(end) + twin if end != letter and low.endswith(end) else low.replace(letter, twin)
            if wrong != low and is_right(word, language, own_words(language)):
                yield word, replace(word, text=wrong, whole=wrong)


# Tajik


def _readings(word: str) -> Iterator[tuple[str, bool]]:
    """Every way to take endings off a word: the rest, and whether the ending is the izofat."""
    yield word, False
    for cut in range(2, len(word)):
        base, tail = word[:cut], word[cut:]
        kind = _kind(base)
        if kind == "i":
            continue  # before an ending the letter is another one
        if base[-1] == _NOUN["izofat"]:
            base, kind = base[:-1] + _GRAMMAR["last_letter"]["i"], "i"
        if tail in _tails(kind):
            yield base, _tails(kind)[tail]


def _kind(base: str) -> str:
    return next((kind for kind, letters in _GRAMMAR["last_letter"].items() if base[-1] in letters), _CONSONANT)


@cache
def _tails(kind: str) -> dict[str, bool]:
    """Every ending after a letter of this kind; True for the izofat."""
    tails: dict[str, bool] = {}
    for degree in ("", *_NOUN["degrees"]):
        for plural in ("", *_NOUN["plural"][_kind(degree) if degree else kind]):
            stem = degree + plural
            for tail, is_izofat in _cases(_kind(stem) if stem else kind):
                tails[stem + tail] = is_izofat
    del tails[""]
    return tails


def _cases(kind: str) -> Iterator[tuple[str, bool]]:
    for owner in ("", _NOUN["indefinite"], *_NOUN["possessive"][kind]):
        last = _kind(owner) if owner else kind
        for tail in ("", _NOUN["object"], *_NOUN["and"][last]):
            yield owner + tail, False
    for be in (*_NOUN["be"][kind], *(_NOUN["indefinite"] + be for be in _NOUN["be_after_indefinite"])):
        yield be, False
    yield _NOUN["izofat"], True


@cache
def _lexicon() -> frozenset[str]:
    """Every word that takes the endings of a noun or none."""
    return _lexicon_file() | _conjugated()[1]


@cache
def refused() -> dict[str, str]:
    """Wrong words that the lexicon or the rules would let pass, with the right ones."""
    return {row[0]: row[1] for row in rows("refused.tg.txt")}


@cache
def _lexicon_file() -> frozenset[str]:
    """The words of the lexicon that may stand in a text."""
    rules = _GRAMMAR["lexicon"]
    file = next(path for path in distribution("tajiknlp").files or () if path.name == rules["file"])
    found: set[str] = set()
    for line in file.read_text("utf8").splitlines():
        word, part = json.loads(line).values()
        if part not in rules["skip"] and re.fullmatch(f"[{_CYRILLIC}]+", word) and word.islower():
            found.add(word)
    return frozenset(word for word in found if len(word) > rules["short"]) - refused().keys() | frozenset(
        rules["words"]
    )


@cache
def _conjugated() -> tuple[frozenset[str], frozenset[str]]:
    """Every form of every verb: those that stand alone, and those that take the endings of a noun."""
    alone: set[str] = set()
    nouns: set[str] = set()
    for preverb, past, presents in _stems():
        for form, is_noun in chain(_past_forms(past), *map(_present_forms, presents)):
            (nouns if is_noun else alone).add(preverb + form)
    return frozenset(alone), frozenset(nouns)


def _stems() -> Iterator[tuple[str, str, list[str]]]:
    """What stands before a verb's prefixes, its past stem and its present stems."""
    verbs: dict[str, list[str]] = dict(_GRAMMAR["present"])
    for infinitive in _lexicon_file():
        if re.search(_VERB["infinitive"], infinitive):
            past = infinitive.removesuffix(_VERB["an"])
            regular = re.sub(_VERB["regular"], "", past)
            verbs.setdefault(infinitive, [regular] if regular != past and len(regular) > 1 else [])
    for infinitive, presents in verbs.items():
        yield "", infinitive.removesuffix(_VERB["an"]), presents
        for preverb in _VERB["preverbs"]:
            simple = infinitive.removeprefix(preverb)
            if simple != infinitive and simple in verbs:
                yield preverb, simple.removesuffix(_VERB["an"]), verbs[simple]
                yield "", infinitive.removesuffix(_VERB["an"]), [preverb + present for present in verbs[simple]]
    yield from (("", half, []) for half in _VERB["halves"])


def _past_forms(past: str) -> Iterator[tuple[str, bool]]:
    for prefix in _VERB["past_prefixes"]:
        for stem in _joined(prefix, past):
            for ending, owner in product(_VERB["past_endings"], _VERB["object_endings"]):
                yield stem + ending + owner, False
            for ending in _VERB["perfect_endings"]:
                yield stem + _VERB["perfect"] + ending, False
            for ending in _VERB["verbal_nouns"]:
                yield stem + ending, True


def _present_forms(present: str) -> Iterator[tuple[str, bool]]:
    kind = "o" if _kind(present) == "o" else _CONSONANT
    for prefix in _VERB["present_prefixes"]:
        for stem in _joined(prefix, present):
            for ending, owner in product(_VERB["present_endings"][kind], _VERB["object_endings"]):
                yield stem + ending + owner, False
    for prefix, agent in product(_VERB["participle_prefixes"], _VERB["agents"][kind]):
        yield prefix + present + agent, True


def _joined(prefix: str, stem: str) -> Iterator[str]:
    yield prefix + stem
    if prefix in _VERB["glides_after"] and stem[0] in _VERB["glide"]:
        yield prefix + _VERB["glide"][stem[0]] + stem[1:]


# Russian


@cache
def _russian() -> MorphAnalyzer:
    return MorphAnalyzer()
