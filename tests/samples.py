"""A tiny guide of our own, so that tests never quote the real one."""

from datetime import date
from pathlib import Path

from bot.library.checks import check
from bot.library.files import Files
from bot.library.library import Library
from bot.library.problem import Problem
from bot.library.reader import read_library
from bot.phrases import Phrases, Words

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent

_LANGUAGES = """
languages:
  - {code: tg, name: "Tajik", command: tj, letters: "\u04b3\u04e3", words: [man, salom]}
  - {code: ru, name: "Russian", command: ru, letters: "\u044b", words: [ya, privet]}
"""
_PHRASES = """phrases:
  - id: lawyer-please
    russian: "Proshu advokata"
    label: {tg: "Vakil", ru: "Advokat"}
    when: {tg: "Agar", ru: "Esli"}
    meaning: {tg: "Vakil mehoham"}
    caution: {tg: "Orom", ru: "Spokojno"}
"""
_CONTACTS = """contacts:
  - id: helpline
    who: {tg: "Yori", ru: "Pomosch"}
    numbers: ["112"]
    status_in_russia: none
    status_checked_on: "2026-03-17"
    source: {title: "T", publisher: "P", date: "2026", confidence: high}
"""
_SECTION = """
icon: "S"
pages:
  - id: {page}
    icon: "P"
    as_of: "2026-03-17"
    review_by: "2027-01-31"
    sources: [{{title: "A law", publisher: "A court", date: "2026", confidence: high}}]
    laws: ["Law 1"]
    contacts: [helpline]
    related: [{related}]
"""
_EMERGENCY = """
icon: "!"
pages:
  - {id: sos-home, icon: "H", as_of: "2026-03-17", review_by: "2027-01-31", emergency: true,
     sources: [{title: "A law", publisher: "A court", date: "2026", confidence: high}]}
"""
_TEXTS = {
    "start": "# Start\n\nChoose.\n",
    "home": "# Home\n\nWhat do you need?\n",
    "help": "# Help\n\nPress a button.\n",
    "sos/sos": "# Alarm\n\nStay calm.\n",
    "sos/sos-home": "# At home\n\nDo not open.\n",
    "raids/raids": "# Raids\n\nYour rights.\n",
    "raids/door": "# The door\n\nAsk who it is.\n\n- one\n- two\n\n@say lawyer-please\n\n> The law says 48 hours.\n",
    "papers/papers": "# Papers\n\nCarry them.\n",
    "papers/patent": "# Patent\n\nPay it.\n\nSee [the door](door).\n",
}


def small_content() -> Files:
    """A sound guide in tg and ru."""
    files: dict[str, str] = {
        "languages.yaml": _LANGUAGES,
        "guide.yaml": "sections: [sos, raids, papers]\n",
        "phrases.yaml": _PHRASES,
        "contacts.yaml": _CONTACTS,
        "sos/section.yaml": _EMERGENCY,
        "raids/section.yaml": _SECTION.format(page="door", related="patent"),
        "papers/section.yaml": _SECTION.format(page="patent", related="door"),
    }
    files |= {f"{name}.{code}.md": text for name, text in _TEXTS.items() for code in ("tg", "ru")}
    return {name: text.encode() for name, text in files.items()}


def with_file(name: str, text: str | bytes | None, base: Files | None = None) -> Files:
    """The small guide with one file replaced or, with None, removed."""
    files = dict(base or small_content())
    if text is None:
        del files[name]
    else:
        files[name] = text if isinstance(text, bytes) else text.encode()
    return files


def both(name: str, text: str, base: Files | None = None) -> Files:
    """The small guide with both languages of a text replaced."""
    return with_file(f"{name}.ru.md", text, with_file(f"{name}.tg.md", text, base))


def library(files: Files | None = None) -> Library:
    """A library from files that must be sound."""
    found, problems = read_library(files or small_content())
    assert not problems, [problem.render() for problem in problems]
    return found


def problems_of(files: Files) -> list[Problem]:
    """Everything that reading and checking find."""
    found, problems = read_library(files)
    return [*problems, *check(found, PLAIN, TODAY)]


PLAIN = Phrases({"tg": Words("tg", {}), "ru": Words("ru", {})})
