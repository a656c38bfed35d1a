"""Do the real checks say what the briefs say, for every combination of answers, on a small phone?"""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.edition import Edition
from bot.guided.check import Check, prove
from bot.guided.diagram import Node
from bot.guided.interview import SKIPPED, skip_the_rest, write_letters
from bot.guided.ranking import rank, removed
from bot.guided.table import SKIP, is_worse
from bot.library.graph import graph
from bot.library.guided import GuidedCheck
from bot.library.yaml_tree import Items, Table, parse_yaml
from bot.phrases import EDITORS, read_phrases
from bot.screens.document import visible_length
from bot.screens.route import CALLBACK_BYTES, Route, encode
from bot.screens.screen import LABEL_LIMITS, TEXT_COMFORT, Go, Screen
from bot.screens.views import show
from tests.samples import ROOT, TODAY

CHECKS = ("now", "army-risk", "my-route", "offer-check", "my-papers", "deadlines")
TABLES = ("now", "army-risk", "offer-check", "my-papers")
CASES = ROOT / "tests" / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a check, every value as it was typed."""
    tree, problems = parse_yaml((CASES / f"{name}.yaml").read_text("utf8"), name)
    assert not problems
    return list(_plain(tree)["cases"])


def _plain(tree: object) -> Any:
    if isinstance(tree, Table):
        return {key: _plain(value) for key, value in tree.values.items()}
    return [_plain(value) for value in tree.values] if isinstance(tree, Items) else getattr(tree, "text", None)


def all_cases(*names: str) -> list[Any]:
    return [pytest.param(name, case, id=f"{name}: {case['name']}") for name in names for case in cases(name)]


def choices_of(check: Check, answers: dict[str, str]) -> dict[int, int]:
    """By number, as an interview has them. Unknown names fail."""
    numbers = {question.id: number for number, question in enumerate(check.questions)}
    return {numbers[name]: check.questions[numbers[name]].choices.index(answer) for name, answer in answers.items()}


def screen(edition: Edition, route: Route) -> Screen:
    return show(edition.library, edition.phrases, route, TODAY)


def test_all_six_checks_are_there_and_proved(edition: Edition) -> None:
    assert tuple(edition.library.checks) == CHECKS
    for guided in edition.library.checks.values():
        assert list(prove(guided.check)) == []


@pytest.mark.parametrize(("name", "case"), all_cases("army-risk", "offer-check", "my-papers"))
def test_a_case_of_the_briefs(edition: Edition, name: str, case: dict[str, Any]) -> None:
    check = edition.library.checks[name].check
    verdict = check.table.decide(case["answers"])
    assert verdict.outcome == case["outcome"]
    assert list(verdict.notes) == case.get("notes", list(verdict.notes))
    assert check.severity(verdict.outcome or "") == case.get("level", check.severity(verdict.outcome or ""))
    skipped = skip_the_rest(check.questions, choices_of(check, case["answers"]))
    assert check.stand(write_letters(check.questions, skipped)).verdict == verdict


@pytest.mark.parametrize(("name", "case"), all_cases("my-route"))
def test_a_ranking_of_the_brief(edition: Edition, name: str, case: dict[str, Any]) -> None:
    check = edition.library.checks[name].check
    assert check.ranking
    everywhere = replace(check.ranking, shown=len(check.ranking.candidates))
    found = [(each.id, str(each.score)) for each in rank(everywhere, case["answers"])]
    assert found[: len(case["ranking"])] == [tuple(each) for each in case["ranking"]]
    assert set(case.get("absent", [])) <= set(removed(check.ranking, case["answers"]))
    verdict = check.table.decide(case["answers"])
    assert verdict.outcome == case["outcome"]
    assert list(verdict.notes) == case.get("notes", list(verdict.notes))


@pytest.mark.parametrize("name", TABLES)
def test_the_diagram_is_the_table(edition: Edition, name: str) -> None:
    check = edition.library.checks[name].check
    draw = random.Random(1)
    for _ in range(3000):
        answers = {question.id: draw.choice(question.choices) for question in check.questions}
        letters = write_letters(check.questions, choices_of(check, answers))
        assert check.stand(letters).verdict == check.table.decide(answers)


@pytest.mark.parametrize("name", TABLES)
def test_every_result_fits_a_small_phone_whatever_was_answered(edition: Edition, name: str) -> None:
    """Every verdict that any combination of answers can bring, in every language."""
    guided = edition.library.checks[name]
    for verdict, path in guided.check.diagram.verdicts():
        for language in edition.library.codes:
            found = screen(edition, _route(guided, language, dict(path)))
            assert found.kind == "check-finished", (verdict, path)
            _fits(found)


def test_every_ranking_fits_a_small_phone(edition: Edition) -> None:
    guided = edition.library.checks["my-route"]
    draw = random.Random(2)
    for _ in range(1500):
        choices = {n: draw.randrange(len(q.choices)) for n, q in enumerate(guided.check.questions)}
        route = _route(guided, draw.choice(edition.library.codes), choices)
        result = screen(edition, route)
        _fits(result)
        behind = [button.route for button in result.buttons() if isinstance(button, Go) and _is_view(button.route)]
        for view in behind:
            _fits(screen(edition, view))


def _is_view(route: Route) -> bool:
    return route.page == "my-route" and any(letter.isupper() for letter in route.rest)


def _route(guided: GuidedCheck, language: str, choices: dict[int, int]) -> Route:
    return Route(language, guided.id, guided.check.mark + write_letters(guided.check.questions, choices))


def _fits(found: Screen) -> None:
    assert visible_length(found.text) <= TEXT_COMFORT, found.text
    for row in found.rows:
        for button in row:
            assert 0 < len(button.label) <= LABEL_LIMITS[len(row)], button.label
            if isinstance(button, Go):
                assert len(encode(button.route).encode()) <= CALLBACK_BYTES


@pytest.mark.parametrize("name", TABLES)
def test_a_skipped_answer_never_gives_a_more_reassuring_result(edition: Edition, name: str) -> None:
    """What is shown after silence is "or more" wherever some answer would have led to something more alarming."""
    check = edition.library.checks[name].check
    for node, path in _nodes(check):
        for verdict, ways in _below(check, path, len(node.steps) - 1):
            standing = check.stand(ways)
            for outcome in frozenset().union(*(_outcomes(step) for step in node.steps[:-1])):
                worse = is_worse(check.severity(outcome), check.severity(verdict))
                assert not worse or node.question in standing.doubts


def _nodes(check: Check) -> Iterator[tuple[Node, dict[int, int]]]:
    for step, path in check.diagram.steps():
        if isinstance(step, Node):
            yield step, dict(path)


def _below(check: Check, path: dict[int, int], skipped: int) -> Iterator[tuple[str, str]]:
    """After skipping here: everything skipped, and a few other ways on."""
    node = check.stand(write_letters(check.questions, path)).asked
    assert node is not None
    for choices in (
        skip_the_rest(check.questions, path | {node: skipped}),
        dict.fromkeys(range(len(check.questions)), 0) | path | {node: skipped},
        {n: len(q.answers) - 1 for n, q in enumerate(check.questions)} | path | {node: skipped},
    ):
        letters = write_letters(check.questions, choices)
        verdict = check.stand(letters).verdict
        assert verdict
        yield verdict.outcome or "", letters


def _outcomes(step: object) -> frozenset[str]:
    return step.outcomes if isinstance(step, Node) else frozenset({getattr(step, "outcome", None) or ""})


def test_a_warning_that_any_answer_brings_comes_after_silence_too(edition: Edition) -> None:
    """In a ranking nothing is graded; there, silence must lose no warning."""
    check = edition.library.checks["my-route"].check
    for note in check.table.notes:
        assert all(SKIP in allowed for question, allowed in note.when.items() if question in ("sex", "agent")), (
            note.then
        )


@pytest.mark.parametrize("name", CHECKS)
def test_silence_all_the_way_is_answered(edition: Edition, name: str) -> None:
    guided = edition.library.checks[name]
    if guided.check.terms:
        return
    for language in edition.library.codes:
        found = screen(edition, Route(language, name, guided.check.mark + SKIPPED * len(guided.check.questions)))
        assert found.kind == "check-finished"


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("language", ["tg", "ru"])
def test_a_lawyer_can_read_and_sign_it(edition: Edition, name: str, language: str) -> None:
    guided = edition.library.checks[name]
    words = read_phrases(ROOT / "locales", (language,), EDITORS)[language]
    text = graph(guided, language, edition.library.edition, words)
    assert guided.check.mark in text
    for row in guided.check.table.rows:
        document = guided.results[row.then].texts[language].document
        assert document.title in text
    if not guided.check.terms:
        assert "flowchart TD" in text
