"""A decision table as a reduced decision diagram: which question comes next, and what is proved about the table. Pure.

The diagram is the multi-valued kin of Bryant's reduced ordered binary decision diagram (1986). A question stands in it
only where its answer can still change the verdict, so a question that does not matter is not asked, by construction;
and whatever holds of its few nodes holds of every combination of answers, however many millions there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.guided.table import Row, Table, Verdict


@dataclass(frozen=True, eq=False)
class Node:
    """A question that matters here. `steps` has what follows each choice, SKIP last.

    `longest` is how many questions can still come, this one included; `outcomes` all that can still come of it.
    """

    question: int
    steps: tuple["Step", ...]
    longest: int
    outcomes: frozenset[str]


Step = Node | Verdict
Path = tuple[tuple[int, int], ...]  # (question, choice) from the first question on


@dataclass(frozen=True)
class Diagram:
    """The first step of a table, and which of its rows and notes can never speak, by number."""

    first: Step
    dead_rows: tuple[int, ...]
    dead_notes: tuple[int, ...]

    def verdicts(self) -> Iterator[tuple[Verdict, Path]]:
        """Every verdict once, with one way to it."""
        for step, path in self.steps():
            if isinstance(step, Verdict):
                yield step, path

    def steps(self) -> Iterator[tuple[Step, Path]]:
        """Every node and every verdict once, with one way to it, nearest first."""
        seen: set[Step] = {self.first}
        waiting: list[tuple[Step, Path]] = [(self.first, ())]
        for step, path in waiting:
            yield step, path
            for choice, following in enumerate(step.steps if isinstance(step, Node) else ()):
                if following not in seen:
                    seen.add(following)
                    waiting.append((following, (*path, (step.question, choice))))  # type: ignore[union-attr]


def draw(table: Table) -> Diagram:
    """The diagram of a table. Its questions keep their order."""
    drawing = _Drawing(table)
    first = drawing.step(0, tuple(range(len(table.rows))), tuple(range(len(table.notes))))
    return Diagram(
        first,
        tuple(row for row in range(len(table.rows)) if row not in drawing.spoken_rows),
        tuple(note for note in range(len(table.notes)) if note not in drawing.spoken_notes),
    )


class _Drawing:
    """Builds the diagram from the first question down. The same rows left to consider give the same node."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.order = {question.id: number for number, question in enumerate(table.questions)}
        self.known: dict[tuple[int, tuple[int, ...], tuple[int, ...]], Step] = {}
        self.nodes: dict[tuple[int, tuple[Step, ...]], Node] = {}
        self.spoken_rows: set[int] = set()
        self.spoken_notes: set[int] = set()

    def step(self, question: int, rows: tuple[int, ...], notes: tuple[int, ...]) -> Step:
        """What comes when all questions before `question` are answered and only these rows and notes still can fit."""
        rows = self._until_certain(rows, question)
        key = (question, rows, notes)
        if key not in self.known:
            self.known[key] = self._make(question, rows, notes)
        return self.known[key]

    def _make(self, question: int, rows: tuple[int, ...], notes: tuple[int, ...]) -> Step:
        certain = not rows or self._is_certain(self.table.rows[rows[0]], question)
        if certain and all(self._is_certain(self.table.notes[note], question) for note in notes):
            return self._verdict(rows, notes)
        asked = self.table.questions[question]
        steps = tuple(
            self.step(
                question + 1,
                tuple(row for row in rows if _allows(self.table.rows[row], asked.id, answer)),
                tuple(note for note in notes if _allows(self.table.notes[note], asked.id, answer)),
            )
            for answer in asked.choices
        )
        return steps[0] if len(set(steps)) == 1 else self._node(question, steps)

    def _verdict(self, rows: tuple[int, ...], notes: tuple[int, ...]) -> Verdict:
        self.spoken_rows.update(rows[:1])
        self.spoken_notes.update(notes)
        outcome = self.table.rows[rows[0]].then if rows else None
        return Verdict(outcome, tuple(self.table.notes[note].then for note in notes))

    def _node(self, question: int, steps: tuple[Step, ...]) -> Node:
        key = (question, steps)
        if key not in self.nodes:
            longest = 1 + max(step.longest if isinstance(step, Node) else 0 for step in steps)
            self.nodes[key] = Node(question, steps, longest, frozenset().union(*map(outcomes, steps)))
        return self.nodes[key]

    def _until_certain(self, rows: tuple[int, ...], question: int) -> tuple[int, ...]:
        """The rows up to the first that fits whatever is still answered: those behind it cannot speak."""
        for position, row in enumerate(rows):
            if self._is_certain(self.table.rows[row], question):
                return rows[: position + 1]
        return rows

    def _is_certain(self, row: Row, question: int) -> bool:
        return all(self.order[name] < question for name in row.when)


def outcomes(step: Step) -> frozenset[str]:
    """All outcomes that can still come; "" stands for none at all."""
    return step.outcomes if isinstance(step, Node) else frozenset({step.outcome or ""})


def _allows(row: Row, question: str, answer: str) -> bool:
    return question not in row.when or answer in row.when[question]
