"""What a front end is handed: the guide as a few functions. It never sees the library behind them."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.screens.profile import Profile
from bot.screens.route import Route
from bot.screens.screen import Kind, Screen

Ask = Callable[[str, str], Route]


@dataclass(frozen=True, slots=True)
class Speech:
    """A language as a front end needs it: its code, its own name, and the command that chooses it."""

    code: str
    name: str
    command: str


def _count_nothing(topic: str, language: str, kind: Kind) -> None:
    """What previews and tests count."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page offered while somebody types. `text`, Telegram HTML, reads well alone, wherever it is forwarded to."""

    id: str
    title: str
    point: str
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide as it stands now.

    `show` turns a place into a screen; `ask` turns typed words, and the language of the conversation, into a place, and
    notes words that lead nowhere; `weigh` is the same without noting anything;
    `recognise` gives the language that words are in, or else the one it is handed; `suggest` gives the best pages for
    words in a language, or none; `profile` gives the bot's own words in a language.
    """

    show: Callable[[Route], Screen]
    ask: Ask
    weigh: Ask
    recognise: Callable[[str, str], str]
    suggest: Callable[[str, str], tuple[Suggestion, ...]]
    profile: Callable[[str], Profile]
    speeches: tuple[Speech, ...]
    count: Callable[[str, str, Kind], None] = _count_nothing

    def speaks(self, code: str) -> bool:
        """Whether there is such a language."""
        return any(speech.code == code for speech in self.speeches)
