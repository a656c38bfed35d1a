"""Where what somebody wrote leads, and in which language; from what was written, the chat's memory, and his phone."""

from collections.abc import Callable

from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.updates import Message, User
from bot.screens.guide import Guide
from bot.screens.route import HOME, Route


class Signpost:
    """Reads messages. Keeps nothing itself."""

    def __init__(self, guide: Callable[[], Guide], memory: Memory) -> None:
        self._guide, self._memory = guide, memory

    def place(self, message: Message, only_weigh: bool = False) -> Route:
        """Where a message leads: in the language chosen in this chat, else in the one that it is written in.
        `only_weigh`: it will be asked for once more, to be answered, so words that lead nowhere are not noted yet.
        """
        guide, (language, is_chosen) = self._guide(), self.language(message)
        if not message.text:
            return Route(language, HOME, "media")
        ask = guide.weigh if only_weigh else guide.ask
        return ask(message.text, language if is_chosen else guide.recognise(message.text, language))

    def language(self, message: Message) -> tuple[str, bool]:
        """The language believed so far, and whether it was chosen in this chat."""
        chosen = self._memory.language(message.chat.id)
        is_chosen = bool(chosen) and self._guide().speaks(chosen)
        return (chosen if is_chosen else self.phone(message.from_user)), is_chosen

    def phone(self, user: User | None) -> str:
        """The language of somebody's phone, else the guide's first."""
        guide = self._guide()
        phone = (user.language_code if user else "").partition("-")[0]
        return phone if guide.speaks(phone) else guide.speeches[0].code
