"""What a front end is handed: the guide as a few functions. It never sees the library behind them."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.screens.profile import Profile
from bot.screens.route import Route
from bot.screens.screen import Screen


@dataclass(frozen=True, slots=True)
class Speech:
    """A language as a front end needs it: its code, its own name, and the command that chooses it."""

    code: str
    name: str
    command: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide as it stands now.

    `show` turns a place into a screen; `ask` turns typed words, and the language believed so far, into a place;
    `profile` gives the bot's own words in a language.
    """

    show: Callable[[Route], Screen]
    ask: Callable[[str, str], Route]
    profile: Callable[[str], Profile]
    speeches: tuple[Speech, ...]

    def speaks(self, code: str) -> bool:
        """Whether there is such a language."""
        return any(speech.code == code for speech in self.speeches)
