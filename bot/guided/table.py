"""Questions with enumerated answers, and a decision table over them. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SKIP = "skip"  # the answer "I do not know, or will not say"; every question has it
Severity = Literal["low", "medium", "high", "urgent", "unknown"]
_GRADES: dict[str, int] = {"low": 0, "medium": 1, "high": 2, "urgent": 3}

Answers = Mapping[str, str]  # question -> answer


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answers in the order of their buttons. SKIP is not among them; it is always possible."""

    id: str
    answers: tuple[str, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """All that can be answered; SKIP last."""
        return (*self.answers, SKIP)


@dataclass(frozen=True)
class Row:
    """A condition: for some questions, the answers that are allowed. `then` names what follows from it."""

    when: Mapping[str, frozenset[str]]
    then: str

    def fits(self, answers: Answers) -> bool:
        """Whether all conditions hold. A question without an answer counts as skipped."""
        return all(answers.get(question, SKIP) in allowed for question, allowed in self.when.items())

    def may_fit(self, answers: Answers) -> bool:
        """Whether the conditions could hold, whatever the unanswered questions turn out to be."""
        return all(answers[question] in allowed for question, allowed in self.when.items() if question in answers)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a table says: the outcome of its first row that fits (or none), and every note that fits, in order."""

    outcome: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of which the first that fits decides, and notes of which all that fit are added."""

    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    notes: tuple[Row, ...] = ()

    def decide(self, answers: Answers) -> Verdict:
        """The verdict, read off row by row. The diagram gives the same one faster; tests compare the two."""
        outcome = next((row.then for row in self.rows if row.fits(answers)), None)
        return Verdict(outcome, tuple(note.then for note in self.notes if note.fits(answers)))


def is_worse(one: str, other: str) -> bool:
    """Whether severity `one` is more alarming than `other`. "Unknown" reassures nobody, so nothing is worse than it."""
    return _GRADES.get(one, -1) > _GRADES.get(other, len(_GRADES))
