"""A tiny guide of our own, so that tests never quote the real one."""

import shutil
from datetime import date
from pathlib import Path

from bot.library.checks import check
from bot.library.files import Files, read_files
from bot.library.library import Library
from bot.library.problem import Problem
from bot.library.reader import read_library
from bot.library.reading import WITHDRAWN
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
  - id: desk
    who: {tg: "Idora", ru: "Kontora"}
    numbers: ["102"]
    status_in_russia: none
    status_checked_on: "2026-03-17"
    source: {title: "T", publisher: "P", date: "2026", confidence: high}
  - id: helpline
    who: {tg: "Yori", ru: "Pomosch"}
    numbers: ["112"]
    status_in_russia: none
    status_checked_on: "2026-03-17"
    source: {title: "T", publisher: "P", date: "2026", confidence: high}
"""
_FIGURES = """figures:
  - id: price
    text: {tg: "10 rubl", ru: "10 rublej"}
    as_of: "2026-01-01"
    review_by: "2026-12-31"
    source: {title: "T", publisher: "P", date: "2026", confidence: high}
"""
_COMPARISON = """page: patent
criteria:
  - {id: cost, label: {tg: "Narh", ru: "Cena"}}
  - {id: pay, label: {tg: "Muzd", ru: "Oplata"}}
countries:
  - id: home
    page: papers
    name: {tg: "Vatan", ru: "Dom"}
    cost: {tg: "{price}", ru: "{price}"}
    pay: {tg: "5", ru: "5"}
    as_of: "2026-01-01"
    review_by: "2026-12-31"
    source: {title: "T", publisher: "P", date: "2026", confidence: high}
  - id: gone
    closed: true
    page: papers
    name: {tg: "Dur", ru: "Dal"}
    cost: {tg: "x", ru: "x"}
    pay: {tg: "y", ru: "y"}
    as_of: "2025-01-01"
    review_by: "2026-12-31"
    source: {title: "T", publisher: "P", date: "2026", confidence: high}
"""
_MISTAKES = """rules:
  - id: three-hours
    why: "It can be 48 hours."
    wrong: {tg: ["\\\\b3 soat"], ru: ["\\\\b3 chasa"]}
    unless: {tg: ["48"], ru: ["48"]}
    example: {tg: "Only 3 soat", ru: "Only 3 chasa"}
"""
_NUMBERS = """numbers:
  - {number: "112", seen: "A leaflet"}
  - {number: "102", seen: "A leaflet"}
"""
_LINKS = """domains:
  - {domain: "evil.example", policy: never, status: undesirable, why: "It is an offence.", checked_on: "2026-01-01"}
  - {domain: "named.example", policy: name-only, status: foreign-agent, why: "No link.", checked_on: "2026-01-01"}
"""
_TERMS = """terms:
  - {id: passport, use: {tg: "shinosnoma", ru: "pasport"}, instead_of: {tg: ["zagranpasport"], ru: []}}
"""
_SEARCH = """side: [papers]
uncovered: [patent]
emergency:
  who: {tg: ["polis"], ru: ["policia"]}
  what: {tg: ["omad"], ru: ["prishla"]}
  now: {tg: ["hozir"], ru: ["seichas"]}
answers:
  - id: greeting
    words: {tg: ["salom"], ru: ["privet"]}
    text: {tg: "Salom!", ru: "Privet!"}
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
    contacts: [{contact}]
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
    "papers/patent": "# Patent\n\nPay {price}.\n\nSee [the door](door).\n",
}


def search_words(page: str) -> str:
    """Enough words for a page to be found by."""
    terms, questions = [f"word-{number}" for number in range(15)], ["what", "how"]
    lists = f"terms: {{tg: {terms}, ru: {terms}}}, questions: {{tg: {questions}, ru: {questions}}}".replace("'", '"')
    return f"pages:\n  - {{id: {page}, {lists}}}\n"


def small_content() -> Files:
    """A sound guide in tg and ru."""
    files: dict[str, str] = {
        "languages.yaml": _LANGUAGES,
        "guide.yaml": "sections: [sos, raids, papers]\n",
        "phrases.yaml": _PHRASES,
        "contacts.yaml": _CONTACTS,
        "figures.yaml": _FIGURES,
        "corrections.yaml": "corrections: []\n",
        "withdrawn.yaml": "withdrawn: []\n",
        "comparison.yaml": _COMPARISON,
        "policy/mistakes.yaml": _MISTAKES,
        "policy/links.yaml": _LINKS,
        "policy/terms.yaml": _TERMS,
        "policy/numbers.yaml": _NUMBERS,
        "search.yaml": _SEARCH,
        "sos/section.yaml": _EMERGENCY,
        "sos/search.yaml": search_words("sos-home"),
        "raids/search.yaml": search_words("door"),
        "papers/search.yaml": search_words("patent"),
        "raids/section.yaml": _SECTION.format(page="door", related="patent", contact="helpline"),
        "papers/section.yaml": _SECTION.format(page="patent", related="door", contact="desk"),
    }
    files |= {f"{name}.{code}.md": text for name, text in _TEXTS.items() for code in ("tg", "ru")}
    return {name: text.encode() for name, text in files.items()}


def whole_content() -> Files:
    """The real guide as it was written, with nothing taken out: what is withdrawn today is no matter of the program."""
    return {**read_files(ROOT / "content"), WITHDRAWN: b"withdrawn: []\n"}


def written(files: Files, folder: Path) -> Path:
    """Files on disk, and nothing besides."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


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


def plain_words(text: str, **values: object) -> str:
    """English interface words."""
    return text.format(**values) if values else text
