"""Telegram: updates in, answers out, through python-telegram-bot's Bot class. Keeps nothing about anybody on disk."""

import os
import sys

os.environ.setdefault(
    "PTB_TIMEDELTA", "true"
)  # python-telegram-bot's own switch: time spans as timedelta, without warnings
# httpx, which that library imports, would bring the parts of its own command line along: 6 MB that nobody uses.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # Python's own mark for "not to be imported"
