"""A strict and fast stand-in for Telegram's Bot API server on loopback, and people who use a bot through it."""
