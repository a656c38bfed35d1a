"""Does a reader get the point first, the officer's Russian whatever his own language, and an honest date?"""

from datetime import date

import pytest

from bot.library.library import Library
from bot.phrases import Phrases, Words
from bot.screens.document import visible
from bot.screens.route import FIRST, HOME, MULTIPLE, START, WIPE, Route
from bot.screens.screen import POINT_LIMIT, Copy, Go, Screen
from bot.screens.views import show
from bot.screens.walk import walk
from tests.samples import PLAIN, TODAY, both, library, small_content, with_file

RUSSIAN = "Proshu advokata"


def screen(route: Route, day: date = TODAY, of: Library | None = None, phrases: Phrases = PLAIN) -> Screen:
    return show(of or library(), phrases, route, day)


def labels(found: Screen) -> list[str]:
    return [button.label for button in found.buttons()]


def test_the_first_screen_speaks_every_language_and_offers_each() -> None:
    first = screen(FIRST)
    assert [button.label for button in first.buttons() if isinstance(button, Go) and button.style == "primary"] == [
        "Tajik",
        "Russian",
    ]
    assert visible(first.text).count("Choose.") == 2


@pytest.mark.parametrize("route", [Route("xx", "door"), Route("tg", START), Route(MULTIPLE, "door")])
def test_an_unknown_language_leads_to_the_choice_of_languages(route: Route) -> None:
    assert screen(route) == screen(FIRST)


def test_a_page_gives_its_point_at_once_then_what_to_do_then_the_law_then_its_date() -> None:
    text = visible(screen(Route("tg", "door")).text)
    order = [text.index(part) for part in ("Ask who it is.", "• one", RUSSIAN, "48 hours", "Checked on")]
    assert order == sorted(order)
    assert order[0] < POINT_LIMIT


@pytest.mark.parametrize("language", ["tg", "ru"])
def test_the_officers_sentence_stays_russian_in_every_language(language: str) -> None:
    page = screen(Route(language, "door"))
    assert RUSSIAN in page.text
    assert [button.text for button in page.buttons() if isinstance(button, Copy)] == [RUSSIAN]


def test_its_meaning_stands_below_for_those_who_need_it() -> None:
    assert visible(screen(Route("tg", "door")).text).index(RUSSIAN) < visible(screen(Route("tg", "door")).text).index(
        "Vakil mehoham"
    )
    assert "Vakil mehoham" not in screen(Route("ru", "door")).text


def test_show_leaves_the_sentence_alone_on_the_screen() -> None:
    alone = screen(Route("tg", "door", "lawyer-please"))
    assert visible(alone.text).split("\n\n") == [RUSSIAN, "Vakil mehoham"]
    assert any(isinstance(button, Copy) and button.text == RUSSIAN for button in alone.buttons())
    assert alone.up == Route("tg", "door")


def test_past_its_review_date_a_page_warns_instead_of_promising() -> None:
    fresh, stale = screen(Route("tg", "door")), screen(Route("tg", "door"), date(2027, 2, 1))
    assert "out of date" not in fresh.text
    assert "out of date" in stale.text
    assert screen(Route("tg", "door"), date(2027, 1, 31)).text == fresh.text


def test_a_contact_that_did_not_answer_says_so() -> None:
    contacts = (
        small_content()["contacts.yaml"].decode()
        + '    last_call: {date: "2024-11-21", result: no-answer, by: "A paper"}\n'
    )
    page = screen(Route("tg", "door"), of=library(with_file("contacts.yaml", contacts)))
    assert "nobody answered" in page.text


def test_an_unknown_page_leads_home_and_is_not_silent() -> None:
    moved = screen(Route("ru", "retired-page"))
    assert moved.text
    assert Route("ru", HOME) in {button.route for button in moved.buttons() if isinstance(button, Go)}


def test_an_unknown_sentence_or_answer_shows_the_page_itself() -> None:
    assert screen(Route("tg", "door", "gone")).text == screen(Route("tg", "door")).text


@pytest.mark.parametrize("notice", ["media", "command", "old"])
def test_a_notice_stands_above_the_home_screen(notice: str) -> None:
    plain, told = screen(Route("tg", HOME)), screen(Route("tg", HOME, notice))
    assert told.text.endswith(plain.text)
    assert told.text != plain.text
    assert labels(told) == labels(plain)


def test_cleaning_up_is_asked_of_the_front_end_and_named_shortly() -> None:
    wiped = screen(Route("tg", WIPE))
    assert wiped.wipe
    assert 0 < len(wiped.alert) <= POINT_LIMIT
    assert (wiped.topic, wiped.kind) == (WIPE, "cleaned-up")


def test_a_text_missing_in_a_language_is_said_and_never_replaced_in_silence() -> None:
    from bot.library.reader import read_library

    faulty, _ = read_library(with_file("raids/door.tg.md", None))
    page = screen(Route("tg", "door"), of=faulty)
    assert "not written in your language" in page.text
    assert "Ask who it is." not in page.text


def test_text_of_editors_cannot_become_markup() -> None:
    page = screen(Route("tg", "door"), of=library(both("raids/door", "# A < B\n\nAsk & see.\n\n@say lawyer-please\n")))
    assert "A &lt; B" in page.text
    assert "Ask &amp; see." in page.text


def test_dates_are_written_out_in_the_language_of_the_reader() -> None:
    russian, tajik, unknown = (Words(code, {}).date(date(2026, 3, 17)) for code in ("ru", "tg", "qqq"))
    assert russian != tajik
    assert "2026" in russian
    assert unknown == "2026-03-17"


def test_show_is_pure() -> None:
    found = library()
    routes = [route for route, _ in walk(lambda route: show(found, PLAIN, route, TODAY))]
    assert [show(found, PLAIN, route, TODAY) for route in routes] == [
        show(found, PLAIN, route, TODAY) for route in reversed(routes)
    ][::-1]


def test_a_figure_stands_in_the_text_and_warns_when_it_is_old() -> None:
    fresh, old = (visible(screen(Route("tg", "patent"), day).text) for day in (TODAY, date(2027, 1, 15)))
    assert "Pay 10 rubl." in fresh
    assert "Pay 10 rubl (" in old
    assert "2026" in old.split("Pay 10 rubl (")[1].split(")")[0]


def test_a_page_that_was_wrong_says_so_for_thirty_days() -> None:
    ledger = 'corrections:\n  - {page: door, date: "2026-11-01", was: {tg: "It said 3.", ru: "It said 3."}}\n'
    corrected = library(with_file("corrections.yaml", ledger))
    for day, told in (
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 12, 1), True),
        (date(2026, 12, 2), False),
    ):
        assert ("It said 3." in screen(Route("tg", "door"), day, of=corrected).text) is told


def test_a_page_says_whether_a_lawyer_has_read_it() -> None:
    section = small_content()["raids/section.yaml"].decode()
    read = section + '    reviewed_by: [{role: lawyer, by: "A bureau", date: "2026-11-01"}]\n'
    native = section + '    reviewed_by: [{role: native-speaker, by: "A school", date: "2026-11-01"}]\n'
    for text, told in ((section, True), (native, True), (read, False)):
        page = screen(Route("tg", "door"), of=library(with_file("raids/section.yaml", text)))
        assert ("no lawyer has read it yet" in page.text) is told


def test_contacts_that_answered_lately_come_first_and_old_calls_are_told() -> None:
    both_contacts = small_content()["raids/section.yaml"].decode().replace("[helpline]", "[desk, helpline]")
    contacts = (
        small_content()["contacts.yaml"].decode() + '    last_call: {date: "2026-10-01", result: answered, by: "Us"}\n'
    )
    found = library(with_file("contacts.yaml", contacts, with_file("raids/section.yaml", both_contacts)))
    text = visible(screen(Route("tg", "door"), of=found).text)
    assert text.index("112") < text.index("102")
    assert "We have not called" in text.split("102")[1]
    later = visible(screen(Route("tg", "door"), date(2027, 6, 1), of=found).text)
    assert later.index("102") < later.index("112")
    assert "it answered" in later


def test_countries_are_compared_by_one_thing_at_a_time() -> None:
    page, cost = screen(Route("tg", "patent")), screen(Route("tg", "patent", "cost"))
    assert {"Narh", "Muzd"} <= set(labels(page))
    assert "Vatan: 10 rubl" in visible(cost.text)
    assert "Dur" not in cost.text
    assert "Narh" not in labels(cost)
    assert cost.up == Route("tg", "patent")
    assert "2026" in visible(screen(Route("tg", "patent", "pay"), date(2027, 1, 15)).text).split("Vatan: 5 (")[1]


def test_the_glossary_of_a_section_is_one_tap_from_each_of_its_pages() -> None:
    section = small_content()["raids/section.yaml"].decode()
    explained = library(with_file("raids/section.yaml", section + "glossary: papers\n"))
    for page in ("raids", "door"):
        assert Route("tg", "papers") in {
            button.route for button in screen(Route("tg", page), of=explained).buttons() if isinstance(button, Go)
        }
