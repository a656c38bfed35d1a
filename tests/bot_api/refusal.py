"""What the Bot API says instead of doing what it is asked."""

from typing import Any

import msgspec


class RefusalError(Exception):
    """An answer with "ok": false."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after

    @property
    def body(self) -> bytes:
        """The refusal as it is sent."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after:
            answer["parameters"] = {"retry_after": self.retry_after}
        return msgspec.json.encode(answer)


class BadRequestError(RefusalError):
    """What a sound program may hear: the chat is not as it thinks."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")


class MistakeError(BadRequestError):
    """What a sound program never hears: it called what is not there, or not as it is documented."""


class TooManyError(RefusalError):
    """Too many calls."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", retry_after)
