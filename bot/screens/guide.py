"""What a front end is handed: the guide as a few functions. It never sees the library behind them."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.screens.profile import Profile
from bot.screens.route import Route
from bot.screens.screen import Kind, Screen


@dataclass(frozen=True, slots=True)
class Speech:
    """A language as a front end needs it: its code, its own name, and the command that chooses it."""

    code: str
    name: str
    command: str


def _count_nothing(topic: str, language: str, kind: Kind) -> None:
    """What previews and tests count."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide as it stands now.

    `show` turns a place into a screen; `ask` turns typed words, and the language believed so far, into a place;
    `profile` gives the bot's own words in a language; `count` notes that somebody asked for a screen and was shown it
    (topic, language, kind), never who. It is quick and never raises.
    """

    show: Callable[[Route], Screen]
    ask: Callable[[str, str], Route]
    profile: Callable[[str], Profile]
    speeches: tuple[Speech, ...]
    count: Callable[[str, str, Kind], None] = _count_nothing

    def speaks(self, code: str) -> bool:
        """Whether there is such a language."""
        return any(speech.code == code for speech in self.speeches)
