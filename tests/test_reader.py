"""Whatever an editor types, is it kept as typed or named with its line; and are all faults shown at once?"""

import pytest

from bot.library.files import decode_text
from bot.library.letters import check_letters
from bot.library.problem import Level
from bot.library.reader import read_library
from bot.library.yaml_tree import Scalar, Table, parse_yaml
from tests.samples import library, problems_of, small_content, with_file


def codes(name: str, text: str | bytes | None) -> dict[str, int]:
    """code -> line of each problem, after one file of the small guide was replaced."""
    return {problem.code: problem.place.line for problem in problems_of(with_file(name, text))}


def test_the_small_guide_is_sound() -> None:
    assert problems_of(small_content()) == []


@pytest.mark.parametrize(
    "typed", ["12:30", "no", "on", "0123", "1.10", "88005553535", "2026-03-17", "~", "null", "0x1F", "1e3"]
)
def test_values_stay_what_was_typed(typed: str) -> None:
    tree, problems = parse_yaml(f"key: {typed}\n", "x.yaml")
    assert problems == []
    assert isinstance(tree, Table)
    value = tree.values["key"]
    assert isinstance(value, Scalar)
    assert value.text == typed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a: one: two\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ('a: "open\nb: 2\n', 1),
        ("a: [1, 2\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\n  b: 2\n", 2),
        ("", 1),
        ("a: *nothing\n", 1),
        ("a: &x [1]\nb: *x\n", 1),
        ("a: &x [*x]\n", 1),
        ("a: \x07\n", 1),
    ],
)
def test_faulty_yaml_is_named_with_its_line(text: str, line: int) -> None:
    _, problems = parse_yaml(text, "x.yaml")
    assert [problem.place.line for problem in problems] == [line]
    assert " — " in problems[0].render()


def test_what_windows_does_to_a_file_is_named_and_harmless() -> None:
    text, problems = decode_text("\ufeffa\r\nb\r\n".encode(), "x.md")
    assert text == "a\nb\n"
    assert {problem.code for problem in problems} == {"bom", "line-ends"}
    assert all(problem.level is Level.WARNING for problem in problems)


def test_tabs_are_named_with_their_line() -> None:
    _, problems = decode_text(b"a\nb\tc\n", "x.md")
    assert [(problem.code, problem.place.line) for problem in problems] == [("tab", 2)]


def test_another_encoding_is_named() -> None:
    assert codes("raids/door.ru.md", "# \u0414\u0432\u0435\u0440\u044c\n".encode("cp1251"))["encoding"] == 1


def test_front_matter_is_named_whether_closed_or_not() -> None:
    for text in ("---\ntitle: x\n---\n# T\n\nP\n", "---\ntitle: x\n# T\n\nP\n"):
        assert codes("raids/door.ru.md", text)["front-matter"] == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("\u0430\u0434\u0432o\u043a\u0430\u0442", "\u0430\u0434\u0432\u043e\u043a\u0430\u0442"),  # Latin o
        ("\u0430\u043d\u0434 c \u0430\u043d\u0434", "\u0441"),  # a Latin c alone
        ("\u045a\u0443\u045c\u0443\u045c", "\u04b3\u0443\u049b\u0443\u049b"),  # old font
        ("\u0438\u0304\u043d", "\u04e3\u043d"),  # loose macron
    ],
)
def test_letters_that_only_look_right_are_named_with_the_right_ones(text: str, right: str) -> None:
    found = list(check_letters(f"fine\n{text}\n", "x.md"))
    assert [problem.place.line for problem in found] == [2]
    assert right in found[0].render()


@pytest.mark.parametrize(
    "text",
    ["SIM-\u043a\u043e\u0440\u0442", "WhatsApp-\u0440\u043e", "ruID", "\u043a\u043e\u0440\u0442", "51-\u0443\u043c"],
)
def test_names_in_latin_beside_cyrillic_are_fine(text: str) -> None:
    assert list(check_letters(text, "x.md")) == []


def test_a_text_missing_in_one_language_is_an_error() -> None:
    assert "missing-text" in codes("raids/door.tg.md", None)


@pytest.mark.parametrize(
    "name", ["languages.yaml", "guide.yaml", "phrases.yaml", "contacts.yaml", "raids/section.yaml"]
)
def test_a_missing_file_is_named(name: str) -> None:
    assert "missing-file" in codes(name, None)


def test_a_file_that_nothing_uses_is_named() -> None:
    for name in ("raids/forgotten.tg.md", "raids/door.uz.md", "attic/section.yaml", "notes.yaml"):
        assert "unused-file" in codes(name, "# T\n\nP\n" if name.endswith("md") else "a: 1\n")


def test_all_faults_are_shown_at_once() -> None:
    section = small_content()["raids/section.yaml"].decode()
    faulty = (
        section.replace("as_of", "as_off")
        .replace('"2027-01-31"', '"31.01.2027"')
        .replace("confidence: high", "confidence: sure")
    )
    found = [problem.render() for problem in read_library(with_file("raids/section.yaml", faulty))[1]]
    assert any("as_off" in fault and "as_of" in fault.split(" — ")[1] for fault in found)
    assert any("31.01.2027" in fault for fault in found)
    assert any("sure" in fault and "high, medium, low" in fault for fault in found)


@pytest.mark.parametrize("identifier", ["Door", "d", "a_b", "1door", "x" * 25, "\u0434\u0432\u0435\u0440\u044c"])
def test_an_id_that_cannot_be_spelled_is_named(identifier: str) -> None:
    section = small_content()["raids/section.yaml"].decode().replace("id: door", f"id: {identifier}")
    assert "id" in codes("raids/section.yaml", section)


def test_an_id_used_twice_or_retired_and_used_is_named() -> None:
    section = small_content()["raids/section.yaml"].decode()
    assert "id" in codes("raids/section.yaml", section.replace("id: door", "id: patent"))
    assert "id" in codes("raids/section.yaml", section + "    aliases: [raids]\n")


def test_a_retired_id_still_leads_to_its_page() -> None:
    section = small_content()["raids/section.yaml"].decode() + "    aliases: [gate]\n"
    found = library(with_file("raids/section.yaml", section)).find("gate")
    assert found is not None
    assert found.id == "door"


@pytest.mark.parametrize("number", ["8 800 555", "+7", "12", "+7495967984412345", "call me"])
def test_a_number_that_cannot_be_dialled_is_named(number: str) -> None:
    contacts = small_content()["contacts.yaml"].decode().replace('"112"', f'"{number}"')
    assert "phone" in codes("contacts.yaml", contacts)


def test_a_missing_emergency_section_is_named() -> None:
    assert "emergency" in codes("guide.yaml", "sections: [raids, papers]\n")


def test_no_content_at_all_is_named_and_does_not_crash() -> None:
    found, problems = read_library({})
    assert found.pages
    assert {problem.code for problem in problems} >= {"missing-file", "emergency"}
