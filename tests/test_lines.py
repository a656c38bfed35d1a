"""Several people and one impatient one: is everybody answered in his own order, and nobody twice or never?"""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from bot.edition import Edition
from bot.frontends.telegram.lines import Arrival, Lines
from bot.frontends.telegram.outbox import TIDYING_ATTEMPTS
from bot.frontends.telegram.pace import Kind
from bot.frontends.telegram.transport import UnreachableError
from bot.frontends.telegram.updates import Update, read_update
from bot.frontends.telegram.window import LIMIT, MOST_LET_GO, Window
from bot.screens.route import EMERGENCY, WIPE, Route, encode
from tests import fake_telegram as fake
from tests.fake_telegram import Person

TG = Route("tg")


def a_text(number: int, chat: int) -> Update:
    message = {"message_id": number, "chat": {"id": chat, "type": "private"}, "text": "x"}
    return read_update({"update_id": number, "message": message})


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that others do in this loop."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is looked at belongs to fakes without events
            await asyncio.sleep(0)


class Plain:
    """Rules by which nothing is special."""

    def is_urgent(self, update: Update) -> bool:
        return False

    def is_overtaken(self, update: Update, later: Iterable[Update]) -> bool:
        return False

    def pass_over(self, update: Update) -> None: ...


def plain_lines(react: Any) -> Lines:
    return Lines(react, Plain(), lambda chat, message: None, lambda chat: None)


async def no_answer(query: str, text: str, alert: bool) -> None: ...


async def test_a_slow_chat_keeps_its_order_and_keeps_nobody_else_waiting() -> None:
    gate, done = asyncio.Event(), list[int]()

    async def react(update: Update, answer: Any) -> None:
        if update.chat == 1:
            await gate.wait()
        done.append(update.update_id)

    lines = plain_lines(react)
    for number in range(1, 101):
        lines.put(Arrival(a_text(number, number % 5), no_answer, lambda done: None))
    await until(lambda: len(done) == 80)
    assert not [number for number in done if number % 5 == 1]
    gate.set()
    await lines.finish(5)
    for chat in range(5):
        assert [number for number in done if number % 5 == chat] == list(range(chat or 5, 101, 5))


async def test_told_to_stop_it_finishes_in_time_and_says_what_is_not_done() -> None:
    told: dict[int, bool] = {}

    async def react(update: Update, answer: Any) -> None:
        if update.chat == 1:
            await asyncio.Event().wait()

    lines = plain_lines(react)
    for number in range(1, 7):
        lines.put(Arrival(a_text(number, number % 2), no_answer, partial(told.__setitem__, number)))
    await lines.finish(0.05)
    assert told == {1: False, 3: False, 5: False, 2: True, 4: True, 6: True}
    assert len(lines) == 0


async def test_whoever_taps_on_gets_what_he_tapped_last(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    (under,) = person.telegram.chats[person.chat]
    taps = [person.arrive(callback_query=_tap(person, under, page)) for page in ("raids", "papers", "army", "detained")]
    await asyncio.gather(*taps)
    assert person.shows(TG.to("detained"))
    assert len(person.telegram.called("editMessageText")) <= 2, "the others were passed over"
    assert len(person.telegram.called("answerCallbackQuery")) == 4, "but every spinner was stopped"


async def test_an_edit_that_must_wait_is_dropped_for_the_newer_one(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    (under,) = person.telegram.chats[person.chat]
    person.telegram.faults["editMessageText"] = [fake.BUSY]
    first = person.arrive(callback_query=_tap(person, under, "raids"))
    await until(lambda: bool(person.telegram.called("editMessageText")))
    second = person.arrive(callback_query=_tap(person, under, "papers"))
    await asyncio.gather(first, second)
    assert person.shows(TG.to("papers"))
    texts = [edit["text"] for edit in person.telegram.called("editMessageText")[1:]]
    assert texts == [person.guide.show(TG.to("papers")).text]


async def test_of_what_is_typed_in_a_row_the_last_is_answered_and_all_is_removed(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    texts = ["patent", "patent narhash", "/help"]
    numbers = [person.telegram.put(person.chat, text) for text in texts]
    sent = [fake._message(person.chat, n, text=text) for n, text in zip(numbers, texts, strict=True)]
    await asyncio.gather(*(person.arrive(message={**message, "from": person.user}) for message in sent))
    assert person.shows(TG.to("help"))
    assert len(person.telegram.called("sendMessage")) <= 3


async def test_cleaning_up_is_never_passed_over_or_put_off(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    (under,) = person.telegram.chats[person.chat]
    wipe = read_update({"update_id": 1, "callback_query": _tap(person, under, WIPE)})
    home = read_update({"update_id": 2, "callback_query": _tap(person, under, "home")})
    triage = person.conversation.triage
    assert not triage.is_overtaken(wipe, [home])
    assert triage.is_overtaken(home, [wipe])
    for chat in (1, 2):  # limits hold every edit
        person.outbox._courier._pace.refuse(Kind.EDIT, chat, 60)
    assert triage.delay(home) > 30
    assert triage.delay(wipe) == 0
    await triage.console(wipe)
    assert person.telegram.called("answerCallbackQuery") == [], "nothing is called clean that is not"


async def test_what_could_not_be_removed_is_found_by_cleaning_up(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    person.telegram.faults["deleteMessages"] = [UnreachableError("down") for _ in range(TIDYING_ATTEMPTS)]
    await person.type("/help")
    assert len(person.sees) == 3, "the network failed just then"
    await person.tap(TG.to(WIPE))
    assert person.sees == []


async def test_an_emergency_does_not_wait_for_spinners_or_for_what_is_tidied_up(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    (under,) = person.telegram.chats[person.chat]
    person.telegram.gates["answerCallbackQuery"] = asyncio.Event()
    person.telegram.gates["deleteMessages"] = asyncio.Event()
    first = person.arrive(callback_query=_tap(person, under, "raids"))
    second = person.arrive(callback_query=_tap(person, under, EMERGENCY))
    await until(lambda: person.shows(TG.to(EMERGENCY)))
    for gate in person.telegram.gates.values():
        gate.set()
    await asyncio.gather(first, second)


async def test_an_emergency_that_cannot_be_shown_in_time_is_said_over_the_chat(edition: Edition) -> None:
    person = Person(edition)
    await person.type("/tj")
    (under,) = person.telegram.chats[person.chat]
    gate = asyncio.Event()
    person.telegram.gates["editMessageText"] = gate
    tap = person.arrive(callback_query=_tap(person, under, EMERGENCY))
    await until(lambda: bool(person.telegram.called("answerCallbackQuery")))
    (answer,) = person.telegram.called("answerCallbackQuery")
    assert answer["show_alert"] is True
    assert 0 < len(answer["text"]) <= 200
    gate.set()
    await tap
    assert person.shows(TG.to(EMERGENCY)), "and it is shown as soon as that is possible"


def _tap(person: Person, under: int, page: str) -> dict[str, Any]:
    return {
        "id": page,
        "from": person.user,
        "chat_instance": "1",
        "message": fake._message(person.chat, under, text="x"),
        "data": encode(TG.to(page)),
    }


@given(some.lists(some.booleans(), min_size=1, max_size=40), some.randoms(use_true_random=False))
def test_nothing_is_confirmed_that_is_not_done(finished: list[bool], chance: Any) -> None:
    """Whatever is done in whatever order: Telegram is only told to forget what is."""
    window, numbers = Window(), list(range(10, 10 + len(finished)))
    window.admit(numbers)
    done = [number for number, is_done in zip(numbers, finished, strict=True) if is_done]
    chance.shuffle(done)
    for number in done:
        window.finish(number)
    offset = window.offset
    assert offset is not None
    assert all(number in done for number in numbers if number < offset)
    assert window.waits is (len(done) < len(numbers))
    window.confirm(offset)
    assert window.admit([number for number in numbers if number >= offset]) == []


def test_what_comes_again_is_not_taken_again_and_what_is_new_is() -> None:
    window = Window()
    assert window.admit([1, 2, 3]) == [1, 2, 3]
    window.finish(2)
    assert window.offset == 1
    assert window.admit([1, 2, 3, 4]) == [4]
    window.finish(1)
    assert window.offset == 3
    window.confirm(3)
    assert window.admit([3, 4, 5]) == [5]


def test_the_window_lets_go_so_that_others_are_seen_but_not_without_bound() -> None:
    window, number = Window(), 0
    while window.let_go() or not number:
        window.admit(range(number, number + LIMIT))
        number += LIMIT
        assert number <= MOST_LET_GO + 2 * LIMIT
    assert window.offset == number - LIMIT, "what there was no room for is held"


def test_the_window_knows_how_long_its_head_has_been_held() -> None:
    window = Window()
    window.admit([1, 2], now=10.0)
    window.admit([1, 2, 3], now=15.0)
    assert window.held_for(16.0) == 6.0
    window.finish(1)
    window.finish(2)
    assert window.held_for(16.0) == 1.0
    window.finish(3)
    assert window.held_for(99.0) == 0.0


def test_numbers_that_begin_anew_after_a_quiet_week_are_taken() -> None:
    window = Window()
    window.admit([5000])
    window.finish(5000)
    assert window.admit([17, 18]) == [17, 18]
    assert window.offset == 17
