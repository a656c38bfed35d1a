"""People who use a bot: each waits for an answer before the next tap (a closed loop), or taps two buttons at once."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from tests.bot_api.api import Api
from tests.bot_api.chats import Standing
from tests.bot_api.ledger import Deed, Ledger

UNTAPPED = "_wipe"  # a button that cleans the chat up ends a walk
GRACE = 0.25  # seconds after a toast or alert in which an edit may follow
PATIENCE = 30.0  # seconds after which a person begins anew
FIRST = 100_000  # the chat of the first person

Found = TypeVar("Found")


@dataclass
class Walk:
    """`people` at a time type /start and tap buttons at random, for `seconds` or for `taps`.

    With `buttons`, they do not type, but find a message with these. With `taps_each`, whoever has tapped so often
    leaves, and somebody new comes. `progress` hears of taps by `every`.
    """

    api: Api
    people: int
    seconds: float = float("inf")
    taps: int = 1_000_000_000
    taps_each: int = 1_000_000_000
    buttons: Sequence[str] = ()
    pause: float = 0.0  # seconds between an answer and the next tap
    warm_up: float = 0.0  # seconds that are not measured
    patience: float = PATIENCE
    seed: int = 1
    every: int = 1_000_000_000
    progress: Callable[[int], None] = lambda taps: None
    tapped: int = 0
    seen: set[str] = field(default_factory=set)  # what was tapped
    measured_for: float = 0.0
    _of: dict[int, int] = field(default_factory=dict)  # taps of those who are here

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self.ledger = Ledger(self.api, self._next, GRACE)
        self._chat = FIRST
        self._is_over = False
        self._all_left = asyncio.Event()

    @property
    def rate(self) -> float:
        """Taps a second that were answered."""
        return len(self.ledger.series["tap"]) / self.measured_for

    @property
    def unanswered(self) -> list[Deed]:
        """What nobody answered in time."""
        return self.ledger.given_up + self.ledger.waiting

    async def run(self) -> "Walk":
        """Walk to the end. Gives itself."""
        began = self.api.chats.clock()
        self.ledger.since = began + self.warm_up
        for _ in range(self.people):
            self._arrive()
        watching = asyncio.create_task(self._watch())
        try:
            await asyncio.wait_for(self._all_left.wait(), self.seconds if self.seconds < float("inf") else None)
        except TimeoutError:
            self._is_over = True
        self.measured_for = self.api.chats.clock() - began - self.warm_up
        await self._all_left.wait()
        watching.cancel()
        self.ledger.close()
        return self

    def stop(self) -> None:
        """Let everybody leave as soon as he is answered."""
        self._is_over = True

    def _arrive(self) -> None:
        self._chat += 1
        self._of[self._chat] = 0
        if self.buttons:
            rows = [[{"text": "button", "callback_data": data}] for data in self.buttons]
            self.api.chats.plant(self._chat, "planted", {"inline_keyboard": rows})
            asyncio.get_running_loop().call_soon(self._go_on, self._chat)
        else:
            self.ledger.type(self._chat, "/start")

    def _next(self, deed: Deed) -> None:
        """A person was answered."""
        if deed.kind == "tap":
            self.tapped += 1
            if self.tapped % self.every == 0:
                self.progress(self.tapped)
        if deed.chat in self._of:
            asyncio.get_running_loop().call_later(self.pause, self._go_on, deed.chat)

    def _go_on(self, chat: int) -> None:
        if self._is_over or self.tapped >= self.taps:
            self._leave(chat)
        elif self._of[chat] >= self.taps_each:
            self._leave(chat)
            self._arrive()
        else:
            self._of[chat] += 1
            self._tap(chat)

    def _tap(self, chat: int) -> None:
        message = newest(self.api, chat)
        choices = tappable(message)
        if message is None or not choices:
            self.ledger.type(chat, "/start")
        else:
            data = self._random.choice(choices)
            self.seen.add(data)
            self.ledger.tap(chat, message, data)

    def _leave(self, chat: int) -> None:
        self._of.pop(chat, None)
        if not self._of and (self._is_over or self.tapped >= self.taps):
            self._all_left.set()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(0.5, self.patience / 4))
            for deed in self.ledger.give_up(self.api.chats.clock() - self.patience):
                if deed.chat in self._of:
                    self._go_on(deed.chat)


@dataclass
class DoubleTaps:
    """People who tap A and at once B under the same message: what stands at the end must be B's.

    `expected` says what a button leads to, as it must stand in the chat. `wrong` lists those who see something else:
    the chat, the button, what stands there.
    """

    api: Api
    expected: Callable[[str], str]
    people: int
    rounds: int = 5
    patience: float = PATIENCE
    calm: float = 0.05  # seconds in which a late answer to A could still come
    seed: int = 1
    done: int = 0
    wrong: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._waiting: dict[int, asyncio.Event] = {}
        self._ledger = Ledger(self.api, lambda deed: None)
        self.api.chats.listeners.append(self)

    async def run(self) -> "DoubleTaps":
        """All rounds of all people. Gives itself."""
        await asyncio.gather(*(self._person(FIRST + number) for number in range(self.people)))
        self._ledger.close()
        self.api.chats.listeners.remove(self)
        return self

    async def _person(self, chat: int) -> None:
        self._ledger.type(chat, "/start")
        for _ in range(self.rounds):
            message = await self._until(chat, lambda: newest(self.api, chat))
            choices = list(dict.fromkeys(tappable(message)))
            if message is None or len(choices) < 2:
                self.wrong.append((chat, "/start", "no two buttons"))
                return
            first, last = self._random.sample(choices, 2)
            deeds = [self._ledger.tap(chat, message, data) for data in (first, last)]
            wanted = self.expected(last)
            await self._until(chat, lambda w=wanted, d=deeds: self._shows(chat, w) and all(x.stopped for x in d))  # type: ignore[misc]
            await asyncio.sleep(self.calm)
            found = newest(self.api, chat)
            self.done += 1
            if found is None or found.text != wanted:
                self.wrong.append((chat, last, found.text if found else ""))

    def _shows(self, chat: int, text: str) -> bool:
        message = newest(self.api, chat)
        return message is not None and message.text == text

    async def _until(self, chat: int, found: Callable[[], Found]) -> Found:
        """Wait until there is something, but not for ever."""
        stirred = self._waiting.setdefault(chat, asyncio.Event())
        end = self.api.chats.clock() + self.patience
        while not (result := found()) and (left := end - self.api.chats.clock()) > 0:
            stirred.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(stirred.wait(), left)
        return result

    def heard_message(self, chat: int, message: Standing) -> None:
        self._stir(chat)

    def heard_edit(self, chat: int, message: Standing) -> None:
        self._stir(chat)

    def heard_answer(self, query: str, text: str) -> None:
        self._stir(int(query[-9:]))

    def _stir(self, chat: int) -> None:
        if chat in self._waiting:
            self._waiting[chat].set()


def newest(api: Api, chat: int) -> Standing | None:
    """The newest message of the bot's that has buttons to tap."""
    standing = reversed(api.chats.messages.get(chat, {}).values())
    return next((message for message in standing if message.is_ours and tappable(message)), None)


def tappable(message: Standing | None) -> list[str]:
    """What can be tapped under a message on a walk."""
    return [data for data in message.callbacks() if UNTAPPED not in data] if message else []
