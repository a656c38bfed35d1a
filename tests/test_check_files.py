"""Is every fault in a check's files named with its place and a cure, so that an editor can mend it alone?"""

import pytest

from bot.library.files import Files
from bot.library.problem import Level
from tests.samples import library, problems_of, small_content, with_file

_YAML = """section: raids
icon: "Q"
as_of: "2026-03-17"
review_by: "2027-01-31"
sources:
  - {id: law, title: "A law", publisher: "A court", date: "2026", confidence: high}
questions:
  - {id: where, answers: [street, home]}
  - {id: paper, answers: [shown, hidden]}
rows:
  - {when: {where: [home], paper: [shown]}, then: open}
  - {when: {where: [home]}, then: wait}
  - {when: {where: [street]}, then: show}
  - {then: unsure}
notes:
  - {when: {paper: [hidden]}, then: careful}
outcomes:
  - {id: open, level: medium, sources: [law], laws: ["Law 1"]}
  - {id: wait, level: high, sources: [law], related: [door]}
  - {id: show, level: low, sources: [law]}
  - {id: unsure, level: unknown, sources: [law]}
  - {id: careful, related: [patent]}
"""
_WORDS = """# What now

Answer two questions.

## where: Where are you?
Only the place.

- street: In the street
- home: At home

## paper: Is there a paper?

- shown: Yes
- hidden: No

## open: Open

Read it first.

?: We do not know more.

## wait: Wait

Do not open. See [the door](door).

?: We do not know more.

## show: Show

Show it.

?: We do not know more.

## unsure: Unsure

It depends.

?: We do not know more.

## careful: Careful
Stay calm.
"""
FILE, TEXT = "checks/risk.yaml", "checks/risk.tg.md"


def with_check(yaml: str = _YAML, tajik: str = _WORDS, russian: str = _WORDS) -> Files:
    """The small guide with a check in it."""
    search = small_content()["raids/search.yaml"].decode().replace("id: door", "id: risk")
    files = with_file("guide.yaml", "sections: [sos, raids, papers]\nchecks: [risk]\n")
    files = with_file("checks/search.yaml", search, files)
    return with_file(FILE, yaml, with_file(TEXT, tajik, with_file("checks/risk.ru.md", russian, files)))


def told(files: Files) -> list[str]:
    return [problem.render() for problem in problems_of(files)]


def test_a_sound_check_has_no_problems_and_stands_first_in_its_section() -> None:
    assert told(with_check()) == []
    found = library(with_check())
    assert found.pages["raids"].children[0] == "risk"
    assert found.checks["risk"].check.stand("").asked == 0


STRUCTURE = [
    ("  - {then: unsure}\n", "", "nothing is said to these answers: where: skip", 1),
    (
        "  - {when: {where: [street]}, then: show}",
        "  - {when: {where: [home], paper: [shown]}, then: show}",
        "never",
        13,
    ),
    ("{when: {paper: [hidden]}, then: careful}", "{when: {paper: []}, then: careful}", "can never be shown", 16),
    ("{where: [home], paper: [shown]}", "{where: [house], paper: [shown]}", "has no answer “house”", 11),
    ("{where: [home], paper: [shown]}", "{wher: [home], paper: [shown]}", "there is no question “wher”", 11),
    ("then: wait}", "then: weit}", "there is no outcome “weit”", 12),
    ("sources: [law], laws", "sources: [lwa], laws", "there is no source “lwa”", 18),
    ("{id: wait, level: high, sources: [law]", "{id: wait, level: high", "“wait” has no source", 19),
    ("{id: wait, level: high, ", "{id: wait, ", "has no level", 19),
    ("level: high", "level: hight", "“level” is “hight”", 19),
    ("{id: unsure, level: unknown", "{id: unsure, level: low", "skips every question", 1),
    ("  - {id: careful, related: [patent]}\n", "", "there is no outcome “careful”", 16),
    ("related: [patent]", "related: [patnt]", "there is no page “patnt”", 22),
    ("section: raids", "section: nowhere", "there is no section “nowhere”", 1),
    ("answers: [shown, hidden]", "answers: [shown]", "has no answer", 16),
    ("section: raids", "sektion: raids", "did you mean", 1),
    ("outcomes:", "outcomes:\n  - {id: idle, level: low, sources: [law]}", "no row leads to “idle”", 18),
    ("answers: [shown, hidden]", "answers: [shown, hidden, skip]", "“skip” is among the answers", 9),
    ("questions:", "questions:\n  - {id: idle, answers: [one, two]}", "“idle” is never asked", 1),
]


@pytest.mark.parametrize(("right", "wrong", "said", "line"), STRUCTURE)
def test_a_fault_in_the_structure_is_named_with_its_line(right: str, wrong: str, said: str, line: int) -> None:
    assert right in _YAML
    found = problems_of(with_check(_YAML.replace(right, wrong)))
    named = [problem for problem in found if said in problem.what.render() + problem.cure.render()]
    assert named, [problem.render() for problem in found]
    assert named[0].place.file.startswith("checks/risk")
    assert line in {problem.place.line for problem in named}
    assert all(problem.cure.render() for problem in named)


TEXTS = [
    ("## wait: Wait\n", "## wait Wait\n", "not headed as it should be", 22),
    ("## wait: Wait\n", "## wayt: Wait\n", "nothing uses the part “wayt”", 22),
    ("## wait: Wait\n", "## wayt: Wait\n", "the part “wait” is missing", 1),
    ("- home: At home\n", "", "the answer “home” of “where” has no label", 5),
    ("- home: At home\n", "- hoem: At home\n", "this is no answer of “where”", 9),
    ("- home: At home\n", "- home: At home\n- home: In\n", "or a second one", 10),
    ("Do not open. See", "Do not open | 12 | See", "numbers differ", 1),
    ("[the door](door)", "[the door](dor)", "there is no page “dor”", 24),
    ("Do not open. See [the door](door).\n\n?: We do not know more.", "Do not open.", "what is uncertain", 19),
    (
        "## careful: Careful\nStay calm.\n",
        "## careful: Careful\nStay calm.\n\nAnd more.\n",
        "more than one paragraph",
        1,
    ),
    ("- home: At home\n", "- home: At {price}\n", "names a figure", 1),
    ("## careful: Careful\nStay calm.\n", "## careful: Careful\n", "does not begin with its point", 40),
]


@pytest.mark.parametrize(("right", "wrong", "said", "line"), TEXTS)
def test_a_fault_in_the_words_is_named_with_its_line(right: str, wrong: str, said: str, line: int) -> None:
    assert right in _WORDS
    found = problems_of(with_check(tajik=_WORDS.replace(right, wrong)))
    named = [problem for problem in found if said in problem.what.render()]
    assert named, [problem.render() for problem in found]
    assert line in {problem.place.line for problem in named}, [problem.render() for problem in named]


def test_a_missing_file_is_named_and_the_others_still_work() -> None:
    for name in (FILE, TEXT, "checks/search.yaml"):
        found = problems_of(with_file(name, None, with_check()))
        assert any(problem.level is Level.ERROR for problem in found), name
    assert "raids" in library().pages


@pytest.mark.parametrize(
    "text", ["", "\n", "# What now\n", "# What now\n\nAnswer.\n", "## where: Where?", "##", "## : x\n- \n"]
)
def test_a_text_cut_short_is_told_and_never_a_crash(text: str) -> None:
    assert any(problem.level is Level.ERROR for problem in problems_of(with_check(tajik=text)))


@pytest.mark.parametrize(
    "yaml", ["", "a", "[]", "section: raids", "questions: []\nrows: {}\noutcomes: 3\n", _YAML[:400], _YAML[:700]]
)
def test_a_structure_cut_short_is_told_and_never_a_crash(yaml: str) -> None:
    assert any(problem.level is Level.ERROR for problem in problems_of(with_check(yaml)))


def test_too_many_questions_do_not_fit_a_button() -> None:
    many = "".join(f"  - {{id: more-{number}, answers: [one, two]}}\n" for number in range(60))
    conditions = ", ".join(f"more-{number}: [one]" for number in range(60))
    yaml = _YAML.replace("rows:\n", f"{many}rows:\n  - {{when: {{{conditions}}}, then: wait}}\n")
    assert any("does not fit a button" in text for text in told(with_check(yaml)))
