"""A ranking: places with points and gates instead of one outcome. All of it is data; nothing is decided in code. Pure.

A place is never removed for an answer that was not given: the gate then stands beside it as a condition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.guided.table import SKIP, Answers, Row, Table, Verdict

GOOD_SCORE = 4  # of 5: from here on a criterion is a reason worth naming


@dataclass(frozen=True)
class Points:
    """What answers add to a place (`add`), or raise it to (`at_least`); and the words for having or lacking them."""

    when: Row
    add: int = 0
    at_least: int = 0
    missing: str = ""

    @property
    def reason(self) -> str:
        """The words for why."""
        return self.when.then


@dataclass(frozen=True)
class Candidate:
    """A place that may be ranked. `gates` remove it; `always` keeps it on the list, at its end unless raised."""

    id: str
    page: str
    scores: Mapping[str, int]
    points: tuple[Points, ...]
    gates: tuple[Row, ...]
    base: int = 0
    always: bool = False


@dataclass(frozen=True)
class Ranking:
    """All candidates, and how many of those that are not always shown are shown."""

    candidates: tuple[Candidate, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place as it came out. `reasons` and `warnings` by weight; `conditions` are gates nobody has answered yet."""

    id: str
    score: int
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


def rank(ranking: Ranking, answers: Answers) -> list[Ranked]:
    """The places to show, best first. Ties go by id, so that the same answers always give the same list."""
    open_to = [each for each in ranking.candidates if not any(gate.fits(answers) for gate in each.gates)]
    placed = {each.id: _place(each, answers) for each in open_to}
    last = {each.id for each in open_to if each.always and not _is_raised(each, answers)}
    order = sorted(placed.values(), key=lambda found: (found.id in last, -found.score, found.id))
    always = {each.id for each in ranking.candidates if each.always}
    chosen = {found.id for found in [each for each in order if each.id not in always][: ranking.shown]} | always
    return [found for found in order if found.id in chosen]


def removed(ranking: Ranking, answers: Answers) -> dict[str, tuple[str, ...]]:
    """The places that gates took out, each with the reasons."""
    found = {each.id: tuple(gate.then for gate in each.gates if gate.fits(answers)) for each in ranking.candidates}
    return {name: tuple(dict.fromkeys(reasons)) for name, reasons in found.items() if reasons}


def next_question(table: Table, ranking: Ranking, answers: Answers) -> int | None:
    """The number of the first unanswered question whose answer could still matter, or None."""
    rules = list(_live_rules(table, ranking, answers))
    for number, question in enumerate(table.questions):
        if question.id not in answers and any(question.id in rule.when for rule in rules):
            return number
    return None


def headline(table: Table, answers: Answers) -> Verdict:
    """The headline above a ranking, and the notes on questions that were asked."""
    verdict = table.decide(answers)
    fitting = (note.then for note in table.notes if note.fits(answers) and all(name in answers for name in note.when))
    return Verdict(verdict.outcome, tuple(fitting))


def _place(candidate: Candidate, answers: Answers) -> Ranked:
    fitting = [points for points in candidate.points if points.when.fits(answers)]
    score = candidate.base + sum(candidate.scores.values()) + sum(points.add for points in fitting)
    score = max([score, *(points.at_least for points in fitting)])
    gained = [points.reason for points in sorted(fitting, key=lambda each: -each.add) if points.add >= 0]
    good = sorted(candidate.scores, key=lambda name: -candidate.scores[name])
    reasons = [*gained, *(name for name in good if candidate.scores[name] >= GOOD_SCORE)]
    return Ranked(
        candidate.id,
        score,
        reasons=_named(reasons),
        warnings=_named(points.reason for points in fitting if points.add < 0),
        missing=_named(points.missing for points in candidate.points if points not in fitting),
        conditions=_named(gate.then for gate in candidate.gates if _is_undecided(gate, answers)),
    )


def _named(words: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _is_raised(candidate: Candidate, answers: Answers) -> bool:
    return any(points.at_least and points.when.fits(answers) for points in candidate.points)


def _is_undecided(gate: Row, answers: Answers) -> bool:
    """Whether a gate would close if the questions that were skipped were answered in some way."""
    given = {question: answer for question, answer in answers.items() if answer != SKIP}
    return not gate.fits(answers) and gate.may_fit(given)


def _live_rules(table: Table, ranking: Ranking, answers: Answers) -> Iterator[Row]:
    """Every rule that could still change what is shown."""
    for row in table.rows:
        if row.may_fit(answers):
            yield row
            if all(name in answers for name in row.when):
                break  # it decides; the rows behind it cannot speak
    alive = [each for each in ranking.candidates if not _is_closed(each, answers)]
    if not all(each.always for each in alive):
        yield from (note for note in table.notes if note.may_fit(answers))
    for candidate in alive:
        if not (candidate.always and _is_raised(candidate, answers)):
            rules = (*(points.when for points in candidate.points), *candidate.gates)
            yield from (rule for rule in rules if rule.may_fit(answers))


def _is_closed(candidate: Candidate, answers: Answers) -> bool:
    """Whether a gate has closed for good: by answers that were given."""
    return any(all(name in answers for name in gate.when) and gate.fits(answers) for gate in candidate.gates)


def questions_named(ranking: Ranking) -> set[str]:
    """Every question that a rule of the ranking names."""
    rules = [rule for each in ranking.candidates for rule in (*(p.when for p in each.points), *each.gates)]
    return {name for rule in rules for name in rule.when}
