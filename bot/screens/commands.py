"""Typed commands (/start, /sos, /tj …) -> places. The same in every front end; pure."""

from collections.abc import Mapping

from bot.screens.route import EMERGENCY, FIRST, HELP, HOME, WIPE, Route, decode

_PLACES = {"help": HELP, "sos": EMERGENCY, "clear": WIPE}


def understand(text: str, language: str, speeches: Mapping[str, str]) -> Route | None:
    """Where a command leads in `language`, or None where `text` is no command. `speeches`: command -> language code.

    `/start` may carry a deep link's payload; an unknown command leads home with a notice.
    """
    if not text.startswith("/"):
        return None
    name, _, payload = text[1:].partition(" ")
    name = name.partition("@")[0].lower()  # in the menu of a shared chat Telegram writes /sos@name
    if name == "start":
        return decode(payload.strip()) if payload.strip() else FIRST
    if name in _PLACES:
        return Route(language, _PLACES[name])
    if name in speeches:
        return Route(speeches[name])
    return Route(language, HOME, "command")
