"""Places in the guide and their one spelling. Knows nothing of what stands there.

`1_tg_police-at-home_court-order` = version, language, page, rest. The same string is callback data, the payload of a
deep link and the simulator's address, so every spelling ever published is a promise: bot/decisions/0002.
"""

import re
from dataclasses import dataclass, replace

VERSION = "1"
ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
PAGE_ID = re.compile(r"[a-z][a-z0-9-]{1,23}")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
CALLBACK_BYTES = 64  # Telegram's limit for callback_data; a deep link's payload has the same one

MULTIPLE = "mul"  # ISO 639-2 for "multiple languages": a place where no language has been chosen yet
START, HOME, HELP, WIPE, FOUND = "start", "home", "help", "wipe", "found"
EMERGENCY = "sos"
BUILT_IN = frozenset({START, HOME, HELP, WIPE, FOUND})

_SPELLING = re.compile(rf"(\d+)_({LANGUAGE_CODE.pattern})_({PAGE_ID.pattern})(?:_([A-Za-z0-9-]*))?")


@dataclass(frozen=True, slots=True)
class Route:
    """A place: a language, a page, and what that page needs to know besides (a sentence, a notice, answers)."""

    language: str
    page: str = HOME
    rest: str = ""

    def to(self, page: str, rest: str = "") -> "Route":
        """Another place in the same language."""
        return replace(self, page=page, rest=rest)

    def spoken_in(self, language: str) -> "Route":
        """The same place in another language."""
        return replace(self, language=language)

    def __str__(self) -> str:
        return encode(self)


FIRST = Route(MULTIPLE, START)


def encode(route: Route) -> str:
    """The spelling of a route. Its length is checked by a walk over all screens, not here."""
    tail = f"_{route.rest}" if route.rest else ""
    return f"{VERSION}_{route.language}_{route.page}{tail}"


def decode(text: str) -> Route:
    """The route that `text` spells. Total: garbage leads to the first screen, another version's button home with a
    notice.
    """
    found = _SPELLING.fullmatch(text)
    if not found:
        return FIRST
    version, language, page, rest = found.groups(default="")
    if version != VERSION:
        return Route(language, HOME, "old")
    return Route(language, page, rest)
