"""Every screen that pressing buttons can reach, in every language: what checks, tests and exports go through."""

from collections import deque
from collections.abc import Callable, Iterator

from bot.screens.route import FIRST, Route
from bot.screens.screen import Go, Screen

Show = Callable[[Route], Screen]


def walk(show: Show, first: Route = FIRST) -> Iterator[tuple[Route, Screen]]:
    """Each reachable route once with its screen, breadth first, so that the order is by number of taps."""
    seen, waiting = {first}, deque([first])
    while waiting:
        route = waiting.popleft()
        screen = show(route)
        yield route, screen
        for button in screen.buttons():
            if isinstance(button, Go) and button.route not in seen:
                seen.add(button.route)
                waiting.append(button.route)
