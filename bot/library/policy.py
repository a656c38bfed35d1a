"""The house rules as data (`policy/*.yaml`): dangerous mistakes, unsafe addresses, one word for one thing, numbers.

Lawyers write them; the program only compares. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast, get_args

from bot.library.fields import Fields
from bot.library.problem import N_, Place, say

Patterns = dict[str, tuple[re.Pattern[str], ...]]
LinkPolicy = Literal["never", "name-only"]
_CAPITAL = re.compile(r"(?<![\\?])[A-Z\u0410-\u042f\u0401]")  # not the one of an escape such as \S
_SENTENCE_ENDS = ".!?\n"
_SENTENCE_END = re.compile(f"[{_SENTENCE_ENDS}]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A statement that has harmed people or is out of date.

    `denied` names what makes a sentence deny it, `unless` what makes it right where the page says that, too.
    """

    id: str
    place: Place
    why: str
    wrong: Patterns
    denied: Patterns
    unless: Patterns
    example: dict[str, str]

    def find(self, text: str, language: str) -> re.Match[str] | None:
        """Where a text in small letters makes this mistake, if it does."""
        for pattern in self.wrong.get(language, ()):
            for found in pattern.finditer(text):
                if not (self._is_denied(text, language, found) or self._is_excused(text, language)):
                    return found
        return None

    def _is_denied(self, text: str, language: str, found: re.Match[str]) -> bool:
        begin = max(text.rfind(mark, 0, found.start()) for mark in _SENTENCE_ENDS) + 1
        end = _SENTENCE_END.search(text, found.end())
        sentence = text[begin : end.start() if end else len(text)]
        return any(pattern.search(sentence) for pattern in self.denied.get(language, ()))

    def _is_excused(self, text: str, language: str) -> bool:
        return any(pattern.search(text) for pattern in self.unless.get(language, ()))


@dataclass(frozen=True, slots=True)
class Domain:
    """An address that is dangerous to open, to forward, or to be found with."""

    domain: str
    policy: LinkPolicy
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """The one word for a thing, and the words that are not to be used for it."""

    id: str
    use: dict[str, str]
    instead_of: Patterns


@dataclass(frozen=True, slots=True)
class Policy:
    """All house rules."""

    mistakes: tuple[Mistake, ...] = ()
    domains: tuple[Domain, ...] = ()
    terms: tuple[Term, ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)


def read_mistake(fields: Fields, languages: tuple[str, ...]) -> Mistake:
    """One entry of `policy/mistakes.yaml`. Every example must be caught by its own rule."""
    wrong = _patterns(fields, "wrong", languages)
    mistake = Mistake(
        id=fields.text("id"),
        place=fields.place("id"),
        why=fields.text("why"),
        wrong=wrong,
        denied=_patterns(fields, "denied", languages),
        unless=_patterns(fields, "unless", languages),
        example=fields.texts("example", [code for code in languages if wrong.get(code)]),
    )
    fields.finish()
    for language, example in mistake.example.items():
        if not mistake.find(example.lower(), language):
            what = say(N_("the rule does not catch its own example “{text}”"), text=example)
            fields.fault("example", "policy", what, say(N_("correct the pattern or the example")))
    return mistake


def read_domain(fields: Fields, _: tuple[str, ...]) -> Domain:
    """One entry of `policy/links.yaml`. Its status and the day of the check are for people."""
    policy = cast(LinkPolicy, fields.choice("policy", get_args(LinkPolicy)))
    domain = Domain(fields.text("domain", example="example.org").lower(), policy, fields.text("why"))
    fields.text("status")
    fields.date("checked_on")
    fields.finish()
    return domain


def read_term(fields: Fields, languages: tuple[str, ...]) -> Term:
    """One entry of `policy/terms.yaml`. Why is for people."""
    instead_of = _patterns(fields, "instead_of", languages)
    named = fields.table_of("use")
    written = [code for code in languages if named and code in named.table.values]
    term = Term(fields.text("id"), fields.texts("use", written), instead_of)
    fields.text("why", default="")
    fields.finish()
    return term


def read_number(fields: Fields, _: tuple[str, ...]) -> str:
    """One entry of `policy/numbers.yaml`: a number that was seen at a source."""
    number = fields.text("number", example='"+74959679844"')
    fields.text("seen", example='"publisher, 2024-11-29"')
    fields.finish()
    return number


def _patterns(fields: Fields, name: str, languages: tuple[str, ...]) -> Patterns:
    """Regular expressions by language. In small letters, as are the texts they are held against: that is fast."""
    inner = fields.table_of(name)
    found = {code: tuple(_compile(fields, name, inner.words(code))) for code in languages} if inner else {}
    if inner:
        inner.finish()
    return found


def _compile(fields: Fields, name: str, texts: tuple[str, ...]) -> Iterator[re.Pattern[str]]:
    for text in texts:
        try:
            if _CAPITAL.search(text):
                what = say(N_("“{text}” has a capital letter and would find nothing"), text=text)
                fields.fault(name, "policy", what, say(N_("write patterns in small letters")))
            yield _compiled(text)
        except re.error as error:
            what = say(N_("“{text}” is no regular expression ({error})"), text=text, error=error)
            fields.fault(name, "policy", what, say(N_("compare it with the other rules")))


@lru_cache(maxsize=2048)  # Python's own memory holds 512, and compiling takes longer than reading
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)
