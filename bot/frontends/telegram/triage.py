"""What cannot wait, what can, and what need not be followed any more because the same person has gone on."""

import logging
from collections.abc import Callable, Iterable

from telegram.constants import ChatType

from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.operators import Desk
from bot.frontends.telegram.outbox import Outbox
from bot.frontends.telegram.signpost import Signpost
from bot.frontends.telegram.updates import Message, Update
from bot.logs import describe
from bot.screens.guide import Guide
from bot.screens.route import decode
from bot.screens.screen import Screen

log = logging.getLogger(__name__)


class Triage:
    """Weighs updates before they are answered. A fault here must not cost an answer: then nothing is special."""

    def __init__(
        self, guide: Callable[[], Guide], outbox: Outbox, memory: Memory, signpost: Signpost, desk: Desk
    ) -> None:
        self._guide, self._outbox, self._memory = guide, outbox, memory
        self._signpost, self._desk = signpost, desk

    def delay(self, update: Update) -> float:
        """About how many seconds its answer would have to wait now. Cleaning up never waits: deletes have no limits."""
        is_edit = update.callback_query is not None
        delay = self._outbox.delay(update.chat, is_edit)
        if not delay:
            return 0.0
        screen = self._screen(update)
        if screen is None or screen.wipe:
            return 0.0
        return self._outbox.delay(update.chat, is_edit, urgent=True) if screen.urgent else delay

    def is_urgent(self, update: Update) -> bool:
        """Whether it asks for an emergency page, or to clean up."""
        screen = self._screen(update)
        return screen is not None and (screen.urgent or screen.wipe)

    async def console(self, update: Update) -> None:
        """Where a tap must wait: say the point of the page over the chat."""
        screen = self._screen(update)
        if screen and update.callback_query and not screen.wipe:
            await self._outbox.answer(update.callback_query.id, screen.alert, alert=screen.urgent)

    def is_overtaken(self, update: Update, later: Iterable[Update]) -> bool:
        """Whether what the same person did later makes an answer needless: his next tap under the same message, or what
        he typed next. Emergencies, cleaning up and operators' questions are always answered.
        """
        if update.callback_query:
            is_followed = any(other.under == update.under for other in later if update.under)
        else:
            is_followed = _typed(update) is not None and any(_typed(other) for other in later)
        if not is_followed:
            return False
        screen, message = self._screen(update), _typed(update)
        is_special = screen is None or screen.wipe or (message is not None and screen.urgent)
        return not (is_special or (message is not None and self._desk.is_for(message)))

    def pass_over(self, update: Update) -> None:
        """Note what is left of an update that is not followed: something typed is still to be removed."""
        message = _typed(update)
        if message:
            self._memory.remember(message.chat.id, message.message_id)

    def _screen(self, update: Update) -> Screen | None:
        """The screen that an update asks for; None where it asks for none, or we fail to see it."""
        try:
            if update.callback_query:
                return self._guide().show(decode(update.callback_query.data))
            message = _typed(update)
            return self._guide().show(self._signpost.place(message, only_weigh=True)) if message else None
        except Exception as error:
            log.error("An update could not be weighed: %s", describe(error))
            return None


def _typed(update: Update) -> Message | None:
    """A text typed by a person in a chat of his own."""
    message = update.message or update.edited_message
    return message if message and message.text and message.chat.type == ChatType.PRIVATE else None
