"""Telegram's rules for texts and buttons. What Telegram drops or cuts without a word is a fault here."""

import html
import re
from functools import lru_cache

import msgspec

from tests.bot_api.methods import Button, Keyboard
from tests.bot_api.refusal import MistakeError

LONGEST_TEXT, MOST_ENTITIES = 4096, 100  # UTF-16 units after entities are parsed; further entities are ignored
LONGEST_DATA, LONGEST_COPY = 64, 256  # bytes; characters
MOST_IN_ROW, MOST_BUTTONS = 8, 100
_TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler", "blockquote"),
    *("a", "span", "tg-emoji"),
}
_ATTRIBUTES = {
    "a": re.compile(r'\s+href="(https?://|tg://|tel:|mailto:)[^"<>\s]+"'),  # links of other kinds vanish silently
    "span": re.compile(r'\s+class="tg-spoiler"'),
    "code": re.compile(r'(\s+class="language-[^"]+")?'),
    "blockquote": re.compile(r"(\s+expandable)?"),
    "tg-emoji": re.compile(r'\s+emoji-id="\d+"'),
}
_NONE = re.compile("")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#[xX][0-9A-Fa-f]+);")  # Telegram shows any other as it is written
_ACTIONS = ("url", "callback_data", "copy_text", "switch_inline_query", "switch_inline_query_current_chat")
_OTHER_ACTIONS = ("switch_inline_query_chosen_chat", "web_app", "login_url", "callback_game", "pay")


@lru_cache(4096)
def plain(text: str, parse_mode: str | None) -> str:
    """What is seen of a text. Raises MistakeError if Telegram refuses it or would drop a part of it."""
    seen = _without_tags(text) if parse_mode == "HTML" else text
    if parse_mode not in (None, "HTML"):
        raise MistakeError("unsupported parse_mode")
    seen = seen.strip()
    if not seen:
        raise MistakeError("message text is empty")
    if utf16(seen) > LONGEST_TEXT:
        raise MistakeError("message is too long")
    return seen


def utf16(text: str) -> int:
    """The length of a text as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def check_keyboard(keyboard: Keyboard | None) -> None:
    """Raise MistakeError for buttons that Telegram refuses, drops or cuts."""
    if keyboard is not None:
        _check(msgspec.json.encode(keyboard))


@lru_cache(4096)
def _check(encoded: bytes) -> None:
    """The same keyboards come again and again, and there may be 100 buttons in each."""
    rows = msgspec.json.decode(encoded, type=Keyboard).inline_keyboard
    if any(len(row) > MOST_IN_ROW for row in rows):
        raise MistakeError(f"more than {MOST_IN_ROW} buttons in a row")
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise MistakeError("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Button) -> None:
    if not button.text.strip():
        raise MistakeError("a button without a label vanishes")
    actions = [name for name in (*_ACTIONS, *_OTHER_ACTIONS) if getattr(button, name) is not None]
    if len(actions) != 1:
        raise MistakeError("a button must do one thing: text buttons are unallowed in the inline keyboard")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= LONGEST_DATA:
        raise MistakeError("BUTTON_DATA_INVALID")
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= LONGEST_COPY:
        raise MistakeError("BUTTON_COPY_TEXT_INVALID")
    if button.style not in (None, "danger", "primary", "success"):
        raise MistakeError("unknown style of a button")


def _without_tags(text: str) -> str:
    parts: list[str] = []
    opened: list[str] = []
    at = entities = 0
    for tag in _TAG.finditer(text):
        parts.append(_words(text[at : tag.start()]))
        at = tag.end()
        closing, name, attributes = tag[1], tag[2].lower(), tag[3]
        if not closing:
            _check_tag(name, attributes)
            opened.append(name)
            entities += 1
        elif not opened or opened.pop() != name:
            raise MistakeError(f"can't parse entities: unmatched end tag at byte offset {tag.start()}")
    parts.append(_words(text[at:]))
    if opened:
        raise MistakeError(f"can't parse entities: Can't find end tag corresponding to start tag {opened[-1]}")
    if entities > MOST_ENTITIES:
        raise MistakeError(f"more than {MOST_ENTITIES} entities")
    return "".join(parts)


def _check_tag(name: str, attributes: str) -> None:
    if name not in _TAGS:
        raise MistakeError(f'can\'t parse entities: Unsupported start tag "{name}"')
    if not _ATTRIBUTES.get(name, _NONE).fullmatch(attributes.rstrip()):
        raise MistakeError(f"can't parse entities: attributes of <{name}> that Telegram drops")


def _words(text: str) -> str:
    if "<" in text:
        raise MistakeError("can't parse entities: Unexpected end of tag")
    if "&" not in text:
        return text
    left = _ENTITY.sub("", text)
    if re.search(r"&\w+;", left):
        raise MistakeError("an entity that Telegram shows as it is written")
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
