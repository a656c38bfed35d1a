"""Can anybody learn a small number from views: from one, from two subtracted, from all of them together?

The proof is by construction. Whatever small number stands in a hidden cell, there is another world in which it is any
other number below the floor, and in which every view of every dimension and period says exactly the same.
"""

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.usage.catalogue import Catalogue, Topic
from bot.usage.disclosure import Disclosed, DisclosedWeek, disclose
from bot.usage.formats import as_csv, as_json, as_table
from bot.usage.page import page
from bot.usage.store import Cell
from bot.usage.views import DIMENSIONS, View, view
from bot.usage.weeks import Week
from tests.samples import TODAY, plain_words

FLOOR = 10
FIRST = Week(date(2026, 11, 2))
WEEKS = (FIRST, FIRST.plus(1))
PERIODS = [(first, last) for first in WEEKS for last in WEEKS if first <= last]
TOPICS, LANGUAGES, KINDS = tuple("abcdef"), ("tg", "ru"), ("opened", "search-page")
CATALOGUE = Catalogue(
    {topic: Topic({}, "a" if topic < "d" else "d") for topic in TOPICS},
    dict.fromkeys(LANGUAGES, "x"),
    dict.fromkeys(KINDS, "x"),
)
Exact = dict[tuple[Week, str, str, str], tuple[int, ...]]

_NUMBERS = st.one_of(
    st.tuples(*[st.integers(0, 2)] * 7),  # most cells are small
    st.tuples(*[st.integers(0, 30)] * 7),
    st.tuples(*[st.integers(10, 30)] * 7),
)
_PLACES = st.tuples(st.sampled_from(WEEKS), st.sampled_from(TOPICS), st.sampled_from(LANGUAGES), st.sampled_from(KINDS))
_FULL = st.fixed_dictionaries(  # a week in which nearly every cell is as large as a hidden one can be
    {
        (FIRST, topic, "tg", kind): st.sampled_from(
            [(9, 0, 0, 0, 0, 0, 0), (0, 4, 4, 0, 0, 0, 0), (0, 0, 1, 2, 3, 2, 1)]
        )
        for topic in TOPICS
        for kind in KINDS
    }
)
worlds = st.one_of(st.dictionaries(_PLACES, _NUMBERS, min_size=3, max_size=40), _FULL)


def released(world: Exact, period: tuple[Week, Week], floor: int = FLOOR) -> Disclosed:
    cells = [Cell(*place, days) for place, days in sorted(world.items()) if period[0] <= place[0] <= period[1]]
    return disclose(cells, period, TOPICS, LANGUAGES, floor)


def everything(world: Exact) -> list[str]:
    """All that anybody can ever be shown: each view of each period, in each format, and the report."""
    shown = []
    for period in PERIODS:
        disclosed = released(world, period)
        for by in DIMENSIONS:
            found = view(disclosed, by, CATALOGUE, "tg", plain_words)  # type: ignore[arg-type]
            shown += [as_csv(found), as_json(found), as_table(found, 80, colour=False)]
        shown.append(page(disclosed, [], CATALOGUE, TODAY, "tg", plain_words))
    return shown


def hidden_places(world: Exact) -> list[tuple[Week, str, str, str]]:
    places = [(w, t, la, k) for w in WEEKS for t in TOPICS for la in LANGUAGES for k in KINDS]
    return [place for place in places if sum(world.get(place, (0,) * 7)) < FLOOR]


def other_world(world: Exact, place: tuple[Week, str, str, str], number: int) -> Exact:
    """A world in which the hidden cell `place` holds `number`; built as an attacker's doubt would be."""
    changed = {key: list(days) for key, days in world.items()}
    mine = changed.setdefault(place, [0] * 7)
    week, _, language, _ = place
    others = [key for key in hidden_places(world) if key != place and (key[0], key[2]) == (week, language)]
    shown_of_week = released(world, (week, week)).weeks.get(week)
    if shown_of_week is None or language not in shown_of_week.rest:
        for key in others:  # a rest that is not shown may be anything that stays unshown: nothing besides, here
            changed[key] = [0] * 7
        changed[place] = [number, *[0] * 6]
        return {key: tuple(days) for key, days in changed.items()}
    for key in others:  # a rest that is shown keeps its days: what moves, moves to another cell on the same day
        theirs = changed.setdefault(key, [0] * 7)
        for day in range(7):
            while sum(mine) < number and theirs[day]:
                theirs[day] -= 1
                mine[day] += 1
            while sum(mine) > number and mine[day] and sum(theirs) < FLOOR - 1:
                theirs[day] += 1
                mine[day] -= 1
    assert sum(mine) == number, "the rest was released although it betrays a cell"
    return {key: tuple(days) for key, days in changed.items()}


@given(worlds, st.data())
@settings(max_examples=300, deadline=None)
def test_a_hidden_number_can_be_any_small_number_whatever_is_shown(world: Exact, data: st.DataObject) -> None:
    hidden = hidden_places(world)
    assume(hidden)
    place, number = data.draw(st.sampled_from(hidden)), data.draw(st.integers(0, FLOOR - 1))
    changed = other_world(world, place, number)
    assert sum(changed[place]) == number
    assert everything(changed) == everything(world)


@given(worlds)
@settings(max_examples=100, deadline=None)
def test_no_number_and_no_difference_of_two_views_is_small(world: Exact) -> None:
    """Each line is a sum of parts that are all large; two views differ by such parts or by nothing of one week."""
    for period in PERIODS:
        disclosed = released(world, period)
        for week in disclosed.weeks.values():
            assert all(part >= FLOOR for part in (*week.cells.values(), *week.rest.values(), *week.days))
        views = [view(disclosed, by, CATALOGUE, "tg", plain_words) for by in DIMENSIONS]  # type: ignore[arg-type]
        for found in views:
            assert all(line.times is None or line.times >= FLOOR for line in found.lines)
        for one, other in combinations(views, 2):
            assert one.total == other.total == disclosed.total, "totals of two dimensions must not differ"


@given(worlds)
@settings(max_examples=100, deadline=None)
def test_what_was_decided_of_a_week_does_not_depend_on_the_period(world: Exact) -> None:
    whole = released(world, (WEEKS[0], WEEKS[1]))
    for week in WEEKS:
        assert whole.only(week, week) == released(world, (week, week))


@given(worlds)
@settings(max_examples=100, deadline=None)
def test_periods_subtracted_give_whole_weeks_and_nothing_smaller(world: Exact) -> None:
    both = _lines(released(world, PERIODS[1]))
    alone = _lines(released(world, PERIODS[0]))
    last = _lines(released(world, PERIODS[2]))
    for key, times in both.items():
        assert times - alone.get(key, 0) == last.get(key, 0)
        assert last.get(key, 0) == 0 or last[key] >= FLOOR


def _lines(disclosed: Disclosed) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for by in ("topic", "section", "language", "kind"):
        shown: View = view(disclosed, by, CATALOGUE, "tg", plain_words)
        for line in shown.lines:
            found[by, line.key] += line.times or 0
    return found


def cell(topic: str, *days: int, language: str = "tg", kind: str = "opened") -> Cell:
    return Cell(FIRST, topic, language, kind, (*days, *[0] * (7 - len(days))))


def shown(*cells: Cell, floor: int = FLOOR) -> Disclosed:
    return disclose(cells, (FIRST, FIRST), TOPICS, LANGUAGES, floor)


def only_week(*cells: Cell) -> DisclosedWeek:
    return shown(*cells).weeks[FIRST]


def test_nine_is_hidden_and_ten_is_shown() -> None:
    assert shown(cell("a", 9)).weeks == {}
    assert only_week(cell("a", 10)).cells == {("a", "tg", "opened"): 10}


def test_a_rest_that_would_betray_its_cells_is_not_shown() -> None:
    nines = [cell(topic, 9) for topic in TOPICS]
    assert shown(*nines).weeks == {}, "six nines make 54: each of them could be told"
    assert only_week(cell("a", 9), cell("b", 3)).rest == {"tg": 12}
    assert shown(cell("a", 7), cell("b", 2)).weeks == {}, "nine in all is small, too"


def test_the_classical_attack_finds_nothing() -> None:
    """A topic's total of 17, of which 16 in Tajik are shown, would tell of one in Russian."""
    disclosed = shown(cell("a", 16), cell("a", 1, language="ru"))
    assert disclosed.total == 16
    assert view(disclosed, "topic", CATALOGUE, "tg", plain_words).lines[0].times == 16
    assert view(disclosed, "language", CATALOGUE, "tg", plain_words).total == 16


def test_days_are_told_apart_only_if_each_is_large() -> None:
    assert only_week(cell("a", *[10] * 7)).days == (10,) * 7
    assert only_week(cell("a", *[10] * 6, 9)).days == ()
    assert only_week(cell("a", *[10] * 6, 9), cell("b", *[1] * 7)).days == (), "what is hidden does not fill a day up"


def test_a_higher_floor_hides_more() -> None:
    assert shown(cell("a", 15), floor=20).weeks == {}


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_view_shows_what_is_large_and_names_what_is_hidden(by: str) -> None:
    disclosed = shown(cell("a", *[20] * 7), cell("gone", 12), *(cell(t, 3) for t in "bcde"))
    found = view(disclosed, by, CATALOGUE, "tg", plain_words)  # type: ignore[arg-type]
    assert found.total == 140 + 12 + 12
    if by == "topic":
        keys = {line.key: line.times for line in found.lines}
        assert (keys["a"], keys["gone"], keys["f"], keys["(rest)"]) == (140, 12, None, 12)
        assert "<10" in as_csv(found)
