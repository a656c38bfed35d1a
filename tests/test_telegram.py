"""Whatever a chat sends, does a person get the right answer in one quiet message, with nothing left lying about?"""

from dataclasses import replace
from typing import Any

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.edition import Edition
from bot.frontends.telegram.conversation import FAREWELL
from bot.frontends.telegram.courier import GIVE_UP, LONGEST_PAUSE
from bot.frontends.telegram.memory import LIFETIME, Memory
from bot.frontends.telegram.transport import UnreachableError
from bot.screens.route import EMERGENCY, FIRST, FOUND, HELP, HOME, WIPE, Route, encode
from tests import fake_telegram as fake
from tests.fake_telegram import Person
from tests.samples import TODAY

TG, RU = Route("tg"), Route("ru")


@pytest.fixture
def person(edition: Edition) -> Person:
    return Person(edition)


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("/start", FIRST),
        ("/start 1_tg_detained", TG.to("detained")),
        ("/start nonsense", FIRST),
        ("/help", RU.to(HELP)),
        ("/sos", RU.to(EMERGENCY)),
        ("/tj", TG),
        ("/ru", RU),
        ("/sos@rohnamo_bot", RU.to(EMERGENCY)),
        ("/unknown", RU.to(HOME, "command")),
        ("/", RU.to(HOME, "command")),
        ("???", RU.to(FOUND, "n")),
    ],
)
async def test_what_is_typed_is_answered_and_removed(person: Person, text: str, route: Route) -> None:
    await person.type(text)
    assert person.shows(route)


async def test_a_typed_line_is_answered_in_its_own_language(person: Person) -> None:
    await person.type("\u04b3\u0443\u049b\u0443\u049b")  # a word with letters that only Tajik has
    assert person.shows(person.guide.ask("\u04b3\u0443\u049b\u0443\u049b", "tg"))


async def test_taps_change_the_one_message_in_place(person: Person) -> None:
    await person.type("/start")
    (message,) = person.telegram.chats[person.chat]
    for route in (TG, TG.to("raids"), TG.to("detained"), RU.to("detained")):
        await person.tap(route)
        assert person.shows(route)
        assert list(person.telegram.chats[person.chat]) == [message]
    assert len(person.telegram.called("answerCallbackQuery")) == 4


async def test_everything_sent_is_silent_and_without_previews(person: Person) -> None:
    await person.type("/start")
    await person.tap(TG)
    (sent,) = person.telegram.called("sendMessage")
    (edited,) = person.telegram.called("editMessageText")
    assert sent["disable_notification"] is True
    assert sent["link_preview_options"]["is_disabled"] is True
    assert edited["link_preview_options"]["is_disabled"] is True


async def test_the_red_button_is_red_and_copying_needs_no_call(person: Person) -> None:
    await person.tap(TG.to("detained"), person.telegram.put(person.chat, "x"))
    keyboard = person.telegram.called("editMessageText")[0]["reply_markup"]["inline_keyboard"]
    buttons = [button for row in keyboard for button in row]
    assert [button["callback_data"] for button in buttons if button.get("style") == "danger"] == [
        encode(TG.to(EMERGENCY))
    ]
    assert any("copy_text" in button and "callback_data" not in button for button in buttons)


async def test_the_language_chosen_is_kept_for_what_is_typed_next(person: Person) -> None:
    await person.type("/tj")
    await person.type("/help")
    assert person.shows(TG.to(HELP))


async def test_an_unknown_phone_language_gets_the_guides_first(edition: Edition) -> None:
    person = Person(edition, language_code="fr")
    await person.type("/help")
    assert person.shows(TG.to(HELP))


MEDIA: list[dict[str, Any]] = [
    {
        "sticker": {
            "file_id": "f",
            "file_unique_id": "u",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "x"},
    {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
    {"video": {"file_id": "f", "file_unique_id": "u", "duration": 1, "width": 1, "height": 1}},
    {"document": {"file_id": "f", "file_unique_id": "u"}},
    {"location": {"latitude": 55.7, "longitude": 37.6}},
    {"contact": {"phone_number": "+79990000000", "first_name": "C"}},
    {"dice": {"emoji": "x", "value": 1}},
    {
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
]


@pytest.mark.parametrize("content", MEDIA, ids=lambda content: next(iter(content)))
async def test_what_is_not_text_is_refused_kindly_and_removed(person: Person, content: dict[str, Any]) -> None:
    await person.send(**content)
    assert person.shows(RU.to(HOME, "media"))


async def test_a_forwarded_text_is_taken_as_typed(person: Person) -> None:
    await person.send(text="???", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "S"})
    assert person.shows(RU.to(FOUND, "n"))


async def test_a_corrected_text_is_a_new_question_and_a_moving_location_is_not(person: Person) -> None:
    await person.send("edited_message", text="/help", edit_date=1)
    assert person.shows(RU.to(HELP))
    calls = len(person.telegram.calls)
    await person.send("edited_message", location={"latitude": 1.0, "longitude": 1.0}, edit_date=2)
    assert len(person.telegram.calls) == calls


@pytest.mark.parametrize(
    "content",
    [
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
        {"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 777, "type": "private"}}},
    ],
)
async def test_telegrams_own_messages_are_not_answered(person: Person, content: dict[str, Any]) -> None:
    await person.send(**content)
    assert person.telegram.calls == []


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_groups_and_channels_are_left_without_a_word(person: Person, kind: str) -> None:
    chat = {"id": -100, "type": kind, "title": "T"}
    inside = {"user": fake.BOT, "status": "member"} if kind != "channel" else None
    if inside:
        change = {
            "chat": chat,
            "from": person.user,
            "date": 1,
            "old_chat_member": {"user": fake.BOT, "status": "left"},
            "new_chat_member": inside,
        }
        await person.update(my_chat_member=change)
    post = {"message_id": 5, "date": 1, "chat": chat, "text": "/start"}
    await person.update(**{"channel_post" if kind == "channel" else "message": post})
    assert {name for name, _ in person.telegram.calls} == {"leaveChat"}


async def test_whoever_blocks_the_bot_is_forgotten(person: Person) -> None:
    await person.type("/tj")
    assert len(person.memory) == 1
    chat = {"id": person.chat, "type": "private", "first_name": "C"}
    kicked = {"user": fake.BOT, "status": "kicked", "until_date": 0}
    await person.update(
        my_chat_member={
            "chat": chat,
            "from": person.user,
            "date": 1,
            "old_chat_member": {"user": fake.BOT, "status": "member"},
            "new_chat_member": kicked,
        }
    )
    assert len(person.memory) == 0


async def test_other_bots_and_unknown_updates_are_ignored(person: Person) -> None:
    await person.update(
        message={**fake._message(person.chat, 1, text="/start"), "from": {**person.user, "is_bot": True}}
    )
    await person.update(widget_query={"id": "1"})
    assert person.telegram.calls == []


@pytest.mark.parametrize(
    "data", ["1_tg_no-such-page", "0_tg_home", "9_tg_home", "garbage", "", "1_xx_home", "../../etc/passwd", "x" * 64]
)
async def test_an_unknown_forged_retired_or_old_button_still_leads_somewhere(person: Person, data: str) -> None:
    message = person.telegram.put(person.chat, "old")
    await person.tap(data, message)
    assert len(person.sees) == 1
    assert person.sees != ["old"]


async def test_a_button_works_after_a_restart(edition: Edition) -> None:
    before, after = Person(edition), Person(edition)
    await before.type("/start")
    await before.tap(TG.to("detained"))
    after.telegram.chats = before.telegram.chats
    await after.tap(TG.to("lawyer"))
    assert after.shows(TG.to("lawyer"))


async def test_a_double_tap_is_no_fault(person: Person) -> None:
    await person.type("/tj")
    await person.tap(TG)
    await person.tap(TG)
    assert person.shows(TG)
    assert len(person.telegram.called("sendMessage")) == 1


async def test_a_tap_that_is_too_old_to_be_answered_still_changes_the_message(person: Person) -> None:
    await person.type("/tj")
    person.telegram.faults["answerCallbackQuery"] = [fake.TOO_OLD_QUERY]
    await person.tap(TG.to("raids"))
    assert person.shows(TG.to("raids"))


async def test_a_message_that_cannot_be_edited_is_replaced(person: Person) -> None:
    await person.tap(TG.to("raids"), 5)
    assert person.shows(TG.to("raids"))


async def test_an_inaccessible_message_is_replaced(person: Person) -> None:
    gone = {"chat": {"id": person.chat, "type": "private"}, "message_id": 5, "date": 0}
    await person.tap(TG.to("raids"), 5, **{"message": gone})
    assert person.shows(TG.to("raids"))


async def test_a_tap_under_an_inline_message_or_in_a_group_is_only_answered(person: Person) -> None:
    await person.tap(TG, 5, **{"message": None, "inline_message_id": "i"})
    await person.tap(
        TG, 5, **{"message": {"message_id": 5, "date": 1, "chat": {"id": -5, "type": "group", "title": "T"}}}
    )
    assert {name for name, _ in person.telegram.calls} == {"answerCallbackQuery"}


async def test_clean_up_by_button_leaves_nothing(person: Person) -> None:
    await person.type("/tj")
    await person.tap(TG.to("raids"))
    await person.tap(TG.to(WIPE))
    assert person.sees == []
    assert len(person.memory) == 0
    alert = person.telegram.called("answerCallbackQuery")[-1]
    assert alert["show_alert"] is True
    assert 0 < len(alert["text"]) <= 200


async def test_clean_up_by_command_leaves_a_word_that_goes_by_itself(person: Person) -> None:
    await person.type("/tj")
    await person.type("/clear")
    assert person.sees == [person.guide.show(TG.to(WIPE)).text]
    ((seconds, do),) = person.later
    assert seconds == FAREWELL
    await do()
    assert person.sees == []


async def test_what_is_too_old_to_be_deleted_is_made_harmless(person: Person) -> None:
    await person.type("/tj")
    person.telegram.faults["deleteMessages"] = [fake.TOO_OLD_TO_DELETE]
    await person.tap(TG.to(WIPE))
    assert person.sees == [person.guide.show(TG.to(WIPE)).text]


async def test_one_message_too_old_does_not_keep_the_others(person: Person) -> None:
    person.telegram.put(person.chat, "a")
    person.telegram.put(person.chat, "b")
    for message in list(person.telegram.chats[person.chat]):
        person.memory.remember(person.chat, message)
    under = person.telegram.put(person.chat, "c")
    person.telegram.faults["deleteMessages"] = [fake.TOO_OLD_TO_DELETE, fake.TOO_OLD_TO_DELETE]
    await person.tap(TG.to(WIPE), under)
    assert person.sees == ["a"]


async def test_too_many_requests_are_waited_for(person: Person) -> None:
    person.telegram.faults["sendMessage"] = [fake.BUSY]
    await person.type("/tj")
    assert person.shows(TG)
    assert person.pauses == [7.0]


@pytest.mark.parametrize("fault", [fake.BROKEN, TimedOut(), NetworkError("reset")], ids=["502", "timeout", "reset"])
async def test_a_broken_connection_is_tried_again(person: Person, fault: Any) -> None:
    person.telegram.faults["sendMessage"] = [fault, fault]
    await person.type("/tj")
    assert person.shows(TG)
    assert len(person.pauses) == 2


async def test_a_telegram_that_is_broken_for_long_is_tried_until_it_answers(person: Person) -> None:
    person.telegram.faults["sendMessage"] = [fake.BROKEN] * 40
    await person.type("/tj")
    assert person.shows(TG)
    assert len(person.pauses) >= 40
    assert max(person.pauses) <= LONGEST_PAUSE


async def test_what_telegram_never_takes_is_given_up_at_last_and_stops_nobody(person: Person) -> None:
    person.telegram.faults["sendMessage"] = [fake.BROKEN] * 1000
    await person.type("/tj")
    assert GIVE_UP < sum(person.pauses) < 2 * GIVE_UP
    person.telegram.faults.clear()
    await person.type("/tj")
    assert person.shows(TG)


async def test_a_network_that_is_down_for_an_hour_loses_nothing(person: Person) -> None:
    person.telegram.faults["sendMessage"] = [UnreachableError("down") for _ in range(1200)]
    await person.type("/tj")
    assert sum(person.pauses) > 3600
    assert person.shows(TG)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("body", [[], None, 7, {}, {"ok": True}, {"ok": True, "result": None}, "x"], ids=repr)
async def test_a_strange_answer_is_no_answer_and_no_crash(person: Person, status: int, body: Any) -> None:
    person.telegram.faults["editMessageText"] = [(status, body)]
    message = person.telegram.put(person.chat, "old")
    await person.tap(TG.to("raids"), message)
    assert person.shows(TG.to("raids")) or body == {"ok": True, "result": None}
    person.telegram.faults["getUpdates"] = [(status, body)]
    with pytest.raises(TelegramError):
        await person.api.receive(None, 0, ())


@pytest.mark.parametrize("updates", [{}, [7], [{}], [{"update_id": "x"}], [None]], ids=repr)
async def test_updates_without_numbers_are_asked_for_again(person: Person, updates: Any) -> None:
    person.telegram.faults["getUpdates"] = [(200, {"ok": True, "result": updates})]
    with pytest.raises(TelegramError):
        await person.api.receive(None, 0, ())


async def test_a_404_of_some_proxy_ends_nothing(person: Person) -> None:
    person.telegram.faults["sendMessage"] = [(404, {"detail": "Not Found"})]
    await person.type("/tj")
    assert person.shows(TG)


async def test_a_reader_who_blocked_us_is_not_tried_again(person: Person) -> None:
    person.telegram.faults["sendMessage"] = [fake.BLOCKED]
    await person.type("/tj")
    assert person.pauses == []


async def test_pages_are_offered_in_other_chats_and_read_well_alone(person: Person, edition: Edition) -> None:
    await person.type_elsewhere("patent")
    (answer,) = person.telegram.called("answerInlineQuery")
    assert (answer["cache_time"], answer["is_personal"]) == (0, True)
    assert 1 <= len(answer["results"]) <= 5
    first = answer["results"][0]
    document = edition.library.pages["patent"].texts["ru"].document
    assert (first["id"], first["title"]) == ("patent", document.title)
    content = first["input_message_content"]
    assert content["parse_mode"] == "HTML"
    assert content["link_preview_options"] == {"is_disabled": True}
    assert content["message_text"].startswith("<b>")
    assert "reply_markup" not in first
    assert person.sees == []


async def test_nothing_is_offered_for_noise_or_where_the_setting_is_off(person: Person, edition: Edition) -> None:
    await person.type_elsewhere("")
    await person.type_elsewhere("asdfghjkl")
    person.guide = edition.guide(lambda: TODAY)
    await person.type_elsewhere("patent")
    assert [answer["results"] for answer in person.telegram.called("answerInlineQuery")] == [[], [], []]


async def test_the_chosen_language_answers_whatever_is_typed(person: Person) -> None:
    await person.type("/tj")
    await person.type("patent skolko stoit")
    assert person.shows(person.guide.ask("patent skolko stoit", "tg"))


async def test_a_fault_of_ours_ends_the_spinner_and_harms_nobody_else(person: Person) -> None:
    def broken(route: Route) -> Any:
        raise RuntimeError(str(route))

    sound = person.guide
    person.guide = replace(sound, show=broken)
    await person.tap(TG, 5)
    assert {name for name, _ in person.telegram.calls} == {"answerCallbackQuery"}
    person.guide = sound
    await person.tap(TG, 5)
    assert person.shows(TG)


def test_memory_forgets_after_48_hours_and_when_there_are_too_many() -> None:
    now = [0.0]
    memory = Memory(lambda: now[0], chats=2)
    memory.remember(1, 10)
    memory.choose_language(1, "tg")
    now[0] = LIFETIME - 1
    assert (memory.messages(1), memory.language(1)) == ([10], "tg")
    now[0] = LIFETIME + 1
    assert (memory.messages(1), memory.language(1)) == ([], "")
    for chat in (1, 2, 3):
        memory.remember(chat, 1)
    assert len(memory) == 2
    for message in range(300):
        memory.remember(3, message)
    assert len(memory.messages(3)) == 100
