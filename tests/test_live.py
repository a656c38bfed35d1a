"""Does what editors write go live at once if it is sound, and never if it is not, while everybody is answered?"""

import asyncio
import io
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot import app
from bot.edition import Edition
from bot.live import LiveEdition
from bot.logs import Witness, configure_logs
from bot.reporting import Reporter
from bot.screens.guide import Guide
from bot.screens.route import Route, encode
from bot.screens.screen import KINDS
from bot.settings import Settings, read_settings
from bot.usage.recorder import Recorder
from bot.usage.tally import Tally
from tests.bot_api.server import BotApiServer
from tests.fake_telegram import TOKEN
from tests.samples import ROOT, TODAY, small_content, whole_content, written
from tests.test_service import STOP_WITHIN, message, running, tap

DOOR = Route("ru", "door")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The small guide on disk."""
    return written(small_content(), tmp_path / "content")


@pytest.fixture
def settings(content: Path) -> Settings:
    return replace(read_settings({}, Path("none.env")), content_dir=content, locales_dir=ROOT / "locales")


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf8")
    assert old in text
    file.write_text(text.replace(old, new), "utf8")


async def look_twice(live: LiveEdition) -> None:
    await live.look()
    await live.look()


async def test_a_sound_change_goes_live_as_a_whole_once_it_stands_still(settings: Settings, content: Path) -> None:
    live = LiveEdition(settings, lambda: TODAY)
    live.make_ready()
    before, edition = live.guide(), live.sound
    assert live.guide() is before, "one guide for each edition, not for each tap"
    rewrite(content / "raids" / "door.ru.md", "Ask who", "Always ask who")
    await live.look()
    rewrite(content / "raids" / "door.tg.md", "Ask who", "Always ask who")
    await live.look()
    assert live.guide() is before, "it is still being written"
    await live.look()
    assert "Always ask" in live.guide().show(DOOR).text
    assert "Always ask" not in before.show(DOOR).text, "whoever is being answered is answered from one edition"
    assert "engine" in vars(live.sound), "nobody waits for the search"
    assert live.sound.library.edition != edition.library.edition
    assert not live.errors


async def test_an_unsound_change_never_goes_live_and_says_why(
    settings: Settings, content: Path, stream: io.StringIO
) -> None:
    configure_logs("INFO", "text", stream)
    live = LiveEdition(settings, lambda: TODAY)
    edition = live.sound
    rewrite(content / "raids" / "door.ru.md", "48", "3")
    await look_twice(live)
    assert live.sound is edition
    assert "48" in live.guide().show(DOOR).text
    assert {error.place.file for error in live.errors} == {"raids/door.ru.md"}
    assert "raids/door.ru.md:1: the numbers differ" in stream.getvalue()
    said = stream.getvalue()
    await look_twice(live)
    assert stream.getvalue() == said, "once is enough"
    rewrite(content / "raids" / "door.ru.md", "3", "48")
    await look_twice(live)
    assert not live.errors
    assert live.sound is not edition
    assert f"Content {live.sound.library.edition} is live" in stream.getvalue()


async def test_a_folder_that_vanishes_and_comes_back_takes_nothing_down(settings: Settings, content: Path) -> None:
    live = LiveEdition(settings, lambda: TODAY)
    away = content.rename(content.parent / "away")
    await look_twice(live)
    assert live.errors
    assert live.guide().show(DOOR).topic == "door"
    away.rename(content)
    await look_twice(live)
    assert not live.errors


class Clock:
    """A clock that lets something happen whenever the content is read."""

    def __init__(self) -> None:
        self.then: Callable[[], None] = lambda: None

    def __call__(self) -> date:
        self.then()
        return TODAY


async def test_a_file_that_cannot_be_read_is_named_and_the_old_guide_stays(settings: Settings, content: Path) -> None:
    clock = Clock()
    live = LiveEdition(settings, clock)
    edition, file = live.sound, content / "raids" / "door.ru.md"

    def refuse() -> None:
        raise PermissionError(13, "Permission denied", str(file))

    clock.then = refuse
    file.touch()
    await look_twice(live)
    (error,) = live.errors
    assert error.render().startswith("raids/door.ru.md:1: the file cannot be read (Permission denied)")
    assert live.sound is edition
    clock.then = lambda: None
    await live.look()
    assert not live.errors, "it may be read again, though nothing in the folder has changed"


async def test_an_accident_while_reading_ends_nothing(settings: Settings, content: Path, stream: io.StringIO) -> None:
    configure_logs("DEBUG", "text", stream)
    clock = Clock()
    live = LiveEdition(settings, clock)

    def fail() -> None:
        raise RuntimeError("nobody knows")

    clock.then = fail
    (content / "home.ru.md").touch()
    await look_twice(live)
    clock.then = lambda: None
    assert live.errors
    assert live.guide().show(DOOR).topic == "door"
    assert "nobody knows" not in stream.getvalue()


async def test_what_changes_while_it_is_read_is_read_again(settings: Settings, content: Path) -> None:
    clock = Clock()
    live = LiveEdition(settings, clock)
    edition = live.sound
    rewrite(content / "raids" / "door.ru.md", "Ask who", "First ask who")
    clock.then = lambda: rewrite(content / "raids" / "door.tg.md", "Ask who", "First ask who")
    await look_twice(live)
    assert live.sound is edition
    clock.then = lambda: None
    await look_twice(live)
    assert all("First ask" in live.guide().show(DOOR.spoken_in(code)).text for code in ("tg", "ru"))


async def test_counting_follows_the_newest_guide(settings: Settings, content: Path) -> None:
    tally = Tally(KINDS, lambda: TODAY)

    def make(edition: Edition) -> Guide:
        return edition.guide(lambda: TODAY, False, tally)

    live = LiveEdition(settings, lambda: TODAY, make)
    live.guide().count("window", "ru", "opened")
    assert not len(tally)
    for code in ("tg", "ru"):
        (content / "raids" / f"window.{code}.md").write_text("# Window\n\nClose it.\n", "utf8")
    for name in ("section.yaml", "search.yaml"):
        text = (content / "raids" / name).read_text("utf8")
        entry = text.split("pages:\n")[1].replace("door", "window")
        (content / "raids" / name).write_text(text + entry, "utf8")
    await look_twice(live)
    assert not live.errors, [error.render() for error in live.errors]
    live.guide().count("window", "ru", "opened")
    assert len(tally) == 1


@pytest.mark.parametrize("stored", [True, False])
async def test_operators_are_told_what_is_refused(
    settings: Settings, content: Path, tmp_path: Path, stored: bool
) -> None:
    settings = replace(settings, database=read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}).database)
    recorder = Recorder(Tally(KINDS, lambda: TODAY), settings.database.open, lambda: TODAY)
    if stored:
        assert await recorder.flush()
    live = LiveEdition(settings, lambda: TODAY)
    reporter = Reporter(lambda: live.sound.library, settings, lambda: TODAY, recorder, Witness(), lambda: live.errors)
    assert "raids/door.ru.md" not in await reporter.digest("ru")
    rewrite(content / "raids" / "door.ru.md", "48", "3 < 4 |||| `x` ~~y~~")
    await look_twice(live)
    told = {code: await reporter.digest(code) for code in ("ru", "tg", "en")}
    assert len(set(told.values())) == 3
    for text in told.values():
        assert "raids/door.ru.md:1" in text
        assert f"{len(live.errors)}" in text.splitlines()[0]
        assert len(text) < 4096
    rewrite(content / "raids" / "door.ru.md", "3 < 4 |||| `x` ~~y~~", "48")
    await look_twice(live)
    assert "raids/door.ru.md" not in await reporter.digest("ru")


async def test_what_runs_beside_the_service_is_waited_for_at_the_end() -> None:
    begun, done = asyncio.Event(), []

    async def writes_at_the_end() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            for _ in range(10):
                await asyncio.sleep(0)
            done.append("written")

    async def ends_at_once() -> None:
        await asyncio.Event().wait()

    beside = asyncio.create_task(app._together(writes_at_the_end(), ends_at_once()))
    await begun.wait()
    beside.cancel()
    await asyncio.wait([beside])
    assert done == ["written"]


def test_a_running_bot_shows_what_was_written_and_drops_no_tap(tmp_path: Path) -> None:
    content = written(whole_content(), tmp_path / "content")
    more = {"CONTENT_DIR": str(content), "BOT_TOKEN": TOKEN}
    with BotApiServer() as server, running(tmp_path, TELEGRAM_API_URL=server.url, **more) as process:
        server.put(message=message("/start"))
        assert server.wait_for(lambda s: s.confirmed == 1)
        for code in ("tg", "ru"):
            with (content / "raids" / f"bribe.{code}.md").open("a", encoding="utf8") as file:
                file.write("\n\nWWW.\n")
        taps, until = 0, time.monotonic() + 20
        while time.monotonic() < until and not any("WWW" in sent["text"] for sent in server.called("editMessageText")):
            taps += 1
            server.put(callback_query=tap(encode(Route("ru", "bribe"))))
            answered = partial(lambda number, s: len(s.called("answerCallbackQuery")) == number, taps)
            assert server.wait_for(answered), "a tap was dropped"
        assert any("WWW" in sent["text"] for sent in server.called("editMessageText"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_WITHIN) == 0
    assert "is live" in (tmp_path / "output.txt").read_text("utf8")
