"""Does the gap radar learn what is missing, and nothing about anybody?"""

import pytest

from bot.edition import Edition
from bot.search.gaps import LEAST, Gap, GapRadar, Vocabulary
from bot.search.normalisation import words
from tests.samples import TODAY
from tests.test_search import lines

WEEK, NEXT = "2026-W47", "2026-W48"


@pytest.fixture(scope="module")
def vocabulary(edition: Edition) -> Vocabulary:
    return Vocabulary(edition.engine.index.documents, edition.engine.stop)


def test_a_word_comes_out_only_after_enough_different_messages() -> None:
    radar = GapRadar()
    for number in range(LEAST - 1):
        radar.hear(frozenset({"zub", f"other-{number}"}), "ru", WEEK)
        assert radar.due(WEEK) == ()
    radar.hear(frozenset({"zub", "last"}), "ru", WEEK)
    assert radar.due(WEEK) == (Gap(WEEK, "ru", "zub", LEAST),)
    assert radar.due(WEEK) == ()


def test_the_same_message_again_and_again_is_one_message() -> None:
    radar = GapRadar()
    for _ in range(100):
        radar.hear(frozenset({"zub"}), "ru", WEEK)
    assert radar.due(WEEK) == ()


def test_languages_and_weeks_are_counted_apart_and_old_weeks_forgotten() -> None:
    radar = GapRadar()
    for number in range(LEAST):
        radar.hear(frozenset({"zub", str(number)}), ("tg", "ru")[number % 2], (WEEK, NEXT)[number % 2])
    assert radar.due(WEEK) == ()
    assert len(radar) > 0
    assert radar.due("2026-W50") == ()
    assert len(radar) == 0


def test_words_are_spelled_as_in_the_list_and_never_as_typed(edition: Edition, vocabulary: Vocabulary) -> None:
    term = edition.library.pages["patent"].search["ru"].terms[0]
    assert vocabulary.known(term.upper()) == vocabulary.known(term)
    assert vocabulary.known(term)


@pytest.mark.parametrize("line", lines("canaries.txt"))
def test_names_numbers_and_addresses_never_come_out(vocabulary: Vocabulary, line: str) -> None:
    radar = GapRadar(least=1)
    radar.hear(vocabulary.known(line), "ru", WEEK)
    told = {gap.word for gap in radar.due(WEEK)}
    private = {word.folded for word in words(line) if word.folded[:1].isdigit() or _is_name(line, word.folded)}
    assert private
    assert not told & private, told & private


def _is_name(line: str, folded: str) -> bool:
    """Whether a word of the line is written as a name or stands in an address of the net."""
    named = [part for part in line.split() if part[:1].isupper() or "@" in part or "/" in part]
    return folded in {word.folded for part in named[1 if line[:1].isupper() else 0 :] for word in words(part)}


def test_the_list_holds_no_number_and_nothing_short(vocabulary: Vocabulary) -> None:
    assert len(vocabulary) > 1000
    assert not vocabulary.known("1 12 112 8-926-123-45-67 a b ab")


def test_a_radar_that_fails_costs_no_answer(edition: Edition) -> None:
    class Broken(GapRadar):
        def hear(self, known: frozenset[str], language: str, week: str) -> None:
            raise RuntimeError

    guide = edition.guide(lambda: TODAY, radar=Broken())
    assert guide.ask("qwrtpsdfg", "ru") == guide.weigh("qwrtpsdfg", "ru")


def test_only_a_question_that_is_answered_is_listened_to(edition: Edition) -> None:
    """Whether a question is urgent may be asked before, and again; that must not make it count twice."""
    heard: list[str] = []

    class Listening(GapRadar):
        def hear(self, known: frozenset[str], language: str, week: str) -> None:
            heard.append(language)

    guide = edition.guide(lambda: TODAY, radar=Listening())
    assert guide.weigh("qwrtpsdfg", "ru") == guide.ask("qwrtpsdfg", "ru")
    assert heard == ["ru"]
