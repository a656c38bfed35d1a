"""Which updates Telegram may forget: only those that are done with. Pure bookkeeping of update ids, in memory alone.

Telegram hands out up to 100 updates from the first that is not confirmed, and confirming one confirms all before it. So
one that takes long hides all that come after the next 99. Where that happens, the window lets go of what it holds, up
to a bound: better some people are at risk of a crash in that minute than thousands unseen, whose taps Telegram drops
after 150 seconds (bot/decisions/0017).
"""

from collections.abc import Iterable

LIMIT = 100  # updates in one answer of getUpdates, at most
MOST_LET_GO = 5_000  # updates that may be in hand although Telegram has been told to forget them


class Window:
    """The updates in hand and those done with that Telegram still holds."""

    def __init__(self) -> None:
        self._open: dict[int, bool] = {}  # id -> whether it is done with; in the order of ids
        self._since: dict[int, float] = {}  # id -> when it was handed out
        self._let_go: set[int] = set()
        self._next: int | None = None

    @property
    def offset(self) -> int | None:
        """From where to ask next: the first that is not done with. Asking confirms all before it."""
        first = next((number for number, is_done in self._open.items() if not is_done), None)
        return first if first is not None else self._next

    @property
    def waits(self) -> bool:
        """Whether Telegram still holds something that is not done with."""
        return not all(self._open.values())

    @property
    def is_half_done(self) -> bool:
        """Whether at least half of what Telegram holds can be confirmed: worth a request."""
        first = next((at for at, is_done in enumerate(self._open.values()) if not is_done), len(self._open))
        return 2 * first >= len(self._open)

    def held_for(self, now: float) -> float:
        """For how many seconds the first that is not done with has been in hand."""
        first = next((number for number, is_done in self._open.items() if not is_done), None)
        return now - self._since[first] if first is not None else 0.0

    def admit(self, numbers: Iterable[int], now: float = 0.0) -> list[int]:
        """Take in what Telegram handed out; gives those that are new."""
        fresh = [number for number in numbers if number not in self._open and number not in self._let_go]
        if not fresh:
            return []
        if self._next is not None and fresh[0] < self._next and fresh[0] not in self._open:
            self._restart()  # Telegram begins anew at a random number after a week of silence
        for number in fresh:
            self._open[number], self._since[number] = False, now
        self._open = dict(sorted(self._open.items()))
        self._next = max(self._open) + 1
        return fresh

    def finish(self, number: int) -> None:
        """Note that one is done with."""
        self._let_go.discard(number)
        if number in self._open:
            self._open[number] = True

    def confirm(self, offset: int) -> None:
        """Telegram has been asked from `offset` on: all before it is forgotten there, and here."""
        for number in [number for number in self._open if number < offset]:
            del self._since[number]
            if not self._open.pop(number):
                self._let_go.add(number)

    def let_go(self) -> bool:
        """Give up holding what is in hand, so that others come into sight; says whether there was room for that."""
        held = [number for number, is_done in self._open.items() if not is_done]
        if len(self._let_go) + len(held) > MOST_LET_GO:
            return False
        self._let_go.update(held)
        self._open = dict.fromkeys(self._open, True)
        return True

    def _restart(self) -> None:
        self._let_go.update(number for number, is_done in self._open.items() if not is_done)
        self._open.clear()
        self._since.clear()
