"""Can everybody get everywhere, back, and to the red button, on a cheap phone, in every language?"""

from bot.edition import Edition
from bot.library.checks import check
from bot.screens.document import visible_length
from bot.screens.route import CALLBACK_BYTES, EMERGENCY, FIRST, HOME, START, Route, encode
from bot.screens.screen import COPY_LIMIT, LABEL_LIMITS, POINT_LIMIT, TEXT_COMFORT, Copy, Go, Screen
from tests.samples import TODAY

Screens = dict[Route, Screen]


def _targets(screen: Screen) -> set[Route]:
    return {button.route for button in screen.buttons() if isinstance(button, Go)}


def test_the_content_is_in_order_without_warnings(edition: Edition) -> None:
    assert [problem.render() for problem in edition.problems] == []


def test_there_are_many_screens_and_as_many_in_each_language(edition: Edition, screens: Screens) -> None:
    counts = {code: sum(route.language == code for route in screens) for code in edition.library.codes}
    assert len(set(counts.values())) == 1
    assert min(counts.values()) > 50


def test_every_page_can_be_reached_in_every_language(edition: Edition, screens: Screens) -> None:
    for code in edition.library.codes:
        reached = {route.page for route in screens if route.language == code} | {START}
        assert reached >= set(edition.library.pages)


def test_every_screen_has_a_red_button_into_the_emergency_path(edition: Edition, screens: Screens) -> None:
    emergency = {EMERGENCY, *edition.library.pages[EMERGENCY].children}
    for route, screen in screens.items():
        red = [button for button in screen.buttons() if isinstance(button, Go) and button.style == "danger"]
        assert red, route
        assert {button.route.page for button in red} <= emergency, route


def test_every_screen_but_the_first_two_leads_home_and_up(screens: Screens) -> None:
    for route, screen in screens.items():
        if route.page not in (START, HOME):
            assert route.to(HOME) in _targets(screen), route
            assert screen.up in _targets(screen), route


def test_every_screen_offers_the_same_place_in_the_other_languages(edition: Edition, screens: Screens) -> None:
    for route, screen in screens.items():
        for code in edition.library.codes:
            if route != FIRST and code != route.language:
                assert route.spoken_in(code) in _targets(screen), route


def test_emergencies_come_before_all_else_and_can_be_said_in_a_few_words(edition: Edition, screens: Screens) -> None:
    emergency = {EMERGENCY, *edition.library.pages[EMERGENCY].children, "now"}
    for route, screen in screens.items():
        if route.page in emergency:
            assert screen.urgent, route
            assert screen.alert, route
        assert len(screen.alert) <= POINT_LIMIT, route
        assert "<" not in screen.alert, route
    assert not any(screen.urgent for route, screen in screens.items() if route.page in (HOME, "patent"))


def test_what_is_found_for_somebody_in_an_emergency_comes_first_too(edition: Edition) -> None:
    guide = edition.guide(lambda: TODAY)
    urgent = [guide.show(Route("ru", "found", rest)) for rest in ("e-", "p-")]
    assert not any(screen.urgent for screen in urgent), "nothing was found"
    words = edition.library.search.alarm
    place = guide.ask(f"{words.who[0]} {words.what[0]} {words.now[0]}", "ru")
    assert guide.show(place).urgent
    assert guide.show(place).alert


def test_every_screen_fits_a_small_phone(screens: Screens) -> None:
    for route, screen in screens.items():
        assert 0 < visible_length(screen.text) <= TEXT_COMFORT, route
        for row in screen.rows:
            for button in row:
                assert 0 < len(button.label) <= LABEL_LIMITS[len(row)], (route, button.label)
                if isinstance(button, Copy):
                    assert 0 < len(button.text) <= COPY_LIMIT
                else:
                    assert len(encode(button.route).encode()) <= CALLBACK_BYTES


def test_no_two_buttons_of_a_screen_lead_to_the_same_place(screens: Screens) -> None:
    for route, screen in screens.items():
        go = [button for button in screen.buttons() if isinstance(button, Go)]
        targets = [button.route for button in go if button.style != "danger"]  # the alarm may also be the way up
        assert len(targets) == len(set(targets)), route


def test_help_in_an_emergency_is_one_tap_from_the_first_screen(screens: Screens) -> None:
    assert {route.page for route in _targets(screens[FIRST])} == {EMERGENCY, HOME}


def test_every_page_tells_how_fresh_it_is(edition: Edition) -> None:
    for page in edition.library.pages.values():
        if page.parent and page.parent != HOME:
            assert page.sources, page.id
            assert page.as_of, page.id
            assert page.review_by, page.id


def test_a_check_in_the_future_finds_every_page_stale(edition: Edition) -> None:
    dated = [page for page in edition.library.pages.values() if page.review_by]
    later = TODAY.replace(year=2029)
    stale = [problem for problem in check(edition.library, edition.phrases, later) if problem.code == "stale"]
    pages = [
        problem
        for problem in stale
        if problem.place.file.endswith("section.yaml") or problem.place.file.startswith("checks/")
    ]
    assert len(pages) == len(dated) > 100
    assert len(stale) - len(pages) == len(edition.library.figures) + len(edition.library.comparison.countries)
