"""Every screen that pressing buttons can reach, in every language: what checks, tests and exports go through."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from bot.guided.diagram import Path
from bot.guided.interview import Spelled, skip_the_rest, write_letters
from bot.library.guided import GuidedCheck
from bot.library.library import Library
from bot.screens.route import FIRST, Route
from bot.screens.screen import Go, Screen

Show = Callable[[Route], Screen]


def walk(show: Show, first: Route = FIRST, besides: Iterable[Route] = ()) -> Iterator[tuple[Route, Screen]]:
    """Each reachable route once with its screen, breadth first, those in `besides` before all others.

    Of screens that differ only in answers already given (`kin`) one is enough, for there may be millions; `samples`
    gives the ones that are worth looking at.
    """
    waiting = deque(dict.fromkeys((*besides, first)))
    seen, kin = set(waiting), set[str]()
    while waiting:
        route = waiting.popleft()
        screen = show(route)
        if screen.kin in kin:
            continue
        if screen.kin:
            kin.add(screen.kin)
        yield route, screen
        for button in screen.buttons():
            if isinstance(button, Go) and button.route not in seen:
                seen.add(button.route)
                waiting.append(button.route)


def samples(library: Library) -> Iterator[Route]:
    """For each outcome of each guided check the answers that bring it with the longest notes, in every language."""
    for guided in (each for each in library.checks.values() if each.id not in library.withdrawn):
        for language in library.codes if not guided.check.terms else ():
            for path in _longest(guided, language).values():
                choices = dict(path)
                if guided.check.ranking:
                    choices = skip_the_rest(guided.check.questions, choices)
                letters = write_letters(guided.check.questions, choices)
                yield Route(language, guided.id, str(Spelled(guided.check.mark, letters)))


def _longest(guided: GuidedCheck, language: str) -> dict[str, Path]:
    """One way to each outcome: that with the most to say in notes."""
    found: dict[str, tuple[int, Path]] = {}
    for verdict, path in guided.check.diagram.verdicts():
        length = sum(_length(guided, note, language) for note in verdict.notes)
        if length >= found.get(verdict.outcome or "", (0, ()))[0]:
            found[verdict.outcome or ""] = length, path
    return {outcome: path for outcome, (_, path) in found.items()}


def _length(guided: GuidedCheck, note: str, language: str) -> int:
    text = guided.results[note].texts.get(language) if note in guided.results else None
    return len(text.document.title) + len(text.document.point) if text else 0
