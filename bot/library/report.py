"""Problems as text for people and as JSON for machines; and a table of what there is. Pure."""

import json
from collections.abc import Sequence

from bot.library.library import Library
from bot.library.model import Page
from bot.library.problem import N_, Level, Problem, Translate


def report(problems: Sequence[Problem], translate: Translate = str) -> str:
    """A line for each problem, warnings and notes marked, and a last line that counts errors and warnings."""
    marks = {Level.ERROR: "", Level.WARNING: translate(N_("warning")), Level.NOTE: translate(N_("note"))}
    lines = [p.render(translate) + (f" ({marks[p.level]})" if marks[p.level] else "") for p in problems]
    errors, warnings = (sum(p.level is level for p in problems) for level in (Level.ERROR, Level.WARNING))
    if errors or warnings:
        counted = translate(N_("{errors} errors, {warnings} warnings.")).format(errors=errors, warnings=warnings)
    else:
        counted = translate(N_("The content is in order."))
    return "\n".join([*lines, counted])


def report_json(problems: Sequence[Problem], translate: Translate = str) -> str:
    """A list of objects: file, line, level, code, what, cure."""
    rows = [
        {
            "file": p.place.file,
            "line": p.place.line,
            "level": p.level.value,
            "code": p.code,
            "what": p.what.render(translate),
            "cure": p.cure.render(translate),
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def statistics(library: Library, translate: Translate = str) -> str:
    """What there is, section by section, as a Markdown table: pages, words, sources, contacts, who has reviewed."""
    columns = [translate(name) for name in _COLUMNS]
    word = translate(N_("words"))
    words = [f"{word} {code}" for code in library.codes]
    header = [columns[0], columns[1], *words, *columns[2:]]
    rows = [_row(section, _pages_of(library, section), library) for section in library.sections]
    everything = [page for section in library.sections for page in _pages_of(library, section)]
    total = _row(translate(N_("all")), everything, library)
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows, total]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_COLUMNS = (
    N_("section"),
    N_("pages"),
    N_("sources"),
    N_("contacts"),
    N_("read by a lawyer"),
    N_("read by a native speaker"),
)


def _pages_of(library: Library, section: str) -> list[Page]:
    return [page for page in library.pages.values() if section in (page.id, page.parent)]


def _row(name: str, pages: list[Page], library: Library) -> list[str]:
    texts = {code: [page.texts[code] for page in pages if code in page.texts] for code in library.codes}
    words = [sum(len(text.document.plain.split()) for text in texts[code]) for code in library.codes]
    sources = {source for page in pages for source in page.sources}
    contacts = {contact for page in pages for contact in page.contacts}
    lawyer = sum(page.is_reviewed_by("lawyer") for page in pages)
    native = sum(page.is_reviewed_by("native-speaker") for page in pages)
    return [name, *(str(number) for number in (len(pages), *words, len(sources), len(contacts), lawyer, native))]
