"""Results of pure work, by what they were made of, so that a small change of the content costs little to read. Pure.

Only functions of their key may be remembered: with an empty memory everything comes out the same, only later. What the
last sound reading and the last try did not ask for is forgotten.
"""

from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import TypeVar, cast

Made = TypeVar("Made")
_LONG, _DIGEST = 64, 16  # characters of a text that is remembered by a digest, not by itself; bytes of a digest


class Remembered:
    """What was made in the last sound round, in the last round that was refused, and in this one."""

    def __init__(self) -> None:
        self._sound: dict[Hashable, object] = {}
        self._tried: dict[Hashable, object] = {}
        self._now: dict[Hashable, object] = {}

    def get(self, kind: str, made_of: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, or gave before; it must follow from `made_of` alone."""
        key = kind, _short(made_of)
        found = self._find(key)
        self._now[key] = made = found if found is not None else make()
        return cast(Made, made)

    def grown(self, kind: str, made_of: Hashable, first: Made, grow: Callable[[Made], Made]) -> Made:
        """What `grow` makes of what it made in an earlier round, or else of `first`."""
        key = kind, _short(made_of)
        found = self._find(key)
        self._now[key] = made = grow(cast(Made, found) if found is not None else first)
        return made

    def settle(self, sound: bool) -> None:
        """End a round. One that is refused does not push out what the last sound one knew: it is mended soon."""
        if sound:
            self._sound, self._tried = self._now, {}
        else:
            self._tried = self._now
        self._now = {}

    @property
    def size(self) -> int:
        """How many results are held."""
        return len(self._sound.keys() | self._tried.keys() | self._now.keys())

    def _find(self, key: Hashable) -> object:
        for known in (self._now, self._tried, self._sound):
            if key in known:
                return known[key]
        return None


def _short(made_of: Hashable) -> Hashable:
    """The same with digests in the place of long texts: the whole guide would be held once more as keys."""
    if isinstance(made_of, tuple):
        return tuple(map(_short, made_of))
    if isinstance(made_of, str | bytes) and len(made_of) > _LONG:
        data = made_of if isinstance(made_of, bytes) else made_of.encode("utf8", "surrogatepass")
        return type(made_of).__name__, blake2b(data, digest_size=_DIGEST).digest()
    return made_of
