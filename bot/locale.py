"""Which language somebody writes in, guessed from letters, small words and the shapes of words that `languages.yaml`
lists. Pure.

Words are compared as the search compares them: Tajik without its letters and in Latin is still Tajik.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

from bot.library.model import Language
from bot.search.normalisation import words

_WORD = re.compile(r"[^\W\d_]+")
_OWN_LETTER = 2  # a letter that no other language has says more than a word


def guess(text: str, languages: Iterable[Language], otherwise: str) -> str:
    """The code of the language whose own letters, commonest words and shapes `text` shows most; `otherwise` where
    nothing speaks.
    """
    typed, folded = _WORD.findall(text.lower()), [word.folded for word in words(text)]
    scores = {language.code: _score(typed, folded, language) for language in languages}
    best = max(scores, key=scores.__getitem__, default=otherwise)
    others = [score for code, score in scores.items() if code != best]
    return best if scores.get(best, 0) > max(others, default=0) else otherwise


def _score(typed: Iterable[str], folded: Iterable[str], language: Language) -> int:
    letters = set(language.letters)
    known, shapes = _folded(language.words), language.shapes
    own = sum(_OWN_LETTER for word in typed if letters & set(word))
    return own + sum(word in known or any(fnmatchcase(word, shape) for shape in shapes) for word in folded)


@lru_cache(maxsize=64)
def _folded(known: frozenset[str]) -> frozenset[str]:
    return frozenset(word.folded for text in known for word in words(text))
