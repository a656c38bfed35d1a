"""`bot withdraw` and `bot restore`: a page is taken out at once, or put back. Both are an edit of one content file,
which is checked before it is written and belongs under version control; there is no other state.
"""

import shlex
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.app import BadContentError, StartError, today
from bot.edition import Edition, edition_of
from bot.library.files import Files, decode_text, read_files, write_file
from bot.library.library import Library
from bot.library.problem import Level
from bot.library.reading import WITHDRAWN
from bot.library.report import report
from bot.library.withdrawals import entry, why_not, with_entry, without_entry
from bot.remembered import Remembered
from bot.screens.document import visible
from bot.screens.route import Route
from bot.screens.screen import Screen
from bot.settings import Settings

_LIKE = 5  # ids named beside one that does not exist


class UnwrittenError(BadContentError):
    """The content is unsound, or would be. The text says why nothing was written."""


def withdraw(settings: Settings, page: str, reason: str) -> str:
    """Take a page out, as of today; tells what was written. Raises StartError, or UnwrittenError."""
    said = " ".join(reason.split())
    if not said:
        raise StartError('--reason is empty. Say for colleagues what is wrong: --reason "wrong fine, see the new law"')
    desk = _Desk(settings, today())
    library = desk.before.library
    if page in library.withdrawn:
        day = library.withdrawn[page].on
        raise StartError(f"{page} is withdrawn already, since {day}. To put it back: bot restore {page}")
    _refuse(library, page)
    after = desk.write(with_entry(desk.text, page, desk.day, said), {*library.withdrawn, page})
    return "\n".join(
        (
            f"Withdrawn: {page}. Added to {settings.content_dir / WITHDRAWN}:\n",
            entry(page, desk.day, said),
            _seen(after, page, desk.day),
            _afterwards(settings, f"Withdraw {page}: {said}"),
        )
    )


def restore(settings: Settings, page: str) -> str:
    """Put a page back; tells what was written. Raises StartError, or UnwrittenError."""
    desk = _Desk(settings, today())
    library = desk.before.library
    if page not in library.withdrawn:
        now = ", ".join(library.withdrawn) or "none"
        raise StartError(f"{page} is not withdrawn. Withdrawn now: {now}")
    withdrawal = library.withdrawn[page]
    after = desk.write(without_entry(desk.text, withdrawal.place.line), {*library.withdrawn} - {page})
    return "\n".join(
        (
            f"Restored: {page}. Taken out of {settings.content_dir / WITHDRAWN}:\n",
            entry(page, withdrawal.on, withdrawal.reason),
            _seen(after, page, desk.day),
            _afterwards(settings, f"Restore {page}"),
        )
    )


@dataclass
class _Desk:
    """The content before, its list as text, and the only way to write it: checked as a whole."""

    settings: Settings
    day: date

    def __post_init__(self) -> None:
        self._remembered = Remembered()
        self._files = read_files(self.settings.content_dir)
        self.before = self._read(self._files)
        self.text = decode_text(self._files.get(WITHDRAWN, b""), WITHDRAWN)[0]
        _insist(self.before, "The content has errors, so nothing new can go live. Mend these first:")

    def write(self, text: str, expected: set[str]) -> Edition:
        """The edition with this list, which is now on disk."""
        after = self._read({**self._files, WITHDRAWN: text.encode()})
        faults = [each for each in after.problems if each.place.file == WITHDRAWN and each.level is Level.ERROR]
        if faults or {*after.library.withdrawn} != expected:
            raise StartError(
                f"{WITHDRAWN} is laid out in a way that this command cannot edit. Edit it by hand, an entry being:\n"
                + entry("page-id", self.day, "what is wrong")
            )
        _insist(after, "With this the content would have errors:")
        try:
            write_file(self.settings.content_dir, WITHDRAWN, text.encode())
        except OSError as error:
            file = self.settings.content_dir / WITHDRAWN
            raise StartError(f"{file} cannot be written ({error.strerror}); nothing was changed") from None
        return after

    def _read(self, files: Files) -> Edition:
        folders = self.settings.content_dir, self.settings.locales_dir
        return edition_of(files, *folders, self.day, self._remembered)


def _insist(edition: Edition, otherwise: str) -> None:
    errors = [problem for problem in edition.problems if problem.level is Level.ERROR]
    if errors:
        raise UnwrittenError(f"{otherwise}\n{report(errors)}\nNothing was written.")


def _refuse(library: Library, page: str) -> None:
    fault = why_not(page, library.pages, library.aliases)
    if fault is None:
        return
    if library.find(page) is None:
        near = get_close_matches(page, list(library.pages), _LIKE, 0.5)
        like = f" Like it are: {', '.join(near)}." if near else ""
        raise StartError(f"There is no page {page}.{like} The ids stand in each section.yaml and in guide.yaml")
    what, cure = fault
    raise StartError(f"{what.render()} — {cure.render()}")


def _seen(edition: Edition, page: str, day: date) -> str:
    """What readers see now, in each language."""
    show = edition.guide(lambda: day).show
    return "\n".join(f"Readers see now ({code}):\n{_drawn(show(Route(code, page)))}" for code in edition.library.codes)


def _drawn(screen: Screen) -> str:
    lines = visible(screen.text).split("\n")
    buttons = [" ".join(f"[{button.label}]" for button in row) for row in screen.rows]
    return "".join(f"  | {line}".rstrip() + "\n" for line in (*lines, "", *buttons))


def _afterwards(settings: Settings, message: str) -> str:
    folder = shlex.quote(str(settings.content_dir))
    return (
        "A running bot that reads this folder follows within 2 seconds. Put it under version control:\n"
        f"  git -C {folder} add {WITHDRAWN} && git -C {folder} commit -m {shlex.quote(message)} {WITHDRAWN}"
    )
