"""Telegram: updates in, answers out, through python-telegram-bot's Bot class. Keeps nothing about anybody on disk."""

import os

os.environ.setdefault(
    "PTB_TIMEDELTA", "true"
)  # python-telegram-bot's own switch: time spans as timedelta, without warnings
