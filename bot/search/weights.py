"""The numbers that the search goes by, from `weights.toml`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.search.normalisation import read_table


@dataclass(frozen=True, slots=True)
class Zones:
    """From which score on a page is shown at once, and from which buttons are; set on `day`.

    `margin`: by how much the first must lead. `story`: more words that say something get buttons.
    """

    page: float
    margin: float
    choices: float
    story: int
    day: date


@dataclass(frozen=True, slots=True)
class Weights:
    """What a word in each field is worth, what a group of documents is, and the constants of the two rankings."""

    fields: Mapping[str, float]
    groups: Mapping[str, float]
    grams: tuple[int, int]
    k1: float
    b: float
    stems: float
    concepts: float
    near: float
    most_words: int
    alarm: float
    alarm_lead: float
    least_for_letters: float
    zones: Zones


def read_weights() -> Weights:
    """The numbers as they stand in the file."""
    table = read_table("weights.toml")
    ranking = dict(table["ranking"])
    shortest, longest = ranking.pop("grams")
    return Weights(
        fields=table["fields"],
        groups=table["groups"],
        grams=(shortest, longest),
        zones=Zones(**table["zones"]),
        **ranking,
    )
