"""The library -> documents to be found. Pure. What else is to be found one day is handed over as more documents."""

from collections import defaultdict
from collections.abc import Iterator

from bot.library.library import Library
from bot.library.model import Page
from bot.screens.document import visible
from bot.screens.route import BUILT_IN, EMERGENCY, HOME
from bot.search.index import Document


def documents(library: Library) -> Iterator[Document]:
    """A document for each page that has words for the search, in all its languages together."""
    for page in library.pages.values():
        if page.id not in BUILT_IN and page.id not in library.withdrawn:
            yield Document(page.id, _fields(page), group=_group(library, page))


def _fields(page: Page) -> dict[str, list[str]]:
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for text in page.texts.values():
        fields["title"].append(text.document.title)
        fields["point"].append(visible(text.document.point))
        fields["body"].append(text.document.plain)
    for words in page.search.values():
        fields["terms"] += words.terms
        fields["questions"] += words.questions
    return dict(fields)


def _group(library: Library, page: Page) -> str:
    """Sections and checks only lead to pages; the rest is for editors to say."""
    rules = library.search
    if EMERGENCY in (page.id, page.parent):
        return "emergency"
    if page.id in rules.uncovered:
        return "uncovered"
    leads = page.parent == HOME or page.id in library.checks
    return "side" if leads or page.parent in rules.side or page.id in rules.side else "main"
