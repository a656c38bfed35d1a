"""Can somebody get through a check by buttons alone, change his mind, come back a year later, and leave no trace?"""

import io
import logging
import os
import string
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.edition import Edition
from bot.guided.interview import SKIPPED, write_letters
from bot.library.model import Correction
from bot.library.problem import Place
from bot.logs import configure_logs
from bot.screens.document import visible
from bot.screens.keyboards import UP
from bot.screens.results import AGAIN, CHANGE
from bot.screens.route import HOME, Route
from bot.screens.screen import Go, Screen
from bot.screens.views import show
from tests.fake_telegram import Person
from tests.samples import TODAY

TABLES = ("now", "army-risk", "my-route", "offer-check", "my-papers")
REST = string.ascii_letters + string.digits + "-"


@pytest.fixture
def tap(edition: Edition) -> "Tapper":
    return Tapper(edition)


class Tapper:
    """Somebody who only taps."""

    def __init__(self, edition: Edition, day: date = TODAY) -> None:
        self.edition, self.day = edition, day

    def at(self, route: Route) -> Screen:
        return show(self.edition.library, self.edition.phrases, route, self.day)

    def answers(self, route: Route) -> list[Route]:
        """The routes of the answers offered, the one for silence last."""
        guided = self.edition.library.checks[route.page]
        standing = guided.check.stand(route.rest[len(guided.check.mark) :])
        assert standing.asked is not None
        own = [button.route for button in self.at(route).buttons() if isinstance(button, Go) and _is_own(route, button)]
        return own[: len(guided.check.questions[standing.asked].answers) + 1]

    def through(self, route: Route, choice: int = 0) -> Route:
        """Answer every question with its `choice`-th answer until the result is there."""
        while self.at(route).kind != "check-finished":
            answers = self.answers(route)
            route = answers[min(choice, len(answers) - 1)]
        return route


def _is_own(route: Route, button: Go) -> bool:
    return button.route.page == route.page and button.route.language == route.language and bool(button.route.rest)


def button(screen: Screen, icon: str) -> Route:
    return next(each.route for each in screen.buttons() if isinstance(each, Go) and each.label.startswith(icon))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("choice", [0, 1, 99])
def test_taps_alone_lead_to_a_result_and_back_one_by_one(tap: Tapper, name: str, choice: int) -> None:
    first = Route("tg", name)
    route = tap.through(first, choice)
    taps = 0
    while route != first:
        route = button(tap.at(route), UP)
        taps += 1
        assert taps < 20
    assert tap.at(first).up == Route("tg", tap.edition.library.pages[name].parent)


@pytest.mark.parametrize("name", TABLES)
def test_an_answer_can_be_changed_and_the_others_stay(tap: Tapper, name: str) -> None:
    check = tap.edition.library.checks[name].check
    result = tap.through(Route("ru", name), 1)
    letters = result.rest[len(check.mark) :]
    changing = tap.at(button(tap.at(result), CHANGE))
    numbered = [each.route for each in changing.buttons() if isinstance(each, Go) and each.label.isdecimal()]
    standing = check.stand(letters)
    assert len(numbered) == len(standing.choices)
    for asked, route in zip(standing.choices, numbered, strict=True):
        assert check.stand(route.rest[len(check.mark) :]).asked == asked
        same = next(each for each in tap.answers(route) if each.rest[len(check.mark) + asked] == letters[asked])
        assert tap.at(same).text == tap.at(result).text


@pytest.mark.parametrize("name", TABLES)
def test_a_button_of_an_older_edition_says_so_and_begins_again(tap: Tapper, name: str) -> None:
    check = tap.edition.library.checks[name].check
    other = "aaa" if check.mark != "aaa" else "bbb"
    outdated, fresh = tap.at(Route("ru", name, f"{other}ab0")), tap.at(Route("ru", name))
    assert outdated.text.endswith(fresh.text)
    assert outdated.text != fresh.text
    assert outdated.rows[1:3] == fresh.rows[1:3]


@pytest.mark.parametrize("name", [*TABLES, "deadlines"])
@given(rest=st.text(REST, max_size=40), marked=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_address_gives_a_screen_with_ways_out(edition: Edition, name: str, rest: str, marked: bool) -> None:
    check = edition.library.checks[name].check
    screen = Tapper(edition).at(Route("tg", name, (check.mark if marked else "") + rest))
    assert screen.text
    targets = {each.route for each in screen.buttons() if isinstance(each, Go)}
    assert {Route("tg", HOME), screen.up} <= targets


@pytest.mark.parametrize("name", TABLES)
def test_a_result_says_why_what_to_do_and_what_is_uncertain(tap: Tapper, name: str) -> None:
    """An outcome with articles names them; each has more than its point; each leads on to pages."""
    guided = tap.edition.library.checks[name]
    for row in guided.check.table.rows:
        outcome = guided.results[row.then]
        assert outcome.sources, row.then
        for language in ("tg", "ru"):
            document = outcome.texts[language].document
            assert document.blocks, row.then
            assert outcome.related or document.links, row.then


def test_a_check_that_was_wrong_says_so_on_its_results_for_a_while(tap: Tapper) -> None:
    result = tap.through(Route("ru", "now"))
    was = {"tg": "Canary", "ru": "Canary"}
    wrong = replace(tap.edition.library, corrections={"now": Correction("now", Place("x"), TODAY, was)})
    assert "Canary" in show(wrong, tap.edition.phrases, result, TODAY).text
    assert "Canary" not in show(wrong, tap.edition.phrases, result, TODAY + timedelta(days=31)).text


def test_a_sentence_for_the_officer_stands_alone_and_leads_back_to_the_result(tap: Tapper) -> None:
    result = tap.through(Route("tg", "now"))
    alone = next(
        each.route for each in tap.at(result).buttons() if isinstance(each, Go) and each.route.rest.endswith("S1")
    )
    screen = tap.at(alone)
    assert screen.up == result
    assert len(visible(screen.text)) < len(visible(tap.at(result).text))


def test_silence_is_offered_with_every_question_and_the_result_before_the_end(tap: Tapper) -> None:
    route = Route("ru", "army-risk")
    silent = tap.answers(route)[-1]
    assert silent.rest.endswith(SKIPPED)
    finished = [
        each.route
        for each in tap.at(tap.answers(route)[0]).buttons()
        if isinstance(each, Go) and tap.at(each.route).kind == "check-finished"
    ]
    assert finished


def test_only_opened_and_finished_may_be_counted(tap: Tapper) -> None:
    route = Route("tg", "army-risk")
    assert (tap.at(route).topic, tap.at(route).kind) == ("army-risk", "check-opened")
    between = tap.answers(route)[0]
    assert tap.at(between).topic == ""
    result = tap.through(route)
    assert (tap.at(result).topic, tap.at(result).kind) == ("army-risk", "check-finished")
    assert tap.at(button(tap.at(result), CHANGE)).topic == ""
    assert button(tap.at(result), AGAIN) == route


@pytest.mark.parametrize("form", ["text", "json"])
async def test_answers_reach_no_log_and_no_file(
    edition: Edition, stream: io.StringIO, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At DEBUG, through Telegram's shell: neither the letters nor the name of any check."""
    monkeypatch.chdir(tmp_path)
    configure_logs("DEBUG", form, stream)
    person, tapper = Person(edition), Tapper(edition)
    await person.type("/start")
    for name in TABLES:
        route = Route("tg", name)
        while tapper.at(route).kind != "check-finished":
            route = tapper.answers(route)[0]
            await person.tap(route)
        assert person.shows(route)
    logging.getLogger("bot").debug("the log is open")
    written = stream.getvalue()
    assert "the log is open" in written
    assert not [name for name in TABLES if f"_{name}" in written or edition.library.checks[name].check.mark in written]
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - pathlib would wait in this coroutine


# deadlines


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03.11.2026", "20261103"),
        ("3.11.26", "20261103"),
        ("3/11/2026", "20261103"),
        (" 3 11 2026 ", "20261103"),
        ("2026-11-03", "20261103"),
    ],
)
def test_a_typed_date_is_asked_what_happened_on_it(tap: Tapper, text: str, day: str) -> None:
    guide = tap.edition.guide(lambda: TODAY)
    route = guide.ask(text, "ru")
    assert (route.page, route.rest[-8:]) == ("deadlines", day)
    asking = guide.show(route)
    events = [each.route for each in asking.buttons() if isinstance(each, Go) and each.route.rest.endswith(day)]
    assert len({route.rest for route in events if route.language == "ru"} - {route.rest}) == 3


@pytest.mark.parametrize("text", ["31.02.2026", "99.99.9999", "12", "3.11.2026 3.11.2026", "call 03.11.2026"])
def test_what_is_no_date_is_not_taken_for_one(tap: Tapper, text: str) -> None:
    assert tap.edition.guide(lambda: TODAY).ask(text, "ru").page != "deadlines"


def test_a_date_is_chosen_with_buttons_alone(tap: Tapper) -> None:
    """Year, month, day, then the days used: the result names a day for each term of the event."""
    route = Route("ru", "deadlines")
    taps = 0
    while tap.at(route).kind != "check-finished":
        own = [each.route for each in tap.at(route).buttons() if isinstance(each, Go) and _is_own(route, each)]
        longer = [each for each in own if len(each.rest) > len(route.rest)]
        route = longer[-1] if taps else longer[0]
        taps += 1
        assert taps < 8
    guided = tap.edition.library.checks["deadlines"]
    text = visible(tap.at(route).text)
    for term in guided.check.terms:
        if term.event == "entry":
            assert guided.results[term.id].texts["ru"].document.title in text


def test_the_longest_addresses_are_those_that_were_proved(tap: Tapper) -> None:
    check = tap.edition.library.checks["my-route"].check
    everything = write_letters(check.questions, dict.fromkeys(range(len(check.questions)), 0))
    assert len(everything) == len(check.questions)
