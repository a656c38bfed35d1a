"""Does an editor see in the browser what the phone shows, at once, and safely?"""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.frontends.browser.server import Preview, simulator
from bot.live import LiveEdition
from bot.screens.document import visible
from bot.screens.route import Route, encode
from bot.screens.screen import Go, Screen
from bot.settings import read_settings
from tests.samples import TODAY, whole_content, written


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the real content, to be edited."""
    written(whole_content(), tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def browser(content: Path) -> TestClient:
    settings = replace(read_settings({}, Path("none.env")), content_dir=content)
    live = LiveEdition(settings, lambda: TODAY)

    def current() -> Preview:
        newest, sound = live.refresh()
        guide = sound.guide(lambda: TODAY) if sound.is_sound else None
        return Preview(guide, lambda language: newest.told(str), newest.library.edition)

    return TestClient(simulator(current), base_url="http://127.0.0.1:8080", follow_redirects=False)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_every_screen_is_drawn_as_the_phone_shows_it(browser: TestClient, screens: dict[Route, Screen]) -> None:
    for route, screen in screens.items():
        page = browser.get(f"/{encode(route)}")
        assert page.status_code == 200
        shown = words(page.text).replace(" ", "")
        assert re.sub(r"\s+", "", visible(screen.text)) in shown, route
        for button in screen.buttons():
            if isinstance(button, Go):
                assert f'href="/{encode(button.route)}"' in page.text


def test_languages_stand_side_by_side_at_the_same_place(browser: TestClient) -> None:
    page = browser.get("/1_tg_detained").text
    assert page.count('<article class="phone') == 2
    assert 'lang="tg"' in page
    assert 'lang="ru"' in page
    assert browser.get("/").text.count('<article class="phone') == 1


@pytest.mark.parametrize(
    "address", ["/garbage", "/1_tg_no-such-page", "/%3Cscript%3E", "/1_tg_home_%22onload", "/" + "x" * 2000]
)
def test_any_address_gives_a_page(browser: TestClient, address: str) -> None:
    page = browser.get(address)
    assert page.status_code == 200
    assert "<script>" not in page.text.replace('<script src="/static/simulator.js"', "")


def test_typed_lines_lead_where_they_would_in_the_chat(browser: TestClient) -> None:
    for text, address in (
        ("/sos", "/1_tg_sos"),
        ("/ru", "/1_ru_home"),
        ("/start 1_ru_lawyer", "/1_ru_lawyer"),
        ("?", "/1_tg_found_n"),
        ("salom", "/1_tg_found_a-greeting"),
        ("", "/"),
    ):
        answer = browser.post("/say", data={"text": text, "language": "tg"})
        assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert browser.post("/say", content=b"\xff\xfe=%zz&text=<b>&language=zz").status_code == 303


def test_a_changed_file_is_shown_at_once(browser: TestClient, content: Path) -> None:
    before = browser.get("/pulse").text
    file = content / "raids" / "lawyer.ru.md"
    file.write_text(file.read_text("utf8").replace("\n\n", "\n\nEDITED ", 1), "utf8")
    assert browser.get("/pulse").text != before
    assert "EDITED" in browser.get("/1_ru_lawyer").text


def test_faults_are_listed_and_the_last_sound_guide_stays(browser: TestClient, content: Path) -> None:
    good = words(browser.get("/1_ru_lawyer").text)
    (content / "raids" / "lawyer.ru.md").write_text("# x\n\n| <script> |\n|---|\n", "utf8")
    page = browser.get("/1_ru_lawyer")
    assert page.status_code == 200
    assert "raids/lawyer.ru.md:3" in page.text
    assert "<script> |" not in page.text
    assert good[-200:-80] in words(page.text)
    (content / "raids" / "lawyer.ru.md").unlink()
    assert browser.get("/1_ru_lawyer").status_code == 200


def test_content_that_never_was_sound_is_only_a_list_of_faults(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    live = LiveEdition(replace(read_settings({}, Path("none.env")), content_dir=tmp_path / "content"), lambda: TODAY)
    current = Preview(None, lambda language: live.newest.told(str), "x")
    page = TestClient(simulator(lambda: current), base_url="http://localhost").get("/")
    assert page.status_code == 200
    assert "languages.yaml" in page.text


def test_other_hosts_are_refused_and_nothing_comes_from_elsewhere(browser: TestClient) -> None:
    assert browser.get("/", headers={"Host": "evil.example"}).status_code == 400
    page = browser.get("/1_tg_detained")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"(src|href|action)=\"(https?:)?//", page.text)
    for name in ("simulator.css", "simulator.js"):
        static = browser.get(f"/static/{name}")
        assert static.status_code == 200
        assert "http" not in static.text
    assert browser.get("/static/secrets").status_code == 404
