"""Letters that look right and are wrong: Latin inside Cyrillic words, old Tajik fonts, loose accents. Pure; the tables
are data.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

from bot.library.problem import N_, Place, Problem, say

_TABLES: dict[str, dict[str, str]] = tomllib.loads(files("bot.library").joinpath("letters.toml").read_text("utf8"))
_OLD_FONT = _TABLES["old_font"]
_LATIN_TWIN = _TABLES["latin_twin"]

_CYRILLIC = "\u0400-\u052f"
_MIXED = re.compile(rf"\w*(?:[A-Za-z][{_CYRILLIC}]|[{_CYRILLIC}][A-Za-z])\w*")
_LONE = re.compile(rf"(?<=[{_CYRILLIC}] )[{''.join(_LATIN_TWIN)}](?= [{_CYRILLIC}])")
_WRONG = re.compile(f"\\w*[{''.join(_OLD_FONT)}]\\w*")


def check_letters(text: str, file: str) -> Iterator[Problem]:
    """Every word of `text` that holds a letter which only looks right, with its line."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii():
            continue
        place = Place(file, number)
        yield from _old_font(line, place)
        yield from _latin_inside(line, place)
        yield from _loose_accents(line, place)


def _old_font(line: str, place: Place) -> Iterator[Problem]:
    for word in _WRONG.findall(line):
        right = "".join(_OLD_FONT.get(letter, letter) for letter in word)
        what = say(N_("“{word}” has a letter of an old Tajik font"), word=word)
        yield Problem(place, "letters", what, say(N_("type: {right}"), right=right))


def _latin_inside(line: str, place: Place) -> Iterator[Problem]:
    for word in _MIXED.findall(line) + _LONE.findall(line):
        latin = " ".join(sorted({letter for letter in word if letter.isascii() and letter.isalpha()}))
        right = "".join(_LATIN_TWIN.get(letter, letter) for letter in word)
        what = say(N_("“{word}” mixes alphabets: Latin {latin} inside a Cyrillic word"), word=word, latin=latin)
        if right.isascii() or re.search("[A-Za-z]", right):
            cure = say(N_("type the whole word in one alphabet; put a hyphen between a Latin name and its ending"))
        else:
            cure = say(N_("type: {right}"), right=right)
        yield Problem(place, "letters", what, cure)


def _loose_accents(line: str, place: Place) -> Iterator[Problem]:
    if not unicodedata.is_normalized("NFC", line):
        what = say(N_("a letter is written as two characters, the letter and a loose accent"))
        yield Problem(
            place,
            "letters",
            what,
            say(N_("type the line again: {right}"), right=unicodedata.normalize("NFC", line).strip()),
        )
