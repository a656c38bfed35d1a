"""For editors: which pages share too many words, which terms are too common, which pages have too few. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.search.index import Document
from bot.search.normalisation import words

SHARED = 5  # terms that two pages may share
COMMON = 4  # pages on which a term may stand, at most
OWN = 10  # terms that a page should have for itself

Terms = dict[str, dict[str, str]]  # document -> term as it is compared -> as it is written


@dataclass(frozen=True, slots=True)
class Confusions:
    """`alike`: two pages and the terms they share; `common`: a term and its pages; `poor`: a page and its own terms."""

    alike: tuple[tuple[str, str, tuple[str, ...]], ...]
    common: tuple[tuple[str, tuple[str, ...]], ...]
    poor: tuple[tuple[str, int], ...]


def confusions(documents: Iterable[Document]) -> Confusions:
    """What makes it hard to tell documents apart, the worst first. Sections and the like are left out."""
    terms = {each.id: _terms(each.fields.get("terms", ())) for each in documents if each.group == "main"}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, own in terms.items():
        for term in own:
            holders[term].append(name)
    alike = [(one, two, _shared(terms, one, two)) for one, two in combinations(terms, 2)]
    common = [(_written(terms, term), tuple(names)) for term, names in holders.items() if len(names) > COMMON]
    alone = {name: sum(len(holders[term]) == 1 for term in mine) for name, mine in terms.items()}
    return Confusions(
        alike=tuple(sorted((a for a in alike if len(a[2]) > SHARED), key=lambda each: -len(each[2]))),
        common=tuple(sorted(common, key=lambda each: -len(each[1]))),
        poor=tuple((name, count) for name, count in sorted(alone.items(), key=lambda each: each[1]) if count < OWN),
    )


def told(found: Confusions) -> str:
    """The findings as text."""
    lines = [f"{one} and {two} share {len(terms)} terms: {', '.join(terms)}" for one, two, terms in found.alike]
    lines += [f"“{term}” stands on {len(names)} pages: {', '.join(names)}" for term, names in found.common]
    lines += [f"{name} has only {count} terms that no other page has" for name, count in found.poor]
    return "\n".join(lines) or "No two pages share too many terms, no term is too common, every page has enough."


def _terms(texts: Sequence[str]) -> dict[str, str]:
    return {" ".join(word.keys[0] for word in words(text)): text for text in texts}


def _shared(terms: Terms, one: str, two: str) -> tuple[str, ...]:
    return tuple(sorted(terms[one][term] for term in terms[one].keys() & terms[two].keys()))


def _written(terms: Terms, term: str) -> str:
    return next(own[term] for own in terms.values() if term in own)
