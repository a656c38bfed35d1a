"""Screens -> Telegram's own types, and the kinds of updates we take. Pure."""

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode, UpdateType

from bot.screens.guide import Suggestion
from bot.screens.route import encode
from bot.screens.screen import Button, Copy, Rows

# Groups and channels are listened to only in order to leave them.
UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.CHANNEL_POST,
    UpdateType.INLINE_QUERY,
)


def keyboard(rows: Rows) -> InlineKeyboardMarkup:
    """A screen's buttons as an inline keyboard."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def article(suggestion: Suggestion) -> InlineQueryResultArticle:
    """A page as it is offered in another chat; chosen, it is sent as a message without buttons."""
    content = InputTextMessageContent(
        suggestion.text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(suggestion.id, suggestion.title, content, description=suggestion.point)


def says_something(message: Message) -> bool:
    """Whether a person sent this, and not Telegram itself (a pinned message, a timer that was set …)."""
    return bool(message.text or message.caption or message.effective_attachment)


def _button(button: Button) -> InlineKeyboardButton:
    if isinstance(button, Copy):
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.text))
    return InlineKeyboardButton(button.label, callback_data=encode(button.route), style=button.style)
