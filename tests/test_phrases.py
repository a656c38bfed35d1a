"""Is every interface word there, in every language, and is none left over?"""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from bot.phrases import EDITORS, FIGURES, READERS, read_phrases
from tests.samples import ROOT

_SPOKEN = {"_": None, "words": None}
KEYWORDS = {READERS: _SPOKEN, EDITORS: {"N_": None}, FIGURES: _SPOKEN}
FOLDERS = {READERS: "screens", EDITORS: "", FIGURES: "usage"}


def in_the_code(domain: str) -> set[str]:
    """What Babel finds in the code, as `pybabel extract` would."""
    found = [each[2] for each in extract_from_dir(ROOT / "bot" / FOLDERS[domain], keywords=KEYWORDS[domain])]
    if domain == FIGURES:
        more = extract_from_file("python", ROOT / "bot" / "reporting.py", keywords=KEYWORDS[domain])
        found += [each[1] for each in more]
    return {text for text in found if isinstance(text, str)}


@pytest.mark.parametrize("domain", [READERS, EDITORS, FIGURES])
def test_the_template_is_what_the_code_says(domain: str) -> None:
    with (ROOT / "locales" / f"{domain}.pot").open("rb") as file:
        template = {str(message.id) for message in read_po(file) if message.id}
    assert template == in_the_code(domain), "run the pybabel commands of .github/CONTRIBUTING.md"


@pytest.mark.parametrize("domain", [READERS, EDITORS, FIGURES])
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
