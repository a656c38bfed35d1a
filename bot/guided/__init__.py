"""Guided checks: questions with a few answers each, and tables that decide. Pure; knows no words, screens or files."""
