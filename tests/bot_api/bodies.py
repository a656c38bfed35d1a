"""What clients send -> parameters by name: JSON, forms whose values are JSON, and multipart with files."""

from binascii import a2b_qp
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import msgspec

from tests.bot_api.wire import Message

Parameters = dict[str, Any]


class File(msgspec.Struct):
    """A file that came along."""

    file_name: str
    content: bytes


def parameters(message: Message) -> tuple[Parameters, bool]:
    """What a request says, and whether its values are texts that still have to be read. Raises ValueError."""
    kind = message.field(b"content-type")
    _, _, query = message.start.split(b" ")[1].partition(b"?")
    if message.body and kind.startswith(b"application/json"):
        read = msgspec.json.decode(message.body)
        if not isinstance(read, dict):
            raise ValueError("the body is not an object")
        return read, False
    if kind.startswith(b"multipart/form-data"):
        return dict(_parts(kind, message.body)), True
    form = message.body if kind.startswith(b"application/x-www-form-urlencoded") else b""
    if message.body and not form:
        raise ValueError(f"a body of the kind {kind!r}")
    return dict(_pairs(query) + _pairs(form)), True


def _pairs(form: bytes) -> list[tuple[str, str]]:
    pairs = (part.partition(b"=") for part in form.split(b"&") if part)
    return [(_plain(name), _plain(value)) for name, _, value in pairs]


def _plain(text: bytes) -> str:
    """Percent signs undone by way of quoted-printable, the one decoder of this kind that is written in C."""
    return a2b_qp(text.replace(b"=", b"%3D").replace(b"+", b" ").replace(b"%", b"=")).decode()


def _parts(kind: bytes, body: bytes) -> list[tuple[str, Any]]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise ValueError("not multipart")
    found: list[tuple[str, Any]] = []
    for part in message.iter_parts():
        name, file_name = part.get_param("name", header="content-disposition"), part.get_filename()
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((str(name), content.decode() if file_name is None else File(file_name, content)))
    return found
