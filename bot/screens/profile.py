"""What Telegram shows of the bot itself: its commands and descriptions. Neutral: anybody may read them."""

from dataclasses import dataclass

from bot.phrases import Words

DESCRIPTION_LIMIT, SHORT_DESCRIPTION_LIMIT, COMMAND_LIMIT = 512, 120, 256  # Telegram's limits


@dataclass(frozen=True, slots=True)
class Profile:
    """The bot's own words in one language. `commands` in the order of the menu."""

    commands: tuple[tuple[str, str], ...]
    description: str
    short_description: str


def profile(words: Words, languages: tuple[tuple[str, str], ...]) -> Profile:
    """The profile in the language of `words`; `languages` are the (command, name) of each language."""
    _ = words
    commands = (
        ("start", _("From the beginning")),
        ("sos", _("Quick help")),
        *languages,
        ("clear", _("Clean up this chat")),
        ("help", _("How it works")),
    )
    description = _(
        "A free reference book for people who work abroad. Press Start and choose a language. It asks for nothing."
    )
    return Profile(commands, description, _("A free reference book. Choose a language and read."))
