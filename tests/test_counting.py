"""Is what people ask for counted once, as nobody's, without their waiting for it; and is nothing lost by bad luck?"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.edition import Edition
from bot.frontends.telegram.damping import LIMIT, MOST_OF_A_WEEK, Damper
from bot.frontends.telegram.memory import LIFETIME
from bot.reporting import kinds, pairs, topics
from bot.screens.route import FIRST, HOME, MULTIPLE, START, WIPE, Route
from bot.screens.screen import KINDS
from bot.usage.recorder import Recorder
from bot.usage.sqlite import SqliteStore
from bot.usage.store import Gap, Store, StoreError
from bot.usage.tally import Row, Tally
from bot.usage.weeks import Week
from tests.fake_telegram import Person
from tests.samples import TODAY, plain_words

TG, RU = Route("tg"), Route("ru")
WEEK = Week.of(TODAY)


@pytest.fixture
def tally() -> Tally:
    return Tally(KINDS, lambda: TODAY)


@pytest.fixture
def person(edition: Edition, tally: Tally) -> Person:
    somebody = Person(edition)
    somebody.guide = edition.guide(lambda: TODAY, tally=tally)
    return somebody


def counted(tally: Tally) -> set[tuple[str, str, str, int]]:
    return {(row.topic, row.language, row.kind, row.times) for row in tally.take()}


async def test_taps_commands_and_typed_lines_are_counted(person: Person, tally: Tally) -> None:
    await person.type("/start")
    await person.tap(TG)
    await person.tap(TG.to("detained"))
    await person.tap(TG.to("detained"))
    await person.type("/ru")
    assert counted(tally) == {
        (START, MULTIPLE, "opened", 1),
        (HOME, "tg", "opened", 1),
        ("detained", "tg", "opened", 2),
        (HOME, "ru", "opened", 1),
    }


async def test_cleaning_up_is_counted_as_that(person: Person, tally: Tally) -> None:
    await person.tap(TG.to(WIPE), person.telegram.put(person.chat, "x"))
    assert counted(tally) == {(WIPE, "tg", "cleaned-up", 1)}


async def test_what_leads_nowhere_or_was_not_asked_for_is_not_counted(person: Person, tally: Tally) -> None:
    await person.tap("1_tg_no-such-page", person.telegram.put(person.chat, "x"))
    await person.send(location={"latitude": 1.0, "longitude": 2.0})
    assert counted(tally) == set()


async def test_the_preview_counts_nothing(edition: Edition, tally: Tally) -> None:
    person = Person(edition)
    await person.type("/start")
    assert counted(tally) == set()


async def test_one_chat_is_counted_thirty_times_in_two_days(person: Person, tally: Tally) -> None:
    await person.type("/start")
    for _ in range(LIMIT + 20):
        await person.tap(TG.to("detained"))
    assert sum(row.times for row in tally.take()) == LIMIT


def test_a_chat_adds_at_most_a_stated_number_to_any_week() -> None:
    """Whenever it taps: the worst moments to begin are tried by the hour."""
    now = 0.0
    damper, admitted = Damper(lambda: now), []
    pause = LIFETIME / LIMIT  # ever one more just before it is forgotten: the spans lie as close as they can
    for tap in range(20 * LIMIT):
        now = tap * pause
        if damper.admits(1):
            admitted.append(now)
    worst = max(sum(start <= each < start + 7 * 86_400 for each in admitted) for start in admitted)
    assert LIMIT < worst <= MOST_OF_A_WEEK


def test_a_chat_is_forgotten_after_two_days() -> None:
    now = 0.0
    damper = Damper(lambda: now)
    assert [damper.admits(1) for _ in range(LIMIT + 1)] == [True] * LIMIT + [False]
    now = LIFETIME + 1
    assert damper.admits(1)
    assert not Damper.__init__.__annotations__.get("path")


def test_nothing_but_the_closed_lists_can_enter(tally: Tally) -> None:
    count = tally.counter({"detained"}, {"tg"})
    for triple in (
        ("detained", "tg", "name: Ali"),
        ("+79035551234", "tg", "opened"),
        ("detained", "998877665", "opened"),
        ("", "", ""),
    ):
        count(*triple)
    assert tally.take() == []


def test_every_kind_has_a_title_and_the_list_is_written_once() -> None:
    assert tuple(kinds(plain_words)) == KINDS  # type: ignore[arg-type]


def test_everything_the_guide_shows_may_be_counted(edition: Edition, screens: dict[Route, object]) -> None:
    shown = {screen.topic for screen in screens.values() if screen.topic}  # type: ignore[attr-defined]
    assert shown <= topics(edition.library)


def test_a_publication_has_every_page_in_every_language_but_not_the_ways_in(edition: Edition) -> None:
    cells = pairs(edition.library)
    assert len(cells) == len(set(cells)) == (len(edition.library.pages) - 3) * 2
    assert FIRST.page not in {topic for topic, _ in cells}


# Writing.


class BrokenStore(SqliteStore):
    """A store that fails as often as it is told to."""

    failures = 0

    async def add(self, rows: object) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreError("DATABASE_URL: the disk is full. Make room")
        await super().add(rows)  # type: ignore[arg-type]


def recorder(
    tally: Tally, store: Store, clock: Callable[[], date] = lambda: TODAY, gaps: list[Gap] | None = None
) -> Recorder:
    waiting = gaps or []

    def radar() -> list[Gap]:
        found, waiting[:] = list(waiting), []
        return found

    return Recorder(tally, lambda: store, clock, radar, lambda: [("detained", "tg")])


async def written(store: Store) -> int:
    return sum(sum(cell.days) for cell in await store.cells(WEEK.plus(-9), WEEK))


async def test_a_failing_store_loses_nothing_and_says_so_once(
    tmp_path: Path, tally: Tally, caplog: pytest.LogCaptureFixture
) -> None:
    store = BrokenStore(tmp_path / "figures.db")
    store.failures = 3
    writing, count = recorder(tally, store), tally.counter({"detained"}, {"tg"})
    with caplog.at_level(logging.INFO, "bot"):
        for _ in range(4):
            count("detained", "tg", "opened")
            await writing.flush()
            assert bool(writing.trouble) is bool(tally)
    assert await written(store) == 4
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]
    assert "Make room. Guidance goes on" in caplog.text
    assert "Counting has resumed" in caplog.text


async def test_a_store_that_cannot_even_be_opened_stops_nobody(tally: Tally, caplog: pytest.LogCaptureFixture) -> None:
    def opener() -> Store:
        raise StoreError("DATABASE_URL: PostgreSQL needs one more package")

    tally.counter({"detained"}, {"tg"})("detained", "tg", "opened")
    writing = Recorder(tally, opener, lambda: TODAY)
    assert await writing.flush() is False
    assert writing.trouble
    assert len(tally) == 1


async def test_counts_of_a_week_that_may_have_been_shown_are_dropped(tmp_path: Path, tally: Tally) -> None:
    store = SqliteStore(tmp_path / "figures.db")
    for days in (0, 1, 2):
        tally.put_back([Row(TODAY - timedelta(days=days), "detained", "tg", "opened", 10**days)])
    await recorder(tally, store).flush()
    assert await written(store) == 11


def test_a_week_closes_after_its_last_count_can_have_been_written() -> None:
    """Counts wait one day at most; a week is shown two days after its Sunday began."""
    from bot.usage.recorder import KEPT
    from bot.usage.weeks import GRACE

    assert GRACE >= KEPT
    assert not WEEK.is_closed(WEEK.sunday + KEPT)
    assert WEEK.is_closed(WEEK.sunday + KEPT + timedelta(days=1))


async def test_words_of_the_radar_are_written_and_wait_for_a_failing_store(tmp_path: Path, tally: Tally) -> None:
    store = BrokenStore(tmp_path / "figures.db")
    store.failures = 1
    tally.counter({"detained"}, {"tg"})("detained", "tg", "opened")
    writing = recorder(tally, store, gaps=[Gap(WEEK, "ru", "word", 5)])
    await writing.flush()
    await writing.flush()
    assert await store.gaps(WEEK, WEEK) == [Gap(WEEK, "ru", "word", 5)]


async def test_the_cells_of_the_next_week_are_fixed_before_it_begins(tmp_path: Path, tally: Tally) -> None:
    store = SqliteStore(tmp_path / "figures.db")
    await recorder(tally, store).flush()
    assert await store.planned(WEEK.plus(1)) == [("detained", "tg")]
    assert await store.planned(WEEK) == []


async def test_told_to_stop_it_writes_once_more_and_nothing_twice(tmp_path: Path, tally: Tally) -> None:
    store, count = SqliteStore(tmp_path / "figures.db"), tally.counter({"detained"}, {"tg"})
    count("detained", "tg", "opened")
    running = asyncio.create_task(recorder(tally, store).run())
    await asyncio.sleep(0)  # it has begun to write
    count("detained", "tg", "opened")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await written(store) == 2


async def test_a_counter_that_fails_does_not_stop_an_answer(edition: Edition) -> None:
    person = Person(edition)

    def broken(topic: str, language: str, kind: str) -> None:
        raise RuntimeError

    person.guide = replace(person.guide, count=broken)
    await person.type("/start")
    await person.tap(TG)
    assert person.shows(TG)
