"""One guided check as a value: what it asks, how it decides, and what can be proved of it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.guided.deadlines import Term
from bot.guided.diagram import Diagram, Node, Path, Step, draw
from bot.guided.interview import Standing, answers_of, edition_mark, read_letters, stand
from bot.guided.ranking import Ranking, headline, next_question, questions_named
from bot.guided.table import Answers, Question, Table


@dataclass(frozen=True)
class Check:
    """A check. `severities` grades its outcomes, if they are graded; `version` is for editors who changed the meaning
    of an answer without its name.
    """

    id: str
    table: Table
    severities: Mapping[str, str] = field(default_factory=dict)
    ranking: Ranking | None = None
    terms: tuple[Term, ...] = ()
    version: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions, in order."""
        return self.table.questions

    @cached_property
    def mark(self) -> str:
        """The edition mark of its addresses."""
        return edition_mark(self.questions, self.version)

    @cached_property
    def diagram(self) -> Diagram:
        """The table as a diagram."""
        return draw(self.table)

    def severity(self, outcome: str) -> str:
        """How alarming an outcome is; "" where outcomes are not graded."""
        return self.severities.get(outcome, "")

    def stand(self, letters: str) -> Standing:
        """Where an interview with these letters stands."""
        choices = read_letters(self.questions, letters)
        if self.ranking is None:
            return stand(self.diagram, choices, self.severity)
        answers = self.answers(choices)
        asked = next_question(self.table, self.ranking, answers)
        if asked is not None:
            return Standing(choices, asked, left=len(self.questions) - len(choices))
        return Standing(choices, None, headline(self.table, answers))

    def answers(self, choices: dict[int, int]) -> Answers:
        """Choices by name."""
        return answers_of(self.questions, choices)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a table from being proved. `number` is that of a row, note or question; `answers` shows a
    combination.
    """

    kind: str
    number: int = 0
    answers: tuple[tuple[str, str], ...] = ()


def prove(check: Check) -> Iterator[Fault]:
    """Everything that is wrong with how a check decides; nothing where it is proved."""
    if check.terms:  # deadlines are counted, not decided
        return
    diagram = check.diagram
    yield from (Fault("dead-row", number) for number in diagram.dead_rows)
    yield from (Fault("dead-note", number) for number in diagram.dead_notes)
    asked = set()
    for step, path in diagram.steps():
        if isinstance(step, Node):
            asked.add(step.question)
        elif step.outcome is None:
            yield Fault("gap", answers=_named(check, path))
    if check.ranking:
        asked |= _numbers(check, questions_named(check.ranking))
    yield from (Fault("never-asked", number) for number in range(len(check.questions)) if number not in asked)
    if check.severities and check.severity(_skipping_all(diagram.first)) != "unknown":
        yield Fault("skipping-reassures")


def _named(check: Check, path: Path) -> tuple[tuple[str, str], ...]:
    return tuple((check.questions[number].id, check.questions[number].choices[choice]) for number, choice in path)


def _numbers(check: Check, names: set[str]) -> set[int]:
    return {number for number, question in enumerate(check.questions) if question.id in names}


def _skipping_all(step: Step) -> str:
    while isinstance(step, Node):
        step = step.steps[-1]
    return step.outcome or ""
