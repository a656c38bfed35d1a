"""A socket on an address, or a clear refusal; for whatever serves web pages or webhooks."""

from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket


class PortError(Exception):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket:
    """A socket that listens on the address. Raises PortError where that is taken, forbidden, or not of this machine."""
    listening = socket(AF_INET6 if ":" in host else AF_INET, SOCK_STREAM)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)  # else a restart would have to wait for old connections
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError:
        listening.close()
        raise PortError from None
    return listening
