"""Where somebody stands in a check: the answers so far as letters in an address, and what comes next. Pure.

A letter stands at the place of its question, so any answer can be taken back without losing the others, and nothing
needs to be remembered anywhere.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.guided.diagram import Diagram, Node, outcomes
from bot.guided.table import Answers, Question, Verdict, is_worse

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SKIPPED, UNASKED = "0", "-"
MARK = 3  # characters of the edition mark
_SPELLING = re.compile(rf"([a-z2-7]{{{MARK}}})([a-z0-]*)(?:([A-Z])(\d{{0,2}}))?")


@dataclass(frozen=True, slots=True)
class Spelled:
    """An address taken apart: the edition it was made for, the letters, and a view of the result with its number."""

    mark: str
    letters: str
    view: str = ""
    number: int = 0

    def __str__(self) -> str:
        number = str(self.number) if self.number else ""
        return f"{self.mark}{self.letters}{self.view}{number}"


def take_apart(rest: str) -> Spelled | None:
    """The parts of a route's rest, or None where it spells no answers."""
    found = _SPELLING.fullmatch(rest)
    if not found:
        return None
    mark, letters, view, number = found.groups(default="")
    return Spelled(mark, letters, view, int(number or 0))


def edition_mark(questions: Sequence[Question], version: str = "") -> str:
    """Three characters that change when questions or answers do: then old letters would mean something else."""
    spelled = ";".join(f"{question.id}:{','.join(question.answers)}" for question in questions)
    digest = hashlib.sha256(f"{version}|{spelled}".encode()).digest()
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:MARK])


def read_letters(questions: Sequence[Question], letters: str) -> dict[int, int]:
    """Question -> choice, by number. Letters that mean nothing are left out, so that any spelling is harmless."""
    read = {}
    for number, (question, letter) in enumerate(zip(questions, letters, strict=False)):
        choice = len(question.answers) if letter == SKIPPED else LETTERS.find(letter)
        if 0 <= choice <= len(question.answers) and letter != UNASKED:
            read[number] = choice
    return read


def write_letters(questions: Sequence[Question], choices: dict[int, int]) -> str:
    """The letters of some choices; without a tail of unasked ones."""
    letters = [
        UNASKED if number not in choices else SKIPPED if choices[number] == len(question.answers) else LETTERS[choice]
        for number, question in enumerate(questions)
        for choice in [choices.get(number, 0)]
    ]
    return "".join(letters).rstrip(UNASKED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an interview stands. `choices` holds what matters of the answers, in the order they were asked.

    `asked` is the question to put now, or None at the end; then `verdict` says what came of it, and `doubts` which
    skipped questions could have made it worse. `left` is how many questions may still come.
    """

    choices: dict[int, int]
    asked: int | None
    verdict: Verdict | None = None
    doubts: tuple[int, ...] = ()
    left: int = 0


def stand(diagram: Diagram, choices: dict[int, int], severity: Callable[[str], str]) -> Standing:
    """Follow the diagram along the answers. `severity` grades an outcome.

    Answers to questions that do not matter are dropped; those after the first unanswered one are kept for later.
    """
    step, path = diagram.first, list[tuple[Node, int]]()
    while isinstance(step, Node):
        if step.question not in choices:
            passed = {node.question: choice for node, choice in path}
            later = {number: choice for number, choice in choices.items() if number > step.question}
            return Standing(passed | later, step.question, left=step.longest)
        path.append((step, choices[step.question]))
        step = step.steps[choices[step.question]]
    doubts = tuple(node.question for node, choice in path if _could_be_worse(node, choice, step, severity))
    return Standing({node.question: choice for node, choice in path}, None, step, doubts)


def _could_be_worse(node: Node, choice: int, verdict: Verdict, severity: Callable[[str], str]) -> bool:
    """Whether a skipped answer, had it been given, might have led to something more alarming."""
    skipped = choice == len(node.steps) - 1
    others = frozenset().union(*map(outcomes, node.steps[:-1])) if skipped else frozenset()
    return any(is_worse(severity(other), severity(verdict.outcome or "")) for other in others)


def answers_of(questions: Sequence[Question], choices: dict[int, int]) -> Answers:
    """Choices by name, as tables read them."""
    return {questions[number].id: questions[number].choices[choice] for number, choice in choices.items()}


def skip_the_rest(questions: Sequence[Question], choices: dict[int, int]) -> dict[int, int]:
    """The choices, with every other question skipped."""
    return {number: choices.get(number, len(question.answers)) for number, question in enumerate(questions)}
