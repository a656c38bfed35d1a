"""When many ask at once and Telegram says "wait": who is answered first, how fast, and is anybody forgotten?"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.frontends.telegram.courier import Call, Courier, OvertakenError
from bot.frontends.telegram.pace import BURST, CHAT_BURST, EVERYBODY, Kind, Pace, Urgency
from tests.fake_telegram import FakeClock


class Server:
    """Takes calls; may be told to refuse more than so many a second, over all chats or in one."""

    def __init__(self, clock: FakeClock, limit: float = 0, refuses: Callable[[int], float] = lambda _: 0) -> None:
        self.clock, self.limit, self.refuses = clock, limit, refuses
        self.taken: list[tuple[float, int, str]] = []
        self.refused = 0

    async def post(self, method: str, values: Mapping[str, Any], seconds: float) -> Any:
        await asyncio.sleep(0)
        now = self.clock.now()
        wait = self.refuses(values["chat_id"])
        lately = [when for when, *_ in self.taken if now - when < 1]
        if wait or (self.limit and len(lately) >= self.limit):
            self.refused += 1
            raise RetryAfter(int(wait or 1))
        self.taken.append((now, values["chat_id"], method))
        return {"message_id": len(self.taken)}


def an_edit(chat: int, urgency: Urgency = Urgency.ORDINARY, key: object = None) -> Call:
    return Call("editMessageText", {"chat_id": chat}, Kind.EDIT, chat, urgency, key)


def a_message(chat: int, urgency: Urgency = Urgency.ORDINARY) -> Call:
    return Call("sendMessage", {"chat_id": chat}, Kind.MESSAGE, chat, urgency)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def carried(courier: Courier, calls: list[Call]) -> list[Any]:
    return await asyncio.wait_for(asyncio.gather(*(courier.carry(call) for call in calls)), 20)


async def test_messages_leave_no_faster_than_telegram_allows(clock: FakeClock) -> None:
    server = Server(clock, limit=EVERYBODY + BURST)
    await carried(Courier(server.post, clock), [a_message(chat) for chat in range(200)])
    assert server.refused == 0
    assert server.taken[-1][0] - server.taken[0][0] > (200 - BURST - 1) / EVERYBODY


async def test_one_chat_gets_a_short_burst_and_then_a_message_a_second(clock: FakeClock) -> None:
    server = Server(clock)
    await carried(Courier(server.post, clock), [a_message(7) for _ in range(10)])
    assert server.taken[-1][0] - server.taken[0][0] >= 10 - CHAT_BURST - 0.01


async def test_edits_leave_freely_until_telegram_refuses(clock: FakeClock) -> None:
    server = Server(clock)
    await carried(Courier(server.post, clock), [an_edit(chat) for chat in range(500)])
    assert server.taken[-1][0] - server.taken[0][0] < 1


async def test_after_a_refusal_the_rate_is_found_and_kept(clock: FakeClock) -> None:
    server = Server(clock, limit=30)
    await carried(Courier(server.post, clock), [an_edit(chat) for chat in range(2000)])
    assert len(server.taken) == 2000
    took = server.taken[-1][0] - server.taken[0][0]
    assert 2000 / took > 20, "not much slower than it may go"
    late = [when for when, *_ in server.taken if when > server.taken[0][0] + 5]
    assert server.refused < 150, "those that were on their way when the first was refused, and hardly one after"
    assert len(late) > 1500


async def test_one_chat_that_is_told_to_wait_keeps_nobody_else_waiting(clock: FakeClock) -> None:
    until = clock.now() + 60
    server = Server(clock, refuses=lambda chat: max(0.0, until - clock.now()) if chat == 1 else 0)
    courier = Courier(server.post, clock)
    first = asyncio.ensure_future(courier.carry(an_edit(1)))
    await asyncio.sleep(0)
    began = clock.now()
    others = [asyncio.ensure_future(courier.carry(an_edit(chat))) for chat in range(2, 50)]
    await first
    await asyncio.gather(*others)
    by_chat = {chat: when for when, chat, _ in server.taken}
    assert by_chat[1] >= until
    assert all(by_chat[chat] - began < 1 for chat in range(2, 50))


async def test_emergencies_leave_first(clock: FakeClock) -> None:
    server = Server(clock, limit=30)
    courier = Courier(server.post, clock)
    crowd = [asyncio.ensure_future(courier.carry(an_edit(chat))) for chat in range(1000)]
    for _ in range(200):
        await asyncio.sleep(0)
    asked = clock.now()
    await courier.carry(an_edit(5000, Urgency.EMERGENCY))
    waited = server.taken[-1][0] - asked
    assert len([task for task in crowd if not task.done()]) > 500
    assert waited <= 2, "what Telegram itself told us to wait, no more"
    await asyncio.gather(*crowd)


async def test_a_part_of_what_may_leave_is_kept_for_emergencies(clock: FakeClock) -> None:
    pace = Pace(clock.now)
    while not pace.wait(Kind.MESSAGE, None, Urgency.ORDINARY).seconds:
        pace.leave(Kind.MESSAGE, None)
    assert not pace.wait(Kind.MESSAGE, None, Urgency.EMERGENCY).seconds


async def test_words_over_the_chat_leave_while_messages_are_held(clock: FakeClock) -> None:
    pace = Pace(clock.now)
    for chat in (1, 2):
        pace.refuse(Kind.EDIT, chat, 30)
    assert pace.wait(Kind.EDIT, 3, Urgency.EMERGENCY).seconds == 30
    assert pace.wait(Kind.MESSAGE, 3, Urgency.EMERGENCY).seconds == 30
    assert not pace.wait(Kind.ANSWER, None, Urgency.ORDINARY).seconds


async def test_two_people_in_haste_do_not_stop_the_bot_for_others(clock: FakeClock) -> None:
    pace = Pace(clock.now)
    for chat in (1, 2):
        for _ in range(5):
            pace.leave(Kind.EDIT, chat)
        pace.refuse(Kind.EDIT, chat, 35)
        assert pace.wait(Kind.EDIT, chat, Urgency.EMERGENCY).seconds == 35
    assert not pace.wait(Kind.EDIT, 3, Urgency.ORDINARY).seconds


async def test_chats_are_forgotten_once_nothing_waits_for_them(clock: FakeClock) -> None:
    pace = Pace(clock.now)
    for chat in range(100):
        pace.leave(Kind.MESSAGE, chat)
        pace.refuse(Kind.OTHER, chat, 5)
    clock.time += 120
    pace.leave(Kind.MESSAGE, 1000)
    assert not [chat for kept in (pace._chat_messages, pace._chat_changes) for chat in kept if chat < 100]
    assert not pace._chat_holds


async def test_whoever_gets_into_an_emergency_hurries_what_his_chat_waits_for(clock: FakeClock) -> None:
    server = Server(clock, limit=30)
    courier = Courier(server.post, clock)
    crowd = [asyncio.ensure_future(courier.carry(an_edit(chat))) for chat in range(1000)]
    own = asyncio.ensure_future(courier.carry(an_edit(5000)))
    for _ in range(200):
        await asyncio.sleep(0)
    asked = clock.now()
    courier.hurry(5000)
    await own
    assert clock.now() - asked <= 2
    assert len([task for task in crowd if not task.done()]) > 500
    await asyncio.gather(*crowd)


async def test_a_rate_once_refused_is_approached_again_with_patience(clock: FakeClock) -> None:
    pace = Pace(clock.now)
    pace.refuse(Kind.EDIT, 1, 1)
    pace.refuse(Kind.EDIT, 2, 1)
    slow = pace.rate(Kind.EDIT)
    assert slow < EVERYBODY
    for _ in range(15):
        clock.time += 31
        pace.wait(Kind.EDIT, 3, Urgency.ORDINARY)
    assert slow < pace.rate(Kind.EDIT) < EVERYBODY, "not up to what was refused"
    for _ in range(60):
        clock.time += 31
        pace.wait(Kind.EDIT, 3, Urgency.ORDINARY)
    assert not pace.wait(Kind.EDIT, 3, Urgency.ORDINARY).seconds
    assert pace.rate(Kind.EDIT) > 10 * EVERYBODY, "free again after a long time without refusals"


async def test_the_newest_of_two_edits_of_one_message_is_enough(clock: FakeClock) -> None:
    until = clock.now() + 60
    server = Server(clock, refuses=lambda chat: max(0.0, until - clock.now()))
    courier = Courier(server.post, clock)
    older = asyncio.ensure_future(courier.carry(an_edit(1, key=(1, 5))))
    for _ in range(5):
        await asyncio.sleep(0)
    assert server.refused == 1
    newer = asyncio.ensure_future(courier.carry(an_edit(1, key=(1, 5))))
    with pytest.raises(OvertakenError):
        await older
    assert await newer
    assert len(server.taken) == 1


async def test_no_more_is_on_its_way_than_there_are_connections_and_some_are_kept_for_emergencies(
    clock: FakeClock,
) -> None:
    most, now, gate = [0], [0], asyncio.Event()

    async def post(method: str, values: Mapping[str, Any], seconds: float) -> Any:
        now[0] += 1
        most[0] = max(most[0], now[0])
        await gate.wait()
        now[0] -= 1

    courier = Courier(post, clock, at_once=20)
    crowd = [asyncio.ensure_future(courier.carry(an_edit(chat))) for chat in range(100)]
    await asyncio.sleep(0)
    assert now[0] == 4, "sixteen are not for them"
    urgent = [asyncio.ensure_future(courier.carry(an_edit(chat, Urgency.EMERGENCY))) for chat in range(200, 230)]
    await asyncio.sleep(0)
    assert now[0] == 20
    gate.set()
    await asyncio.gather(*crowd, *urgent)
    assert most[0] == 20


@pytest.mark.parametrize("fault", [NetworkError("502"), RetryAfter(3)])
async def test_what_was_called_off_gives_its_place_back(clock: FakeClock, fault: Exception) -> None:
    async def post(method: str, values: Mapping[str, Any], seconds: float) -> Any:
        if values["chat_id"] < 50:
            await asyncio.Event().wait()
        return True

    courier = Courier(post, clock, at_once=18)
    stuck = [asyncio.ensure_future(courier.carry(an_edit(chat))) for chat in range(10)]
    await asyncio.sleep(0)
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)
    assert await carried(courier, [an_edit(chat) for chat in range(50, 90)]) == [True] * 40


async def test_what_telegram_refuses_for_good_is_said_at_once(clock: FakeClock) -> None:
    calls: list[str] = []

    async def post(method: str, values: Mapping[str, Any], seconds: float) -> Any:
        calls.append(method)
        raise BadRequest("message to edit not found")

    with pytest.raises(BadRequest):
        await Courier(post, clock).carry(an_edit(1))
    assert len(calls) == 1
