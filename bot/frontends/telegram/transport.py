"""HTTP to Telegram over aiohttp, behind python-telegram-bot's own seam: connections kept open, compact JSON.

python-telegram-bot's default, httpx, takes three quarters of a tap's time (bot/decisions/0018). What cannot be sent
over a direct connection goes through a proxy: http and https by aiohttp itself, socks by aiohttp-socks.
"""

import ssl
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import certifi
import msgspec
from aiohttp import BytesPayload, ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.frontends.telegram.updates import read_json

READ_WITHIN = 10.0  # seconds for an answer, unless a call names another time
CONNECT_WITHIN = 5.0  # seconds for a connection; a dead address must not hold a person's answer longer
_SPARE = 2.0  # seconds; a name that is not found, or a proxy that says nothing, must end, too
KEEP_ALIVE = 60.0  # seconds for which an idle connection is kept


class UnreachableError(NetworkError):
    """No answer came: the connection could not be made, or broke. Whether the call took effect is not known."""


class AiohttpRequest(BaseRequest):
    """One pool of `connections` to Telegram, through `proxy` if there is one."""

    def __init__(self, connections: int, proxy: str | None = None) -> None:
        self._connections, self._proxy = connections, proxy
        self._session: ClientSession | None = None
        self._timeouts: dict[float, ClientTimeout] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds for an answer where a call names none."""
        return READ_WITHIN

    async def initialize(self) -> None:
        """Open the pool; its connections are made when they are needed."""
        if self._session is None:
            self._session = ClientSession(connector=self._connector(), cookie_jar=DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - our calls are small: written at once or never
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the same for all calls
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the outbox never asks for more than there are
    ) -> tuple[int, bytes]:
        """See BaseRequest. Raises TimedOut and UnreachableError, whose texts hold neither address nor token."""
        await self.initialize()
        if self._session is None:  # pragma: no cover - initialize() has just made it
            raise UnreachableError("no session")
        seconds = READ_WITHIN if read_timeout is BaseRequest.DEFAULT_NONE else float(read_timeout or READ_WITHIN)
        body = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, timeout=self._timeout(seconds), proxy=self._http_proxy()
            ) as response:
                return response.status, await response.read()
        except (TimeoutError, ProxyTimeoutError) as error:
            raise TimedOut(type(error).__name__) from None
        except (ClientError, OSError, ProxyError, ProxyConnectionError) as error:
            raise UnreachableError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Telegram's JSON. Raises TelegramError for anything else, such as a proxy's page of HTML."""
        try:
            return read_json(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None

    def _connector(self) -> TCPConnector:
        common: dict[str, Any] = {"limit": self._connections, "keepalive_timeout": KEEP_ALIVE, "ssl": _certificates()}
        if self._proxy and urlsplit(self._proxy).scheme.startswith("socks"):
            # Names are looked up beyond the proxy: within Russia the answer may be false.
            return ProxyConnector.from_url(self._proxy.replace("socks5h://", "socks5://", 1), rdns=True, **common)
        return TCPConnector(ttl_dns_cache=300, **common)

    def _http_proxy(self) -> str | None:
        return self._proxy if self._proxy and self._proxy.startswith("http") else None

    def _timeout(self, seconds: float) -> ClientTimeout:
        known = self._timeouts.get(seconds)
        if known is None:
            known = ClientTimeout(
                total=CONNECT_WITHIN + seconds + _SPARE, sock_connect=CONNECT_WITHIN, sock_read=seconds
            )
            self._timeouts[seconds] = known
        return known


def _body(data: RequestData | None) -> BytesPayload | FormData | None:
    if data is None:
        return None
    if not data.contains_files:
        return BytesPayload(msgspec.json.encode(data.parameters), content_type="application/json")
    form = FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


@cache
def _certificates() -> ssl.SSLContext:
    """The system's certificates and, for the many small containers that have none, Mozilla's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
