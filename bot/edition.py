"""The content and the words as they were read at one moment, and what a front end is handed of them. Has no clock."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from bot import locale
from bot.library.checks import check
from bot.library.files import Files, read_files
from bot.library.library import Library
from bot.library.problem import N_, Level, Place, Problem, Translate, in_order, say
from bot.library.reader import read_library
from bot.phrases import Phrases, read_phrases
from bot.remembered import Remembered
from bot.reporting import topics
from bot.screens.calendar import typed_date
from bot.screens.commands import understand
from bot.screens.dates import read_date
from bot.screens.guide import Guide, Speech
from bot.screens.profile import profile
from bot.screens.route import MULTIPLE, Route
from bot.screens.screen import Screen
from bot.screens.views import show, suggest
from bot.search import codes
from bot.search.documents import documents
from bot.search.engine import Engine
from bot.search.gaps import GapRadar, Vocabulary
from bot.usage.tally import Tally
from bot.usage.weeks import Week

Clock = Callable[[], date]


@dataclass(frozen=True)
class Edition:
    """The content and the words as they were read at one moment, with everything that is wrong with them."""

    library: Library
    phrases: Phrases
    problems: tuple[Problem, ...]
    remembered: Remembered = field(default_factory=Remembered, compare=False, repr=False)

    @property
    def is_sound(self) -> bool:
        """Whether it may go live: warnings may, errors may not."""
        return all(problem.level is not Level.ERROR for problem in self.problems)

    @cached_property
    def engine(self) -> Engine:
        """The search over this content; built when it is first asked for."""
        return Engine(documents(self.library), self.library.search, remembered=self.remembered)

    def prepare(self) -> None:
        """Build what else is built when it is first asked for."""
        _ = self.engine, self.vocabulary

    def told(self, translate: Translate) -> tuple[tuple[str, str], ...]:
        """Level and text of each problem, in the language of `translate`."""
        return tuple((problem.level.value, problem.render(translate)) for problem in self.problems)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that may be counted when nothing was found for them."""
        return Vocabulary(self.engine.index.documents, self.engine.stop, self.remembered)

    def guide(
        self, clock: Clock, inline: bool = False, tally: Tally | None = None, radar: GapRadar | None = None
    ) -> Guide:
        """The functions that a front end is handed. `inline`: whether pages are offered in other chats; without a
        `tally` nothing is counted, without a `radar` no word that found nothing.
        """
        library, phrases = self.library, self.phrases
        speeches = tuple(Speech(each.code, each.name, each.command) for each in library.languages)
        commands = tuple((speech.command, speech.name) for speech in speeches)
        guide = Guide(
            show=_shown(library, phrases, clock),
            ask=lambda text, language: _ask(self, text, language, radar, clock),
            weigh=lambda text, language: _ask(self, text, language, None, clock),
            recognise=lambda text, otherwise: locale.guess(text, library.languages, otherwise),
            suggest=lambda text, language: suggest(
                library, phrases, self.engine.best(text) if inline else (), language, clock()
            ),
            profile=lambda code: profile(phrases[code], commands),
            speeches=speeches,
        )
        if tally is None:
            return guide
        return replace(guide, count=tally.counter(topics(library), (MULTIPLE, *library.codes)))


def _shown(library: Library, phrases: Phrases, clock: Clock) -> Callable[[Route], Screen]:
    """`show` for a day, each page made once. What holds answers of somebody is made anew and kept nowhere."""
    pages: dict[Route, Screen] = {}
    made_on = clock()

    def shown(route: Route) -> Screen:
        nonlocal made_on
        day = clock()
        if day != made_on:
            pages.clear()
            made_on = day
        screen = pages.get(route)
        if screen is None:
            screen = show(library, phrases, route, day)
            if not route.rest and route.page in library.pages and route.language in library.codes:
                pages[route] = screen
        return screen

    return shown


def read_edition(content: Path, locales: Path, day: date, remembered: Remembered | None = None) -> Edition:
    """Read and check everything, as of `day`. Never raises for what editors wrote; see the edition's problems.

    `remembered` saves the work of earlier editions; what comes out is the same.
    """
    return edition_of(read_files(content), content, locales, day, remembered)


def edition_of(files: Files, content: Path, locales: Path, day: date, remembered: Remembered | None = None) -> Edition:
    """The same of files that were read, or would be written, in the folder `content`."""
    memory = remembered or Remembered()
    library, problems = read_library(files, memory)
    phrases = read_phrases(locales, library.codes)
    if not library.languages:
        cure = say(N_("look at the problems of languages.yaml, or set CONTENT_DIR to the right folder"))
        problems.append(
            Problem(
                Place("languages.yaml"),
                "languages",
                say(N_("there is no language in {folder}"), folder=content.name),
                cure,
            )
        )
    everything = [*problems, *phrases.problems, *check(library, phrases, day, memory)]
    return Edition(library, phrases, tuple(in_order(everything)), remembered or Remembered())


def _ask(edition: Edition, text: str, language: str, radar: GapRadar | None, clock: Clock) -> Route:
    """Where typed words lead: commands and dates to their places, all else to what the search finds."""
    commands = {each.command: each.code for each in edition.library.languages}
    place = understand(text, language, commands) or _dated(edition.library, text, language)
    if place:
        return place
    found = edition.engine.find(text)
    if radar is not None and found.zone == "none" and not found.answer:  # an empty radar is false
        with suppress(Exception):  # whatever befalls counting must not cost an answer
            radar.hear(edition.vocabulary.known(text), language, str(Week.of(clock())))
    return codes.place(found, language)


def _dated(library: Library, text: str, language: str) -> Route | None:
    """A typed date leads to the deadlines, which ask what happened on that day."""
    day = read_date(text)
    asked = [guided for guided in library.checks.values() if guided.id not in library.withdrawn]
    counted = [guided.check for guided in asked if guided.check.terms]
    return typed_date(counted[0], day, Route(language)) if day and counted else None
