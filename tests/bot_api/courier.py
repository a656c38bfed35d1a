"""A kept-alive connection to a webhook, which carries one update at a time."""

import asyncio
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from tests.bot_api.wire import MalformedError, Message, Reader

Done = Callable[[Message | None], None]


async def open_courier(url: str, idle: "list[Courier]", patience: float) -> "Courier | None":
    """A connection to a webhook; None if there is nobody. Whenever it is free it stands in `idle`."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    opening = asyncio.get_running_loop().create_connection(lambda: Courier(idle), host, port)
    try:
        _, courier = await asyncio.wait_for(opening, patience)
    except (OSError, TimeoutError):
        return None
    return courier


class Courier(asyncio.Protocol):
    """Carries a request and hands its answer, or None if there came none, to whoever sent it."""

    def __init__(self, idle: "list[Courier]") -> None:
        self._idle = idle
        self._reader = Reader()
        self._done: Done | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self in self._idle:
            self._idle.remove(self)
        self._finish(None)

    def carry(self, request: bytes, patience: float, done: Done) -> None:
        """Send a request. `done` is called exactly once."""
        if self._transport is None or self._transport.is_closing():
            done(None)
            return
        self._done = done
        self._timer = asyncio.get_running_loop().call_later(patience, self.close)
        self._transport.write(request)

    def close(self) -> None:
        """Break the connection off; whatever was on its way has failed."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            answer = self._reader.take()
        except MalformedError:
            self.close()
            return
        if answer is None:
            return
        if answer.closes:
            self.close()
        else:
            self._idle.append(self)
        self._finish(answer)

    def _finish(self, answer: Message | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._done is not None:
            done, self._done = self._done, None
            done(answer)
