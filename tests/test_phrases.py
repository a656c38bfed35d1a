"""Is every interface word there, in every language, and is none left over?"""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.phrases import EDITORS, READERS, read_phrases
from tests.samples import ROOT

KEYWORDS = {READERS: {"_": None, "words": None}, EDITORS: {"N_": None}}


def in_the_code(domain: str) -> set[str]:
    """What Babel finds in the code, as `pybabel extract` would."""
    folder = ROOT / "bot" / "screens" if domain == READERS else ROOT / "bot"
    return {found[2] for found in extract_from_dir(folder, keywords=KEYWORDS[domain]) if isinstance(found[2], str)}


@pytest.mark.parametrize("domain", [READERS, EDITORS])
def test_the_template_is_what_the_code_says(domain: str) -> None:
    with (ROOT / "locales" / f"{domain}.pot").open("rb") as file:
        template = {str(message.id) for message in read_po(file) if message.id}
    assert template == in_the_code(domain), "run the two pybabel commands of .github/CONTRIBUTING.md"


@pytest.mark.parametrize("domain", [READERS, EDITORS])
def test_no_entry_is_missing_fuzzy_or_unused(domain: str) -> None:
    phrases = read_phrases(ROOT / "locales", ("tg", "ru"), domain)
    assert [problem.render() for problem in phrases.problems] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('msgid "Back"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Back"\nmsgstr "x"\n', "fuzzy"),
        ('msgid "Back"\nmsgstr "x {y}"\n', "gaps"),
        ('msgid "Gone"\nmsgstr "x"\n', "nowhere"),
        ("not a catalogue", "missing or cannot be read"),
    ],
)
def test_faults_of_a_catalogue_are_named(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "locales" / "tg" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locales" / "bot.pot").write_text('msgid "Back"\nmsgstr ""\n', "utf8")
    (tmp_path / "locales" / "tg" / "LC_MESSAGES" / "bot.po").write_text(text, "utf8")
    found = read_phrases(tmp_path / "locales", ("tg",)).problems
    assert any(word in problem.render() for problem in found), [problem.render() for problem in found]
    assert all(problem.place.file == "locales/tg/LC_MESSAGES/bot.po" for problem in found)


def test_a_missing_word_is_shown_in_english() -> None:
    assert read_phrases(ROOT / "locales", ("qqq",))["qqq"]("Back") == "Back"
