"""What many tests share: the real guide as it lies in the repository, read once."""

import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.edition import Edition, edition_of
from bot.screens.route import Route
from bot.screens.screen import Screen
from bot.screens.walk import samples, walk
from tests.bot_api.server import BotApiServer
from tests.samples import ROOT, TODAY, small_content, whole_content, written


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The real content and words."""
    return edition_of(whole_content(), ROOT / "content", ROOT / "locales", TODAY)


@pytest.fixture(scope="session")
def screens(edition: Edition) -> dict[Route, Screen]:
    """Every real screen by its route."""
    return dict(walk(edition.guide(lambda: TODAY).show, besides=samples(edition.library)))


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small guide, which a program reads in no time. Nobody may change it."""
    return written(small_content(), tmp_path_factory.mktemp("guide") / "content")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged; the state of logging is put back afterwards."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    sys.excepthook = hook
    logging.getLogger("bot").setLevel(logging.NOTSET)


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """Telegram's Bot API on loopback."""
    with BotApiServer() as running:
        yield running
