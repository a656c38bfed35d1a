"""Counting without people: (day, topic, language, kind) -> times, and nothing else. Knows no screen and no chat."""
