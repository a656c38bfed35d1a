"""After a question: does the reader see what was understood, get away from a wrong guess, and get everywhere else?"""

import pytest

from bot.edition import Edition
from bot.screens.document import visible, visible_length
from bot.screens.route import BUILT_IN, CALLBACK_BYTES, EMERGENCY, FOUND, HOME, Route, encode
from bot.screens.screen import LABEL_LIMITS, TEXT_COMFORT, Copy, Go, Screen
from bot.search.codes import code_of, collisions, place, read
from bot.search.engine import Found, Hit
from tests.samples import TODAY, problems_of, small_content, with_file

ABOUT = 16  # characters that "About:" may add to a full page


@pytest.fixture(scope="module")
def found_screens(edition: Edition) -> dict[Route, Screen]:
    """A screen of every kind for every page in every language."""
    show = edition.guide(lambda: TODAY).show
    names = [name for name in edition.library.pages if name not in BUILT_IN]
    rests = ["n", *(f"a-{answer.id}" for answer in edition.library.search.answers)]
    for at, name in enumerate(names):
        codes = [code_of(each) for each in (*names, *names)[at : at + 4]]
        rests += ["-".join([mark, *codes]) for mark in "pce"] + [f"u-{code_of(name)}"]
    routes = [Route(code, FOUND, rest) for code in edition.library.codes for rest in rests]
    return {route: show(route) for route in routes}


def targets(screen: Screen) -> list[Route]:
    return [button.route for button in screen.buttons() if isinstance(button, Go)]


def test_every_answer_fits_a_phone_and_telegram(found_screens: dict[Route, Screen]) -> None:
    for route, screen in found_screens.items():
        assert len(encode(route)) <= CALLBACK_BYTES
        assert 0 < visible_length(screen.text) <= TEXT_COMFORT + ABOUT, route
        for row in screen.rows:
            for button in row:
                assert len(button.label) <= LABEL_LIMITS[len(row)], (route, button.label)
                assert isinstance(button, Copy) or len(encode(button.route)) <= CALLBACK_BYTES


def test_every_answer_has_the_red_button_and_a_way_out(edition: Edition, found_screens: dict[Route, Screen]) -> None:
    for route, screen in found_screens.items():
        red = [button for button in screen.buttons() if isinstance(button, Go) and button.style == "danger"]
        assert route.to(EMERGENCY) in [button.route for button in red], route
        assert screen.topic == HOME or route.to(HOME) in targets(screen), route
        for code in edition.library.codes:
            assert code == route.language or route.spoken_in(code) in targets(screen), route


def test_a_page_at_once_says_what_it_is_about_and_offers_the_others(edition: Edition) -> None:
    show = edition.guide(lambda: TODAY).show
    route = place(Found("page", tuple(Hit(name, 1.0) for name in ("patent", "fines", "registration"))), "ru")
    page, screen = show(Route("ru", "patent")), show(route)
    assert screen.text.endswith(page.text)
    assert screen.text != page.text
    assert (screen.kind, screen.topic) == ("search-page", "patent")
    away = show(place(Found("choices", (Hit("fines", 1.0), Hit("registration", 1.0))), "ru"))
    assert any(show(target) == away for target in targets(screen))
    assert {Route("ru", "fines"), Route("ru", "registration")} <= set(targets(away))


def test_buttons_show_title_and_point_of_each_candidate(edition: Edition) -> None:
    names = ("patent", "fines", "registration")
    screen = edition.guide(lambda: TODAY).show(place(Found("choices", tuple(Hit(n, 1.0) for n in names)), "tg"))
    for name in names:
        document = edition.library.pages[name].texts["tg"].document
        assert document.title in visible(screen.text)
        assert Route("tg", name) in targets(screen)
    assert (screen.kind, screen.topic) == ("search-choices", "patent")


def test_in_an_emergency_the_shortest_help_stands_on_top(edition: Edition) -> None:
    screen = edition.guide(lambda: TODAY).show(
        place(Found("choices", (Hit("police-at-home", 1.0),), emergency="sos-home"), "ru")
    )
    help_at_home = edition.library.pages["sos-home"].texts["ru"].document
    assert visible(screen.text).partition("\n")[0].endswith(help_at_home.title)
    assert targets(screen)[:3] == [Route("ru", "sos-home"), Route("ru", EMERGENCY), Route("ru", "police-at-home")]


def test_what_is_not_covered_is_said_and_not_guessed(edition: Edition) -> None:
    show = edition.guide(lambda: TODAY).show
    screen = show(place(Found("none", (Hit("inn", 1.0),), uncovered="inn"), "ru"))
    assert screen.kind == "search-none"
    assert Route("ru", "inn") in targets(screen)
    assert screen.text != show(Route("ru", "inn")).text


@pytest.mark.parametrize("rest", ["", "p", "p-", "p-zzzzz", "c-zzzzz-yyyyy", "x-abc", "e-", "a-", "a-nobody", "u-0"])
def test_forged_and_retired_places_lead_to_the_menu(edition: Edition, rest: str) -> None:
    screen = edition.guide(lambda: TODAY).show(Route("ru", FOUND, rest))
    assert (screen.kind, screen.topic) == ("search-none", HOME)


def test_a_retired_page_is_still_found_by_its_old_code() -> None:
    assert read(f"c-{code_of('old-name')}", ["new-name", "old-name"]).ids == ("old-name",)


def test_two_ids_with_one_code_would_be_seen() -> None:
    assert collisions(["a", "b", "a"]) == []
    assert len({code_of(f"page-{number}") for number in range(1000)}) > 990


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("side: [papers]", "side: [nothing]", "reference"),
        ("uncovered: [patent]", "uncovered: [nothing]", "reference"),
        ('words: {tg: ["salom"], ru: ["privet"]}', "words: {tg: [], ru: []}", "search"),
        ('tg: "Salom!"', f'tg: "{"Salom " * 40}"', "length"),
        ("answers:", "answer:", "schema"),
        ("who:", "whom:", "schema"),
    ],
)
def test_a_mistake_in_the_rules_of_the_search_is_named(old: str, new: str, code: str) -> None:
    text = small_content()["search.yaml"].decode()
    assert old in text
    found = problems_of(with_file("search.yaml", text.replace(old, new)))
    assert code in {problem.code for problem in found if problem.place.file == "search.yaml"}
