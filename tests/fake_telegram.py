"""A Telegram of our own at python-telegram-bot's one seam: keeps chats as a person sees them; can be told to fail."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.edition import Edition
from bot.frontends.telegram.api import Api
from bot.frontends.telegram.clock import Clock, Later
from bot.frontends.telegram.conversation import Conversation
from bot.frontends.telegram.courier import Courier
from bot.frontends.telegram.lines import Arrival, Lines
from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.operators import NOBODY, Desk
from bot.frontends.telegram.outbox import Outbox
from bot.frontends.telegram.updates import read_update
from bot.screens.guide import Guide
from bot.screens.route import Route, encode
from tests.samples import TODAY

TOKEN = "123456789:AAFcanaryTOKENcanaryTOKENcanaryTOKEN1"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Rohnamo", "username": "rohnamo_bot"}
Answer = tuple[int, dict[str, Any]]

NOT_MODIFIED = (400, {"ok": False, "error_code": 400, "description": "Bad Request: message is not modified"})
NO_MESSAGE = (400, {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"})
TOO_OLD_TO_DELETE = (
    400,
    {"ok": False, "error_code": 400, "description": "Bad Request: message can't be deleted for everyone"},
)
TOO_OLD_QUERY = (
    400,
    {"ok": False, "error_code": 400, "description": "Bad Request: query is too old and response timeout expired"},
)
BLOCKED = (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
BUSY = (429, {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}})
BROKEN = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
CONFLICT = (409, {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"})


@dataclass
class FakeTelegram(BaseRequest):
    """`chats`: what stands in each, message id -> text. `calls`: all of them. `faults`: answers for the next ones;
    `gates`: events that calls of a method wait for.
    """

    chats: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, list[Answer | Exception]] = field(default_factory=lambda: defaultdict(list))
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    inbox: list[list[dict[str, Any]]] = field(default_factory=list)
    last: int = 100

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, parameters))
        if name in self.gates:
            await self.gates[name].wait()
        if self.faults[name]:
            fault = self.faults[name].pop(0)
            if isinstance(fault, Exception):
                raise fault
            status, body = fault
        else:
            status, body = self._answer(name, parameters)
        return status, json.dumps(body).encode()

    def called(self, name: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method."""
        return [parameters for called, parameters in self.calls if called == name]

    def put(self, chat: int, text: str) -> int:
        """A message that stands in a chat, sent by whomever."""
        self.last += 1
        self.chats[chat][self.last] = text
        return self.last

    def _answer(self, name: str, parameters: dict[str, Any]) -> Answer:
        handler: Callable[[dict[str, Any]], Answer] | None = getattr(self, f"_{name}", None)
        return handler(parameters) if handler else _fine(True)

    def _getMe(self, _: dict[str, Any]) -> Answer:  # noqa: N802 - Telegram's names
        return _fine(BOT)

    def _getUpdates(self, _: dict[str, Any]) -> Answer:  # noqa: N802
        return _fine(self.inbox.pop(0) if self.inbox else [])

    def _getMyCommands(self, _: dict[str, Any]) -> Answer:  # noqa: N802
        return _fine([])

    def _getMyDescription(self, _: dict[str, Any]) -> Answer:  # noqa: N802
        return _fine({"description": ""})

    def _getMyShortDescription(self, _: dict[str, Any]) -> Answer:  # noqa: N802
        return _fine({"short_description": ""})

    def _sendMessage(self, sent: dict[str, Any]) -> Answer:  # noqa: N802
        return _fine(_message(sent["chat_id"], self.put(sent["chat_id"], sent["text"]), text=sent["text"]))

    def _sendDocument(self, sent: dict[str, Any]) -> Answer:  # noqa: N802
        return _fine(_message(sent["chat_id"], self.put(sent["chat_id"], "a file")))

    def _editMessageText(self, edited: dict[str, Any]) -> Answer:  # noqa: N802
        chat, message, text = self.chats[edited["chat_id"]], edited["message_id"], edited["text"]
        if message not in chat:
            return NO_MESSAGE
        if chat[message] == text:
            return NOT_MODIFIED
        chat[message] = text
        return _fine(_message(edited["chat_id"], message, text=text))

    def _deleteMessages(self, deleted: dict[str, Any]) -> Answer:  # noqa: N802
        for message in deleted["message_ids"]:
            self.chats[deleted["chat_id"]].pop(message, None)
        return _fine(True)


def _fine(result: object) -> Answer:
    return 200, {"ok": True, "result": result}


def _message(chat: int, message: int, **content: object) -> dict[str, Any]:
    return {
        "message_id": message,
        "date": 1790000000,
        "chat": {"id": chat, "type": "private", "first_name": "C"},
        **content,
    }


class FakeClock(Clock):
    """Time that passes only when nothing else is left to do; then it leaps to the next thing that somebody awaits."""

    IDLE = 25  # rounds of the loop in which nothing new was awaited

    def __init__(self) -> None:
        self.time, self.pauses = 1000.0, list[float]()
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._called_off: set[int] = set()
        self._number = self._rounds = 0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        over = asyncio.get_running_loop().create_future()
        self.later(seconds, over.set_result, None)
        await over

    def later(self, seconds: float, do: Callable[..., object], *arguments: Any) -> Later:
        self.pauses.append(seconds)
        self._number += 1
        heappush(self._due, (self.time + seconds, self._number, lambda: do(*arguments)))
        if not self._rounds:
            asyncio.get_running_loop().call_soon(self._round)
        self._rounds = 1
        return _Awaited(self._called_off, self._number)

    def _round(self) -> None:
        self._rounds += 1
        while self._due and self._due[0][1] in self._called_off:
            heappop(self._due)
        if not self._due:
            self._rounds = 0
            return
        if self._rounds > self.IDLE:
            when, _, do = heappop(self._due)
            self.time, self._rounds = max(self.time, when), 1
            do()
        asyncio.get_running_loop().call_soon(self._round)


@dataclass(frozen=True)
class _Awaited:
    called_off: set[int]
    number: int

    def cancel(self) -> None:
        self.called_off.add(self.number)


class Person:
    """Somebody in a private chat, who can type, send and tap; and the bot that reacts."""

    def __init__(
        self,
        edition: Edition,
        chat: int = 777,
        language_code: str = "ru",
        memory: Memory | None = None,
        desk: Desk = NOBODY,
    ) -> None:
        self.telegram = FakeTelegram()
        self.api = Api(TOKEN, request=self.telegram, get_updates_request=self.telegram)
        self.clock = FakeClock()
        self.guide: Guide = edition.guide(lambda: TODAY, inline=True)
        self.memory = memory or Memory()
        self.later: list[tuple[float, Callable[[], Any]]] = []
        self.outbox = Outbox(Courier(self.api.call, self.clock))
        self.conversation = Conversation(
            lambda: self.guide,
            self.outbox,
            self.memory,
            lambda seconds, do: self.later.append((seconds, do)),
            desk,
        )
        triage = self.conversation.triage
        self.lines = Lines(self.conversation.react, triage, self.outbox.overtake, self.outbox.hurry)
        self.chat, self.language_code, self._updates = chat, language_code, 0

    @property
    def pauses(self) -> list[float]:
        """The seconds that were waited for Telegram, one after another."""
        return self.clock.pauses

    @property
    def sees(self) -> list[str]:
        """What stands in the chat now."""
        return list(self.telegram.chats[self.chat].values())

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "C", "language_code": self.language_code}

    async def update(self, **content: object) -> None:
        """Any update at all; it is done with on return."""
        await self.arrive(**content)

    def arrive(self, **content: object) -> "asyncio.Future[bool]":
        """Any update at all; others may arrive before it is done with."""
        self._updates += 1
        update = read_update({"update_id": self._updates, **content})
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.lines.put(Arrival(update, self.outbox.answer, done.set_result))
        return done

    async def send(self, kind: str = "message", **content: object) -> int:
        """A message of any content; gives its id."""
        message = self.telegram.put(self.chat, str(content))
        await self.update(**{kind: {**_message(self.chat, message, **content), "from": self.user}})
        return message

    async def type(self, text: str) -> int:
        return await self.send(text=text)

    async def tap(self, data: Route | str, under: int | None = None, /, **changes: object) -> None:
        """Press a button under a message; under the newest one if not told."""
        under = under if under is not None else max(self.telegram.chats[self.chat], default=1)
        query = {
            "id": "4711",
            "from": self.user,
            "chat_instance": "1",
            "message": _message(self.chat, under, text="x"),
            "data": encode(data) if isinstance(data, Route) else data,
        }
        await self.update(callback_query={**query, **changes})

    async def type_elsewhere(self, text: str) -> None:
        """Type the bot's name and a text in another chat."""
        await self.update(inline_query={"id": "4712", "from": self.user, "query": text, "offset": ""})

    def shows(self, route: Route) -> bool:
        """Whether the one message in the chat is the screen of a route."""
        return self.sees == [self.guide.show(route).text]
