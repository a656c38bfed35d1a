"""Where figures meet the guide: titles for topics, the functions behind /stats, the words of operators."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.library.library import Library
from bot.library.model import Page
from bot.library.problem import Problem
from bot.logs import Witness
from bot.phrases import EDITORS, FIGURES, Words, read_phrases
from bot.screens.route import BUILT_IN, HOME, START, WIPE
from bot.settings import Settings
from bot.usage.catalogue import Catalogue, Topic
from bot.usage.digest import ERRORS, Health, digest, unwell
from bot.usage.disclosure import Disclosed, disclose
from bot.usage.page import page
from bot.usage.period import period
from bot.usage.recorder import Recorder
from bot.usage.store import Gap, Pair, Store, StoreError
from bot.usage.weeks import Week


def topics(library: Library) -> frozenset[str]:
    """Everything that may be counted: pages, and the screens that are no page."""
    return frozenset(library.pages) | BUILT_IN


def pairs(library: Library) -> list[Pair]:
    """The cells of a publication: every page but the ways in, in every language."""
    told = [page for page in library.pages if page not in BUILT_IN]
    return [(topic, language) for topic in sorted(told) for language in library.codes]


def catalogue(library: Library, words: Words) -> Catalogue:
    """The guide as figures need it."""
    wipe = {words.language: words("Clean up this chat")}
    known = {page.id: _topic(page) for page in library.pages.values()}
    return Catalogue(
        topics=known | {WIPE: Topic(wipe, HOME)},
        languages={language.code: language.name for language in library.languages},
        kinds=kinds(words),
        edition=library.edition,
    )


def kinds(words: Words) -> dict[str, str]:
    """The titles of the kinds in `bot.screens.screen`; a test holds the two lists together."""
    return {
        "opened": words("opened by a button or a command"),
        "search-page": words("a question, answered at once"),
        "search-choices": words("a question, answered with a choice"),
        "search-none": words("a question without an answer"),
        "check-opened": words("a check, begun"),
        "check-finished": words("a check, finished"),
        "shared": words("shared with somebody"),
        "cleaned-up": words("a chat, cleaned up"),
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """What was disclosed of a period, and the words of its unanswered questions."""

    disclosed: Disclosed
    gaps: list[Gap]


async def figures(store: Store, library: Library, floor: int, weeks: tuple[Week, Week], with_days: bool) -> Figures:
    """Read figures through the gate that hides what is small. Raises StoreError."""
    cells = await store.cells(*weeks, by_day=with_days)
    disclosed = disclose(cells, weeks, topics(library), library.codes, floor)
    return Figures(disclosed, await store.gaps(*weeks))


class Reporter:
    """The two functions that Telegram's front end is handed for operators."""

    def __init__(
        self,
        library: Callable[[], Library],
        settings: Settings,
        clock: Callable[[], date],
        recorder: Recorder,
        witness: Witness,
        refused: Callable[[], Sequence[Problem]] = tuple,
    ) -> None:
        self._library, self._settings = library, settings
        self._clock, self._recorder, self._witness, self._began = clock, recorder, witness, time.monotonic()
        self._refused = refused

    async def digest(self, language: str) -> str:
        """The figures as a message; where they cannot be read, why."""
        words = self._words(language)
        health = self._health(language)
        try:
            found = await self._figures()
        except StoreError as error:
            return "\n\n".join(
                filter(None, (unwell(health, words), words("The figures cannot be read: {why}", why=error)))
            )
        known = catalogue(self._library(), words)
        return digest(found.disclosed, found.gaps, known, health, self._clock(), language, words)

    async def report(self, language: str) -> str:
        """The report as a page."""
        words = self._words(language)
        try:
            found = await self._figures()
        except StoreError as error:
            return words("The figures cannot be read: {why}", why=error)
        return page(found.disclosed, found.gaps, catalogue(self._library(), words), self._clock(), language, words)

    def _health(self, language: str) -> Health:
        errors = self._refused()
        editors = read_phrases(self._settings.locales_dir, (language,), EDITORS)[language] if errors else str
        return Health(
            running=timedelta(seconds=time.monotonic() - self._began),
            trouble=self._recorder.trouble,
            last_warning=self._witness.last,
            errors=len(errors),
            first_errors=tuple(error.render(editors) for error in errors[:ERRORS]),
            withdrawn=tuple(f"{each.id} ({each.on}: {each.reason})" for each in self._library().withdrawn.values()),
        )

    async def _figures(self) -> Figures:
        store = self._settings.database.open(writable=False)
        try:
            return await figures(store, self._library(), self._settings.floor, period(self._clock()), True)
        finally:
            await store.close()

    def _words(self, language: str) -> Words:
        return read_phrases(self._settings.locales_dir, (language,), FIGURES)[language]


def _topic(page: Page) -> Topic:
    titles = {code: text.document.title for code, text in page.texts.items()}
    section = page.id if page.children or page.id in (START, HOME) else page.parent or HOME
    return Topic(titles, section, page.review_by)
