"""Holds everything readers see against the house rules. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.library.entries import RUSSIAN
from bot.library.library import Library
from bot.library.problem import N_, Level, Message, Place, Problem, say
from bot.library.short_texts import short_texts

_PHONE = re.compile(r"(?<![\d.,])\+?\(?\d(?:[ ()\u00a0-]{0,3}\d){9,}")  # ten digits or more, however they are grouped
_PLACEHOLDER = re.compile(r"(\d)\1{4,}|12345|0{5}|98765")
_PERSONAL_MOBILE = re.compile(r"\+79\d{9}")


@dataclass(frozen=True)
class Shown:
    """A text that readers see. Its line numbers count from `place`."""

    text: str
    language: str
    place: Place

    @cached_property
    def small(self) -> str:
        """The text in small letters, as the rules are written."""
        return self.text.lower()

    def at(self, position: int) -> Place:
        """The place of a character of the text."""
        return Place(self.place.file, self.place.line + self.text.count("\n", 0, position))


def check_house_rules(library: Library) -> Iterator[Problem]:
    """Every breach of the rules in `policy/`."""
    any_term = {code: _any_term(library, code) for code in {*library.codes, RUSSIAN}}
    for shown in shown_texts(library):
        yield from _mistakes(library, shown)
        yield from _domains(library, shown)
        if any_term[shown.language].search(shown.small):
            yield from _terms(library, shown)
        yield from _phones(shown)
    owners = Counter(number for contact in library.contacts.values() for number in set(contact.numbers))
    for contact in library.contacts.values():
        for number in contact.numbers:
            for what, cure in _number(library, number, owners):
                yield Problem(contact.place, "phone", what, cure)


def shown_texts(library: Library) -> Iterator[Shown]:
    """Everything in `content/` that readers see, by language."""
    for page in library.every_page:
        for language, text in page.texts.items():
            yield Shown(text.document.plain, language, Place(text.file))
    for sentence in library.sentences.values():
        yield Shown(sentence.russian, RUSSIAN, sentence.place)
    for place, texts in short_texts(library):
        yield from (Shown(text, language, place) for language, text in texts.items())


def _mistakes(library: Library, shown: Shown) -> Iterator[Problem]:
    for mistake in library.policy.mistakes:
        found = mistake.find(shown.small, shown.language)
        if found:
            what = say(N_("“{found}” breaks the rule {rule}"), found=found[0], rule=mistake.id)
            yield Problem(shown.at(found.start()), "mistake", what, Message("{why}", (("why", mistake.why),)))


def _domains(library: Library, shown: Shown) -> Iterator[Problem]:
    text = shown.small
    for domain in library.policy.domains:
        mark = domain.domain if domain.policy == "never" else f"https://{domain.domain}"
        position = _whole(mark, text) if mark in text else -1
        if position >= 0:
            what = say(N_("the address {domain} must not be shown to readers"), domain=domain.domain)
            yield Problem(shown.at(position), "link-policy", what, Message("{why}", (("why", domain.why),)))


def _whole(mark: str, text: str) -> int:
    found = re.search(rf"(?<![\w-]){re.escape(mark)}(?![\w-])", text)
    return found.start() if found else -1


def _any_term(library: Library, language: str) -> re.Pattern[str]:
    """All patterns of a language as one: most texts hold none of them, and one search replaces sixty."""
    patterns = [each.pattern for term in library.policy.terms for each in term.instead_of.get(language, ())]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


def _terms(library: Library, shown: Shown) -> Iterator[Problem]:
    for term in library.policy.terms:
        for pattern in term.instead_of.get(shown.language, ()):
            found = pattern.search(shown.small)
            if found:
                what = say(N_("“{found}” is not our word for this"), found=found[0])
                cure = say(N_("write: {term}"), term=term.use.get(shown.language, ""))
                yield Problem(shown.at(found.start()), "term", what, cure, Level.WARNING)


def _phones(shown: Shown) -> Iterator[Problem]:
    found = _PHONE.search(shown.text)
    if found:
        what = say(N_("a phone number stands in a text"), number=found[0])
        yield Problem(shown.at(found.start()), "phone", what, say(N_("put it into contacts.yaml and name the contact")))


def _number(library: Library, number: str, owners: Counter[str]) -> Iterator[tuple[Message, Message]]:
    if owners[number] > 1:
        yield say(N_("the number {number} stands under two owners"), number=number), say(N_("find out whose it is"))
    if _PLACEHOLDER.search(number):
        yield say(N_("the number {number} looks invented"), number=number), say(N_("copy it from its source again"))
    if _PERSONAL_MOBILE.fullmatch(number):
        cure = say(N_("a private mobile is never published; find the number of the office"))
        yield say(N_("the number {number} is a mobile of a person"), number=number), cure
    if number not in library.policy.numbers:
        cure = say(N_("add it to policy/numbers.yaml with the place and day where it was seen"))
        yield say(N_("nobody has noted where the number {number} was seen"), number=number), cure
