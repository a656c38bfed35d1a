"""/stats for operators. Anybody else who types it gets what an unknown command gets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.frontends.telegram.updates import Message
from bot.screens.route import FIRST
from bot.screens.screen import Screen

COMMAND, AS_FILE = "/stats", "html"


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent."""

    name: str
    content: bytes


async def _silent(language: str) -> str:
    return language


@dataclass(frozen=True, slots=True)
class Desk:
    """Who may ask; and two functions of a language: figures in Telegram's HTML, and the report as a page."""

    ids: frozenset[int] = field(default=frozenset(), repr=False)
    figures: Callable[[str], Awaitable[str]] = _silent
    report: Callable[[str], Awaitable[str]] = _silent

    def is_for(self, message: Message) -> bool:
        """Whether an operator asks for figures."""
        command = message.text.partition(" ")[0].partition("@")[0].lower()
        return command == COMMAND and message.from_user is not None and message.from_user.id in self.ids

    async def answer(self, text: str, language: str) -> tuple[Screen, File | None]:
        """The figures, and the report as a file if it was asked for."""
        screen = Screen(await self.figures(language), (), FIRST)
        if text.partition(" ")[2].strip().lower() != AS_FILE:
            return screen, None
        return screen, File("rohnamo.html", (await self.report(language)).encode())


NOBODY = Desk()
