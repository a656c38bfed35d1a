"""Rohnamo: a guide for labour migrants, read in Telegram, written by NGOs as files, counted without knowing anybody."""

__version__ = "0.1.0"
