"""Where a view stands and all that it may look at."""

from dataclasses import dataclass
from datetime import date

from bot.guided.check import Check
from bot.guided.interview import Spelled, write_letters
from bot.library.library import Library
from bot.library.model import Page, Text
from bot.phrases import Words
from bot.screens.route import Route


@dataclass(frozen=True, slots=True)
class Place:
    """A route, the library it leads into, the words of its language, and the day."""

    library: Library
    words: Words
    route: Route
    today: date

    @property
    def language(self) -> str:
        """The language of the reader."""
        return self.route.language

    def text(self, page: Page) -> Text | None:
        """The page's text in the reader's language, or None."""
        return page.texts.get(self.language)

    def answered(self, check: Check, choices: dict[int, int], view: str = "", number: int = 0) -> Route:
        """The route of some answers to a check, or of a view of their result."""
        letters = write_letters(check.questions, choices)
        return self.route.to(check.id, str(Spelled(check.mark, letters, view, number)))
