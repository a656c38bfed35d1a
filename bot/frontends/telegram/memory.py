"""What must be remembered to clean a chat up and keep its language: in RAM, bounded, 48 hours after the last tap.

48 hours because Telegram lets a bot delete nothing older, so there is no reason to remember longer.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

LIFETIME = 48 * 3600.0  # seconds
CHATS = 20_000
MESSAGES = 100  # of a chat; also what one deleteMessages call takes


@dataclass(slots=True)
class _Chat:
    language: str = ""
    messages: tuple[int, ...] = ()


class Memory:
    """Message ids and languages by chat. Forgets the chat that was silent longest when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, chats: int = CHATS) -> None:
        self._chats: TTLCache[int, _Chat] = TTLCache(chats, LIFETIME, clock)

    def remember(self, chat: int, message: int) -> None:
        """Note a message that is in the chat now."""
        known = self._take(chat)
        if message not in known.messages:
            known.messages = (*known.messages, message)[-MESSAGES:]

    def messages(self, chat: int) -> list[int]:
        """The messages noted, oldest first."""
        return list(self._chats[chat].messages) if chat in self._chats else []

    def drop_messages(self, chat: int) -> list[int]:
        """The messages noted; they are forgotten by this."""
        messages = self.messages(chat)
        if messages:
            self._take(chat).messages = ()
        return messages

    def choose_language(self, chat: int, language: str) -> None:
        """Note the language that a chat is held in."""
        self._take(chat).language = language

    def language(self, chat: int) -> str:
        """The language noted, or nothing."""
        return self._chats[chat].language if chat in self._chats else ""

    def forget(self, chat: int) -> list[int]:
        """Forget a chat altogether; gives the messages that were noted."""
        messages = self.messages(chat)
        self._chats.pop(chat, None)
        return messages

    def __len__(self) -> int:
        return len(self._chats)

    def _take(self, chat: int) -> _Chat:
        known: _Chat = self._chats.get(chat) or _Chat()
        self._chats[chat] = known  # written anew, so that its time starts again
        return known
