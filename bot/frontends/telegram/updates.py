"""Takes updates from Telegram one by one: one that cannot be read must not keep the others from being answered.

python-telegram-bot's own `get_updates` reads a whole batch or nothing: a single update of a shape that it does not know
would come back after every restart and stop the bot for everybody.
"""

import logging
from collections.abc import Sequence
from typing import Any

from telegram import Bot, Update

from bot.logs import describe

log = logging.getLogger(__name__)


class ReceivingBot(Bot):
    """A bot that hands out updates with their numbers; None for one that it cannot read."""

    async def receive(
        self, offset: int | None, patience: int, kinds: Sequence[str], limit: int = 100
    ) -> list[tuple[int, Update | None]]:
        """Up to `limit` updates from `offset` on; waits `patience` seconds for the first. Raises TelegramError."""
        wanted = {"offset": offset, "timeout": patience, "limit": limit, "allowed_updates": list(kinds)}
        data = {name: value for name, value in wanted.items() if value is not None}
        answer: list[dict[str, Any]] = await self._post("getUpdates", data, read_timeout=patience + 10)
        return [(raw["update_id"], self._read(raw)) for raw in answer]

    def _read(self, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            log.warning("An update cannot be read and is passed over (%s)", describe(error))
            return None
