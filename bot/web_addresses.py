"""Addresses on the web as settings name them: text in, the address or a ValueError in plain words out. Pure."""

import ipaddress
from urllib.parse import urlsplit

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_WEBHOOK_PORTS = (443, 80, 88, 8443)  # https://core.telegram.org/bots/api#setwebhook


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer, in a spelling that browsers use, too."""
    return host in ("127.0.0.1", "::1", "localhost")


def read_api_url(text: str) -> str:
    """The address of a Bot API server. Raises ValueError in plain words."""
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError("not a web address")
    _ = address.port  # urlsplit looks at it only when asked, and then says what is wrong
    if address.scheme == "http" and not _is_near(address.hostname):
        raise ValueError("http would send the token unprotected over the internet; use https")
    return text.rstrip("/")


def read_webhook_url(text: str) -> str | None:
    """An address that Telegram can bring updates to, if there is one. Raises ValueError in plain words."""
    if not text:
        return None
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError("not a web address")
    if address.path in ("/healthz", "/readyz"):
        raise ValueError("this path is taken by the program's own word about its health")
    if _is_near(address.hostname):  # a Bot API server of one's own stands beside us, and takes any address
        return text
    if address.scheme != "https":
        raise ValueError("Telegram brings updates over https alone")
    if address.port not in (None, *_WEBHOOK_PORTS):
        raise ValueError(f"Telegram knows only the ports {', '.join(map(str, _WEBHOOK_PORTS))}")
    return text


def _is_near(host: str) -> bool:
    """Loopback, a private network, or a name without dots, as containers have."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


def read_proxy(text: str) -> str | None:
    """The address of a proxy, if there is one. Raises ValueError in plain words."""
    address = urlsplit(text)
    if text and (address.scheme not in _PROXY_SCHEMES or not address.hostname):
        raise ValueError(f"a proxy begins with one of {', '.join(_PROXY_SCHEMES)} and ://")
    if address.scheme.startswith("socks") and not address.port:
        raise ValueError("a socks proxy needs its port, such as :1080")
    return address.geturl() or None  # geturl writes the scheme in small letters
