"""Chats side by side, each in its own order; of several taps under one message only the newest is followed.

A chat that has to wait, for whatever reason, keeps nobody else waiting.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.frontends.telegram.updates import Update

Answer = Callable[[str, str, bool], Awaitable[None]]  # id of a tap, a text to show or "", whether as an alert
React = Callable[[Update, Answer], Awaitable[None]]


@dataclass(slots=True, eq=False)
class Arrival:
    """An update, how its tap is to be answered, and what is told once it is done with: True if it was answered, False
    if it was called off.
    """

    update: Update
    answer: Answer
    done: Callable[[bool], None]


class Lines:
    """A line for each chat with something in hand. `react` must not raise; `overtake` takes back an edit of (chat,
    message) that still waits, because its reader has tapped on.
    """

    def __init__(self, react: React, overtake: Callable[[int, int], None]) -> None:
        self._react, self._overtake = react, overtake
        self._lines: dict[int, deque[Arrival]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def __len__(self) -> int:
        """How many updates are in hand."""
        return sum(map(len, self._lines.values()))

    def put(self, arrival: Arrival) -> None:
        """Take an update in hand; what came before it in the same chat is done first."""
        update = arrival.update
        place = update.chat if update.chat is not None else -update.update_id  # what is in no chat waits for nobody
        line = self._lines.get(place)
        if line is not None:
            line.append(arrival)
            if update.under:
                self._overtake(*update.under)
            return
        self._lines[place] = deque([arrival])
        task = asyncio.create_task(self._work(place))
        self._tasks[place] = task

    def call_off(self, update: Update) -> None:
        """Drop an update that is still in hand, and what waits behind it in its chat."""
        task = self._tasks.get(update.chat if update.chat is not None else -update.update_id)
        if task:
            task.cancel()

    async def finish(self, within: float) -> None:
        """Wait for what is in hand, so many seconds at most; then call off the rest."""
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, place: int) -> None:
        line = self._lines[place]
        try:
            while line:
                arrival = line[0]
                await self._do(arrival, line)
                line.popleft()
                arrival.done(True)
        finally:
            del self._lines[place], self._tasks[place]
            for arrival in line:
                arrival.done(False)

    async def _do(self, arrival: Arrival, line: deque[Arrival]) -> None:
        """React, unless the same person has tapped on under the same message: then only the spinner is stopped."""
        update = arrival.update
        is_overtaken = update.under and any(later.update.under == update.under for later in list(line)[1:])
        if is_overtaken and update.callback_query:
            await arrival.answer(update.callback_query.id, "", False)
        else:
            await self._react(update, arrival.answer)
