"""Whether every guided check is proved: each combination of answers has an outcome that says what and why. Pure."""

from collections.abc import Callable, Iterator

from bot.guided.check import Check, Fault, prove
from bot.guided.interview import LETTERS, MARK
from bot.library.guided import GuidedCheck
from bot.library.library import Library
from bot.library.model import Page
from bot.library.problem import N_, Message, Place, Problem, say
from bot.screens.document import Doubt
from bot.screens.route import CALLBACK_BYTES, Route, encode

_VIEW = "P10"  # the longest sign of a view behind the letters


def check_proofs(library: Library) -> Iterator[Problem]:
    """Everything that keeps a check from being relied on."""
    for guided in library.checks.values():
        yield from (_EXPLAINED[fault.kind](guided, fault) for fault in prove(guided.check))
        yield from _outcomes(guided)
        yield from _notes(guided)
        yield from _references(library, guided)
        yield from _address(library, guided)


def _dead_row(guided: GuidedCheck, fault: Fault) -> Problem:
    row = guided.check.table.rows[fault.number]
    what = say(N_("this row, which leads to “{name}”, is never reached: rows above it take everything"), name=row.then)
    return Problem(guided.rows[fault.number], "proof", what, say(N_("move it up, narrow a row above it, or delete it")))


def _dead_note(guided: GuidedCheck, fault: Fault) -> Problem:
    note = guided.check.table.notes[fault.number]
    what = say(N_("the note “{name}” can never be shown"), name=note.then)
    return Problem(guided.notes[fault.number], "proof", what, say(N_("correct its answers, or delete it")))


def _gap(guided: GuidedCheck, fault: Fault) -> Problem:
    named = ", ".join(f"{question}: {answer}" for question, answer in fault.answers) or "—"
    what = say(N_("nothing is said to these answers: {answers}"), answers=named)
    return Problem(guided.page.place, "proof", what, say(N_("add a row for them, or a last row without “when”")))


def _never_asked(guided: GuidedCheck, fault: Fault) -> Problem:
    name = guided.check.questions[fault.number].id
    what = say(N_("the question “{name}” is never asked: its answers change nothing"), name=name)
    return Problem(guided.page.place, "proof", what, say(N_("name it in a row or a note, or delete it")))


def _skipping(guided: GuidedCheck, _: Fault) -> Problem:
    what = say(N_("whoever skips every question is told more than we know"))
    return Problem(guided.page.place, "proof", what, say(N_("let a last row lead to an outcome of the level unknown")))


_EXPLAINED: dict[str, Callable[[GuidedCheck, Fault], Problem]] = {
    "dead-row": _dead_row,
    "dead-note": _dead_note,
    "gap": _gap,
    "never-asked": _never_asked,
    "skipping-reassures": _skipping,
}


def _outcomes(guided: GuidedCheck) -> Iterator[Problem]:
    """Every outcome exists, is used, has a source, a grade where others have one, and says what is uncertain."""
    table, results = guided.check.table, guided.results
    decided = {row.then for row in table.rows}
    for place, name in _named(guided):
        if name not in results:
            cure = say(N_("add it under outcomes:, or choose one of: {names}"), names=", ".join(results))
            yield Problem(place, "reference", say(N_("there is no outcome “{name}”"), name=name), cure)
    used = {name for _, name in _named(guided)} | {term.id for term in guided.check.terms} | set(guided.candidates)
    for result in results.values():
        for what, cure in _faults(guided.check, result, result.id in used, result.id in decided):
            yield Problem(result.place, "outcome", what, cure)


def _faults(check: Check, result: Page, used: bool, decided: bool) -> Iterator[tuple[Message, Message]]:
    if not used:
        yield say(N_("no row leads to “{name}”"), name=result.id), say(N_("name it in a row, or delete it"))
    if not decided:
        return
    if not result.sources:
        what = say(N_("the outcome “{name}” has no source"), name=result.id)
        yield what, say(N_("name one of the check's sources: sources: [id]"))
    if check.severities and not check.severity(result.id):
        what = say(N_("the outcome “{name}” has no level, but others have"), name=result.id)
        yield what, say(N_("add level: urgent, high, medium, low or unknown"))
    for text in result.texts.values() if not check.ranking else ():
        if not any(isinstance(block, Doubt) for block in text.document.blocks):
            what = say(N_("{file}: “{name}” does not say what is uncertain"), file=text.file, name=result.id)
            yield what, say(N_("add a paragraph that begins with ?:"))


def _notes(guided: GuidedCheck) -> Iterator[Problem]:
    """A note is one line on the screen; what stands below its first paragraph would be lost in silence."""
    for name in {note.then for note in guided.check.table.notes}:
        for text in guided.results[name].texts.values() if name in guided.results else ():
            if text.document.blocks:
                what = say(N_("the note “{name}” has more than one paragraph; only the first is shown"), name=name)
                yield Problem(Place(text.file), "length", what, say(N_("join them, or make it an outcome")))


def _named(guided: GuidedCheck) -> Iterator[tuple[Place, str]]:
    table = guided.check.table
    yield from ((place, row.then) for row, place in zip(table.rows, guided.rows, strict=True))
    yield from ((place, note.then) for note, place in zip(table.notes, guided.notes, strict=True))


def _references(library: Library, guided: GuidedCheck) -> Iterator[Problem]:
    pages = (*guided.candidates.values(), *guided.closed.values(), *(term.page for term in guided.check.terms))
    for name in sorted({page for page in pages if page not in library.pages}):
        what = say(N_("there is no page “{name}”"), name=name)
        yield Problem(guided.page.place, "reference", what, say(N_("choose a page that exists")))
    for question in guided.check.questions:
        if not 2 <= len(question.answers) <= len(LETTERS):
            what = say(N_("the question “{name}” has {count} answers"), name=question.id, count=len(question.answers))
            yield Problem(guided.page.place, "schema", what, say(N_("give it two to {most}"), most=len(LETTERS)))


def _address(library: Library, guided: GuidedCheck) -> Iterator[Problem]:
    """Whether the longest path fits a button."""
    letters = "0" * (MARK + max(len(guided.check.questions), len("a20261103u90")))
    longest = max((encode(Route(code, guided.id, f"{letters}{_VIEW}")) for code in library.codes), key=len, default="")
    if len(longest) > CALLBACK_BYTES:
        most = len(guided.check.questions) - (len(longest) - CALLBACK_BYTES)
        what = say(N_("a check with so many questions does not fit a button"))
        yield Problem(guided.page.place, "length", what, say(N_("keep {most} questions at most"), most=most))
