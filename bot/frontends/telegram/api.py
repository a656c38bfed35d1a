"""Calls to Telegram as python-telegram-bot makes them: its token, its addresses, its errors; without its objects.

Building those objects costs five times as much as all else that a tap needs (bot/decisions/0018); so the busy
methods are called by name with plain values, through the method that the library's own methods end in.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

Json = dict[str, Any]


class Api(Bot):
    """A bot that takes plain values. All methods raise TelegramError."""

    async def call(self, method: str, values: Mapping[str, Any], seconds: float) -> Any:
        """Call a method; give up after so many seconds without an answer. Gives Telegram's `result`."""
        try:
            return await self._post(method, dict(values), read_timeout=seconds)
        except (KeyError, TypeError, AttributeError):  # JSON, but not Telegram's; the library trusts it to be
            raise TelegramError("Invalid server response") from None

    async def receive(self, offset: int | None, patience: int, kinds: Sequence[str], limit: int = 100) -> list[Json]:
        """Up to `limit` updates from `offset` on, as decoded JSON; waits `patience` seconds for the first."""
        wanted = {"offset": offset, "timeout": patience, "limit": limit, "allowed_updates": list(kinds)}
        updates = await self.call("getUpdates", wanted, patience + 10)
        if not (isinstance(updates, list) and all(map(_has_number, updates))):
            raise TelegramError("Invalid server response")
        return updates


def _has_number(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)
