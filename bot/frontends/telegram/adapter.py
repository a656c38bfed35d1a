"""Screens -> the values that Telegram's methods take. Pure."""

from typing import Any

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.screens.guide import Suggestion
from bot.screens.route import encode
from bot.screens.screen import Button, Copy, Screen

Values = dict[str, Any]

_QUIET_TEXT = {"parse_mode": ParseMode.HTML.value, "link_preview_options": {"is_disabled": True}}


def text_values(screen: Screen, with_buttons: bool = True) -> Values:
    """A screen as sendMessage and editMessageText take it; without previews, which would tell where a link leads."""
    values: Values = {"text": screen.text, **_QUIET_TEXT}
    if with_buttons:
        values["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in screen.rows]}
    return values


def article(suggestion: Suggestion) -> InlineQueryResultArticle:
    """A page as it is offered in another chat; chosen, it is sent as a message without buttons."""
    content = InputTextMessageContent(
        suggestion.text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(suggestion.id, suggestion.title, content, description=suggestion.point)


def _button(button: Button) -> Values:
    if isinstance(button, Copy):
        return {"text": button.label, "copy_text": {"text": button.text}}
    values: Values = {"text": button.label, "callback_data": encode(button.route)}
    if button.style:
        values["style"] = button.style
    return values
