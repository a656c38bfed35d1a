"""`content/search.yaml`: what the search knows beside the words of single pages. Editors own it."""

from dataclasses import dataclass, field

from bot.library.fields import Fields
from bot.library.problem import Place


@dataclass(frozen=True, slots=True)
class FixedAnswer:
    """A friendly answer to a message that asks nothing: a greeting, thanks, abuse. `words` in every language."""

    id: str
    place: Place
    words: tuple[str, ...]
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """The words of an emergency: who has come, what goes on, and that it is now. Any two of the three are one."""

    who: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRules:
    """`side`: pages and sections that only add to others; `uncovered`: pages that say that we do not know."""

    answers: tuple[FixedAnswer, ...] = ()
    alarm: Alarm = field(default_factory=Alarm)
    side: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()


def read_search_rules(fields: Fields, languages: tuple[str, ...]) -> SearchRules:
    """The file; all of it may be left out."""
    alarm = fields.table_of("emergency")
    rules = SearchRules(
        answers=tuple(_answer(each, languages) for each in fields.tables("answers", needed=False)),
        alarm=_alarm(alarm, languages) if alarm else Alarm(),
        side=fields.identifiers("side"),
        uncovered=fields.identifiers("uncovered"),
    )
    fields.finish()
    return rules


def _answer(fields: Fields, languages: tuple[str, ...]) -> FixedAnswer:
    answer = FixedAnswer(
        id=fields.identifier(),
        place=fields.place("id"),
        words=_words(fields, "words", languages),
        text=fields.texts("text", languages),
    )
    fields.finish()
    return answer


def _alarm(fields: Fields, languages: tuple[str, ...]) -> Alarm:
    alarm = Alarm(*(_words(fields, name, languages) for name in ("who", "what", "now")))
    fields.finish()
    return alarm


def _words(fields: Fields, name: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The words of every language, one after another: people mix them."""
    inner = fields.table_of(name)
    if not inner:
        return ()
    found = tuple(word for code in languages for word in inner.words(code))
    inner.finish()
    return found
