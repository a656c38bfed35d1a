"""The pair of texts of a guided check: its opening, and a part `## id: words` for everything that it says. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.guided.table import Question
from bot.library.model import Text
from bot.library.problem import N_, Place, Problem, say
from bot.library.reading import Reading

_PART = re.compile(r"##[ \t]+([a-z][a-z0-9-]*):[ \t]*(\S.*?)[ \t]*")
_ANSWER = re.compile(r"-[ \t]+([a-z][a-z0-9-]*):[ \t]*(\S.*?)[ \t]*")


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the parts of the text are: questions, results (a text each), and single lines."""

    questions: tuple[Question, ...]
    results: frozenset[str]
    lines: frozenset[str]

    @property
    def all(self) -> list[str]:
        """The ids of all parts, questions first."""
        return [*(question.id for question in self.questions), *sorted(self.results | self.lines)]


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it was written; its text is preceded by as many empty lines as stand before it in the file."""

    id: str
    heading: str
    line: int
    text: str


Translations = dict[str, str]


@dataclass(frozen=True)
class Wordings:
    """Short words by id and language: a question, its hint, its answers as `question.answer`, and single lines."""

    texts: dict[str, Translations] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def say(self, name: str, language: str) -> str:
        """The words, or nothing."""
        return self.texts.get(name, {}).get(language, "")

    def add(self, name: str, language: str, text: str, place: Place) -> None:
        """Take in words; for the reading only."""
        self.texts.setdefault(name, {})[language] = text
        self.places.setdefault(name, place)


@dataclass(frozen=True)
class Found:
    """All words of a check."""

    opening: dict[str, Text]
    results: dict[str, dict[str, Text]]
    wordings: Wordings


def read_wordings(reading: Reading, stem: str, place: Place, kinds: Kinds) -> Found:
    """Both texts of a check, taken apart. What is missing or unknown is reported."""
    found = Found({}, {}, Wordings())
    for code in reading.codes:
        file = f"{stem}.{code}.md"
        source = reading.text(file)
        if source is None:
            what = say(N_("the text {file} is missing"), file=file)
            cure = say(N_("write it; every page is needed in every language"))
            reading.report(Problem(place, "missing-text", what, cure))
            continue
        opening, *parts = _split(reading, source, file)
        found.opening[code] = Text(file, reading.document(opening.text, file))
        _take(reading, found, kinds, parts, code, file)
    return found


def _take(reading: Reading, found: Found, kinds: Kinds, parts: list[Part], code: str, file: str) -> None:
    questions = {question.id: question for question in kinds.questions}
    seen: dict[str, Part] = {}
    for part in parts:
        place = Place(file, part.line)
        if part.id in seen:
            reading.report_twice(part.id, place, Place(file, seen[part.id].line))
        elif part.id in questions:
            _take_question(reading, found.wordings, questions[part.id], part, code, file)
        elif part.id in kinds.results:
            found.results.setdefault(part.id, {})[code] = Text(file, reading.document(part.text, file))
        elif part.id in kinds.lines:
            found.wordings.add(part.id, code, part.heading, place)
        else:
            cure = say(N_("delete it, or name it in the check's .yaml; these are known: {names}"), names=_row(kinds))
            reading.report(Problem(place, "reference", say(N_("nothing uses the part “{name}”"), name=part.id), cure))
        seen[part.id] = part
    for name in kinds.all:
        if name not in seen:
            cure = say(N_("add a part that begins with: ## {name}: …"), name=name)
            reading.report(
                Problem(Place(file), "missing-text", say(N_("the part “{name}” is missing"), name=name), cure)
            )


def _row(kinds: Kinds) -> str:
    return ", ".join(kinds.all)


def _split(reading: Reading, source: str, file: str) -> Iterator[Part]:
    """The opening, then the parts. A part keeps its line numbers by the empty lines before it."""
    lines = source.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("##")]
    yield Part("", "", 1, "\n".join(lines[: starts[0] if starts else None]))
    for start, end in pairwise([*starts, len(lines)]):
        match = _PART.fullmatch(lines[start])
        if match is None:
            what, cure = say(N_("a part is not headed as it should be")), say(N_("write: ## id: words"))
            reading.report(Problem(Place(file, start + 1), "markup", what, cure))
            continue
        body = "\n".join(lines[start + 1 : end])
        yield Part(match[1], match[2], start + 1, "\n" * start + f"# {match[2]}\n{body}")


def _take_question(reading: Reading, wordings: Wordings, question: Question, part: Part, code: str, file: str) -> None:
    """A question's words: the heading, a hint if there is one, and a label for each answer."""
    place = Place(file, part.line)
    wordings.add(question.id, code, part.heading, place)
    hint, labels = [], dict[str, str]()
    for number, line in enumerate(part.text.split("\n")[part.line :], part.line + 1):
        answer = _ANSWER.fullmatch(line)
        if answer and answer[1] in question.answers and answer[1] not in labels:
            labels[answer[1]] = answer[2]
            wordings.add(f"{question.id}.{answer[1]}", code, answer[2], Place(file, number))
        elif line.startswith("-"):
            cure = say(N_("write: - id: label, with one of: {options}"), options=", ".join(question.answers))
            what = say(N_("this is no answer of “{name}”, or a second one"), name=question.id)
            reading.report(Problem(Place(file, number), "reference", what, cure))
        elif line.strip():
            hint.append(line.strip())
    if hint:
        wordings.add(f"{question.id}?", code, " ".join(hint), place)
    for missing in (answer for answer in question.answers if answer not in labels):
        what = say(N_("the answer “{answer}” of “{name}” has no label"), answer=missing, name=question.id)
        reading.report(Problem(place, "missing-text", what, say(N_("add a line: - {answer}: …"), answer=missing)))
