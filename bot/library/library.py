"""The whole guide as one frozen value, and how to find a thing in it. No files, no clock."""

from dataclasses import dataclass, field
from functools import cached_property

from bot.library.comparison import Comparison
from bot.library.guided import GuidedCheck
from bot.library.model import Contact, Correction, Figure, Language, Page, Sentence, Withdrawal
from bot.library.policy import Policy
from bot.library.search_rules import SearchRules


@dataclass(frozen=True)
class Library:
    """Everything that `content/` says. `sections` in the order of the menu; `aliases` lead from retired ids to living
    ones.
    """

    languages: tuple[Language, ...]
    sections: tuple[str, ...]
    pages: dict[str, Page]
    sentences: dict[str, Sentence]
    contacts: dict[str, Contact]
    figures: dict[str, Figure]
    corrections: dict[str, Correction]
    comparison: Comparison
    policy: Policy
    checks: dict[str, GuidedCheck]
    aliases: dict[str, str]
    edition: str
    search: SearchRules = field(default_factory=SearchRules)
    withdrawn: dict[str, Withdrawal] = field(default_factory=dict)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the languages, in order."""
        return tuple(language.code for language in self.languages)

    @cached_property
    def every_page(self) -> tuple[Page, ...]:
        """All pages, and the results of checks, which are written like pages but have no place in the menu."""
        return (*self.pages.values(), *(result for check in self.checks.values() for result in check.results.values()))

    def find(self, page: str) -> Page | None:
        """The page of an id, be it a retired one, or None."""
        return self.pages.get(page) or self.pages.get(self.aliases.get(page, ""))

    def offered(self, page: str) -> Page | None:
        """The page of an id, be it a retired one, if readers may be led to it: None, too, where it was withdrawn."""
        found = self.find(page)
        return found if found and found.id not in self.withdrawn else None
