"""The texts of readers that stand in YAML, each with its translations: phrases, contacts, figures …"""

from collections.abc import Iterator

from bot.library.library import Library
from bot.library.problem import Place

Translations = dict[str, str]


def short_texts(library: Library) -> Iterator[tuple[Place, Translations]]:
    """Every such text by language, with its place."""
    for sentence in library.sentences.values():
        for texts in (sentence.label, sentence.when, sentence.meaning, sentence.caution):
            yield sentence.place, texts
    for contact in library.contacts.values():
        yield from ((contact.place, contact.who), (contact.place, contact.note))
    yield from ((figure.place, figure.text) for figure in library.figures.values())
    yield from ((correction.place, correction.was) for correction in library.corrections.values())
    yield from ((answer.place, answer.text) for answer in library.search.answers)
    for country in library.comparison.countries:
        yield from ((country.place, texts) for texts in (country.name, *country.values.values()))
    for check in library.checks.values():
        yield from ((check.wordings.places[name], texts) for name, texts in check.wordings.texts.items())
