"""What is done about each update: one quiet message, edited in place; everything else in the chat is removed.

Everything a chat can send gets a reaction here; the table is in bot/README.md.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.constants import ChatMemberStatus, ChatType

from bot.frontends.telegram.damping import Damper
from bot.frontends.telegram.lines import Answer
from bot.frontends.telegram.memory import Memory
from bot.frontends.telegram.operators import NOBODY, Desk
from bot.frontends.telegram.outbox import Edited, Outbox
from bot.frontends.telegram.updates import CallbackQuery, ChatMemberUpdated, InlineQuery, Message, Update, User
from bot.logs import describe
from bot.screens.guide import Ask, Guide
from bot.screens.route import HOME, Route, decode
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
        self._desk, self._damper = desk, Damper()

    async def react(self, update: Update, answer: Answer) -> None:
        """Do what an update asks for; the usual answer to a tap goes through `answer`. Returns when Telegram has
        accepted it all or refused it for good. Never raises: a fault of ours must not stop the next person's answer.
        """
        try:
            await self._react(update, answer)
        except Exception as error:
            log.error("An update could not be answered: %s", describe(error))
            if update.callback_query:
                await self._outbox.answer(update.callback_query.id)

    def delay(self, update: Update) -> float:
        """About how many seconds its answer would have to wait now. A fault here must not cost an answer."""
        is_edit = update.callback_query is not None
        try:
            delay = self._outbox.delay(update.chat, is_edit)
            return self._outbox.delay(update.chat, is_edit, urgent=True) if delay and self._is_urgent(update) else delay
        except Exception as error:
            log.error("An update could not be weighed: %s", describe(error))
            return 0.0

    async def console(self, update: Update) -> None:
        """Where a tap must wait: say the point of the page over the chat."""
        query = update.callback_query
        if query:
            screen = self._guide().show(decode(query.data))
            await self._outbox.answer(query.id, screen.alert, alert=screen.urgent)

    def _is_urgent(self, update: Update) -> bool:
        """Whether it asks for an emergency page."""
        guide, message = self._guide(), update.message or update.edited_message
        if update.callback_query:
            return guide.show(decode(update.callback_query.data)).urgent
        if message is None or not message.text:
            return False
        return guide.show(self._place(message, guide.weigh)).urgent

    async def _react(self, update: Update, answer: Answer) -> None:
        message = update.message or _corrected(update.edited_message)
        if update.callback_query:
            await self._tap(update.callback_query, answer)
        elif update.inline_query:
            await self._offer(update.inline_query)
        elif update.my_chat_member:
            await self._membership(update.my_chat_member)
        elif update.channel_post:
            await self._outbox.leave(update.channel_post.chat.id)
        elif message and message.chat.type != ChatType.PRIVATE:
            await self._outbox.leave(message.chat.id)
        elif message and message.is_sent and not (message.from_user and message.from_user.is_bot):
            await self._read(message)

    async def _tap(self, query: CallbackQuery, answer: Answer) -> None:
        """A button: stop its spinner and change the message under it."""
        message = query.message
        if message is None or message.chat.type != ChatType.PRIVATE:
            await answer(query.id, "", False)
            return
        route = decode(query.data)
        screen = self._guide().show(route)
        chat = message.chat.id
        self._memory.remember(chat, message.message_id)
        if self._guide().speaks(route.language):
            self._memory.choose_language(chat, route.language)
        self._count(chat, route, screen)
        if screen.wipe:
            await self._wipe(query.id, chat, message.message_id, screen)
            return
        changing = asyncio.ensure_future(self._change(chat, message.message_id, screen))
        try:
            await self._answer(query.id, chat, screen, answer, changing)
            await changing
        finally:
            changing.cancel()  # without effect, unless this was called off

    async def _answer(
        self, query: str, chat: int, screen: Screen, answer: Answer, changing: "asyncio.Future[None]"
    ) -> None:
        """Stop the spinner at once where the change will come at once. Else wait for it a little and, if it does not
        come, say the point of the page over the chat: limits on messages do not hold that up.
        """
        if screen.urgent or self._outbox.delay(chat, is_edit=True):
            done, _ = await asyncio.wait([changing], timeout=URGENT_PATIENCE if screen.urgent else PATIENCE)
            if not done:
                await self._outbox.answer(query, screen.alert, alert=screen.urgent)
                return
        await answer(query, "", False)

    async def _wipe(self, query: str, chat: int, message: int, screen: Screen) -> None:
        """Remove all we know of; a message too old for that keeps nothing telling."""
        await self._outbox.answer(query, screen.alert, alert=True)
        others = [other for other in self._memory.forget(chat) if other != message]
        await self._outbox.delete(chat, others, insist=True)
        if not await self._outbox.delete(chat, [message], insist=True):
            await self._outbox.edit(chat, message, screen)

    async def _change(self, chat: int, message: int, screen: Screen) -> None:
        if await self._outbox.edit(chat, message, screen) is Edited.IMPOSSIBLE:
            await self._replace(chat, screen)

    async def _read(self, message: Message) -> None:
        """Something was typed or sent: answer below it, then remove it and the older answer."""
        chat = message.chat.id
        self._memory.remember(chat, message.message_id)
        if self._desk.is_for(message):
            await self._hand_over(message)
            return
        route = self._place(message)
        if self._guide().speaks(route.language):
            self._memory.choose_language(chat, route.language)
        screen = self._guide().show(route)
        if message.text:
            self._count(chat, route, screen)
        if screen.wipe:
            await self._say_farewell(chat, screen)
        else:
            await self._replace(chat, screen)

    async def _replace(self, chat: int, screen: Screen) -> None:
        """A new message, not an edit: the reader may have cleared the chat on his side and would not see it."""
        sent = await self._outbox.send(chat, screen)
        if sent is not None:
            await self._outbox.delete(chat, self._memory.drop_messages(chat))
            self._memory.remember(chat, sent)

    async def _say_farewell(self, chat: int, screen: Screen) -> None:
        await self._outbox.delete(chat, self._memory.forget(chat), insist=True)
        sent = await self._outbox.send(chat, screen, with_buttons=False)
        if sent is not None:
            self._later(FAREWELL, lambda: self._outbox.delete(chat, [sent]))

    async def _offer(self, query: InlineQuery) -> None:
        """Pages for words typed in another chat, in the language of the words. Nothing of it is remembered."""
        guide = self._guide()
        language = guide.recognise(query.query, self._phone(query.from_user))
        await self._outbox.offer(query.id, guide.suggest(query.query, language))

    async def _hand_over(self, message: Message) -> None:
        """An operator asked for figures; asking is not counted."""
        screen, file = await self._desk.answer(message.text, self._language(message)[0])
        await self._replace(message.chat.id, screen)
        sent = await self._outbox.send_file(message.chat.id, file) if file else None
        if sent is not None:
            self._memory.remember(message.chat.id, sent)

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

    def _place(self, message: Message, ask: Ask | None = None) -> Route:
        """Where a message leads: in the language chosen in this chat, else in the one that it is written in."""
        guide, (language, is_chosen) = self._guide(), self._language(message)
        if not message.text:
            return Route(language, HOME, "media")
        return (ask or guide.ask)(message.text, language if is_chosen else guide.recognise(message.text, language))

    def _language(self, message: Message) -> tuple[str, bool]:
        """The language believed so far, and whether it was chosen in this chat."""
        chosen = self._memory.language(message.chat.id)
        is_chosen = bool(chosen) and self._guide().speaks(chosen)
        return (chosen if is_chosen else self._phone(message.from_user)), is_chosen

    def _phone(self, user: User | None) -> str:
        """The language of somebody's phone, else the guide's first."""
        guide = self._guide()
        phone = (user.language_code if user else "").partition("-")[0]
        return phone if guide.speaks(phone) else guide.speeches[0].code


def _corrected(message: Message | None) -> Message | None:
    """An edited text is a new question. Other edits, such as a live location that moves on, are not."""
    return message if message and message.text else None
