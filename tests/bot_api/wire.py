"""HTTP/1.1 as far as the Bot API needs it: kept-alive connections, bodies with a length or in chunks."""

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, NamedTuple, Protocol, cast

LONGEST_HEAD, LONGEST_BODY = 65_536, 64_000_000  # bytes; documents of up to 50 MB may be sent
JSON: Final = b"application/json"
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no time at all, so that closing is a reset


class MalformedError(ValueError):
    """What came is not HTTP that we read."""


class Message(NamedTuple):
    """A request or a response: its first line, the lines after it, its body."""

    start: bytes
    fields: bytes
    body: bytes

    def field(self, name: bytes) -> bytes:
        """The value of a header field, or nothing. `name` in small letters."""
        return _field(self.fields, self.fields.lower(), name)

    @property
    def closes(self) -> bool:
        """Whether the connection is not to be used again."""
        return self.field(b"connection").lower() == b"close"


class Reader:
    """Cuts a stream of bytes into messages."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> None:
        """What came in."""
        self._held = self._held + data if self._held else data

    def take(self) -> Message | None:
        """The next whole message, if there is one. Raises MalformedError."""
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            if len(self._held) > LONGEST_HEAD:
                raise MalformedError("the head is too long")
            return None
        start, _, fields = self._held[:end].partition(b"\r\n")
        fields = b"\r\n" + fields
        lower = fields.lower()
        if b"chunked" in _field(fields, lower, b"transfer-encoding"):
            body, after = _joined(self._held, end + 4)
        else:
            length = _number(_field(fields, lower, b"content-length") or b"0", 10)
            after = end + 4 + length
            body = self._held[end + 4 : after]
        if after < 0 or after > len(self._held):
            return None
        self._held = self._held[after:]
        return Message(start, fields, body)


class Exchange(Protocol):
    """Where the answer to one request goes."""

    def respond(self, status: int, body: bytes, kind: bytes = JSON) -> None:
        """Send the answer."""

    def reset(self) -> None:
        """Break the connection instead."""


class Connection(asyncio.Protocol):
    """The server's end of a connection: one request after another, each handed to `handle`."""

    def __init__(self, handle: Callable[[Message, Exchange], None], all_of_them: "set[Connection]") -> None:
        self._handle, self._all = handle, all_of_them
        self._reader = Reader()
        self._is_busy = self._is_turning = self._closes = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass
        self._all.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._all.discard(self)

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        self._turn()

    def respond(self, status: int, body: bytes, kind: bytes = JSON) -> None:
        """Send the answer to the request in hand, and go on to the next one."""
        if self._transport is None:
            return
        self._transport.write(
            b"HTTP/1.1 %d %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b"
            % (status, _REASONS.get(status, b"Unknown"), kind, len(body), body)
        )
        self._is_busy = False
        if self._closes:
            self._transport.close()
        elif not self._is_turning:
            self._turn()

    def reset(self) -> None:
        """Break the connection, as a network does: the other side gets a reset."""
        if self._transport is not None:
            reset(self._transport)

    def _turn(self) -> None:
        self._is_turning = True
        try:
            while not self._is_busy and self._transport is not None and (message := self._reader.take()):
                self._is_busy, self._closes = True, message.closes
                self._handle(message, self)
        except MalformedError:
            self._closes = True
            self.respond(400, b'{"ok":false,"error_code":400,"description":"Bad Request"}')
        finally:
            self._is_turning = False


def reset(transport: asyncio.Transport) -> None:
    """Close at once and without a farewell."""
    # a duplicate, because uvloop hands out sockets that take no options; the option is the connection's, not the copy's
    with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as twin:
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()


_REASONS = {int(status): status.phrase.encode() for status in HTTPStatus}


def _field(fields: bytes, lower: bytes, name: bytes) -> bytes:
    at = lower.find(b"\r\n" + name + b":")
    if at < 0:
        return b""
    begin = at + len(name) + 3
    end = fields.find(b"\r\n", begin)
    return fields[begin : end if end >= 0 else None].strip()


def _number(text: bytes, base: int) -> int:
    try:
        number = int(text, base)
    except ValueError:
        raise MalformedError("not a length") from None
    if not 0 <= number <= LONGEST_BODY:
        raise MalformedError("the body is too long")
    return number


def _joined(data: bytes, at: int) -> tuple[bytes, int]:
    """A body in chunks, and where it ends; -1 while it has not ended."""
    parts: list[bytes] = []
    while (line := data.find(b"\r\n", at)) >= 0:
        size = _number(data[at:line].partition(b";")[0], 16)
        at = line + 2 + size + 2
        if at > len(data):
            break
        if size == 0:
            return b"".join(parts), at
        parts.append(data[line + 2 : at - 2])
    return b"", -1
