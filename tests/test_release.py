"""Can a week be given to everybody so that nobody can be found in it, today or after next week's release?"""

import csv
import io
import math
import random
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bot.usage.catalogue import Catalogue, Topic
from bot.usage.noise import discrete_laplace
from bot.usage.note import margin, note
from bot.usage.release import BOUND, EPSILON, ReleaseError, draw, publish
from bot.usage.sqlite import SqliteStore
from bot.usage.tally import Row
from bot.usage.weeks import Week
from tests.samples import plain_words

WEEK = Week(date(2026, 11, 9))
TODAY = WEEK.sunday.replace(day=WEEK.sunday.day + 2)
PAIRS = [("detained", "ru"), ("detained", "tg"), ("summons", "ru"), ("summons", "tg")]
CATALOGUE = Catalogue({"detained": Topic({"tg": "Detained"}, "raids")}, {"tg": "Tajik", "ru": "Russian"}, {})


@pytest.fixture
async def store(tmp_path: Path) -> SqliteStore:
    found = SqliteStore(tmp_path / "figures.db")
    await found.plan(WEEK, PAIRS)
    await found.add([Row(WEEK.monday, "detained", "tg", "opened", 500), Row(WEEK.monday, "new", "tg", "opened", 900)])
    return found


def rows(text: str) -> dict[tuple[str, str], str]:
    return {(row["topic"], row["language"]): row["times"] for row in csv.DictReader(io.StringIO(text))}


def probability(k: int, scale: Fraction) -> float:
    """Theory: p(k) = (1 - a) / (1 + a) * a^|k| with a = exp(-1 / scale)."""
    a = math.exp(-1 / scale)
    return (1 - a) / (1 + a) * a ** abs(k)


@pytest.mark.parametrize("scale", [Fraction(1), Fraction(3, 2), Fraction(10), Fraction(1, 3)])
def test_the_noise_follows_the_theory(scale: Fraction) -> None:
    """Chi-square with a fixed seed: the sum of squares stays under its 0.999 quantile (Wilson and Hilferty 1931)."""
    below = random.Random(20261122).randrange
    draws = 20_000
    found = Counter(discrete_laplace(scale, below) for _ in range(draws))
    likely = [k for k in range(-200, 201) if draws * probability(k, scale) >= 5]
    chi = sum((found[k] - draws * probability(k, scale)) ** 2 / (draws * probability(k, scale)) for k in likely)
    outside = draws * (1 - sum(probability(k, scale) for k in likely))
    outside_found = draws - sum(found[k] for k in likely)
    chi += (outside_found - outside) ** 2 / max(outside, 1)
    freedom = len(likely)
    quantile = freedom * (1 - 2 / (9 * freedom) + 3.09 * math.sqrt(2 / (9 * freedom))) ** 3
    assert chi < quantile


def test_the_noise_of_a_wrong_scale_would_be_found_out() -> None:
    below = random.Random(1).randrange
    draws = [discrete_laplace(Fraction(2), below) for _ in range(20_000)]
    a = math.exp(-1 / 3)
    assert abs(sum(k * k for k in draws) / len(draws) - 2 * a / (1 - a) ** 2) > 5


def test_the_noise_agrees_with_opendp_where_that_is_installed() -> None:
    dp = pytest.importorskip("opendp.prelude", reason="opendp is an oracle, no dependency")
    dp.enable_features("contrib")
    theirs = dp.m.make_laplace(dp.atom_domain(T=int), dp.absolute_distance(T=int), scale=3.0)
    assert theirs.map(3) == pytest.approx(1.0)
    ours = [discrete_laplace(Fraction(3)) for _ in range(4000)]
    other = [theirs(0) for _ in range(4000)]
    assert abs(sum(map(abs, ours)) - sum(map(abs, other))) / 4000 < 0.3


@pytest.mark.parametrize("moved", range(-BOUND, BOUND + 1))
def test_a_release_is_as_likely_with_and_without_any_ten_screens(moved: int) -> None:
    """The definition itself: no answer is more than e^epsilon times likelier in the one world than in the other."""
    scale = Fraction(BOUND) / EPSILON
    for k in range(-60, 61):
        assert probability(k - moved, scale) <= math.exp(EPSILON) * probability(k, scale) * (1 + 1e-9)


async def test_a_second_call_prints_the_same_release(store: SqliteStore) -> None:
    first = await publish(store, WEEK, TODAY, 10)
    await store.add([Row(WEEK.monday, "detained", "tg", "opened", 400)])
    assert await publish(store, WEEK, TODAY, 10) == first
    assert await publish(store, WEEK, TODAY, 99) == first


async def test_the_cells_are_those_fixed_before_and_zeros_get_noise_too(store: SqliteStore) -> None:
    text = await publish(store, WEEK, TODAY, 10)
    assert list(rows(text)) == PAIRS
    noised = [rows(draw(WEEK, PAIRS, [], 10))["summons", "tg"] for _ in range(300)]
    assert "<10" in noised
    assert any(each != "<10" for each in noised), "a cell of nothing must sometimes look like something"
    assert not any(each.isdecimal() and int(each) < 10 for each in noised)


async def test_exact_counts_cannot_be_had_from_two_releases(store: SqliteStore, tmp_path: Path) -> None:
    """Two weeks share no count and no noise; of one week there is only ever one release, whoever asks."""
    await store.plan(WEEK.plus(1), PAIRS)
    await store.add([Row(WEEK.plus(1).monday, "detained", "tg", "opened", 500)])
    later = date(2026, 12, 1)
    differences = set()
    for number in range(20):
        other = SqliteStore(tmp_path / f"{number}.db")
        for week in (WEEK, WEEK.plus(1)):
            await other.plan(week, PAIRS)
            await other.add([Row(week.monday, "detained", "tg", "opened", 500)])
        first, second = [rows(await publish(other, week, later, 10)) for week in (WEEK, WEEK.plus(1))]
        differences.add(int(first["detained", "tg"]) - int(second["detained", "tg"]))
    assert len(differences) > 5, "equal counts must not show as equal"


@pytest.mark.parametrize(
    ("week", "today", "why"),
    [(WEEK, WEEK.sunday, "not over"), (WEEK.plus(-5), TODAY, "fixed before it began")],
)
async def test_a_week_that_cannot_be_published_is_explained(
    store: SqliteStore, week: Week, today: date, why: str
) -> None:
    with pytest.raises(ReleaseError, match=why):
        await publish(store, week, today, 10)
    assert await store.release(week) is None


async def test_the_file_states_what_it_promises(store: SqliteStore) -> None:
    text = await publish(store, WEEK, TODAY, 10)
    assert text.splitlines()[0] == "week,topic,language,times,epsilon,bound,floor"
    assert all(line.endswith(f",{EPSILON},{BOUND},10") for line in text.splitlines()[1:])
    told = note(text, CATALOGUE, "tg", plain_words, 150)
    assert f"epsilon {EPSILON} a week" in told
    assert "one chat can add 150" in told
    assert "makes it 15" in told
    assert "| Detained | Tajik | " in told


def test_the_margin_in_the_note_is_true() -> None:
    scale = Fraction(BOUND) / EPSILON
    within = margin(BOUND, float(EPSILON))
    assert sum(probability(k, scale) for k in range(-within, within + 1)) >= 0.95
    assert sum(probability(k, scale) for k in range(-within + 1, within)) < 0.95
