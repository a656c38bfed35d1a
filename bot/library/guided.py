"""`content/checks/`: the structure of each guided check -> a Check and everything that is said around it. Pure.

The words stand in the check's pair of texts (`wordings`); here are its questions, rows, outcomes, places and terms.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from bot.guided.check import Check
from bot.guided.deadlines import Moves, Term
from bot.guided.ranking import Candidate, Points, Ranking
from bot.guided.table import SKIP, Question, Row, Severity, Table
from bot.library.entries import read_review
from bot.library.fields import Fields
from bot.library.model import Page, SearchWords, Source
from bot.library.problem import N_, Place, say
from bot.library.reading import Reading
from bot.library.sources import read_source
from bot.library.wordings import Kinds, Wordings, read_wordings

CHECKS = "checks"
KINDS = ("table", "ranking", "deadlines")


@dataclass(frozen=True)
class GuidedCheck:
    """A check, its words, and its results as pages of their own. `rows` and `notes` are where these were written."""

    page: Page
    check: Check
    wordings: Wordings
    results: dict[str, Page]
    rows: tuple[Place, ...] = ()
    notes: tuple[Place, ...] = ()
    candidates: dict[str, str] = field(default_factory=dict)  # candidate -> the page that tells more
    closed: dict[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the check and of its page."""
        return self.page.id


def read_check(reading: Reading, name: str, words: Mapping[str, dict[str, SearchWords]]) -> GuidedCheck | None:
    """The check `name`, or None with the reason reported."""
    file = f"{CHECKS}/{name}.yaml"
    fields = reading.yaml(file)
    if fields is None:
        return None
    kind = fields.choice("kind", KINDS, default="table")
    sources = dict(_sources(fields))
    page = _page(fields, name, tuple(sources.values()), words)
    questions = tuple(_question(entry) for entry in fields.tables("questions"))
    rows = _rows(fields, "rows", questions, needed=kind != "deadlines")
    notes = _rows(fields, "notes", questions, needed=False)
    severities: dict[str, str] = {}
    results = {result.id: result for result in _results(fields, page, sources, severities)}
    ranking, closed = _ranking(fields, questions) if kind == "ranking" else (None, {})
    terms = tuple(_term(entry) for entry in fields.tables("terms")) if kind == "deadlines" else ()
    table = Table(questions, tuple(row for row, _ in rows), tuple(note for note, _ in notes))
    version = fields.text("version", default="")
    check = reading.remembered.get(  # an older one that is the same has drawn its diagram already
        "check", (file, reading.files[file]), lambda: Check(name, table, severities, ranking, terms, version)
    )
    aliases = fields.identifiers("aliases")
    fields.finish()
    places = {each.id: page for each in ranking.candidates} if ranking else {}
    results |= {each: replace(page, id=each, laws=(), contacts=(), related=()) for each in places}
    found = read_wordings(reading, f"{CHECKS}/{name}", page.place, _kinds(check, results, closed))
    return GuidedCheck(
        page=replace(page, texts=found.opening),
        check=check,
        wordings=found.wordings,
        results={each: replace(result, texts=found.results.get(each, {})) for each, result in results.items()},
        rows=tuple(place for _, place in rows),
        notes=tuple(place for _, place in notes),
        candidates={each.id: each.page for each in ranking.candidates} if ranking else {},
        closed=closed,
        aliases=aliases,
    )


def _kinds(check: Check, results: Mapping[str, Page], closed: Mapping[str, str]) -> Kinds:
    """Which parts the texts must have, by their kind."""
    shorts = set(closed)
    for each in check.ranking.candidates if check.ranking else ():
        shorts |= {*each.scores, *(gate.then for gate in each.gates)}
        shorts |= {name for points in each.points for name in (points.reason, points.missing) if name}
    events = {f"date-{answer}" for question in check.questions for answer in question.answers} if check.terms else set()
    if any(term.less_used for term in check.terms):
        events.add("used")
    return Kinds(check.questions, frozenset(results), frozenset(shorts | events))


def _page(fields: Fields, name: str, sources: tuple[Source, ...], words: Mapping[str, dict[str, SearchWords]]) -> Page:
    return Page(
        id=name,
        place=fields.place("section"),
        icon=fields.text("icon"),
        texts={},
        parent=fields.text("section", example="raids"),
        as_of=fields.date("as_of"),
        review_by=fields.date("review_by"),
        sources=sources,
        laws=fields.words("laws"),
        contacts=fields.identifiers("contacts"),
        related=fields.identifiers("related"),
        emergency=fields.flag("emergency"),
        reviewed_by=tuple(read_review(review) for review in fields.tables("reviewed_by", needed=False)),
        search=words.get(name, {}),
    )


def _sources(fields: Fields) -> Iterator[tuple[str, Source]]:
    for entry in fields.tables("sources"):
        name = entry.identifier()
        yield name, read_source(entry)


def _question(fields: Fields) -> Question:
    question = Question(fields.identifier(), fields.identifiers("answers"))
    if SKIP in question.answers:
        what = say(N_("“{name}” is among the answers"), name=SKIP)
        fields.fault("answers", "id", what, say(N_("delete it: the program offers it with every question")))
    fields.finish()
    return question


def _rows(fields: Fields, name: str, questions: tuple[Question, ...], needed: bool = True) -> list[tuple[Row, Place]]:
    rows = []
    for entry in fields.tables(name, needed):
        rows.append((_row(entry, "then", questions), entry.table.place))
        entry.finish()
    return rows


def _row(fields: Fields, then: str, questions: tuple[Question, ...], needed: bool = True) -> Row:
    """The `when` of a row and what it leads to."""
    conditions = fields.table_of("when")
    when = dict(_conditions(conditions, {question.id: question for question in questions})) if conditions else {}
    return Row(when, fields.text(then) if needed else fields.text(then, default=""))


def _conditions(fields: Fields, questions: Mapping[str, Question]) -> Iterator[tuple[str, frozenset[str]]]:
    """The answers that a row allows, by question."""
    for name in fields.table.values:
        allowed = fields.words(name)
        if name not in questions:
            cure = say(N_("choose one of: {options}"), options=", ".join(questions))
            fields.fault(name, "reference", say(N_("there is no question “{name}”"), name=name), cure)
            continue
        choices = questions[name].choices
        for answer in allowed:
            if answer not in choices:
                what = say(N_("the question “{name}” has no answer “{answer}”"), name=name, answer=answer)
                cure = say(N_("choose one of: {options}"), options=", ".join(choices))
                fields.fault(name, "reference", what, cure)
        yield name, frozenset(allowed)


def _results(fields: Fields, page: Page, sources: Mapping[str, Source], severities: dict[str, str]) -> Iterator[Page]:
    """Outcomes and notes, each as a page under the check's own; notes have no severity."""
    for entry in fields.tables("outcomes"):
        name = entry.identifier()
        if "level" in entry.table.values:
            severities[name] = entry.choice("level", get_args(Severity))
        entry.known.add("level")
        named = entry.identifiers("sources")
        for source in named:
            if source not in sources:
                cure = say(N_("choose one of: {options}"), options=", ".join(sources))
                entry.fault("sources", "reference", say(N_("there is no source “{name}”"), name=source), cure)
        yield replace(
            page,
            id=name,
            place=entry.place("id"),
            parent=page.id,
            sources=tuple(sources[source] for source in named if source in sources),
            laws=entry.words("laws"),
            contacts=entry.identifiers("contacts"),
            related=entry.identifiers("related"),
            search={},
        )
        entry.finish()


def _ranking(fields: Fields, questions: tuple[Question, ...]) -> tuple[Ranking | None, dict[str, str]]:
    inner = fields.table_of("ranking")
    if inner is None:
        return None, {}
    criteria = inner.identifiers("criteria")
    ranking = Ranking(
        tuple(_candidate(entry, questions, criteria) for entry in inner.tables("places")), inner.number("shown")
    )
    closed = {}
    for entry in inner.tables("closed", needed=False):
        closed[entry.identifier()] = entry.text("page")
        entry.finish()
    inner.finish()
    return ranking, closed


def _candidate(fields: Fields, questions: tuple[Question, ...], criteria: tuple[str, ...]) -> Candidate:
    scores = fields.table_of("scores")
    candidate = Candidate(
        id=fields.identifier(),
        page=fields.text("page"),
        scores={name: scores.number(name) for name in criteria} if scores else {},
        points=tuple(_points(entry, questions) for entry in fields.tables("points", needed=False)),
        gates=tuple(_gate(entry, questions) for entry in fields.tables("out", needed=False)),
        base=fields.number("base", 0),
        always=fields.flag("always"),
    )
    if scores:
        scores.finish()
    fields.finish()
    return candidate


def _points(fields: Fields, questions: tuple[Question, ...]) -> Points:
    row = _row(fields, "reason", questions, needed=False)
    points = Points(row, fields.number("add", 0), fields.number("at_least", 0), fields.text("missing", default=""))
    fields.finish()
    return points


def _gate(fields: Fields, questions: tuple[Question, ...]) -> Row:
    row = _row(fields, "because", questions)
    fields.finish()
    return row


def _term(fields: Fields) -> Term:
    term = Term(
        id=fields.identifier(),
        event=fields.text("event"),
        days=fields.number("days"),
        page=fields.text("page"),
        counts_first_day=fields.flag("counts_first_day"),
        less_used=fields.flag("less_used"),
        moves=cast(Moves, fields.choice("moves", get_args(Moves), default="not")),
    )
    fields.finish()
    return term
