"""Tells Telegram the bot's commands and descriptions, in each language, at every start."""

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import describe
from bot.screens.guide import Guide

log = logging.getLogger(__name__)


async def introduce(bot: Bot, guide: Guide) -> None:
    """Set what differs. A refusal is logged and changes nothing for readers."""
    languages = [(speech.code, speech.code) for speech in guide.speeches]
    for code, words in [("", guide.speeches[0].code), *languages]:
        try:
            await _introduce(bot, guide, code, words)
        except TelegramError as error:
            log.warning("The bot's description was not set: %s", describe(error))


async def _introduce(bot: Bot, guide: Guide, code: str, words: str) -> None:
    """`code` is Telegram's key (empty: everybody else), `words` the language of the texts."""
    profile = guide.profile(words)
    language = code or None
    commands = await bot.get_my_commands(language_code=language)
    if tuple((command.command, command.description) for command in commands) != profile.commands:
        await bot.set_my_commands(profile.commands, language_code=language)
    if (await bot.get_my_description(language)).description != profile.description:
        await bot.set_my_description(profile.description, language)
    if (await bot.get_my_short_description(language)).short_description != profile.short_description:
        await bot.set_my_short_description(profile.short_description, language)
