"""The rules of what the search goes by: enough words for each page, no unknown pages, short answers. Pure."""

from collections.abc import Iterator

from bot.library.guided import CHECKS
from bot.library.library import Library
from bot.library.model import SearchWords
from bot.library.problem import N_, Level, Place, Problem, say
from bot.library.sections import SEARCH
from bot.screens.route import HOME
from bot.screens.screen import POINT_LIMIT
from bot.search.codes import collisions

_TERMS, _QUESTIONS = range(15, 81), range(2, 61)
_RULES = Place(SEARCH)


def check_search(library: Library) -> Iterator[Problem]:
    """Every problem that keeps people from finding a page, or the search from answering."""
    yield from _words(library)
    yield from _rules(library)
    yield from _answers(library)
    for one, two in collisions([*library.pages, *library.aliases]):
        what = say(N_("the search cannot tell the ids “{one}” and “{two}” apart"), one=one, two=two)
        yield Problem(_place(library, two), "id", what, say(N_("choose another id for the newer page")))


def _words(library: Library) -> Iterator[Problem]:
    for page in library.pages.values():
        for language in library.codes if page.parent not in ("", HOME) else ():
            words = page.search.get(language, SearchWords((), ()))
            if len(words.terms) not in _TERMS or len(words.questions) not in _QUESTIONS:
                found = {"terms": len(words.terms), "questions": len(words.questions)}
                what = N_("“{page}” has {terms} search terms and {questions} questions in {language}")
                cure = say(N_("give it 15 to 80 terms and 2 to 60 questions, as people say them"))
                place = Place(f"{CHECKS if page.id in library.checks else page.parent}/{SEARCH}")
                yield Problem(place, "search", say(what, page=page.id, language=language, **found), cure, Level.WARNING)


def _rules(library: Library) -> Iterator[Problem]:
    for name in (*library.search.side, *library.search.uncovered):
        if name not in library.pages:
            cure = say(N_("choose one of those that exist, or write it first: {names}"), names=", ".join(library.pages))
            yield Problem(_RULES, "reference", say(N_("there is no page “{name}”"), name=name), cure)


def _answers(library: Library) -> Iterator[Problem]:
    """A friendly answer stands above the menu, so it must be short; and it is found by its words, so it needs some."""
    seen: dict[str, Place] = {}
    for answer in library.search.answers:
        first = seen.setdefault(answer.id, answer.place)
        if first is not answer.place:
            what = say(N_("the id “{text}” is used twice; the first time at {place}"), text=answer.id, place=first)
            yield Problem(answer.place, "id", what, say(N_("give one of them another id")))
        if not answer.words:
            what = say(N_("the answer “{name}” has no words, so it is never given"), name=answer.id)
            yield Problem(answer.place, "search", what, say(N_("add words: with a list for each language")))
        for text in answer.text.values():
            if len(text) > POINT_LIMIT:
                what = say(
                    N_("the answer “{name}” is longer than {limit} characters"), name=answer.id, limit=POINT_LIMIT
                )
                yield Problem(answer.place, "length", what, say(N_("shorten it")))


def _place(library: Library, name: str) -> Place:
    page = library.find(name)
    return page.place if page else _RULES
