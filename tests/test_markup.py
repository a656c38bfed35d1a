"""Does an editor's Markdown become what a phone shows, and is everything else named with its line?"""

import pytest

from bot.screens.document import Law, Prose, Say
from bot.screens.markup import parse

START = "# Title\n\nThe point.\n\n"


def faults(text: str) -> list[str]:
    return [problem.render() for problem in parse(text, "x.md")[1]]


def test_title_point_and_blocks() -> None:
    document, problems = parse(START + "Do *this* & **that**.\n\n- one\n- two\n\n@say help-me\n\n> The law.\n", "x.md")
    assert problems == []
    assert (document.title, document.point) == ("Title", "The point.")
    assert document.blocks == (
        Prose("Do <i>this</i> &amp; <b>that</b>."),
        Prose("• one\n• two"),
        Say("help-me", 10),
        Law("The law."),
    )


def test_numbered_lists_keep_their_numbers() -> None:
    document, _ = parse(START + "3. three\n4. four\n", "x.md")
    assert document.blocks == (Prose("3. three\n4. four"),)


def test_what_looks_like_html_is_shown_as_text() -> None:
    document, problems = parse(START + "5 < 6 & 7 > 6\n", "x.md")
    assert problems == []
    assert document.blocks == (Prose("5 &lt; 6 &amp; 7 &gt; 6"),)


def test_links_to_pages_are_remembered_and_shown_bold() -> None:
    document, _ = parse(START + "Ask\na [lawyer](lawyer).\n", "x.md")
    assert [(link.target, link.line) for link in document.links] == [("lawyer", 6)]
    assert document.blocks == (Prose("Ask a <b>lawyer</b>."),)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", 5, "table"),
        ("![map](map.png)\n", 5, "picture"),
        ("## More\n", 5, "heading"),
        ("More\n---\n", 5, "heading"),
        ("fine\n\n***\n", 7, "---"),
        ("<b>raw</b>\n", 5, "HTML"),
        ("<div>\nraw\n</div>\n", 5, "HTML"),
        ("    indented\n", 5, "four spaces"),
        ("```\ncode\n```\n", 5, "```"),
        ("`code`\n", 5, "backquotes"),
        ("~~gone~~\n", 5, "struck out"),
        ("- a\n  - b\n", 6, "list inside a list"),
        ("> a\n\nb\n\n> c\n", 9, "quote"),
        ("> a\n>\n> > b\n", 7, "quote inside"),
        ("[call](tel:112)\n", 5, "tel:112"),
        ("one\ntwo [x](http://x.org)\n", 6, "http://x.org"),
        ("text @say help-me\n", 5, "@say"),
        ("@say Help me\n", 5, "@say"),
    ],
)
def test_what_telegram_cannot_show_is_named_with_line_and_cure(text: str, line: int, word: str) -> None:
    found = faults(START + text)
    assert any(fault.startswith(f"x.md:{line}: ") and word in fault and " — " in fault for fault in found), found


@pytest.mark.parametrize("text", ["", "No title\n", "## Small\n\nText\n", "# Title\n", "# Title\n\n- list\n"])
def test_a_page_without_title_or_point_is_named(text: str) -> None:
    assert faults(text)


def test_a_long_point_is_named() -> None:
    assert any("201" in fault for fault in faults("# T\n\n" + "x" * 201 + "\n"))
    assert faults("# T\n\n" + "x" * 200 + "\n") == []
