"""Interface words (buttons, notices, dates) in every language, read from `locales/*.po` at start. The only home of
Babel.

There are three catalogues: `bot.po` is what readers of the guide see and must be complete; `check.po` is what `bot
check` says to editors, `stats.po` what reports say to operators; both may fall back to English. Guidance itself is not
here but in `content/`.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from bot.library.problem import N_, Message, Place, Problem, say

READERS, EDITORS, FIGURES = "bot", "check", "stats"  # gettext's domains


@dataclass(frozen=True)
class Words:
    """The interface in one language. An entry that is missing is given in English, visibly."""

    language: str
    entries: dict[str, str]

    def __call__(self, text: str, **values: object) -> str:
        """The entry for an English text, with its `{named}` gaps filled."""
        found = self.entries.get(text) or text
        return found.format(**values) if values else found

    def weekday(self, day: date) -> str:
        """The day of the week, in full; by its English name in a language that CLDR does not know."""
        try:
            return str(format_date(day, "EEEE", Locale.parse(self.language))).lower()
        except (UnknownLocaleError, ValueError):
            return f"{day:%A}"

    def month(self, number: int) -> str:
        """The name of a month, standing alone; its number in a language that CLDR does not know."""
        try:
            return str(Locale.parse(self.language).months["stand-alone"]["wide"][number])
        except (UnknownLocaleError, ValueError, KeyError):
            return str(number)

    def date(self, day: date) -> str:
        """A day written out; as YYYY-MM-DD in a language that CLDR does not know."""
        return _written_out(day, self.language)


@lru_cache(maxsize=1024)
def _written_out(day: date, language: str) -> str:
    try:
        return format_date(day, "d MMMM y", Locale.parse(language)).lower()
    except (UnknownLocaleError, ValueError):
        return day.isoformat()


@dataclass(frozen=True)
class Phrases:
    """The words of every language, and what is wrong with the catalogues."""

    words: dict[str, Words]
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, language: str) -> Words:
        return self.words.get(language) or Words(language, {})


def read_phrases(root: Path, languages: tuple[str, ...], domain: str = READERS) -> Phrases:
    """The catalogues of `languages` under `root`. Each is held against the template `<domain>.pot`, if there is one."""
    wanted = _ids(_read(root / f"{domain}.pot"))
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    for language in languages:
        file = root / language / "LC_MESSAGES" / f"{domain}.po"
        catalog = _read(file)
        words[language] = Words(language, _usable(catalog))
        place = Place(file.relative_to(root.parent).as_posix())
        problems += [Problem(place, "locale", what, cure) for what, cure in _faults(catalog, wanted)]
    return Phrases(words, tuple(problems))


def _read(file: Path) -> Catalog | None:
    try:
        with file.open("rb") as stream:
            return read_po(stream, abort_invalid=True)
    except (OSError, PoFileError, ValueError):
        return None


def _ids(catalog: Catalog | None) -> set[str]:
    return {str(message.id) for message in catalog or () if message.id}


def _entries(catalog: Catalog | None) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalog or () if m.id and m.string and not m.fuzzy}


def _usable(catalog: Catalog | None) -> dict[str, str]:
    """The entries that can be filled in; one with other gaps is left in English rather than fail before a reader."""
    return {text: found for text, found in _entries(catalog).items() if gaps(text) == gaps(found)}


def gaps(text: str) -> set[str]:
    """The `{named}` gaps of a text; none where it has a brace that is not part of one."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return set()


def _faults(catalog: Catalog | None, wanted: set[str]) -> list[tuple[Message, Message]]:
    if catalog is None:
        copy = say(N_("copy the one of another language and translate each msgstr"))
        return [(say(N_("the catalogue is missing or cannot be read")), copy)]
    missing = sorted(wanted - _ids(catalog) | {str(m.id) for m in catalog if m.id and not m.string})
    fuzzy = sorted(str(m.id) for m in catalog if m.id and m.fuzzy)
    other_gaps = sorted(text for text, found in _entries(catalog).items() if gaps(text) != gaps(found))
    keep = say(N_("keep the {names} in braces as they are"), names="{…}")
    unused = sorted(_ids(catalog) - wanted) if wanted else []
    return [
        *((say(N_("“{text}” is not translated"), text=text), say(N_("fill in its msgstr"))) for text in missing),
        *(
            (say(N_("“{text}” is marked fuzzy"), text=text), say(N_("check it and delete the word fuzzy")))
            for text in fuzzy
        ),
        *(
            (
                say(N_("the translation of “{text}” has other gaps"), text=text),
                keep,
            )
            for text in other_gaps
        ),
        *((say(N_("“{text}” is used nowhere"), text=text), say(N_("delete the entry"))) for text in unused),
    ]
