"""When a call may leave: Telegram's limits as far as they are known, and what it has told us with "429". Pure.

Known: 30 messages a second over all chats, one a second in a chat with short bursts. Not published: how many edits. So
edits leave freely until Telegram says "too many requests"; from then on everything that changes a chat is held to a
rate that is found as TCP finds one: step down when refused, creep up towards the rate that was refused, wait long
before trying more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum

EVERYBODY, BURST = 25.0, 5.0  # messages a second over all chats, and at once: no second has more than the known 30
CHAT, CHAT_BURST = 1.0, 3.0  # the same in one chat
RESERVE = 0.2  # share of a burst that only emergencies may use
STEP_DOWN, STEP_UP = 0.8, 1.25  # factors of a rate: when it was refused; when it was not for a while
BELOW = 0.9  # of the refused rate: how close to it is not too close
UNTROUBLED, LONG_UNTROUBLED = 30.0, 600.0  # seconds without a refusal before a step up; before passing the refused rate
SLOWEST, FREE = 1.0, 500.0  # calls a second: the rate is never held lower; from here on it is not held at all
SEVERAL = 2.0  # seconds within which refusals in two chats that are in no haste mean all chats
_MEASURED = 10.0  # seconds over which the rate that Telegram took is measured
_SHARE, _SMALLEST = 0.25, 2.0  # of a found rate that may leave at once; the fewest: one, and what is reserved
SWEEP = 5.0  # seconds after which chats are forgotten that nothing waits for


class Urgency(IntEnum):
    """What leaves first."""

    EMERGENCY = 0
    ORDINARY = 1
    TIDYING = 2


class Kind(Enum):
    """What a call does, as far as limits go."""

    MESSAGE = "message"  # a new message: all limits
    EDIT = "edit"  # changes a message: no limit is published
    ANSWER = "answer"  # ends a spinner, with a word perhaps; Telegram counts these apart
    OTHER = "other"


CHANGES = (Kind.MESSAGE, Kind.EDIT)  # what a person sees, and what limits are for


class Bucket:
    """Holds up to `size` tokens and gains `rate` a second. A call takes one."""

    __slots__ = ("_at", "_tokens", "rate", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate, self.size, self._tokens, self._at = rate, size, size, now

    def wait(self, now: float, spare: float = 0.0) -> float:
        """Seconds until a token can be taken and `spare` are left."""
        self._fill(now)
        lacking = 1.0 + spare - self._tokens
        return lacking / self.rate if lacking > 1e-9 else 0.0

    def take(self, now: float) -> None:
        """Take a token."""
        self._fill(now)
        self._tokens -= 1.0

    def is_overdrawn(self, now: float) -> bool:
        """Whether more were taken than there were."""
        self._fill(now)
        return self._tokens < 0

    def is_full(self, now: float) -> bool:
        """Whether nobody has taken one for a while."""
        self._fill(now)
        return self._tokens >= self.size

    def _fill(self, now: float) -> None:
        self._tokens = min(self.size, self._tokens + (now - self._at) * self.rate)
        self._at = now


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a call must wait, in seconds; `chat_only`: others may pass it meanwhile."""

    seconds: float
    chat_only: bool = False


NOW = Wait(0.0)


class Pace:
    """The limits of one bot. Keeps of a chat only that it was written to, for seconds, in memory."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._messages = Bucket(EVERYBODY, BURST, clock())
        self._chat_messages: dict[int, Bucket] = {}
        self._chat_changes: dict[int, Bucket] = {}  # holds nothing up: it tells who is in haste
        self._chat_holds: dict[tuple[bool, int], float] = {}
        self._holds = dict.fromkeys(Kind, 0.0)
        self._rate = _FoundRate(clock())
        self._suspicion: tuple[float, int | None] = (-LONG_UNTROUBLED, None)
        self._swept = clock()

    def wait(self, kind: Kind, chat: int | None, urgency: Urgency) -> Wait:
        """How long a call must wait now."""
        now = self._clock()
        held = self._holds[kind] - now
        alone = self._alone(kind, chat, now) if chat is not None else 0.0
        if held <= 0 and kind in CHANGES:
            held = self._shared(kind, urgency, now)
        if held >= alone:
            return Wait(held) if held > 0 else NOW
        return Wait(alone, chat_only=True)

    def rate(self, kind: Kind) -> float:
        """How many such calls may leave in a second."""
        if kind not in CHANGES:
            return FREE
        return min(self._rate.rate, EVERYBODY) if kind is Kind.MESSAGE else self._rate.rate

    def leave(self, kind: Kind, chat: int | None) -> None:
        """Note that a call leaves."""
        now = self._clock()
        if now - self._swept > SWEEP:
            self._sweep(now)
        if kind not in CHANGES:
            return
        self._rate.take(now)
        if kind is Kind.MESSAGE:
            self._messages.take(now)
        if chat is not None:
            _of(self._chat_changes, chat, now).take(now)
            if kind is Kind.MESSAGE:
                _of(self._chat_messages, chat, now).take(now)

    def refuse(self, kind: Kind, chat: int | None, seconds: float) -> None:
        """Note a "too many requests, retry after so many seconds". It is believed of one chat, until a second chat is
        refused that was in no haste; then of all. So nobody can stop the bot for others by tapping fast.
        """
        now = self._clock()
        if chat is not None:
            key = (kind in CHANGES, chat)
            self._chat_holds[key] = max(self._chat_holds.get(key, 0.0), now + seconds)
            if kind in CHANGES and self._is_in_haste(chat, now):
                return
        if chat is None or (kind in CHANGES and self._is_suspected(chat, now)):
            is_new = self._holds[kind] <= now
            for each in CHANGES if kind in CHANGES else (kind,):
                self._holds[each] = max(self._holds[each], now + seconds)
            if is_new and kind in CHANGES:
                self._rate.step_down(now)

    def _is_suspected(self, chat: int, now: float) -> bool:
        """Whether another chat was refused just before, too."""
        when, whose = self._suspicion
        self._suspicion = (now, chat)
        return whose not in (None, chat) and now - when < SEVERAL

    def _is_in_haste(self, chat: int, now: float) -> bool:
        changes = self._chat_changes.get(chat)
        return changes is not None and changes.is_overdrawn(now)

    def _alone(self, kind: Kind, chat: int, now: float) -> float:
        """Seconds for which one chat must wait."""
        until = self._chat_holds.get((kind in CHANGES, chat), 0.0)
        bucket = self._chat_messages.get(chat) if kind is Kind.MESSAGE else None
        return max(until - now, bucket.wait(now) if bucket else 0.0)

    def _shared(self, kind: Kind, urgency: Urgency, now: float) -> float:
        """Seconds for which all must wait. What is reserved for emergencies is only theirs."""
        spare = 0.0 if urgency is Urgency.EMERGENCY else RESERVE
        wait = self._rate.wait(now, spare)
        return max(wait, self._messages.wait(now, spare * BURST)) if kind is Kind.MESSAGE else wait

    def _sweep(self, now: float) -> None:
        """Forget the chats for which nothing waits any more."""
        self._swept = now
        for buckets in (self._chat_messages, self._chat_changes):
            for chat in [chat for chat, bucket in buckets.items() if bucket.is_full(now)]:
                del buckets[chat]
        self._chat_holds = {key: until for key, until in self._chat_holds.items() if until > now}


def _of(buckets: dict[int, Bucket], chat: int, now: float) -> Bucket:
    bucket = buckets.get(chat)
    if bucket is None:
        bucket = buckets[chat] = Bucket(CHAT, CHAT_BURST, now)
    return bucket


class _FoundRate:
    """The rate that Telegram seems to bear for all that changes chats; none until it has refused something."""

    def __init__(self, now: float) -> None:
        self._bucket: Bucket | None = None
        self._refused_at, self._stepped_at, self._ceiling = now, now, 0.0
        self._counted, self._before, self._since = 0, 0.0, now

    @property
    def rate(self) -> float:
        """Calls a second; FREE where nothing is held."""
        return self._bucket.rate if self._bucket else FREE

    def wait(self, now: float, spare: float) -> float:
        """Seconds to wait; `spare` is the share of a burst that must be left."""
        if self.rate < FREE and now - self._stepped_at > UNTROUBLED:
            self._step_up(now)
        bucket = self._bucket
        return 0.0 if bucket is None else bucket.wait(now, spare * bucket.size)

    def take(self, now: float) -> None:
        """Note a call."""
        if now - self._since > _MEASURED:
            self._before, self._counted, self._since = self._counted / (now - self._since), 0, now
        self._counted += 1
        if self._bucket:
            self._bucket.take(now)

    def step_down(self, now: float) -> None:
        """Telegram refused: go slower than what it took until now."""
        measured = max(self._before, self._counted / _MEASURED)
        seen = max(EVERYBODY, measured)
        refused = min(self._bucket.rate, seen) if self._bucket else seen
        self._ceiling, self._refused_at = refused, now
        self._hold_to(max(SLOWEST, refused * STEP_DOWN), now)

    def _step_up(self, now: float) -> None:
        faster = self.rate * STEP_UP
        if faster > self._ceiling * BELOW and now - self._refused_at < LONG_UNTROUBLED:
            faster = max(self.rate, self._ceiling * BELOW)
        if faster >= FREE:
            self._bucket = None
        else:
            self._hold_to(faster, now)

    def _hold_to(self, rate: float, now: float) -> None:
        if self._bucket is None:
            self._bucket = Bucket(rate, max(_SMALLEST, rate * _SHARE), now)
            for _ in range(int(self._bucket.size)):
                self._bucket.take(now)  # Telegram has just had its burst
        else:
            self._bucket.wait(now)
            self._bucket.rate, self._bucket.size = rate, max(_SMALLEST, rate * _SHARE)
        self._stepped_at = now
