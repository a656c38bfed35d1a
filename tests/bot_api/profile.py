"""What a bot tells of itself: commands and descriptions, by language."""

import re
from typing import Any

import msgspec

from tests.bot_api import methods
from tests.bot_api.refusal import MistakeError

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS, LONGEST_HINT, LONGEST_DESCRIPTION, LONGEST_SHORT = 100, 256, 512, 120


class Profile:
    """Keeps what was set; hands it out as it was set."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, bytes], list[dict[str, Any]]] = {}
        self._descriptions: dict[str, str] = {}
        self._short: dict[str, str] = {}

    def set_commands(self, asked: methods.SetMyCommands) -> bool:
        if len(asked.commands) > MOST_COMMANDS:
            raise MistakeError("BOT_COMMANDS_TOO_MUCH")
        for command in asked.commands:
            if not COMMAND.fullmatch(command.command) or not 1 <= len(command.description) <= LONGEST_HINT:
                raise MistakeError("BOT_COMMAND_INVALID")
        self._commands[_key(asked)] = msgspec.to_builtins(asked.commands)
        return True

    def commands(self, asked: methods.GetMyCommands) -> list[dict[str, Any]]:
        return self._commands.get(_key(asked), [])

    def set_description(self, asked: methods.SetMyDescription) -> bool:
        if len(asked.description) > LONGEST_DESCRIPTION:
            raise MistakeError("description is too long")
        self._descriptions[asked.language_code] = asked.description
        return True

    def description(self, asked: methods.GetMyDescription) -> dict[str, str]:
        return {"description": self._descriptions.get(asked.language_code, "")}

    def set_short_description(self, asked: methods.SetMyShortDescription) -> bool:
        if len(asked.short_description) > LONGEST_SHORT:
            raise MistakeError("short description is too long")
        self._short[asked.language_code] = asked.short_description
        return True

    def short_description(self, asked: methods.GetMyShortDescription) -> dict[str, str]:
        return {"short_description": self._short.get(asked.language_code, "")}


def _key(asked: methods.SetMyCommands | methods.GetMyCommands) -> tuple[str, bytes]:
    return asked.language_code, msgspec.json.encode(asked.scope)
