"""Do buttons keep working: after a restart, a year, a forgery?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edition import Edition
from bot.screens.route import ALPHABET, CALLBACK_BYTES, FIRST, HOME, MULTIPLE, Route, decode, encode
from bot.screens.screen import Screen
from bot.screens.views import show
from tests.samples import ROOT, TODAY

routes = st.builds(
    Route,
    st.from_regex(r"[a-z]{2,3}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9-]{1,23}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9-]{0,24}", fullmatch=True),
)


@given(routes)
def test_what_is_encoded_is_decoded(route: Route) -> None:
    assert decode(encode(route)) == route


@given(routes)
def test_a_spelling_fits_a_button_and_a_deep_link(route: Route) -> None:
    spelling = encode(route)
    assert ALPHABET.fullmatch(spelling)
    assert len(spelling.encode()) <= CALLBACK_BYTES


@given(st.text())
def test_garbage_leads_somewhere(text: str) -> None:
    assert isinstance(decode(text), Route)


@pytest.mark.parametrize(
    "text", ["", "x", "1_tg", "1_tg_", "1_TG_home", "1_tg_home_a_b", "1_tg_home\n", "menu:raids", "a" * 65]
)
def test_garbage_leads_to_the_first_screen(text: str) -> None:
    assert decode(text) == FIRST


def test_a_button_of_another_version_leads_home_in_its_language() -> None:
    assert decode("0_ru_anything").to(HOME) == Route("ru", HOME)
    assert decode("2_ru_anything").rest == "old"


@given(st.text(max_size=70))
def test_any_text_gives_a_screen_of_the_real_guide(edition: Edition, text: str) -> None:
    assert show(edition.library, edition.phrases, decode(text), TODAY).text


def published() -> list[str]:
    return (ROOT / "tests" / "published_routes.txt").read_text("utf8").split()


def test_every_route_ever_published_still_leads_to_its_place(edition: Edition) -> None:
    lost = [
        text for text in published() if decode(text).language != MULTIPLE and not _is_at_home(edition, decode(text))
    ]
    assert not lost, "retired pages need an alias in the section.yaml of the page that follows them"


def test_every_route_of_today_is_published(screens: dict[Route, Screen]) -> None:
    """Add new spellings with `python -m tests.publish`; a line is never removed.

    Answers to a check (`kin`) carry an edition mark instead: they end, politely, with the next edition.
    """
    missing = {encode(route) for route, screen in screens.items() if not screen.kin} - set(published())
    assert not missing


def test_published_spellings_are_well_formed() -> None:
    assert all(re.fullmatch(r"\d+_[a-z]{2,3}_[a-z][a-z0-9-]+(_[A-Za-z0-9-]*)?", text) for text in published())


def _is_at_home(edition: Edition, route: Route) -> bool:
    moved = show(edition.library, edition.phrases, route.to("there-is-no-such-page"), TODAY)
    return show(edition.library, edition.phrases, route, TODAY).text != moved.text
