"""Does a table say what its rows say, ask only what matters, and never reassure whoever keeps silent?"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guided.check import Check, prove
from bot.guided.deadlines import Term, last_day
from bot.guided.diagram import Node, Step, draw
from bot.guided.interview import answers_of, edition_mark, read_letters, take_apart, write_letters
from bot.guided.ranking import Candidate, Points, Ranking, rank, removed
from bot.guided.table import SKIP, Question, Row, Table, is_worse
from bot.guided.working_days import is_working_day

LEVELS = ("low", "medium", "high", "urgent", "unknown")


def row(then: str, **when: str) -> Row:
    """A row: `where="street car"` allows two answers."""
    return Row({question: frozenset(answers.split()) for question, answers in when.items()}, then)


DOOR = Table(
    (Question("where", ("street", "home")), Question("paper", ("yes", "no")), Question("hurt", ("yes", "no"))),
    (
        row("court", where="home", paper="yes"),
        row("refuse", where="home", paper="no skip"),
        row("show", where="street"),
        row("general"),
    ),
    (row("doctor", hurt="yes", where="street"),),
)


@st.composite
def tables(draw_from: st.DrawFn) -> Table:
    """Any table of up to five questions."""
    questions = tuple(
        Question(f"q{number}", tuple(f"a{answer}" for answer in range(draw_from(st.integers(1, 3)))))
        for number in range(draw_from(st.integers(1, 5)))
    )

    def rows(most: int) -> tuple[Row, ...]:
        return tuple(
            Row(
                {
                    question.id: frozenset(draw_from(st.sets(st.sampled_from(question.choices), min_size=1)))
                    for question in questions
                    if draw_from(st.booleans())
                },
                draw_from(st.sampled_from(["one", "two", "three"])),
            )
            for _ in range(draw_from(st.integers(0, most)))
        )

    return Table(questions, rows(6), rows(3))


def every_path(table: Table, step: Step, path: tuple[tuple[int, int], ...] = ()) -> list[tuple[dict[int, int], Step]]:
    if not isinstance(step, Node):
        return [(dict(path), step)]
    return [
        found
        for choice, following in enumerate(step.steps)
        for found in every_path(table, following, (*path, (step.question, choice)))
    ]


@given(tables())
@settings(max_examples=300, deadline=None)
def test_the_diagram_says_what_the_rows_say_whatever_is_answered(table: Table) -> None:
    for path, verdict in every_path(table, draw(table).first):
        assert verdict == table.decide(answers_of(table.questions, path))


@given(tables(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_question_that_is_not_asked_could_not_have_changed_anything(table: Table, data: st.DataObject) -> None:
    answers = {question.id: data.draw(st.sampled_from(question.choices)) for question in table.questions}
    step = draw(table).first
    while isinstance(step, Node):
        question = table.questions[step.question]
        assert len(set(step.steps)) > 1, "a question is asked whose answers all lead to the same"
        step = step.steps[question.choices.index(answers[question.id])]
    assert step == table.decide(answers)


@given(tables())
@settings(max_examples=200, deadline=None)
def test_the_proof_finds_every_gap_and_every_row_that_cannot_speak(table: Table) -> None:
    from itertools import product

    everything = [
        dict(zip([question.id for question in table.questions], answers, strict=True))
        for answers in product(*(question.choices for question in table.questions))
    ]
    speaking = {next((n for n, r in enumerate(table.rows) if r.fits(answers)), None) for answers in everything}
    faults = list(prove(Check("any", table)))
    dead = {fault.number for fault in faults if fault.kind == "dead-row"}
    assert dead == {number for number in range(len(table.rows)) if number not in speaking}
    gaps = [fault for fault in faults if fault.kind == "gap"]
    assert bool(gaps) == (None in speaking)
    for gap in gaps:
        assert table.decide(dict(gap.answers)).outcome is None
    notes = {n for n, note in enumerate(table.notes) if any(note.fits(answers) for answers in everything)}
    assert {fault.number for fault in faults if fault.kind == "dead-note"} == set(range(len(table.notes))) - notes


@given(tables(), st.lists(st.sampled_from(LEVELS), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
def test_silence_never_reassures_more_than_any_answer(table: Table, levels: list[str]) -> None:
    severities = dict(zip(["one", "two", "three"], levels, strict=True))
    check = Check("any", table, severities)
    for path, verdict in every_path(table, check.diagram.first):
        standing = check.stand(write_letters(table.questions, path))
        for number, choice in path.items():
            if choice == len(table.questions[number].answers):
                before = {asked: given for asked, given in path.items() if asked < number}
                for other in range(choice):
                    for _, instead in every_path(table, _follow(check.diagram.first, before | {number: other})):
                        worse = is_worse(check.severity(_outcome(instead)), check.severity(_outcome(verdict)))
                        assert not worse or number in standing.doubts


def _follow(step: Step, choices: dict[int, int]) -> Step:
    while isinstance(step, Node) and step.question in choices:
        step = step.steps[choices[step.question]]
    return step


def _outcome(step: Step) -> str:
    assert not isinstance(step, Node)
    return step.outcome or ""


@given(st.text(max_size=40), tables())
@settings(max_examples=300, deadline=None)
def test_any_letters_are_harmless_and_what_is_written_is_read_again(text: str, table: Table) -> None:
    check = Check("any", table)
    standing = check.stand(text)
    assert check.stand(write_letters(table.questions, standing.choices)) == standing
    take_apart(text)
    read = read_letters(table.questions, text)
    assert read_letters(table.questions, write_letters(table.questions, read)) == read


def test_only_what_matters_is_asked() -> None:
    check = Check("door", DOOR)
    assert check.stand("").asked == 0
    assert check.stand("b").asked == 1  # at home: is there a paper?
    assert check.stand("a").asked == 2  # in the street a paper does not matter
    assert check.stand("0").asked is None
    assert _outcome(check.diagram.first.steps[2] if isinstance(check.diagram.first, Node) else DOOR.decide({})) == (
        "general"
    )


def test_an_answer_can_be_taken_back_without_losing_the_others() -> None:
    check = Check("door", DOOR)
    standing = check.stand("a-b")
    assert standing.asked is None
    taken_back = check.stand(write_letters(DOOR.questions, {2: 1}))
    assert taken_back.asked == 0
    again = check.stand(write_letters(DOOR.questions, taken_back.choices | {0: 0}))
    assert again == standing


def test_the_mark_changes_with_questions_and_answers_and_not_with_rows() -> None:
    mark = edition_mark(DOOR.questions)
    assert mark == edition_mark(DOOR.questions)
    assert mark != edition_mark(DOOR.questions[:2])
    assert mark != edition_mark((Question("where", ("home", "street")), *DOOR.questions[1:]))
    assert mark != edition_mark(DOOR.questions, version="2")


# rankings

FARM = Ranking(
    (
        Candidate("far", "far", {"safe": 5}, (Points(row("wanted", trade="farm"), add=3),), (row("young", age="17"),)),
        Candidate("near", "near", {"safe": 2}, (Points(row("wanted", trade="farm"), add=3, missing="learn"),), ()),
        Candidate("home", "home", {}, (Points(row("", age="17"), at_least=20),), (), base=1, always=True),
    ),
    shown=1,
)


def test_places_are_ranked_by_points_and_home_is_always_there() -> None:
    found = rank(FARM, {"trade": "farm", "age": "30"})
    assert [(each.id, each.score) for each in found] == [("far", 8), ("home", 1)]
    assert found[0].reasons == ("wanted", "safe")


def test_a_gate_removes_a_place_and_says_why() -> None:
    assert removed(FARM, {"age": "17"}) == {"far": ("young",)}
    assert [each.id for each in rank(FARM, {"age": "17"})] == ["home", "near"]


def test_a_skipped_question_removes_nothing_but_becomes_a_condition() -> None:
    far = rank(FARM, {"age": SKIP, "trade": "farm"})[0]
    assert (far.id, far.conditions) == ("far", ("young",))
    assert rank(FARM, {"age": "30", "trade": "farm"})[0].conditions == ()


# deadlines


@pytest.mark.parametrize(
    ("term", "event", "used", "day", "moved"),
    [
        (Term("registration", "entry", 15, "", True), "2026-11-22", 0, "2026-12-06", False),
        (Term("patent", "entry", 30, "", True), "2026-11-22", 0, "2026-12-21", False),
        (Term("stay", "entry", 90, "", True, True), "2026-03-01", 0, "2026-05-29", False),
        (Term("stay", "entry", 90, "", True, True), "2026-03-01", 60, "2026-03-30", False),
        (Term("stay", "entry", 90, "", True, True), "2028-02-20", 80, "2028-02-29", False),  # a leap year
        (Term("appeal", "decision", 10, "", moves="later"), "2026-03-02", 0, "2026-03-12", False),
        (Term("appeal", "decision", 10, "", moves="later"), "2026-11-11", 0, "2026-11-23", True),  # a Saturday
        (Term("appeal", "decision", 10, "", moves="later"), "2026-12-22", 0, "2027-01-11", True),  # New Year
        (Term("appeal", "decision", 10, "", moves="later"), "2026-04-29", 0, "2026-05-12", True),  # Victory Day moved
        (Term("pay", "patent", -4, "", moves="earlier"), "2026-11-26", 0, "2026-11-20", True),
        (Term("pay", "patent", -4, "", moves="earlier"), "2026-11-27", 0, "2026-11-23", False),
    ],
)
def test_the_last_day_of_a_term(term: Term, event: str, used: int, day: str, moved: bool) -> None:
    found = last_day(term, date.fromisoformat(event), is_working_day, used)
    assert (found.day.isoformat(), found.was_moved) == (day, moved)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 90))
@settings(deadline=None)
def test_fewer_days_are_left_the_more_are_used_and_moves_end_on_a_working_day(event: date, used: int) -> None:
    stay = Term("stay", "entry", 90, "", True, True)
    assert (last_day(stay, event, is_working_day, 0).day - last_day(stay, event, is_working_day, used).day).days == used
    appeal = last_day(Term("appeal", "decision", 10, "", moves="later"), event, is_working_day)
    assert is_working_day(appeal.day)
    assert 10 <= (appeal.day - event).days <= 22  # before the long holidays of the New Year
