"""How updates come in: what polling and webhooks have in common."""

from typing import Protocol


class Intake(Protocol):
    """A way to get updates. None is forgotten at Telegram before it was answered or refused for good."""

    async def register(self) -> None:
        """Tell Telegram how we want to have them. Raises TelegramError."""

    async def run(self) -> None:
        """Take them until cancelled. Raises only InvalidToken."""

    async def finish(self, within: float) -> None:
        """Finish what is in hand within so many seconds; leave the rest to Telegram."""
