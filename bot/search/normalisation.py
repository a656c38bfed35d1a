"""Typed words -> the form in which they are compared. Pure; the tables are data (`normalisation.toml`).

People type Tajik without its letters, in old fonts, in Latin, by ear, and mixed with Russian. Each step here is worth
what bot/search/README.md measures.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

LONGEST_WORD = 40  # letters; no word of either language is longer


def read_table(name: str) -> dict[str, Any]:
    """A table of this package as data."""
    return tomllib.loads(files("bot.search").joinpath(name).read_text("utf8"))


_TABLES = read_table("normalisation.toml")
_FOLD = str.maketrans(_TABLES["fold"])
_APOSTROPHES: dict[str, str] = _TABLES["apostrophes"]
_ANY_APOSTROPHE = re.compile("[\u02bc\u02bb\u2019\u2018`\u00b4]")
_WORD_END: dict[str, str] = _TABLES["word_end"]
_TWINS = str.maketrans(_TABLES["twins"])
_LATIN: dict[str, str] = _TABLES["latin"]
_KEEP = {spelling: name for name, spellings in _TABLES["keep"].items() for spelling in spellings}
_SOUNDS: list[tuple[str, str]] = [(old, new) for old, new in _TABLES["phonetic"]["replace"] if len(old) > 1]
_SOUND = str.maketrans({old: new for old, new in _TABLES["phonetic"]["replace"] if len(old) == 1})
_VOICED: dict[str, str] = _TABLES["phonetic"]["voiced_end"]

_MARK = re.compile("[\u0300-\u036f]")
# An old way to mark Tajik letters: a comma after the Russian one.
_DIGIT = re.compile(r"\d")
_LOOSE_COMMA = re.compile("(?<=[\u0433\u0438\u043a\u0443\u0445\u0447]),(?=[\u0400-\u04ff])")
_CODE = re.compile("[a-z\u0400-\u04ff]-?\\d{1,2}|\\d+(?:[.,]\\d+)+|\\d+|[^\\W\\d_]+(?:-[^\\W\\d_]+)*")
_LATIN_PART = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_HAS_LATIN, _HAS_CYRILLIC = re.compile("[a-z\u0131\u015f\u00e7\u00fc\u00f6\u011f]"), re.compile("[\u0400-\u04ff]")
_DOUBLE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Stemmer:
    """Takes endings and beginnings off; `keep` letters stay, `rounds` endings at most are taken."""

    prefixes: tuple[str, ...]
    suffixes: frozenset[str]
    longest: int
    keep: int
    rounds: int

    def __call__(self, word: str) -> str:
        """The stem of a folded word."""
        for prefix in self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) > self.keep:
                word = word[len(prefix) :]
                break
        for _ in range(self.rounds):
            for length in range(min(self.longest, len(word) - self.keep), 0, -1):
                if word[-length:] in self.suffixes:
                    word = word[:-length]
                    break
            else:
                break
        return word


def _stemmer(table: dict[str, Any]) -> Stemmer:
    suffixes = frozenset(table["suffixes"])
    return Stemmer(tuple(table["prefixes"]), suffixes, max(map(len, suffixes)), table["keep"], table["rounds"])


STEMMERS = {code: _stemmer(table) for code, table in _TABLES["stems"].items()}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared: `folded` in Cyrillic, `sound` as it is heard, `keys` the stems of what is heard."""

    folded: str
    sound: str
    keys: tuple[str, ...]


def words(text: str, seen: dict[str, Word] | None = None) -> list[Word]:
    """The words of a text, in order. Any text gives a list; numbers are words.

    `seen` saves work over many texts of ours; there is none for what people type, for nothing of it may stay.
    """
    seen = {} if seen is None else seen
    text = _MARK.sub("", unicodedata.normalize("NFKC", text).lower())
    text = _ANY_APOSTROPHE.sub("'", text)
    for typed, meant in _APOSTROPHES.items():
        text = text.replace(typed, meant)
    text = _LOOSE_COMMA.sub("", text.translate(_FOLD))
    tokens = [token[:LONGEST_WORD] for whole in _CODE.findall(text) for token in _parts(whole)]
    for token in tokens:
        if token not in seen:
            seen[token] = _word(token)
    return [seen[token] for token in tokens]


def _parts(token: str) -> list[str]:
    """A code such as e-9 is one word, a word with a hyphen is two."""
    joined = token.replace("-", "")
    if joined in _KEEP or token[0].isdigit():
        return [joined]
    if _DIGIT.search(token):
        return re.findall(r"\d+|[^\W\d_]+", token)
    return token.split("-")


def _word(token: str) -> Word:
    kept = _KEEP.get(token)
    if kept or token[0].isdigit():
        return Word(kept or token, kept or token, (kept or token,))
    folded = in_cyrillic(token)
    folded = folded[:-1] + _WORD_END.get(folded[-1], folded[-1]) if len(folded) > 1 else folded
    kept = _KEEP.get(folded)
    if kept:
        return Word(kept, kept, (kept,))
    heard = sound(folded)
    return Word(folded, heard, tuple(dict.fromkeys(sound(stem(folded)) for stem in STEMMERS.values())))


def in_cyrillic(token: str) -> str:
    """A word in Latin, or with Latin letters among Cyrillic ones, as a Cyrillic word."""
    if not _HAS_LATIN.search(token):
        return token
    if _HAS_CYRILLIC.search(token):
        twins = token.translate(_TWINS)
        if not _HAS_LATIN.search(twins):
            return twins
    return _LATIN_PART.sub(lambda found: _LATIN[found[0]], token)


def sound(word: str) -> str:
    """A word as it is heard, so that what people confuse falls together."""
    for old, new in _SOUNDS:
        if old in word:
            word = word.replace(old, new)
    word = _DOUBLE.sub(r"\1", word.translate(_SOUND))
    return word[:-1] + _VOICED.get(word[-1], word[-1]) if word else word
