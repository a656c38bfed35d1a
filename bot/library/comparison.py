"""`comparison.yaml`: the same few facts about every country, so that they can be laid side by side. Pure."""

from dataclasses import dataclass
from datetime import date

from bot.library.fields import Fields
from bot.library.model import Source
from bot.library.problem import Place
from bot.library.sources import only_source


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that countries are compared by: cost, language, pay …"""

    id: str
    label: dict[str, str]


@dataclass(frozen=True, slots=True)
class Country:
    """A row: what is known of a country for each criterion, as of a day, and the page that tells more."""

    id: str
    place: Place
    page: str
    name: dict[str, str]
    values: dict[str, dict[str, str]]
    closed: bool
    as_of: date
    review_by: date
    source: Source


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table. `page` is the one under which it is shown; empty where there is none."""

    page: str = ""
    criteria: tuple[Criterion, ...] = ()
    countries: tuple[Country, ...] = ()

    def find(self, name: str) -> tuple[Criterion | None, int]:
        """The criterion that `cost` names, or `cost-2` with the number of its second screen, counted from 0."""
        stem, _, number = name.rpartition("-")
        part = int(number) - 1 if stem and number.isdecimal() and len(number) == 1 else 0
        wanted = stem if part > 0 else name
        return next((criterion for criterion in self.criteria if criterion.id == wanted), None), max(part, 0)


def read_comparison(fields: Fields, languages: tuple[str, ...]) -> Comparison:
    """The table from the file's fields; a value missing for a country is a fault like any other."""
    page = fields.text("page", default="")
    criteria = tuple(_criterion(entry, languages) for entry in fields.tables("criteria"))
    countries = tuple(_country(entry, languages, criteria) for entry in fields.tables("countries"))
    fields.finish()
    return Comparison(page, criteria, countries)


def _criterion(fields: Fields, languages: tuple[str, ...]) -> Criterion:
    criterion = Criterion(fields.identifier(), fields.texts("label", languages))
    fields.finish()
    return criterion


def _country(fields: Fields, languages: tuple[str, ...], criteria: tuple[Criterion, ...]) -> Country:
    country = Country(
        id=fields.identifier(),
        place=fields.place("id"),
        page=fields.text("page"),
        name=fields.texts("name", languages),
        values={criterion.id: fields.texts(criterion.id, languages) for criterion in criteria},
        closed=fields.flag("closed"),
        as_of=fields.date("as_of") or date.min,
        review_by=fields.date("review_by") or date.max,
        source=only_source(fields),
    )
    fields.finish()
    return country
