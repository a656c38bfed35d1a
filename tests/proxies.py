"""Proxies on loopback, as simple as they come: HTTP (RFC 9112, absolute form) and SOCKS5 (RFC 1928, no password)."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from urllib.parse import urlsplit

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Proxy:
    """A proxy in a thread of its own, from `with` to the end of it. `reached`: hosts and ports it was asked for."""

    def __init__(self, scheme: str) -> None:
        self.reached: list[tuple[str, int]] = []
        self._handle: Handle = {"http": self._http, "socks5": self._socks}[scheme]
        self._loop = asyncio.new_event_loop()
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self._server, port = server, server.sockets[0].getsockname()[1]
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = f"{scheme}://127.0.0.1:{port}"
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            await self._handle(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # either side hung up
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request after another, each over a connection of its own."""
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            first, rest = head.split(b"\r\n", 1)
            method, target, version = first.split(b" ")
            url = urlsplit(target.decode())
            self.reached.append((url.hostname or "", url.port or 80))
            there, back = await asyncio.open_connection(url.hostname, url.port)
            back.write(b" ".join([method, url.path.encode(), version]) + b"\r\n" + rest)
            back.write(await reader.readexactly(_length(rest)))
            answer = await there.readuntil(b"\r\n\r\n")
            writer.write(answer + await there.readexactly(_length(answer)))
            await writer.drain()
            back.close()

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A greeting, an address, then bytes both ways."""
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 1:
            host = ".".join(map(str, await reader.readexactly(4)))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.reached.append((host, port))
        there, back = await asyncio.open_connection(host, port)
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        await asyncio.gather(_pipe(reader, back), _pipe(there, writer))


async def _pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.close()


def _length(headers: bytes) -> int:
    for line in headers.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
