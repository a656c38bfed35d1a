"""Does the simulator work in a real browser: tap, fold, copy, type, reload, dark and light?"""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.samples import ROOT, whole_content, written

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium is installed: the simulator was not tried in a browser"
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guide") / "content"
    written(whole_content(), folder)
    return folder


@pytest.fixture(scope="module")
def address(content: Path) -> Iterator[str]:
    """The simulator, started as a newcomer starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CONTENT_DIR": str(content)}
    command = [sys.executable, "-m", "bot", "simulate", "--no-open", "--port", str(port)]
    with subprocess.Popen(command, cwd=content.parent, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert process.wait(5) is not None


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=address, viewport={"width": 900, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []


def test_a_stranger_reads_his_rights_in_three_taps(page: Page) -> None:
    page.goto("/")
    page.locator('a.key.primary[href="/1_tg_home"]').click()
    page.locator('.phone[lang=tg] a[href="/1_tg_raids"]').click()
    page.locator('.phone[lang=tg] a[href="/1_tg_detained"]').click()
    expect(page).to_have_url(re.compile("/1_tg_detained$"))
    expect(page.locator(".phone")).to_have_count(2)
    page.locator('.phone[lang=tg] a[href="/1_ru_detained"]').click()
    expect(page.locator(".phone.active")).to_have_attribute("lang", "ru")


def test_the_red_button_is_seen_and_leads_to_the_emergency(page: Page) -> None:
    page.goto("/1_tg_home")
    red = page.locator(".phone[lang=tg] a.danger")
    assert red.evaluate("key => getComputedStyle(key).backgroundColor") == "rgb(217, 52, 43)"
    red.click()
    expect(page).to_have_url(re.compile("/1_tg_sos$"))


def test_a_sentence_is_shown_alone_and_copied(page: Page) -> None:
    page.goto("/1_tg_detained_call-family")
    key = page.locator(".phone[lang=tg] [data-copy]")
    key.click()
    expect(key).to_have_text("\u2713")
    assert page.evaluate("navigator.clipboard.readText()") == key.get_attribute("data-copy")


def test_the_law_unfolds(page: Page) -> None:
    page.goto("/1_ru_detained")
    quote = page.locator(".phone[lang=ru] blockquote[expandable]")
    folded = quote.bounding_box()
    quote.click()
    unfolded = quote.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > folded["height"]


def test_a_typed_line_is_answered(page: Page) -> None:
    page.goto("/1_ru_home")
    line = page.locator(".phone[lang=ru] input[type=text]")
    line.fill("/sos")
    line.press("Enter")
    expect(page).to_have_url(re.compile("/1_ru_sos$"))


def test_a_change_of_content_appears_by_itself(page: Page, content: Path) -> None:
    page.goto("/1_ru_bribe")
    file = content / "raids" / "bribe.ru.md"
    original = file.read_text("utf8")
    file.write_text(original.replace("\n\n", "\n\nEDITED ", 1), "utf8")
    expect(page.locator(".phone[lang=ru] .message")).to_contain_text("EDITED", timeout=10_000)
    file.write_text("no title\n", "utf8")
    expect(page.locator(".problems")).to_contain_text("raids/bribe.ru.md:1", timeout=10_000)
    expect(page.locator(".phone[lang=ru] .message")).to_contain_text("EDITED")
    file.write_text(original, "utf8")
    expect(page.locator(".problems")).to_have_count(0, timeout=10_000)


def test_dark_and_light(page: Page) -> None:
    page.goto("/1_tg_home")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.locator(".theme").click()
    assert page.evaluate(colour) != light
    page.reload()
    assert page.evaluate(colour) != light


@pytest.mark.parametrize("width", [320, 400, 1400])
def test_nothing_sticks_out_on_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for route in ("", "1_tg_sos", "1_ru_detained", "1_tg_say-check", "1_tg_home"):
        page.goto(f"/{route}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), route
        assert page.evaluate(
            "[...document.querySelectorAll('.key')].every(key => key.getBoundingClientRect().right <= innerWidth)"
        ), route


def test_it_answers_without_a_browser_too(address: str) -> None:
    with urlopen(f"{address}/1_tg_sos", timeout=10) as answer:
        assert answer.status == 200
