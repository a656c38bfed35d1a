"""Views for operators: sums of what was disclosed, by one dimension each. Sees no exact number. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from bot.usage.catalogue import Catalogue
from bot.usage.disclosure import Disclosed
from bot.usage.weeks import Week

Dimension = Literal["topic", "section", "language", "kind", "day", "week"]
DIMENSIONS: tuple[str, ...] = get_args(Dimension)
REST, RETIRED = "(rest)", "(retired)"  # keys that no id can have


class Words(Protocol):
    """Interface words in a language: the English text, and what fills its `{named}` gaps."""

    def __call__(self, text: str, **values: object) -> str:
        """The text in that language."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure. `times` is None where nothing reached the floor. Figures are lower bounds: see `REST`."""

    key: str
    title: str
    times: int | None


@dataclass(frozen=True, slots=True)
class View:
    """Lines by one dimension. They always add up to what was disclosed, whatever the dimension."""

    by: str
    first: Week
    last: Week
    floor: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """The sum of what is shown."""
        return sum(line.times or 0 for line in self.lines)


def view(disclosed: Disclosed, by: Dimension, catalogue: Catalogue, language: str, words: Words) -> View:
    """What was disclosed, by a dimension, with titles in `language`."""
    return View(
        by, disclosed.first, disclosed.last, disclosed.floor, tuple(_VIEWS[by](disclosed, catalogue, language, words))
    )


def times_by(disclosed: Disclosed, place: Callable[[str, str, str], str]) -> dict[str, int]:
    """Released cells summed by `place`, a function of topic, language and kind."""
    sums: dict[str, int] = defaultdict(int)
    for week in disclosed.weeks.values():
        for parts, times in week.cells.items():
            sums[place(*parts)] += times
    return dict(sums)


def rest_by_language(disclosed: Disclosed) -> dict[str, int]:
    """What was released as a sum of small figures only."""
    sums: dict[str, int] = defaultdict(int)
    for week in disclosed.weeks.values():
        for language, times in week.rest.items():
            sums[language] += times
    return dict(sums)


def _by_topic(disclosed: Disclosed, catalogue: Catalogue, language: str, words: Words) -> Iterable[Line]:
    sums = times_by(disclosed, lambda topic, _, __: topic)
    yield from _sorted(sums, sums.keys() | catalogue.topics.keys(), lambda topic: catalogue.title(topic, language))
    yield from _rest(disclosed, words)


def _by_section(disclosed: Disclosed, catalogue: Catalogue, language: str, words: Words) -> Iterable[Line]:
    sums = times_by(disclosed, lambda topic, _, __: catalogue.section(topic) or RETIRED)
    keys = sums.keys() | {topic.section for topic in catalogue.topics.values()}
    retired = words("Pages no longer in the guide")
    yield from _sorted(sums, keys, lambda key: retired if key == RETIRED else catalogue.title(key, language))
    yield from _rest(disclosed, words)


def _by_language(disclosed: Disclosed, catalogue: Catalogue, _: str, words: Words) -> Iterable[Line]:
    sums = times_by(disclosed, lambda _, language, __: language)
    for language, times in rest_by_language(disclosed).items():
        sums[language] = sums.get(language, 0) + times
    none = words("No language chosen yet")
    yield from _sorted(sums, sums.keys() | catalogue.languages.keys(), lambda key: catalogue.languages.get(key, none))


def _by_kind(disclosed: Disclosed, catalogue: Catalogue, _: str, words: Words) -> Iterable[Line]:
    sums = times_by(disclosed, lambda _, __, kind: kind)
    yield from _sorted(sums, sums.keys() | catalogue.kinds.keys(), lambda kind: catalogue.kinds.get(kind, kind))
    yield from _rest(disclosed, words)


def _by_week(disclosed: Disclosed, *_: object) -> Iterable[Line]:
    for week, times in weekly(disclosed).items():
        yield Line(str(week), str(week), times)


def _by_day(disclosed: Disclosed, _: Catalogue, __: str, words: Words) -> Iterable[Line]:
    for week, times in weekly(disclosed).items():
        numbers = disclosed.weeks[week].days if week in disclosed.weeks else ()
        yield from (Line(str(day), str(day), number) for day, number in zip(week.days, numbers, strict=False))
        if not numbers:
            yield Line(str(week), words("{week}, days not told apart", week=week), times)


def weekly(disclosed: Disclosed) -> dict[Week, int | None]:
    """All that was disclosed of each week, oldest first; None where that is nothing."""
    weeks = [disclosed.first]
    while weeks[-1] < disclosed.last:
        weeks.append(weeks[-1].plus(1))
    return {week: disclosed.weeks[week].total if week in disclosed.weeks else None for week in weeks}


def _sorted(sums: dict[str, int], keys: Iterable[str], title: Callable[[str], str]) -> Iterable[Line]:
    """The most frequent first; what is hidden last, by title."""
    lines = [Line(key, title(key), sums.get(key)) for key in keys]
    return sorted(lines, key=lambda line: (-(line.times or 0), line.title, line.key))


def _rest(disclosed: Disclosed, words: Words) -> Iterable[Line]:
    times = sum(rest_by_language(disclosed).values())
    if times:
        yield Line(REST, words("All smaller figures together"), times)


_VIEWS: dict[str, Callable[[Disclosed, Catalogue, str, Words], Iterable[Line]]] = {
    "topic": _by_topic,
    "section": _by_section,
    "language": _by_language,
    "kind": _by_kind,
    "week": _by_week,
    "day": _by_day,
}
