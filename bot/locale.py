"""Which language somebody writes in, guessed from letters and small words that `languages.yaml` lists. Pure."""

import re
from collections.abc import Iterable

from bot.library.model import Language

_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str, languages: Iterable[Language], otherwise: str) -> str:
    """The code of the language whose own letters and commonest words `text` shows most; `otherwise` where nothing
    speaks.
    """
    words = _WORD.findall(text.lower())
    scores = {language.code: _score(words, language) for language in languages}
    best = max(scores, key=scores.__getitem__, default=otherwise)
    others = [score for code, score in scores.items() if code != best]
    return best if scores.get(best, 0) > max(others, default=0) else otherwise


def _score(words: list[str], language: Language) -> int:
    letters = set(language.letters)
    return sum((word in language.words) + 2 * bool(letters & set(word)) for word in words)
