"""The note beside a published week: what the numbers are and are not, for a journalist. Markdown; pure."""

import csv
import io
import math

from bot.usage.catalogue import Catalogue
from bot.usage.views import Words

SURE = 0.95  # of the numbers lie within the margin that the note names


def note(release: str, catalogue: Catalogue, language: str, words: Words, most_of_a_chat: int) -> str:
    """The note on a release, made of the release alone. `most_of_a_chat`: what one chat can add to a week at most."""
    rows = list(csv.DictReader(io.StringIO(release)))
    terms = rows[0]
    epsilon, bound = terms["epsilon"], int(terms["bound"])
    told = sorted((row for row in rows if row["times"].isdecimal()), key=lambda row: -int(row["times"]))
    _ = words
    title = _("Figures of the week {week}", week=terms["week"])
    within = margin(bound, float(epsilon))
    promise = _promise(bound, epsilon, most_of_a_chat, words)
    lines = [
        f"# {title}",
        _("How often each topic of the guide was shown, by language. Screens are counted, not people."),
        _(
            "Every number was changed by chance before it was kept, those of nothing, too. {sure} of 100 are within "
            "{margin} of the truth. What is under {floor} after that is left out: {hidden} of {all} cells.",
            sure=round(100 * SURE),
            margin=within,
            floor=terms["floor"],
            hidden=len(rows) - len(told),
            all=len(rows),
        ),
        promise,
        _("Do not subtract small numbers, and do not read a change of less than {twice} as one.", twice=2 * within),
        _table(told, catalogue, language, words),
    ]
    return "\n\n".join(lines) + "\n"


def _promise(bound: int, epsilon: str, most: int, words: Words) -> str:
    return words(
        "So nobody can tell from them whether any {bound} screens were shown or not (differential privacy, epsilon "
        "{epsilon} a week). Somebody who opened more is protected less; one chat can add {most} at most, which "
        "makes it {worst}. Weeks add up.",
        bound=bound,
        epsilon=epsilon,
        most=most,
        worst=f"{float(epsilon) * most / bound:g}",
    )


def _table(rows: list[dict[str, str]], catalogue: Catalogue, language: str, words: Words) -> str:
    columns = " | ".join((words("Topic"), words("Language"), words("Shown, about")))
    lines = (f"| {columns} |", "|---|---|---:|", *(_row(row, catalogue, language) for row in rows))
    return "\n".join(lines)


def _row(row: dict[str, str], catalogue: Catalogue, language: str) -> str:
    spoken = catalogue.languages.get(row["language"], row["language"])
    return f"| {catalogue.title(row['topic'], language)} | {spoken} | {row['times']} |"


def margin(bound: int, epsilon: float) -> int:
    """The distance within which SURE of discrete Laplace noise of scale bound / epsilon lies."""
    fall = math.exp(-epsilon / bound)
    return math.ceil(math.log((1 - SURE) * (1 + fall) / 2) / math.log(fall)) - 1
