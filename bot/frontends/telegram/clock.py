"""Time, as the courier needs it: what time it is, and things done later. The seam at which tests need not wait."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol


class Later(Protocol):
    """Something that will be done, unless it is called off."""

    def cancel(self) -> None:
        """Call it off."""


class Clock:
    """The real time. Seconds, counted from some moment or other."""

    def now(self) -> float:
        """The time."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def later(self, seconds: float, do: Callable[..., object], *arguments: Any) -> Later:
        """Do something after some seconds."""
        return asyncio.get_running_loop().call_later(seconds, do, *arguments)
