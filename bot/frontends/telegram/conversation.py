"""What is done about each update: one quiet message, edited in place; everything else in the chat is removed.

Everything a chat can send gets a reaction here; the table is in bot/README.md.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram.constants import ChatMemberStatus, ChatType

from bot.frontends.telegram.damping import Damper
from bot.frontends.telegram.lines import Answer, Tail
from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.operators import NOBODY, Desk
from bot.frontends.telegram.outbox import Deleted, Edited, Outbox
from bot.frontends.telegram.signpost import Signpost
from bot.frontends.telegram.triage import Triage
from bot.frontends.telegram.updates import CallbackQuery, ChatMemberUpdated, InlineQuery, Message, Update
from bot.logs import describe
from bot.screens.guide import Guide
from bot.screens.route import Route, decode
from bot.screens.screen import Screen

log = logging.getLogger(__name__)

FAREWELL = 15.0  # seconds for which the word after a typed /clear stays
URGENT_PATIENCE, PATIENCE = 0.25, 1.0  # seconds for an edit before its point is said over the chat instead
_INSIDE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED)

Later = Callable[[float, Callable[[], Awaitable[object]]], None]


class Conversation:
    """Reacts to updates. Holds no state but `memory`, and how much each chat was counted."""

    def __init__(
        self, guide: Callable[[], Guide], outbox: Outbox, memory: Memory, later: Later, desk: Desk = NOBODY
    ) -> None:
        self._guide, self._outbox, self._memory, self._later = guide, outbox, memory, later
        self._desk, self._damper, self._signpost = desk, Damper(), Signpost(guide, memory)
        self.triage = Triage(guide, outbox, memory, self._signpost, desk)

    async def react(self, update: Update, answer: Answer) -> Tail:
        """Do what an update asks for; the usual answer to a tap goes through `answer`. Returns when Telegram has
        accepted what a person is to see, or refused it for good; with what is then still to be done, if anything. Never
        raises: a fault of ours must not stop the next person's answer.
        """
        try:
            return await self._react(update, answer)
        except Exception as error:
            log.error("An update could not be answered: %s", describe(error))
        return partial(self._outbox.answer, update.callback_query.id) if update.callback_query else None

    async def _react(self, update: Update, answer: Answer) -> Tail:
        message = update.message or _corrected(update.edited_message)
        if update.callback_query:
            return await self._tap(update.callback_query, answer)
        if update.inline_query:
            await self._offer(update.inline_query)
        elif update.my_chat_member:
            await self._membership(update.my_chat_member)
        elif update.channel_post:
            await self._outbox.leave(update.channel_post.chat.id)
        elif message and message.chat.type != ChatType.PRIVATE:
            await self._outbox.leave(message.chat.id)
        elif message and message.is_sent and not (message.from_user and message.from_user.is_bot):
            return await self._read(message)
        return None

    async def _tap(self, query: CallbackQuery, answer: Answer) -> Tail:
        """A button: change the message under it and stop its spinner."""
        message = query.message
        if message is None or message.chat.type != ChatType.PRIVATE:
            return partial(answer, query.id, "", False)
        route = decode(query.data)
        screen = self._guide().show(route)
        chat = message.chat.id
        self._memory.remember(chat, message.message_id)
        if self._guide().speaks(route.language):
            self._memory.choose_language(chat, route.language)
        self._count(chat, route, screen)
        if screen.wipe:
            await self._wipe(query.id, chat, message.message_id, screen)
            return None
        changing = asyncio.ensure_future(self._change(chat, message.message_id, screen))
        answering = asyncio.ensure_future(self._answer(query.id, chat, screen, answer, changing))
        try:
            removing = await changing
        except BaseException:
            changing.cancel()
            answering.cancel()
            raise
        return partial(_both, answering, removing)

    async def _answer(
        self, query: str, chat: int, screen: Screen, answer: Answer, changing: "asyncio.Future[Tail]"
    ) -> None:
        """Stop the spinner once the message has changed. If that does not come soon, say the point of the page over the
        chat: limits on messages do not hold that up. Where an answer is a call of its own, and nothing is held up, it
        is made beside the change: after it, the update would be in hand for twice as long.
        """
        is_call = answer == self._outbox.answer
        if is_call and not screen.urgent and not self._outbox.delay(chat, is_edit=True):
            await answer(query, "", False)
            return
        done, _ = await asyncio.wait([changing], timeout=URGENT_PATIENCE if screen.urgent else PATIENCE)
        if done or not screen.alert:
            await answer(query, "", False)
        else:
            await self._outbox.answer(query, screen.alert, alert=screen.urgent)

    async def _wipe(self, query: str, chat: int, message: int, screen: Screen) -> None:
        """Remove all we know of, then say so; a message too old for that keeps nothing telling."""
        others = [other for other in self._memory.messages(chat) if other != message]
        _, deleted = await asyncio.gather(
            self._outbox.delete(chat, others, insist=True), self._outbox.delete(chat, [message], insist=True)
        )
        self._memory.forget(chat)
        if deleted is not Deleted.GONE:
            await self._outbox.edit(chat, message, screen)
        await self._outbox.answer(query, screen.alert, alert=True)

    async def _change(self, chat: int, message: int, screen: Screen) -> Tail:
        if await self._outbox.edit(chat, message, screen) is Edited.IMPOSSIBLE:
            return await self._replace(chat, screen)
        return None

    async def _read(self, message: Message) -> Tail:
        """Something was typed or sent: answer below it, then remove it and the older answer."""
        chat = message.chat.id
        self._memory.remember(chat, message.message_id)
        if self._desk.is_for(message):
            return await self._hand_over(message)
        route = self._signpost.place(message)
        if self._guide().speaks(route.language):
            self._memory.choose_language(chat, route.language)
        screen = self._guide().show(route)
        if message.text:
            self._count(chat, route, screen)
        if screen.wipe:
            await self._say_farewell(chat, screen)
            return None
        return await self._replace(chat, screen)

    async def _replace(self, chat: int, screen: Screen) -> Tail:
        """A new message, not an edit: the reader may have cleared the chat on his side and would not see it. What is
        older is removed after it.
        """
        older = self._memory.messages(chat)
        sent = await self._outbox.send(chat, screen)
        if sent is None:
            return None
        self._memory.remember(chat, sent)
        return partial(self._remove, chat, older)

    async def _remove(self, chat: int, messages: list[int]) -> None:
        """What could not be removed because the network failed is not forgotten: cleaning up shall find it."""
        if await self._outbox.delete(chat, messages) is not Deleted.FAILED:
            self._memory.drop(chat, messages)

    async def _say_farewell(self, chat: int, screen: Screen) -> None:
        await self._outbox.delete(chat, self._memory.messages(chat), insist=True)
        self._memory.forget(chat)
        sent = await self._outbox.send(chat, screen, with_buttons=False)
        if sent is not None:
            self._later(FAREWELL, lambda: self._outbox.delete(chat, [sent], insist=True))

    async def _offer(self, query: InlineQuery) -> None:
        """Pages for words typed in another chat, in the language of the words. Nothing of it is remembered."""
        guide = self._guide()
        language = guide.recognise(query.query, self._signpost.phone(query.from_user))
        await self._outbox.offer(query.id, guide.suggest(query.query, language))

    async def _hand_over(self, message: Message) -> Tail:
        """An operator asked for figures; asking is not counted."""
        screen, file = await self._desk.answer(message.text, self._signpost.language(message)[0])
        removing = await self._replace(message.chat.id, screen)
        sent = await self._outbox.send_file(message.chat.id, file) if file else None
        if sent is not None:
            self._memory.remember(message.chat.id, sent)
        return removing

    def sweep(self) -> None:
        """Forget whoever has been silent for too long, also where nobody else comes."""
        self._memory.sweep()
        self._damper.sweep()

    def _count(self, chat: int, route: Route, screen: Screen) -> None:
        """Note what was asked for, unless this chat has been counted enough. A fault here must not cost an answer."""
        try:
            if screen.topic and self._damper.admits(chat):
                self._guide().count(screen.topic, route.language, screen.kind)
        except Exception as error:
            log.error("A screen was not counted: %s", describe(error))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """Leave groups; forget whoever blocked us."""
        status, chat = change.new_chat_member.status, change.chat
        if chat.type == ChatType.PRIVATE:
            if status == ChatMemberStatus.BANNED:
                self._memory.forget(chat.id)
        elif status in _INSIDE:
            await self._outbox.leave(chat.id)


async def _both(answering: "asyncio.Future[None]", removing: Tail) -> None:
    """Two things that follow a change; each to its end."""
    if removing:
        await removing()
    await answering


def _corrected(message: Message | None) -> Message | None:
    """An edited text is a new question. Other edits, such as a live location that moves on, are not."""
    return message if message and message.text else None
