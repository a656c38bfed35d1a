"""A guided check on paper: a Mermaid chart and tables in plain words, for a lawyer to read and sign. Pure.

The chart leaves notes out: they are added to any outcome, and their table says when.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.guided.deadlines import Term
from bot.guided.diagram import Node, Step, draw
from bot.guided.ranking import Points
from bot.guided.table import SKIP, Row
from bot.library.guided import GuidedCheck
from bot.library.model import Page
from bot.library.problem import N_, Translate

_SIGN = "____________________"


def graph(guided: GuidedCheck, language: str, edition: str, translate: Translate = str) -> str:
    """The whole check as a Markdown document in `language`; headings by `translate`."""
    _, check = translate, guided.check
    dates = f"as_of {guided.page.as_of} · review_by {guided.page.review_by}"
    content = _(N_("content {edition}, check {mark}")).format(edition=edition, mark=check.mark)
    parts = [f"# {_title(guided.page, language)} ({guided.id})", f"{content} · {dates}"]
    if not check.terms:
        parts.append(f"```mermaid\n{mermaid(guided, language, translate)}\n```")
    tables = [
        (N_("Outcomes: the first row that fits decides"), _rows(guided, check.table.rows, language, translate)),
        (N_("Notes: all that fit are added"), _rows(guided, check.table.notes, language, translate)),
        (N_("Places"), _places(guided, language, translate)),
        (N_("Terms"), _terms(guided, language, translate)),
    ]
    for title, lines in tables:
        if lines:
            parts += [f"## {_(title)}", "\n".join(lines)]
    signed = _(N_("Read and found right (name, day, signature)"))
    parts.append(f"## {signed}\n\n{_SIGN} {_SIGN} {_SIGN}")
    return "\n\n".join(parts) + "\n"


def mermaid(guided: GuidedCheck, language: str, translate: Translate = str) -> str:
    """The questions in the order in which they are asked, as a Mermaid flowchart."""
    first = draw(replace(guided.check.table, notes=())).first
    numbers: dict[Step, str] = {}
    lines = ["flowchart TD", *_chart(guided, first, numbers, language, translate)]
    return "\n".join(lines)


def _chart(
    guided: GuidedCheck, step: Step, numbers: dict[Step, str], language: str, translate: Translate
) -> Iterator[str]:
    """A step and all below it, each once."""
    if step in numbers:
        return
    numbers[step] = f"s{len(numbers)}"
    if not isinstance(step, Node):
        yield f"    {numbers[step]}([{_quoted(_outcome(guided, step.outcome or '', language))}])"
        return
    question = guided.check.questions[step.question]
    yield f"    {numbers[step]}{{{{{_quoted(guided.wordings.say(question.id, language))}}}}}"
    ways = [(following, choice) for choice, following in zip(question.choices, step.steps, strict=True)]
    ways.sort(key=lambda way: step.steps.index(way[0]))
    for following, group in groupby(ways, key=lambda way: way[0]):
        yield from _chart(guided, following, numbers, language, translate)
        said = " / ".join(_answer(guided, question.id, answer, language, translate) for _, answer in group)
        yield f"    {numbers[step]} -- {_quoted(said)} --> {numbers[following]}"


def _rows(guided: GuidedCheck, rows: Sequence[Row], language: str, translate: Translate) -> list[str]:
    if not rows:
        return []
    header = ["№", translate(N_("if")), translate(N_("then")), translate(N_("law")), translate(N_("sources"))]
    found = [header, ["---"] * len(header)]
    for number, row in enumerate(rows, 1):
        result = guided.results.get(row.then)
        law = "; ".join(result.laws) if result else ""
        sources = "; ".join(f"{source.publisher}, {source.date}" for source in result.sources) if result else ""
        condition = _condition(guided, row, language, translate)
        found.append([str(number), condition, _outcome(guided, row.then, language), law, sources])
    return [_line(cells) for cells in found]


def _condition(guided: GuidedCheck, row: Row, language: str, translate: Translate) -> str:
    parts = []
    for question, allowed in row.when.items():
        choices = next(each.choices for each in guided.check.questions if each.id == question)
        said = [_answer(guided, question, answer, language, translate) for answer in choices if answer in allowed]
        parts.append(f"{guided.wordings.say(question, language)} **{' / '.join(said)}**")
    return "; ".join(parts) or translate(N_("everything else"))


def _places(guided: GuidedCheck, language: str, translate: Translate) -> list[str]:
    """Each place with its scores, what adds to it, and what removes it."""
    ranking = guided.check.ranking
    if ranking is None:
        return []
    _ = translate
    header = [_(N_("place")), _(N_("points at the beginning")), _(N_("points by answers")), _(N_("removed if"))]
    found = [header, ["---"] * len(header)]
    for each in ranking.candidates:
        scores = "; ".join(f"{guided.wordings.say(name, language)}: {score}" for name, score in each.scores.items())
        effects = [(_condition(guided, point.when, language, _), _effect(point)) for point in each.points]
        points = [f"{condition}: {effect}" for condition, effect in effects]
        gates = [_condition(guided, gate, language, _) for gate in each.gates]
        base = f"{each.base}; {scores}" if each.base else scores
        found.append([_title(guided.results[each.id], language), base, "<br>".join(points), "<br>".join(gates)])
    return [_line(cells) for cells in found]


def _effect(points: Points) -> str:
    return f"≥ {points.at_least}" if points.at_least else f"{points.add:+}"


def _terms(guided: GuidedCheck, language: str, translate: Translate) -> list[str]:
    """Each term: from what it is counted, how many days, and how."""
    _, event = translate, guided.check.questions[0].id
    header = [_(N_("term")), _(N_("from")), _(N_("days")), _(N_("counting"))]
    rows = [
        [
            _named(guided, term.id, language),
            guided.wordings.say(f"{event}.{term.event}", language),
            str(term.days),
            "; ".join(_counting(term, translate)),
        ]
        for term in guided.check.terms
    ]
    return [_line(cells) for cells in (header, ["---"] * len(header), *rows)] if rows else []


def _counting(term: Term, translate: Translate) -> Iterator[str]:
    _ = translate
    if term.counts_first_day:
        yield _(N_("the day itself is the first"))
    if term.less_used:
        yield _(N_("days already used this year are taken off"))
    if term.moves == "later":
        yield _(N_("a day off moves it to the next working day"))
    if term.moves == "earlier":
        yield _(N_("a day off moves it to the working day before"))


def _answer(guided: GuidedCheck, question: str, answer: str, language: str, translate: Translate) -> str:
    return translate(N_("skipped")) if answer == SKIP else guided.wordings.say(f"{question}.{answer}", language)


def _outcome(guided: GuidedCheck, name: str, language: str) -> str:
    severity = guided.check.severity(name)
    title = _named(guided, name, language)
    return f"{title} ({severity})" if severity else title


def _named(guided: GuidedCheck, name: str, language: str) -> str:
    return _title(guided.results[name], language) if name in guided.results else name


def _title(page: Page, language: str) -> str:
    text = page.texts.get(language)
    return text.document.title if text else page.id


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "#quot;") + '"'
