"""What people did, and when the bot answered: latencies by kind, and who was left without an answer."""

import asyncio
import itertools
import math
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tests.bot_api.api import Api
from tests.bot_api.chats import Standing
from tests.bot_api.markup import plain

LANGUAGE = "tg"


class Deed(msgspec.Struct, eq=False):
    """A tap or a typed text. Times are seconds of the server's clock; 0 is "not yet"."""

    kind: str
    chat: int
    data: str
    at: float
    query: str = ""
    answered: float = 0.0  # something to be seen: an edit, a message, a toast or an alert
    stopped: float = 0.0  # the spinner of its button
    toast: str = ""


@dataclass
class Series:
    """Latencies in seconds; infinity for what was never answered."""

    values: list[float] = field(default_factory=list, repr=False)

    def percentile(self, share: float) -> float:
        """The latency that `share` percent of the values do not exceed; of no values, not a number."""
        ordered = sorted(self.values)
        return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)] if ordered else math.nan

    def __len__(self) -> int:
        return len(self.values)

    def __str__(self) -> str:
        shown = (f"{name} {self.percentile(share) * 1000:.1f}" for name, share in _SHARES.items())
        return f"{len(self)}: {', '.join(shown)} ms"


_SHARES = {"p50": 50.0, "p95": 95.0, "p99": 99.0, "max": 100.0}


class Ledger:
    """Puts updates for people, and listens for what comes of them.

    In a chat answers come in the order of the deeds. A toast or alert is an answer too, unless an edit follows within
    `grace` seconds, which then is it. `settled` is told of each deed that was answered.
    """

    def __init__(self, api: Api, settled: Callable[[Deed], None], grace: float = 0.0) -> None:
        self._api, self._settled, self._grace = api, settled, grace
        self.series: defaultdict[str, Series] = defaultdict(Series)
        self.spinners, self.toasts = Series(), 0
        self.given_up: list[Deed] = []
        self.since = 0.0  # deeds before it are not measured
        self._by_chat: defaultdict[int, deque[Deed]] = defaultdict(deque)
        self._by_query: dict[str, Deed] = {}
        self._ids = itertools.count(1)
        self._is_empty = asyncio.Event()
        api.chats.listeners.append(self)

    def close(self) -> None:
        """Listen no longer."""
        self._api.chats.listeners.remove(self)

    def tap(self, chat: int, under: Standing, data: str, kind: str = "tap") -> Deed:
        """Press a button under a message."""
        deed = Deed(kind, chat, data, self._api.chats.clock(), f"{next(self._ids)}{chat:09}")
        query = {
            "id": deed.query,
            "from": _person(chat),
            "chat_instance": "1",
            "message": self._api.acts.message(chat, under, plain(under.text, "HTML")),
            "data": data,
        }
        self._by_query[deed.query] = deed
        self._put(deed, {"callback_query": query})
        return deed

    def type(self, chat: int, text: str, kind: str = "typed") -> Deed:
        """Send a text."""
        deed = Deed(kind, chat, text, self._api.chats.clock())
        message: dict[str, Any] = {
            "message_id": self._api.chats.next_id(),
            "from": _person(chat),
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "date": 1790000000,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self._put(deed, {"message": message})
        return deed

    def is_waiting(self, chat: int) -> bool:
        """Whether something in a chat is not answered yet."""
        return bool(self._by_chat.get(chat))

    @property
    def waiting(self) -> list[Deed]:
        """All that is not answered yet."""
        return [deed for deeds in self._by_chat.values() for deed in deeds]

    async def drain(self, seconds: float) -> None:
        """Wait until everything is answered, but not for longer."""
        self._is_empty.clear()
        if self._by_chat:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_empty.wait(), seconds)

    @property
    def unstopped(self) -> int:
        """Buttons whose spinner still turns."""
        return len(self._by_query)

    def give_up(self, before: float) -> list[Deed]:
        """Let go of what was done before a time and never answered."""
        old = [deed for deed in self.waiting if deed.at < before]
        for deed in old:
            self._remove(deed)
            self._by_query.pop(deed.query, None)
        self.given_up += old
        return old

    def heard_message(self, chat: int, message: Standing) -> None:
        self._settle_oldest(chat)

    def heard_edit(self, chat: int, message: Standing) -> None:
        self._settle_oldest(chat)

    def heard_answer(self, query: str, text: str) -> None:
        deed = self._by_query.pop(query, None)
        if deed is None:
            return
        now = self._api.chats.clock()
        deed.stopped, deed.toast = now, text
        if deed.at >= self.since:
            self.spinners.values.append(now - deed.at)
        if text:
            self.toasts += 1
            if self._grace:
                asyncio.get_running_loop().call_later(self._grace, self._settle, deed, now)
            else:
                self._settle(deed, now)

    def _put(self, deed: Deed, update: dict[str, Any]) -> None:
        self._by_chat[deed.chat].append(deed)
        self._api.put(update)

    def _settle_oldest(self, chat: int) -> None:
        deeds = self._by_chat.get(chat)
        if deeds:
            self._settle(deeds[0], self._api.chats.clock())

    def _settle(self, deed: Deed, at: float) -> None:
        deeds = self._by_chat.get(deed.chat)
        if not deeds or deed not in deeds:
            return
        self._remove(deed)
        deed.answered = at
        if deed.at >= self.since:
            self.series[deed.kind].values.append(at - deed.at)
        self._settled(deed)

    def _remove(self, deed: Deed) -> None:
        deeds = self._by_chat[deed.chat]
        deeds.remove(deed)
        if not deeds:
            del self._by_chat[deed.chat]
        if not self._by_chat:
            self._is_empty.set()


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "P", "language_code": LANGUAGE}
