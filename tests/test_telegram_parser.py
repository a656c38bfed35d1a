"""Would Telegram itself accept every screen? Asked of TDLib, Telegram's own library, without a network."""

import json

import pytest
from tdjson import td_execute

from bot.screens.document import visible, visible_length
from bot.screens.route import Route
from bot.screens.screen import TEXT_LIMIT, Screen

ENTITIES = 100  # Telegram ignores what comes after the hundredth


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> None:
    td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())


def parse(html: str) -> dict[str, object]:
    request = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer: dict[str, object] = json.loads(td_execute(json.dumps(request).encode()) or b"{}")
    return answer


def test_telegram_accepts_every_screen_in_every_language(screens: dict[Route, Screen]) -> None:
    for route, screen in screens.items():
        answer = parse(screen.text)
        assert answer["@type"] == "formattedText", (route, answer)
        entities = answer["entities"]
        assert isinstance(entities, list)
        assert len(entities) <= ENTITIES, route


def test_telegram_shows_what_we_think_it_shows(screens: dict[Route, Screen]) -> None:
    for route, screen in screens.items():
        text = str(parse(screen.text)["text"])
        assert text == visible(screen.text), route
        assert len(text.encode("utf-16-le")) // 2 == visible_length(screen.text) <= TEXT_LIMIT


def test_the_parser_refuses_what_telegram_refuses() -> None:
    assert parse("<b>open")["@type"] == "error"
    assert parse("<table></table>")["@type"] == "error"


def test_the_law_is_folded_and_sentences_are_quoted(screens: dict[Route, Screen]) -> None:
    kinds = set()
    for screen in screens.values():
        entities = parse(screen.text)["entities"]
        assert isinstance(entities, list)
        kinds |= {entity["type"]["@type"] for entity in entities}
    assert {"textEntityTypeExpandableBlockQuote", "textEntityTypeBlockQuote", "textEntityTypeBold"} <= kinds
