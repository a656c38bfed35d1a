"""A bot as the examples of python-telegram-bot write one, with its defaults: what delivery is compared with.

Reads BOT_TOKEN and TELEGRAM_API_URL; with WEBHOOK_URL it listens on HOST and PORT, else it polls.
"""

import os
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import (  # noqa: TID251 - the thing measured; the program itself uses only the Bot class
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
)

PAGES, LENGTH = 997, 600  # characters; as long as pages of ours are
STEPS = (1, 7, 31, 101, 211, 401)  # to the pages of the six buttons


def text(page: str) -> str:
    """What stands on a page."""
    return f"<b>Page {page}</b>\n\n" + "What to do now. " * (LENGTH // 16)


def _keyboard(page: str) -> InlineKeyboardMarkup:
    pages = [str((int(page) + step) % PAGES) for step in STEPS]
    return InlineKeyboardMarkup([[InlineKeyboardButton(f"Page {other}", callback_data=other)] for other in pages])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_chat
    await context.bot.send_message(
        update.effective_chat.id, text("0"), parse_mode=ParseMode.HTML, reply_markup=_keyboard("0")
    )


async def turn(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    assert query.data
    await query.answer()
    page = query.data if query.data.isdigit() else str(sum(query.data.encode()) % PAGES)
    await query.edit_message_text(text(page), parse_mode=ParseMode.HTML, reply_markup=_keyboard(page))


def main() -> None:
    builder = Application.builder().token(os.environ["BOT_TOKEN"])
    application: Application[Any, Any, Any, Any, Any, Any]
    application = builder.base_url(f"{os.environ['TELEGRAM_API_URL']}/bot").build()
    application.add_handler(CommandHandler(["start", "sos"], start))
    application.add_handler(CallbackQueryHandler(turn))
    if url := os.environ.get("WEBHOOK_URL"):
        application.run_webhook(
            os.environ["HOST"], int(os.environ["PORT"]), webhook_url=url, secret_token=os.environ["WEBHOOK_SECRET"]
        )
    else:
        application.run_polling()


if __name__ == "__main__":
    main()
