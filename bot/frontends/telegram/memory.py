"""What must be remembered to clean a chat up and keep its language: in RAM, bounded, 48 hours after the last tap.

48 hours because Telegram lets a bot delete nothing older, so there is no reason to remember longer.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

LIFETIME = 48 * 3600.0  # seconds
CHATS = 20_000
MESSAGES = 100  # of a chat; also what one deleteMessages call takes


@dataclass(slots=True)
class _Chat:
    touched: float
    language: str = ""
    messages: tuple[int, ...] = ()


class Memory:
    """Message ids and languages by chat. Forgets the chat that was silent longest when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, chats: int = CHATS) -> None:
        self._clock, self._most = clock, chats
        self._chats: dict[int, _Chat] = {}  # whoever was silent longest stands first

    def remember(self, chat: int, message: int) -> None:
        """Note a message that is in the chat now."""
        known = self._touch(chat)
        if message not in known.messages:
            known.messages = (*known.messages, message)[-MESSAGES:]

    def messages(self, chat: int) -> list[int]:
        """The messages noted, oldest first."""
        known = self._known(chat)
        return list(known.messages) if known else []

    def drop(self, chat: int, messages: Collection[int]) -> None:
        """Forget messages that are gone."""
        known = self._known(chat)
        if known:
            known.messages = tuple(each for each in known.messages if each not in messages)

    def choose_language(self, chat: int, language: str) -> None:
        """Note the language that a chat is held in."""
        self._touch(chat).language = language

    def language(self, chat: int) -> str:
        """The language noted, or nothing."""
        known = self._known(chat)
        return known.language if known else ""

    def forget(self, chat: int) -> list[int]:
        """Forget a chat altogether; gives the messages that were noted."""
        messages = self.messages(chat)
        self._chats.pop(chat, None)
        return messages

    def sweep(self) -> None:
        """Forget whoever was silent for too long."""
        oldest = self._clock() - LIFETIME
        while self._chats:
            chat, known = next(iter(self._chats.items()))
            if known.touched >= oldest:
                return
            del self._chats[chat]

    def __len__(self) -> int:
        return len(self._chats)

    def _known(self, chat: int) -> _Chat | None:
        self.sweep()
        return self._chats.get(chat)

    def _touch(self, chat: int) -> _Chat:
        """The chat, moved to the end of the line; its time starts again."""
        known = self._known(chat) or _Chat(0.0)
        known.touched = self._clock()
        self._chats.pop(chat, None)
        if len(self._chats) >= self._most:
            del self._chats[next(iter(self._chats))]
        self._chats[chat] = known
        return known
