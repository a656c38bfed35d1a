"""Is every word that a reader sees spelled right, and would a misspelling be seen? How: tests/spelling.py."""

from collections import defaultdict

import pytest

from tests.spelling import (
    CONTENT,
    LANGUAGES,
    RULES_FOR_EDITORS,
    in_dictionary,
    is_right,
    needless_entries,
    own_words,
    refused,
    rows,
    texts,
    unknown_words,
    unused_entries,
    with_twins,
)

CURE = "Misspelt? Write it right. Right? Add it with a reason to tests/spelling/words.{}.txt."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_known(language: str) -> None:
    unknown: dict[str, set[str]] = defaultdict(set)
    for file, spoken, text in texts():
        if spoken == language:
            for word in unknown_words(text, language):
                unknown[word].add(file)
    assert not unknown, "\n".join([CURE.format(language), *(f"{word}: {sorted(unknown[word])}" for word in unknown)])


@pytest.mark.parametrize(("language", "wrong", "right"), rows("planted.txt"))
def test_a_planted_misspelling_is_caught(language: str, wrong: str, right: str) -> None:
    assert unknown_words(wrong, language), f"{wrong} passes"
    assert unknown_words(right, language) == []


# Latin names of the letters: a check by eye of the numbers in the assertion below should need no Tajik keyboard.
@pytest.mark.parametrize(
    ("letter", "twin", "share"),
    [
        ("\u04b3", "\u0445", 0.99),  # h
        ("\u049b", "\u043a", 0.99),  # q
        ("\u0493", "\u0433", 0.99),  # gh
        ("\u04ef", "\u0443", 0.97),  # long u
        ("\u04b7", "\u0447", 0.99),  # j
        ("-\u04e3", "\u0438", 0.75),  # final i: before a noun it is also the right izofat of another word
    ],
)
def test_a_russian_letter_for_a_tajik_one_is_caught(letter: str, twin: str, share: float) -> None:
    caught = {
        word.text.lower(): not is_right(wrong, "tg", own_words("tg")) for word, wrong in with_twins("tg", letter, twin)
    }
    assert len(caught) > 30
    passed = [word for word, is_caught in caught.items() if not is_caught]
    assert len(passed) <= (1 - share) * len(caught), passed


def test_no_own_word_is_in_the_dictionary() -> None:
    assert needless_entries() == []


@pytest.mark.skipif(not (CONTENT / "army").exists(), reason="the texts for which the words are listed are not in yet")
def test_no_own_word_is_unused() -> None:
    assert unused_entries() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_words_are_in_order_and_have_a_reason(language: str) -> None:
    listed = [row[0] for row in rows(f"words.{language}.txt")]
    assert listed == sorted(set(listed))
    assert all(len(row) == 2 and row[1] for row in rows(f"words.{language}.txt"))


def test_a_russian_word_in_tajik_is_good_russian() -> None:
    russian = [word for word, reason in own_words("tg").items() if reason.startswith("Russian ")]
    assert [word for word in russian if not in_dictionary(word, "ru") and word not in own_words("ru")] == []


def test_the_right_form_of_a_refused_word_passes() -> None:
    assert [right for right in refused().values() if unknown_words(right, "tg")] == []


def test_only_what_readers_see_is_read() -> None:
    files = {file for file, _, _ in texts()}
    assert {"content/home.tg.md", "content/phrases.yaml", "locales/tg/LC_MESSAGES/bot.po"} <= files
    assert "content/README.md" not in files
    assert not any(file.startswith(f"content/{RULES_FOR_EDITORS.name}/") for file in files)
    assert not any("@say" in text or "](" in text for _, _, text in texts())


@pytest.mark.parametrize("text", ["", "112", "WhatsApp, RuStore", "{day}", "A1-B2", "\u0424\u0417-3"])
def test_figures_latin_words_and_gaps_are_passed_over(text: str) -> None:
    assert unknown_words(text, "ru") == []
