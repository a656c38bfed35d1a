"""Screens -> Telegram's own types, and the kinds of updates we take. Pure."""

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import UpdateType

from bot.screens.route import encode
from bot.screens.screen import Button, Copy, Rows

# Groups and channels are listened to only in order to leave them.
UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.CHANNEL_POST,
)


def keyboard(rows: Rows) -> InlineKeyboardMarkup:
    """A screen's buttons as an inline keyboard."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def says_something(message: Message) -> bool:
    """Whether a person sent this, and not Telegram itself (a pinned message, a timer that was set …)."""
    return bool(message.text or message.caption or message.effective_attachment)


def _button(button: Button) -> InlineKeyboardButton:
    if isinstance(button, Copy):
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.text))
    return InlineKeyboardButton(button.label, callback_data=encode(button.route), style=button.style)
