"""The edition that is served, and how a newer one takes its place while taps are answered.

What editors write goes live only if it is sound, and then as a whole: content, words, search and all are made aside, by
another thread, and put in place by one assignment. Else the old edition stays and says what is wrong with the new one.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.edition import Clock, Edition, read_edition
from bot.library.files import fingerprint
from bot.library.problem import N_, Level, Place, Problem, say
from bot.logs import describe
from bot.remembered import Remembered
from bot.screens.guide import Guide
from bot.settings import Settings

log = logging.getLogger(__name__)

LOOK = 0.3  # seconds between two looks at the files; what is the same in two looks has been written to its end
_NAMED = 3  # problems that the log tells
_UNREAD = "unreadable"

Fingerprint = tuple[int, int]


class LiveEdition:
    """An edition that follows the files: a sound change goes live, an unsound one is only reported and the old one
    stays. `make` gives the guide of an edition.
    """

    def __init__(self, settings: Settings, clock: Clock, make: Callable[[Edition], Guide] | None = None) -> None:
        self._settings, self._clock = settings, clock
        self._make = make or (lambda edition: edition.guide(clock))
        self._made: tuple[Edition, Guide] | None = None
        self._remembered = Remembered()
        self._seen = self._looked = self._fingerprint()
        self.readings = 1
        self.newest = self.sound = self._read()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the files as they are now from going live; nothing where they are live."""
        return tuple(problem for problem in self.newest.problems if problem.level is Level.ERROR)

    def make_ready(self) -> None:
        """Build what nobody should wait for, and spare the collector of garbage what stays for good: going through it
        while a newer edition is read would keep taps waiting for a tenth of a second.
        """
        self.sound.prepare()
        gc.collect()
        gc.freeze()

    def guide(self) -> Guide:
        """The guide of the last sound edition; made once for each."""
        edition = self.sound
        if self._made is None or self._made[0] is not edition:
            self._made = edition, self._make(edition)
        return self._made[1]

    def refresh(self) -> tuple[Edition, Edition]:
        """The newest edition and the last sound one; read again if a file has changed."""
        seen = self._fingerprint()
        if seen != self._seen:
            self._take(self._read_or_say_why(), seen)
        return self.newest, self.sound

    async def watch(self) -> None:
        """Follow the files until cancelled. Nothing that happens to them ends this."""
        failed = ""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self.look()
            except Exception as error:
                if failed != describe(error):  # once, not three times a second
                    failed = describe(error)
                    log.error("Following the content failed (%s); what is live stays", failed)

    async def look(self) -> None:
        """See whether the files have changed; read them once they have stayed the same for two looks.

        What could not be read is tried again each time: the reason may go without a change of the files.
        """
        before, self._looked = self._looked, await asyncio.to_thread(self._fingerprint)
        unread = any(problem.code == _UNREAD for problem in self.newest.problems)
        if before == self._looked and (unread or self._looked != self._seen):
            await self._renew(self._looked)

    async def _renew(self, seen: Fingerprint) -> None:
        """Read what is there and, if it is sound, serve it. What was changed meanwhile waits for the next look."""
        began = time.monotonic()
        edition = await asyncio.to_thread(self._read_or_say_why, ready=True)
        if await asyncio.to_thread(self._fingerprint) == seen:
            news = edition.problems != self.newest.problems or edition.is_sound
            self._take(edition, seen)
            if news:
                self._report(time.monotonic() - began)

    def _take(self, edition: Edition, seen: Fingerprint) -> None:
        self._seen, self.newest = seen, edition
        self.readings += 1
        self.sound = edition if edition.is_sound else self.sound

    def _report(self, seconds: float) -> None:
        if self.newest.is_sound:
            levels = [problem.level for problem in self.newest.problems]
            name, warnings = self.newest.library.edition, levels.count(Level.WARNING)
            log.info("Content %s is live, read in %.1f s; warnings: %d", name, seconds, warnings)
            return
        errors = self.errors
        named = " | ".join(error.render() for error in errors[:_NAMED])
        more = " | …" if len(errors) > _NAMED else ""
        log.error("New content is refused, the old one stays. Errors: %d. %s%s", len(errors), named, more)

    def _read_or_say_why(self, ready: bool = False) -> Edition:
        """What stands in the files; where they cannot be read at all, the last sound edition with that as its fault."""
        try:
            return self._read(ready)
        except Exception as error:
            problem = _unreadable(error, self._settings.content_dir)
            log.debug("Reading the content failed (%s)", describe(error))
            return replace(self.sound, problems=(problem,))

    def _read(self, ready: bool = False) -> Edition:
        """A new edition; if it is sound and shall be `ready`, with everything that nobody should wait for later."""
        folders = self._settings.content_dir, self._settings.locales_dir
        edition = read_edition(*folders, self._clock(), self._remembered)
        if ready and edition.is_sound:
            edition.prepare()
        self._remembered.settle(edition.is_sound)
        return edition

    def _fingerprint(self) -> Fingerprint:
        """A number for each folder; for one that cannot be looked at, a number for the reason."""
        try:
            return fingerprint(self._settings.content_dir), fingerprint(self._settings.locales_dir, (".po", ".pot"))
        except OSError as error:
            return hash((error.errno, error.filename)), 0


def _unreadable(error: Exception, root: Path) -> Problem:
    if isinstance(error, OSError):
        file = Path(str(error.filename or root))
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        what = say(N_("the file cannot be read ({why})"), why=error.strerror or type(error).__name__)
        return Problem(Place(name), _UNREAD, what, say(N_("let the program read it, or put it back")))
    what = say(N_("reading the content failed ({why})"), why=describe(error))
    return Problem(Place("."), _UNREAD, what, say(N_("undo the last change and show this line to a developer")))
