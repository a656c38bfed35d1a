"""The stand-in as tests use it: a server in a thread of its own, which is asked and waited for from outside."""

import asyncio
import socket
import threading
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

from tests.bot_api.api import Api
from tests.bot_api.bodies import Parameters
from tests.bot_api.chats import Standing
from tests.bot_api.faults import Fault, Limits, Scripted, Weather
from tests.bot_api.updates import Times
from tests.bot_api.wire import Connection
from tests.fake_telegram import BOT, TOKEN

Result = TypeVar("Result")


class BotApiServer:
    """Telegram's Bot API on loopback, from `with` to the end of it.

    `complaints` is what a sound program never hears (unknown methods and parameters, wrong types, broken limits),
    `reply_failures` what came of calls in answers to webhook deliveries. `keeps_calls=False` is for long runs.
    """

    def __init__(self, token: str = TOKEN, keeps_calls: bool = True) -> None:
        self._changed, self._waiting = threading.Condition(), 0
        self.api = Api(token, BOT, self._tell, keeps_calls)
        self._loop = _loop()
        self._connections: set[Connection] = set()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._server = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: Connection(self.api.receive, self._connections), sock=self._listening, start_serving=False
            )
        )
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "BotApiServer":
        self._thread.start()
        self.run(self._server.start_serving())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._listening.close()

    def run(self, work: Coroutine[Any, Any, Result], seconds: float | None = 30) -> Result:
        """Have something done in the server's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def put(self, **update: Any) -> int:
        """An update that waits to be taken; gives its number."""
        return self.do(lambda: self.api.put(update))

    def do(self, act: Callable[[], Result]) -> Result:
        """Have something done between two calls."""

        async def acting() -> Result:
            return act()

        return self.run(acting())

    def wait_for(self, met: Callable[["BotApiServer"], bool], seconds: float = 20) -> bool:
        """Wait until a condition on what happened is met."""
        with self._changed:
            self._waiting += 1
            try:
                return self._changed.wait_for(lambda: met(self), seconds)
            finally:
                self._waiting -= 1

    def called(self, name: str) -> list[Parameters]:
        """The parameters of every call of a method."""
        return [parameters for called, parameters in self.calls if called == name]

    def standing(self, chat: int) -> list[Standing]:
        """What stands in a chat, oldest first."""
        return self.do(lambda: list(self.api.chats.messages[chat].values()))

    def age(self, chat: int, message: int, seconds: float) -> None:
        """Let a message be older than it is."""

        def grow() -> None:
            self.api.chats.messages[chat][message].since -= seconds

        self.do(grow)

    @property
    def calls(self) -> list[tuple[str, Parameters]]:
        """All calls with their parameters."""
        return self.api.calls

    @property
    def counts(self) -> Counter[str]:
        """How often each method was called; "reply" for answers to deliveries that had a body."""
        return self.api.counts

    @property
    def confirmed(self) -> int:
        """How many updates the bot has confirmed."""
        return self.api.queue.confirmed

    @property
    def updates(self) -> list[int]:
        """The numbers of the updates that are not confirmed."""
        return list(self.api.queue.waiting)

    @property
    def open_queries(self) -> list[str]:
        """Taps and inline queries that nobody has answered."""
        return list(self.api.chats.queries)

    @property
    def complaints(self) -> list[str]:
        """What a sound program never hears."""
        return self.api.complaints

    @property
    def reply_failures(self) -> list[str]:
        """Calls in answers to deliveries that were refused."""
        return self.api.reply_failures

    @property
    def faults(self) -> dict[str, deque[Scripted | Fault]]:
        """What comes of the next calls of a method."""
        return self.api.faults

    @property
    def blocked(self) -> set[int]:
        """Chats whose owners blocked the bot."""
        return self.api.chats.blocked

    @property
    def times(self) -> Times:
        """How long things take and last."""
        return self.api.times

    @property
    def replicas(self) -> list[str]:
        """Addresses that take turns instead of the webhook's own, as behind a load balancer."""
        return self.api.webhook.replicas

    def weather(self, weather: Weather) -> None:
        """From now on, the network is like this."""
        self.api.weather = weather

    def limit(self, limits: Limits) -> None:
        """From now on, Telegram takes so many calls."""
        self.api.limits = limits

    def _tell(self) -> None:
        if self._waiting:
            with self._changed:
                self._changed.notify_all()

    async def _close(self) -> None:
        self.api.webhook.point_to(None)
        self._server.close()
        for connection in list(self._connections):
            connection.reset()
        await asyncio.wait_for(self._server.wait_closed(), 5)
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for _ in range(100):
            if self._connections:
                await asyncio.sleep(0)  # a turn of the loop, in which it learns that they are closed


def _loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
