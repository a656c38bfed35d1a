"""What the guide is made of: frozen values without behaviour. Knows nothing of files, Telegram or the clock."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bot.library.problem import Place
from bot.screens.document import Document
from bot.screens.route import EMERGENCY


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the guide, as `content/languages.yaml` describes it. `letters`, `words` and
    `shapes` (such as `me*am`, without the letters that few keyboards have) let it be recognised.
    """

    code: str
    name: str
    command: str
    letters: str = ""
    words: frozenset[str] = frozenset()
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One language's half of a pair. `file` is relative to `content/`."""

    file: str
    document: Document


Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page's facts come from. For editors and lawyers; never shown as a link, because opening one can be an
    offence.
    """

    title: str
    publisher: str
    url: str
    date: str
    confidence: Confidence


ReviewRole = Literal["lawyer", "native-speaker"]


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody competent read a page on a day and found it right."""

    role: ReviewRole
    by: str
    date: date


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What people type when they need a page, in one language: words, and whole questions."""

    terms: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that changes often; texts name it as `{id}`, so that one edit changes every language and page."""

    id: str
    place: Place
    text: dict[str, str]
    as_of: date
    review_by: date
    source: Source


@dataclass(frozen=True, slots=True)
class Correction:
    """A page was wrong and says so for a while."""

    id: str
    place: Place
    date: date
    was: dict[str, str]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A page was taken out on a day, because something in it may be wrong. Readers see no more of it than its title;
    `reason` is for colleagues.
    """

    id: str
    place: Place
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A place in the guide with a text in every language, and the facts beside the texts.

    `children` makes it a section; `glossary` is the page that explains its words. `as_of` is how far its facts were
    checked; from `review_by` on the reader is warned.
    """

    id: str
    place: Place
    icon: str
    texts: dict[str, Text]
    parent: str = ""
    children: tuple[str, ...] = ()
    as_of: date | None = None
    review_by: date | None = None
    sources: tuple[Source, ...] = ()
    laws: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    emergency: bool = False
    glossary: str = ""
    reviewed_by: tuple[Review, ...] = ()
    search: dict[str, SearchWords] = field(default_factory=dict)

    @property
    def is_urgent(self) -> bool:
        """Whether somebody who asks for it may have police or attackers before him."""
        return self.emergency or EMERGENCY in (self.id, self.parent)

    def is_reviewed_by(self, role: ReviewRole) -> bool:
        """Whether somebody in this role has read the page."""
        return any(review.role == role for review in self.reviewed_by)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to say or show to an officer: always Russian, explained in the reader's language."""

    id: str
    place: Place
    russian: str
    label: dict[str, str]
    when: dict[str, str]
    meaning: dict[str, str]
    caution: dict[str, str]


LegalStatus = Literal["none", "foreign-agent", "undesirable", "extremist", "unknown"]
Charge = Literal["free", "charged", "unknown"]
Reach = Literal["russia", "anywhere", "unknown"]
CallResult = Literal["answered", "no-answer", "wrong-number", "refused"]


@dataclass(frozen=True, slots=True)
class Call:
    """The last time somebody rang a contact, and what came of it. `by` says who rang: us or a named publisher."""

    date: date
    result: CallResult
    by: str


CALL_LASTS = timedelta(days=183)  # how long "somebody answered" means that somebody will


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who may help. Numbers are strings as dialled (E.164, or a short code such as 112)."""

    id: str
    place: Place
    who: dict[str, str]
    numbers: tuple[str, ...]
    languages: tuple[str, ...]
    hours: str
    time_zone: str
    charge: Charge
    reach: Reach
    region: str
    source: Source
    last_call: Call | None
    status_in_russia: LegalStatus
    status_checked_on: date
    note: dict[str, str]
    emergency: bool = False

    @property
    def may_be_shown(self) -> bool:
        """Whether naming it cannot harm whoever reads, calls or forwards it, and the number is its own."""
        wrong = self.last_call is not None and self.last_call.result == "wrong-number"
        return self.status_in_russia in ("none", "foreign-agent") and not wrong

    def answered_lately(self, today: date) -> bool:
        """Whether somebody picked up within the last half year."""
        call = self.last_call
        return call is not None and call.result == "answered" and today - call.date <= CALL_LASTS
