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
        yield contact.place, contact.who
        yield contact.place, contact.note
    for figure in library.figures.values():
        yield figure.place, figure.text
    yield from ((correction.place, correction.was) for correction in library.corrections.values())
    yield from ((answer.place, answer.text) for answer in library.search.answers)
    for country in library.comparison.countries:
        for texts in (country.name, *country.values.values()):
            yield country.place, texts
