"""What figures are about, in words: titles, sections and review dates of topics, as the composition root hands them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Topic:
    """A page or a check that is in the guide now. `titles` by language; `section` is a topic's id."""

    titles: Mapping[str, str]
    section: str
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every topic, language (code -> its own name) and kind (id -> title), and the mark of the content's edition."""

    topics: Mapping[str, Topic]
    languages: Mapping[str, str]
    kinds: Mapping[str, str]
    edition: str = ""

    def title(self, topic: str, language: str) -> str:
        """The title of a topic; its id if it is no longer in the guide."""
        known = self.topics.get(topic)
        return (known.titles.get(language) if known else None) or topic

    def section(self, topic: str) -> str:
        """The section of a topic; empty for one that is no longer in the guide."""
        known = self.topics.get(topic)
        return known.section if known else ""
