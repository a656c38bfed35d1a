"""`bot ask`: questions in, what the search makes of them out, as text or JSON lines. Nothing asked is kept."""

import json
from collections.abc import Callable, Iterable, Iterator

from bot.search.calibration import calibrated, cases, halves, judged
from bot.search.confusions import confusions, told
from bot.search.engine import Engine, Found
from bot.search.evaluation import judge, read_questions, table

_WORDS = 6  # that are named as the reason for a page
Title = Callable[[str], str]


def one(engine: Engine, text: str, title: Title) -> str:
    """The ranked pages of a question with scores and the words that spoke for each."""
    found = engine.find(text)
    lines = [f"zone: {found.zone}"]
    lines += [f"{name}: {value}" for name, value in _besides(found).items()]
    for hit in found.ranked:
        spoke = ", ".join(f"{word} {score:.2f}" for word, score in engine.explain(text, hit.id)[:_WORDS])
        lines.append(f"{hit.score:6.3f}  {hit.id:22} {title(hit.id)}  ({spoke})")
    return "\n".join(lines)


def one_as_json(engine: Engine, text: str) -> str:
    """The same for machines."""
    found = engine.find(text)
    why = {hit.id: {word: round(score, 3) for word, score in engine.explain(text, hit.id)} for hit in found.ranked}
    ranked = [{"page": hit.id, "score": round(hit.score, 4), "why": why[hit.id]} for hit in found.ranked]
    return json.dumps({"zone": found.zone, **_besides(found), "ranked": ranked}, ensure_ascii=False)


def batch(engine: Engine, lines: Iterable[str]) -> Iterator[str]:
    """A line of JSON for each question. Raises QuestionError."""
    for number, line in enumerate(lines, 1):
        for question in read_questions([line], labelled=False, first=number):
            found = engine.find(question.text)
            ranked = [{"page": hit.id, "score": round(hit.score, 4)} for hit in found.ranked]
            yield json.dumps({"id": question.id, "zone": found.zone, "ranked": ranked}, ensure_ascii=False)


def evaluate(engine: Engine, lines: Iterable[str]) -> str:
    """The figures of questions with known answers. Raises QuestionError."""
    return table([judge(question, engine.find(question.text)) for question in read_questions(lines)])


def calibrate(engine: Engine, lines: Iterable[str]) -> str:
    """The best borders of the zones, to be written into weights.toml, and what they are honestly worth."""
    tried = cases(engine, read_questions(lines))
    zones = calibrated(engine, tried)
    return "\n".join(
        [
            "Write under [zones] in bot/search/weights.toml, with the day:",
            f"page = {zones.page}\nmargin = {zones.margin}\nchoices = {zones.choices}\n",
            f"With these, on the same questions:\n{table(judged(engine, tried, zones))}\n",
            f"Each half by the borders of the other half:\n{table(halves(engine, tried))}",
        ]
    )


def confused(engine: Engine) -> str:
    """What makes it hard to tell pages apart."""
    return told(confusions(engine.index.documents))


def _besides(found: Found) -> dict[str, str]:
    named = {"emergency": found.emergency, "answer": found.answer, "uncovered": found.uncovered}
    return {name: value for name, value in named.items() if value}
