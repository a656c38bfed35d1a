"""What a person sees: text, buttons, and what a front end is asked to do besides. Values only; knows no front end."""

from dataclasses import dataclass
from typing import Literal, get_args

from bot.screens.route import Route

TEXT_LIMIT = 4096  # Telegram's limit for a message, after entities are parsed
TEXT_COMFORT = 900  # what fits on a small phone without scrolling for long
LABEL_LIMITS = {
    1: 24,
    2: 18,
    3: 13,
    4: 7,
    5: 5,
    6: 4,
    7: 3,
}  # what a cheap phone shows of a label, by the number of buttons in its row
COPY_LIMIT = 256  # Telegram's limit for CopyTextButton
POINT_LIMIT = 200  # what the first look takes in; also Telegram's limit for a callback's alert

Style = Literal["danger", "primary", "success"]
# All that may ever be counted of a screen, besides its topic, its language and the day. A closed list on purpose.
Kind = Literal[
    "opened",
    "search-page",
    "search-choices",
    "search-none",
    "check-opened",
    "check-finished",
    "shared",
    "cleaned-up",
]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Go:
    """A button that leads to another place."""

    label: str
    route: Route
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A button that puts `text` on the clipboard without telling anybody."""

    label: str
    text: str


Button = Go | Copy
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. `text` is Telegram HTML; `up` the place above it; `topic` and `kind` what may be counted, if so.

    `alert` (plain, at most 200 characters) is the most needful of it, for where the text cannot be shown in time;
    `urgent`: it comes before all others. `wipe` asks the front end to remove what the conversation left in the chat and
    to say `alert`. Screens of the same `kin` differ only in answers already given: a walk looks at one of them.
    """

    text: str
    rows: Rows
    up: Route
    topic: str = ""
    wipe: bool = False
    alert: str = ""
    kind: Kind = "opened"
    kin: str = ""
    urgent: bool = False

    def buttons(self) -> list[Button]:
        """All buttons, row by row."""
        return [button for row in self.rows for button in row]
