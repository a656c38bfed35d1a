"""Is every rule of `bot check` real: does planting its fault raise it, in the right file?"""

from datetime import date

import pytest

from bot.library.checks import check
from bot.library.problem import Level, Problem, in_order
from bot.library.reader import read_library
from bot.library.report import report, report_json
from bot.screens.route import Route
from bot.screens.views import show
from tests.samples import PLAIN, TODAY, both, library, problems_of, search_words, small_content, with_file

DOOR = "# The door\n\nAsk who it is.\n\n- one\n- two\n\n@say lawyer-please\n\n> The law says 48 hours.\n"


def planted(name: str, text: str) -> list[Problem]:
    return problems_of(with_file(name, text))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("48", "3"), "parity-numbers"),
        (("- two\n", ""), "parity"),
        (("Ask who it is.", "Ask who [it](patent) is."), "parity-links"),
        (("\n@say lawyer-please\n", ""), "parity-phrases"),
    ],
)
def test_languages_that_differ_in_what_counts_are_named(change: tuple[str, str], code: str) -> None:
    found = planted("raids/door.ru.md", DOOR.replace(*change))
    assert [(problem.code, problem.place.file) for problem in found] == [(code, "raids/door.ru.md")]


def test_numbers_that_differ_in_a_phrase_are_named() -> None:
    phrases = small_content()["phrases.yaml"].decode().replace('ru: "Esli"', 'ru: "Esli 2"')
    assert [problem.code for problem in planted("phrases.yaml", phrases)] == ["parity-numbers"]


@pytest.mark.parametrize(
    ("old", "new"), [("related: [patent]", "related: [nowhere]"), ("contacts: [helpline]", "contacts: [nobody]")]
)
def test_what_does_not_exist_is_named(old: str, new: str) -> None:
    section = small_content()["raids/section.yaml"].decode().replace(old, new)
    assert "reference" in {problem.code for problem in planted("raids/section.yaml", section)}


def test_links_and_phrases_that_do_not_exist_are_named_with_their_line() -> None:
    found = problems_of(
        both("raids/door", DOOR.replace("lawyer-please", "nobody").replace("it is", "[it](nowhere) is"))
    )
    assert {(p.place.file, p.place.line) for p in found if p.code == "reference"} == {
        (f"raids/door.{code}.md", line) for code in ("tg", "ru") for line in (3, 8)
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status_in_russia: none", "status_in_russia: undesirable"),
        ("status_in_russia: none", "status_in_russia: unknown"),
        (
            "status_in_russia: none",
            'status_in_russia: none\n    last_call: {date: "2026-01-01", result: wrong-number, by: "Us"}',
        ),
    ],
)
def test_a_contact_that_could_harm_is_named_and_never_shown(old: str, new: str) -> None:
    files = with_file("contacts.yaml", small_content()["contacts.yaml"].decode().replace(old, new))
    assert "contact" in {p.code for p in problems_of(files)}
    found, _ = read_library(files)
    assert "112" not in show(found, PLAIN, Route("tg", "door"), TODAY).text


def test_a_phrase_that_no_page_shows_is_named() -> None:
    assert "unreachable" in {
        p.code for p in problems_of(both("raids/door", DOOR.replace("@say lawyer-please\n\n", "")))
    }


def test_a_screen_too_long_is_a_warning_and_then_an_error() -> None:
    for length, level in ((950, Level.WARNING), (4200, Level.ERROR)):
        found = [
            p
            for p in problems_of(both("papers/papers", "# Papers\n\nCarry.\n\n" + "x" * length + "\n"))
            if p.code == "length"
        ]
        assert {p.level for p in found} == {level}
        assert {p.place.file for p in found} == {"papers/papers.tg.md", "papers/papers.ru.md"}


def test_a_title_too_long_for_a_button_is_named() -> None:
    assert "button" in {p.code for p in problems_of(both("papers/papers", "# " + "x" * 30 + "\n\nCarry.\n"))}


def test_a_sentence_too_long_to_be_copied_is_named() -> None:
    phrases = small_content()["phrases.yaml"].decode().replace("Proshu advokata", "x" * 257)
    assert "button" in {p.code for p in planted("phrases.yaml", phrases)}


def test_dates_that_cannot_be_are_named() -> None:
    section = small_content()["raids/section.yaml"].decode()
    for old, new in (("2026-03-17", "2027-01-01"), ("2027-01-31", "2026-03-17")):
        assert "date" in {p.code for p in planted("raids/section.yaml", section.replace(old, new))}


def test_a_page_past_its_review_is_a_warning() -> None:
    found = [p for p in check(library(), PLAIN, date(2027, 2, 1)) if p.code == "stale"]
    assert {p.level for p in found} == {Level.WARNING}
    assert len(found) == 6  # three pages, a figure and two rows of the comparison
    assert not [p for p in check(library(), PLAIN, TODAY) if p.code == "stale"]


def test_reports_name_file_line_and_cure_and_count() -> None:
    problems = in_order(planted("raids/door.ru.md", DOOR.replace("48", "3")))
    assert report(problems).startswith("raids/door.ru.md:1: the numbers differ")
    assert report(problems).endswith("1 errors, 0 warnings.")
    assert '"code": "parity-numbers"' in report_json(problems)


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("It is 3 soat or 3 chasa.", "mistake", Level.ERROR),
        ("Read https://evil.example/a now.", "link-policy", Level.ERROR),
        ("Read evil.example now.", "link-policy", Level.ERROR),
        ("Read https://named.example now.", "link-policy", Level.ERROR),
        ("Take your zagranpasport.", "term", Level.WARNING),
        ("Call +7 495 967-98-44.", "phone", Level.ERROR),
        ("Call 8 (800) 555-35-35.", "phone", Level.ERROR),
        ("Call 495 967 98 44.", "phone", Level.ERROR),
        ("Call (495) 967-98-44.", "phone", Level.ERROR),
        ("Call 79161234567.", "phone", Level.ERROR),
    ],
)
def test_a_breach_of_the_house_rules_is_named_with_its_line(text: str, code: str, level: Level) -> None:
    found = [p for p in problems_of(both("papers/papers", f"# Papers\n\nCarry.\n\n{text}\n")) if p.code == code]
    assert {(p.place.line, p.level) for p in found} == {(5, level)}


@pytest.mark.parametrize(
    "text",
    [
        "3 soat, 3 chasa, but 48 for most.",
        "named.example is a name.",
        "notevil.example.org",
        "2 000-5 000",
        "On 2025-10-01, 139 236 of 3333",
    ],
)
def test_what_the_house_rules_allow_is_fine(text: str) -> None:
    assert problems_of(both("papers/papers", f"# Papers\n\nCarry.\n\n{text}\n")) == []


def test_the_house_rules_hold_for_phrases_too() -> None:
    phrases = small_content()["phrases.yaml"].decode().replace('tg: "Orom"', 'tg: "3 soat"')
    assert "mistake" in {p.code for p in planted("phrases.yaml", phrases)}


@pytest.mark.parametrize("number", ["+79161231231", "+74951234567", "+74950000000", "+74951112233"])
def test_a_number_that_is_private_invented_or_unknown_is_named(number: str) -> None:
    contacts = small_content()["contacts.yaml"].decode().replace('"112"', f'"{number}"')
    assert "phone" in {p.code for p in planted("contacts.yaml", contacts)}


def test_a_number_under_two_owners_is_named() -> None:
    contacts = small_content()["contacts.yaml"].decode().replace('"102"', '"112"')
    assert {p.code for p in planted("contacts.yaml", contacts)} == {"phone"}


def test_a_contact_that_stands_alone_is_named() -> None:
    section = small_content()["papers/section.yaml"].decode().replace("    contacts: [desk]\n", "")
    assert "contact" in {p.code for p in planted("papers/section.yaml", section)}


def test_figures_are_known_used_and_the_same_in_every_language() -> None:
    unknown = problems_of(both("papers/patent", "# Patent\n\nPay {cost}.\n\n[door](door)\n"))
    assert "reference" in {p.code for p in unknown}
    nowhere = with_file("comparison.yaml", small_content()["comparison.yaml"].decode().replace("{price}", "1"))
    unused = problems_of(both("papers/patent", "# Patent\n\nPay.\n\n[door](door)\n", nowhere))
    assert "unreachable" in {p.code for p in unused}
    figures = small_content()["figures.yaml"].decode().replace("10 rublej", "20 rublej")
    assert "parity-numbers" in {p.code for p in planted("figures.yaml", figures)}


@pytest.mark.parametrize(("old", "new"), [('"word-1", ', ""), (', "how"', "")])
def test_a_page_with_too_few_search_words_is_a_warning(old: str, new: str) -> None:
    found = planted("raids/search.yaml", search_words("door").replace(old, new))
    assert {(p.code, p.level) for p in found} == {("search", Level.WARNING)}


def test_search_words_of_no_page_are_named() -> None:
    assert "reference" in {p.code for p in planted("raids/search.yaml", search_words("gate"))}


@pytest.mark.parametrize(("old", "new"), [("3 soat", "(3 soat"), ("Only 3 soat", "Only 4 soat")])
def test_a_rule_that_cannot_work_is_named(old: str, new: str) -> None:
    rules = small_content()["policy/mistakes.yaml"].decode().replace(old, new)
    assert "policy" in {p.code for p in planted("policy/mistakes.yaml", rules)}


def test_a_correction_of_no_page_is_named() -> None:
    assert "reference" in {p.code for p in planted("corrections.yaml", CORRECTION.replace("door", "gate"))}
    assert planted("corrections.yaml", CORRECTION) == []


CORRECTION = 'corrections:\n  - {page: door, date: "2026-11-01", was: {tg: "wrong", ru: "wrong"}}\n'


def test_figures_in_the_comparison_are_known_and_the_same_in_every_language() -> None:
    table = small_content()["comparison.yaml"].decode()
    unknown = planted("comparison.yaml", table.replace("{price}", "{cost}"))
    assert {("reference", "comparison.yaml")} <= {(p.code, p.place.file) for p in unknown}
    assert "parity-numbers" in {p.code for p in planted("comparison.yaml", table.replace('ru: "{price}"', 'ru: "10"'))}
