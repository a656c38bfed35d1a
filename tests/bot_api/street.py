"""Strangers who tap at a rate of their own, whether or not the bot keeps up (an open loop), some in an emergency."""

import asyncio
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bot_api.api import Api
from tests.bot_api.ledger import Ledger

ORDINARY, EMERGENCY, TYPED_EMERGENCY = "ordinary", "emergency", "typed emergency"
FIRST_ORDINARY, FIRST_EMERGENCY = 200_000, 300_000  # chats


@dataclass
class Street:
    """`rate` taps a second for `seconds`, in turn in `chats` under a message with `buttons` that stands there.

    Besides, `emergencies` a second: taps on `emergency` and typed /sos by turns, from chats of their own. Nobody taps
    while an older tap of his waits; taps that fell out for that are `skipped`. What is not answered at the end counts
    as infinitely late.
    """

    api: Api
    rate: float
    seconds: float
    chats: int
    buttons: Sequence[str]
    emergencies: float = 0.0
    emergency: str = ""
    drain: float = 5.0  # seconds at the end, for answers on their way
    warm_up: float = 0.0  # seconds that are not measured
    seed: int = 1
    skipped: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self.ledger = Ledger(self.api, lambda deed: None)
        self._turn = self._emergency_turn = 0
        rows = [[{"text": "button", "callback_data": data}] for data in (*self.buttons, self.emergency) if data]
        for first, count in ((FIRST_ORDINARY, self.chats), (FIRST_EMERGENCY, self.chats if self.emergencies else 0)):
            for chat in range(first, first + count):
                self.api.chats.plant(chat, "planted", {"inline_keyboard": rows})

    async def run(self) -> "Street":
        """All of it. Gives itself."""
        self.ledger.since = self.api.chats.clock() + self.warm_up
        sources = [self._repeat(self.rate, self._tap)]
        if self.emergencies:
            sources.append(self._repeat(self.emergencies, self._cry))
        await asyncio.gather(*sources)
        await self.ledger.drain(self.drain)
        for deed in self.ledger.waiting:
            self.ledger.series[deed.kind].values.append(math.inf)
        self.ledger.close()
        return self

    async def _repeat(self, rate: float, do: Callable[[], None]) -> None:
        """At random moments, `rate` a second on average."""
        loop = asyncio.get_running_loop()
        at = began = loop.time()
        while at < began + self.seconds:
            at += self._random.expovariate(rate)
            if at > loop.time():
                await asyncio.sleep(at - loop.time())
            do()

    def _tap(self) -> None:
        chat = FIRST_ORDINARY + self._turn % self.chats
        self._turn += 1
        message = next((m for m in reversed(self.api.chats.messages[chat].values()) if m.callbacks()), None)
        if message is None or self.ledger.is_waiting(chat):
            self.skipped += 1
            return
        self.ledger.tap(chat, message, self._random.choice(self.buttons), ORDINARY)

    def _cry(self) -> None:
        chat = FIRST_EMERGENCY + self._emergency_turn % self.chats
        self._emergency_turn += 1
        message = next((m for m in reversed(self.api.chats.messages[chat].values()) if m.callbacks()), None)
        if message is None or self._emergency_turn % 2:
            self.ledger.type(chat, "/sos", TYPED_EMERGENCY)
        else:
            self.ledger.tap(chat, message, self.emergency, EMERGENCY)
