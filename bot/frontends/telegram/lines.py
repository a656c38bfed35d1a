"""Chats side by side, each in its own order; what a person has made needless by going on is passed over.

A chat that has to wait, for whatever reason, keeps nobody else waiting; and in a chat the next answer does not wait for
what only follows the one before (a spinner stopped, a message removed).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.frontends.telegram.updates import Update

Answer = Callable[[str, str, bool], Awaitable[None]]  # id of a tap, a text to show or "", whether as an alert
Tail = Callable[[], Awaitable[None]] | None  # what is still to be done after the answer itself
React = Callable[[Update, Answer], Awaitable[Tail]]


@dataclass(slots=True, eq=False)
class Arrival:
    """An update, how its tap is to be answered, and what is told once it is done with: True if it was answered, False
    if it was called off.
    """

    update: Update
    answer: Answer
    done: Callable[[bool], None]


class Rules(Protocol):
    """What lines must know of updates."""

    def is_urgent(self, update: Update) -> bool:
        """Whether what is before it in its chat should hurry."""

    def is_overtaken(self, update: Update, later: Iterable[Update]) -> bool:
        """Whether later updates of the same chat make an answer needless."""

    def pass_over(self, update: Update) -> None:
        """It is not answered."""


class Lines:
    """A line for each chat with something in hand. `react` must not raise. `overtake` takes back an edit of (chat,
    message) that still waits; `hurry` makes urgent what a chat waits for.
    """

    def __init__(
        self, react: React, rules: Rules, overtake: Callable[[int, int], None], hurry: Callable[[int], None]
    ) -> None:
        self._react, self._rules, self._overtake, self._hurry = react, rules, overtake, hurry
        self._lines: dict[int, deque[Arrival]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._tails: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """How many updates are in hand."""
        return sum(map(len, self._lines.values())) + len(self._tails)

    def put(self, arrival: Arrival) -> None:
        """Take an update in hand; what came before it in the same chat is done first."""
        update, place = arrival.update, _place(arrival.update)
        line = self._lines.get(place)
        if line is None:
            self._lines[place] = deque([arrival])
            self._tasks[place] = asyncio.create_task(self._work(place))
            return
        line.append(arrival)
        if update.under:
            self._overtake(*update.under)
        if self._rules.is_urgent(update):
            self._hurry(place)

    def call_off(self, update: Update) -> None:
        """Drop an update that is still in hand."""
        place = _place(update)
        line = self._lines.get(place, deque())
        if line and line[0].update is update:
            self._tasks[place].cancel()
            return
        for arrival in [each for each in line if each.update is update]:
            line.remove(arrival)
            arrival.done(False)

    async def finish(self, within: float) -> None:
        """Wait for what is in hand, so many seconds at most; then call off the rest."""
        deadline = asyncio.get_running_loop().time() + within
        while tasks := {*self._tasks.values(), *self._tails}:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                return
            await asyncio.wait(tasks, timeout=left)

    async def _work(self, place: int) -> None:
        line = self._lines[place]
        try:
            while line:
                arrival = line[0]
                tail = await self._do(arrival, line)
                line.popleft()
                if tail is None:
                    arrival.done(True)
                else:
                    self._follow(arrival, tail)
        finally:
            del self._lines[place], self._tasks[place]
            for arrival in line:
                arrival.done(False)

    async def _do(self, arrival: Arrival, line: deque[Arrival]) -> Tail:
        update = arrival.update
        if len(line) > 1 and self._rules.is_overtaken(update, (later.update for later in list(line)[1:])):
            self._rules.pass_over(update)
            query = update.callback_query
            return partial(arrival.answer, query.id, "", False) if query else None
        return await self._react(update, arrival.answer)

    def _follow(self, arrival: Arrival, tail: Callable[[], Awaitable[None]]) -> None:
        """See what follows an answer to its end, beside the line."""

        async def see() -> None:
            is_done = False
            try:
                with suppress(Exception):  # it tells of its own faults; the answer itself has been given
                    await tail()
                is_done = True
            finally:
                arrival.done(is_done)

        task = asyncio.create_task(see())
        self._tails.add(task)
        task.add_done_callback(self._tails.discard)


def _place(update: Update) -> int:
    """The chat of an update; what is in no chat waits for nobody."""
    return update.chat if update.chat is not None else -update.update_id
