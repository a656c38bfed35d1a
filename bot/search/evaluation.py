"""How well questions with known answers are answered. The same figures as any other judge of `bot ask --batch`. Pure.

A question is a JSON line {"id", "lang", "query", "variant", "page", "also": [page, …]}; page "none" is out of scope.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.search.engine import SHOWN, Found

OUT_OF_SCOPE = "none"
METRICS = ("top1", "top3", "helped", "wrong_page", "oos_page", "menu")
Find = Callable[[str], Found]


class QuestionError(Exception):
    """A line of questions that cannot be read. Says which one and what a right one looks like."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody may type, and the page that answers it; `also` would do, too."""

    id: str
    text: str
    language: str = ""
    variant: str = ""
    page: str = OUT_OF_SCOPE
    also: tuple[str, ...] = ()

    @property
    def is_inside(self) -> bool:
        """Whether the guide has an answer."""
        return self.page != OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and what came of it; each figure is a yes or no."""

    question: Question
    ranked: tuple[str, ...]
    zone: str
    top1: bool
    top3: bool
    helped: bool
    wrong_page: bool
    oos_page: bool
    menu: bool


def read_questions(lines: Iterable[str], labelled: bool = True, first: int = 1) -> list[Question]:
    """Questions, one to a line; `first` is the number of the first one. Raises QuestionError."""
    return [_question(line, number, labelled) for number, line in enumerate(lines, first) if line.strip()]


def _question(line: str, number: int, labelled: bool) -> Question:
    example = '{"id": "1", "lang": "ru", "query": "…", "page": "fines"}' if labelled else '{"id": "1", "query": "…"}'
    try:
        entry = json.loads(line)
        also = entry.get("also", []) or []
        needed = ("id", "query", "page") if labelled else ("id", "query")
        right = all(isinstance(entry[name], str) for name in needed) and isinstance(also, list)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        right = False
    if not right:
        raise QuestionError(f"line {number}: this is no question. A right line: {example}")
    texts = {name: str(entry.get(name) or "") for name in ("lang", "variant", "page")}
    return Question(
        entry["id"], entry["query"], texts["lang"], texts["variant"], texts["page"] or OUT_OF_SCOPE, tuple(also)
    )


def judge(question: Question, found: Found) -> Judged:
    """What came of one question."""
    ranked = tuple(hit.id for hit in found.ranked)
    right, first = {question.page, *question.also}, ranked[:1]
    inside, shown = question.is_inside, found.zone == "page"
    among = bool(right & set(ranked[:SHOWN]))
    fits = bool(right & set(first))
    return Judged(
        question,
        ranked[:SHOWN],
        found.zone,
        top1=inside and first == (question.page,),
        top3=inside and question.page in ranked[:SHOWN],
        helped=inside and ((shown and fits) or (found.zone == "choices" and among)),
        wrong_page=shown and not (inside and fits),
        oos_page=shown and not inside,
        menu=inside and found.zone == "none",
    )


def figures(rows: Sequence[Judged]) -> dict[str, float]:
    """The shares of a group: of what is in scope, of what is not (oos_page), or of all (wrong_page)."""
    inside = [row for row in rows if row.question.is_inside]
    outside = [row for row in rows if not row.question.is_inside]
    of: Mapping[str, Sequence[Judged]] = {"wrong_page": rows, "oos_page": outside}
    return {name: _mean([getattr(row, name) for row in of.get(name, inside)]) for name in METRICS}


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def table(rows: Sequence[Judged]) -> str:
    """All questions, each language, each form of a language; and which pages are taken for which."""
    groups: dict[str, list[Judged]] = {"all": list(rows)}
    for row in sorted(rows, key=lambda row: (row.question.language, "")):
        groups.setdefault(row.question.language, []).append(row)
    for row in sorted(rows, key=lambda row: (row.question.language, row.question.variant)):
        groups.setdefault(f"{row.question.language}/{row.question.variant}", []).append(row)
    lines = [f"{'group':20}{'n':>5}" + "".join(f"{name:>12}" for name in METRICS)]
    for name, part in groups.items():
        lines.append(f"{name:20}{len(part):>5}" + "".join(f"{value:>12.3f}" for value in figures(part).values()))
    missed = Counter((row.question.page, (*row.ranked, "-")[0]) for row in rows if row.question.is_inside != row.top1)
    confused = ", ".join(f"{page}->{got} x{times}" for (page, got), times in missed.most_common(10))
    return "\n".join([*lines, f"most confused: {confused or '-'}"])
