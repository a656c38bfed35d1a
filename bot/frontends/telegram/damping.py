"""Keeps one chat's endless tapping from bending the figures: in RAM only, by the number of counts and nothing else."""

import time
from collections.abc import Callable

from bot.frontends.telegram.memory import CHATS, LIFETIME

LIMIT = 30  # counts of one chat within LIFETIME (48 hours) of the first of them
_ROOM = 64  # for the times beside the seconds
MOST_OF_A_WEEK = 5 * LIMIT  # five such spans can touch one week


class Damper:
    """Admits LIMIT counts of a chat, then none until 48 hours after its first. Forgets the oldest chat when there are
    more than CHATS, and all of them when the program stops; a chat that was forgotten begins anew.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, chats: int = CHATS) -> None:
        self._clock, self._chats = clock, chats
        # When it was counted first, in seconds, and how often, as one number: the oldest chat always stands first.
        self._counted: dict[int, int] = {}

    def admits(self, chat: int) -> bool:
        """Whether one more of this chat may be counted; it is noted by this."""
        now = int(self._clock())
        self.sweep()
        if chat not in self._counted and len(self._counted) >= self._chats:
            del self._counted[next(iter(self._counted))]
        since, times = divmod(self._counted.get(chat, now * _ROOM), _ROOM)
        if times >= LIMIT:
            return False
        self._counted[chat] = since * _ROOM + times + 1
        return True

    def sweep(self) -> None:
        """Forget whoever was counted first too long ago."""
        oldest = int(self._clock()) - LIFETIME
        while self._counted:
            chat, counted = next(iter(self._counted.items()))
            if counted // _ROOM >= oldest:
                return
            del self._counted[chat]
