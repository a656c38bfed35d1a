"""Holds everything readers see against the house rules. Pure.

Most texts and most rules are the same from one reading to the next, so each rule remembers which texts it has seen and
what it found in them.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from bot.library.entries import RUSSIAN
from bot.library.library import Library
from bot.library.policy import Domain, Mistake, Patterns, Policy, Term
from bot.library.problem import N_, Level, Message, Place, Problem, say
from bot.library.short_texts import short_texts
from bot.remembered import Remembered

_PHONE = re.compile(r"(?<![\d.,])\+?\(?\d(?:[ ()\u00a0-]{0,3}\d){9,}")  # ten digits or more, however they are grouped
_PLACEHOLDER = re.compile(r"(\d)\1{4,}|12345|0{5}|98765")
_PERSONAL_MOBILE = re.compile(r"\+79\d{9}")
_WORD_BEGINS = r"\b"


@dataclass(frozen=True)
class Said:
    """A text in a language, wherever it stands."""

    text: str
    language: str

    @cached_property
    def small(self) -> str:
        """The text in small letters, as the rules are written."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that readers see. Its line numbers count from `place`."""

    said: Said
    place: Place

    def at(self, position: int) -> Place:
        """The place of a character of the text."""
        return Place(self.place.file, self.place.line + self.said.text.count("\n", 0, position))


@dataclass(frozen=True, slots=True)
class Breach:
    """What breaks a rule, and at which character of its text."""

    position: int
    code: str
    what: Message
    cure: Message
    level: Level = Level.ERROR


@dataclass(frozen=True, slots=True)
class Held:
    """The texts that a rule was held against, and its breaches among them."""

    texts: Mapping[Said, None] = field(default_factory=dict)
    breaches: Mapping[Said, tuple[Breach, ...]] = field(default_factory=dict)


Rule = Callable[[Said], Iterator[Breach]]
_NOTHING = Held()


def check_house_rules(library: Library, remembered: Remembered | None = None) -> Iterator[Problem]:
    """Every breach of the rules in `policy/`. `remembered` saves the work of an earlier reading."""
    memory = remembered or Remembered()
    shown = list(shown_texts(library))
    texts = dict.fromkeys(each.said for each in shown)
    new_since: dict[int, Iterable[Said]] = {}  # most rules have seen the same texts
    hold = partial(_hold, texts, new_since)
    held = [memory.grown("rule", key, _NOTHING, partial(hold, rule)) for key, rule in _rules(library.policy)]
    broken = [each.breaches for each in held if each.breaches]
    for each in shown:
        for breach in (breach for breaches in broken for breach in breaches.get(each.said, ())):
            yield Problem(each.at(breach.position), breach.code, breach.what, breach.cure, breach.level)
    owners = Counter(number for contact in library.contacts.values() for number in set(contact.numbers))
    for contact in library.contacts.values():
        for number in contact.numbers:
            for what, cure in _number(library, number, owners):
                yield Problem(contact.place, "phone", what, cure)


def shown_texts(library: Library) -> Iterator[Shown]:
    """Everything in `content/` that readers see, by language."""
    for page in library.every_page:
        for language, text in page.texts.items():
            yield Shown(Said(text.document.plain, language), Place(text.file))
    for sentence in library.sentences.values():
        yield Shown(Said(sentence.russian, RUSSIAN), sentence.place)
    for place, texts in short_texts(library):
        yield from (Shown(Said(text, language), place) for language, text in texts.items())


def _hold(texts: Mapping[Said, None], new_since: dict[int, Iterable[Said]], rule: Rule, before: Held) -> Held:
    """A rule held against texts, of which it has seen most before."""
    if id(before.texts) not in new_since:
        new_since[id(before.texts)] = texts.keys() - before.texts.keys() if before.texts else texts
    known = {said: found for said, found in before.breaches.items() if said in texts}
    found = {said: breaches for said in new_since[id(before.texts)] if (breaches := tuple(rule(said)))}
    return Held(texts, known | found)


def _rules(policy: Policy) -> Iterator[tuple[Hashable, Rule]]:
    """Each rule, and what it is made of."""
    for mistake in policy.mistakes:
        patterns = tuple(_spelled(each) for each in (mistake.wrong, mistake.denied, mistake.unless))
        yield (mistake.id, mistake.why, patterns), partial(_mistakes, mistake)
    yield ("domains", policy.domains), partial(_domains, policy.domains)
    terms = tuple((tuple(term.use.items()), _spelled(term.instead_of)) for term in policy.terms)
    yield ("terms", terms), partial(_terms, policy.terms, _any_term(policy.terms))
    yield "phones", _phones


def _spelled(patterns: Patterns) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((language, tuple(each.pattern for each in group)) for language, group in patterns.items())


def _mistakes(mistake: Mistake, said: Said) -> Iterator[Breach]:
    found = mistake.find(said.small, said.language)
    if found:
        what = say(N_("“{found}” breaks the rule {rule}"), found=found[0], rule=mistake.id)
        yield Breach(found.start(), "mistake", what, Message("{why}", (("why", mistake.why),)))


def _domains(domains: tuple[Domain, ...], said: Said) -> Iterator[Breach]:
    for domain in domains:
        mark = domain.domain if domain.policy == "never" else f"https://{domain.domain}"
        position = _whole(mark, said.small) if mark in said.small else -1
        if position >= 0:
            what = say(N_("the address {domain} must not be shown to readers"), domain=domain.domain)
            yield Breach(position, "link-policy", what, Message("{why}", (("why", domain.why),)))


def _whole(mark: str, text: str) -> int:
    found = re.search(rf"(?<![\w-]){re.escape(mark)}(?![\w-])", text)
    return found.start() if found else -1


def _any_term(terms: tuple[Term, ...]) -> dict[str, list[re.Pattern[str]]]:
    """The patterns of a language as two: most texts hold none of them, and few searches replace two hundred.

    Those that begin at the border of a word stand together: Python then looks for them at such borders only.
    """
    found: dict[str, list[re.Pattern[str]]] = {}
    for language in {language for term in terms for language in term.instead_of}:
        patterns = [each.pattern for term in terms for each in term.instead_of.get(language, ())]
        bordered = [pattern for pattern in patterns if pattern.startswith(_WORD_BEGINS)]
        others = [pattern for pattern in patterns if not pattern.startswith(_WORD_BEGINS)]
        joined = ["|".join(f"(?:{pattern})" for pattern in group) for group in (bordered, others) if group]
        found[language] = [re.compile(group) for group in joined]
    return found


def _terms(terms: tuple[Term, ...], any_term: dict[str, list[re.Pattern[str]]], said: Said) -> Iterator[Breach]:
    if not any(pattern.search(said.small) for pattern in any_term.get(said.language, ())):
        return
    for term in terms:
        for pattern in term.instead_of.get(said.language, ()):
            found = pattern.search(said.small)
            if found:
                what = say(N_("“{found}” is not our word for this"), found=found[0])
                cure = say(N_("write: {term}"), term=term.use.get(said.language, ""))
                yield Breach(found.start(), "term", what, cure, Level.WARNING)


def _phones(said: Said) -> Iterator[Breach]:
    found = _PHONE.search(said.text)
    if found:
        what = say(N_("a phone number stands in a text"), number=found[0])
        cure = say(N_("put it into contacts.yaml and name the contact"))
        yield Breach(found.start(), "phone", what, cure)


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
