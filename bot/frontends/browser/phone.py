"""Screens -> what the page draws: one phone for each language, all at the same place. Pure."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.screens.guide import Guide
from bot.screens.route import Route, encode
from bot.screens.screen import Button, Copy, Screen


@dataclass(frozen=True, slots=True)
class Key:
    """A button: an address to go to, or a text to copy."""

    label: str
    address: str = ""
    copy: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A chat on the page. `text` is Telegram HTML, in which everything from content was escaped when it was made."""

    language: str
    name: str
    text: Markup
    rows: tuple[tuple[Key, ...], ...]
    active: bool = True
    wiped: bool = False


def phones(guide: Guide, route: Route) -> list[Phone]:
    """A phone for each language at the place of `route`; a single one where no language has been chosen yet."""
    if not guide.speaks(route.language):
        return [_phone("", "", guide.show(route), True)]
    return [
        _phone(speech.code, speech.name, guide.show(route.spoken_in(speech.code)), speech.code == route.language)
        for speech in guide.speeches
    ]


def _phone(language: str, name: str, screen: Screen, active: bool) -> Phone:
    rows = tuple(tuple(_key(button) for button in row) for row in screen.rows)
    # A quote is a block: the line ends next to it, which Telegram needs, would be empty lines here.
    text = screen.text.replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote", "<blockquote")
    return Phone(language, name, Markup(text), rows, active, screen.wipe)  # noqa: S704 - made by our own markup


def _key(button: Button) -> Key:
    if isinstance(button, Copy):
        return Key(button.label, copy=button.text)
    return Key(button.label, address=f"/{encode(button.route)}", style=button.style or "")
