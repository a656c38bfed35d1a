"""Rohnamo: a guide for labour migrants, read in Telegram, written by NGOs as files, knowing nobody."""

__version__ = "0.1.0"
