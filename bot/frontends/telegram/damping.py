"""Keeps one chat's endless tapping from bending the figures: in RAM only, by the number of counts and nothing else."""

import time
from collections.abc import Callable

from cachetools import TTLCache

from bot.frontends.telegram.memory import CHATS, LIFETIME

LIMIT = 30  # counts of one chat within LIFETIME (48 hours) of the first of them
MOST_OF_A_WEEK = 5 * LIMIT  # five such spans can touch one week


class Damper:
    """Admits LIMIT counts of a chat, then none until 48 hours after its first. Forgets the oldest chat when there are
    more than CHATS, and all of them when the program stops; a chat that was forgotten begins anew.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, chats: int = CHATS) -> None:
        self._counted: TTLCache[int, list[int]] = TTLCache(chats, LIFETIME, clock)

    def admits(self, chat: int) -> bool:
        """Whether one more of this chat may be counted; it is noted by this."""
        counted = self._counted.get(chat)
        if counted is None:
            self._counted[chat] = [1]  # a list, because writing a value anew would start its time again
            return True
        counted[0] += 1
        return counted[0] <= LIMIT
