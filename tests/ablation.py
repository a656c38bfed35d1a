"""`python -m tests.ablation FILE...`: what each part of the search is worth, on files of questions with answers.

Prints a Markdown table: top-1 and top-3 of each file with one part taken away, and of SQLite's full-text search and,
where it is installed, rapidfuzz over the same texts. Not part of the tests. The table stands in bot/search/README.md.
"""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.edition import read_edition
from bot.library.library import Library
from bot.search import normalisation, stop_words
from bot.search.documents import documents
from bot.search.engine import Engine
from bot.search.evaluation import Question, read_questions
from bot.search.index import Document
from bot.search.ranking import Ranking
from bot.search.weights import Weights, read_weights
from tests.samples import ROOT, TODAY

Ranked = Callable[[str], list[str]]


def ours(library: Library, weights: Weights) -> Ranked:
    engine = Engine(documents(library), library.search, weights)
    return lambda text: [hit.id for hit in engine.find(text).ranked]


def without_field(weights: Weights, name: str) -> Weights:
    return replace(weights, fields={field: value for field, value in weights.fields.items() if field != name})


@contextmanager
def changed(target: Any, name: str, value: Any) -> Iterator[None]:
    """A part of the search replaced for a while."""
    with patch.object(target, name, value):
        yield


def variants(weights: Weights) -> Iterator[tuple[str, Weights, tuple[Any, str, Any] | None]]:
    """A name, the weights, and what else is replaced."""
    plain = {code: (lambda word: word) for code in normalisation.STEMMERS}
    yield "all of it", weights, None
    for name in ("title", "point", "terms", "questions", "body"):
        yield f"without {name}", without_field(weights, name), None
    yield "without folding letters", weights, (normalisation, "_FOLD", {})
    yield "without Latin to Cyrillic", weights, (normalisation, "in_cyrillic", lambda token: token)
    yield "without sounds", weights, (normalisation, "sound", lambda word: word)
    yield "without stemming", weights, (normalisation, "STEMMERS", plain)
    yield "without stop words", weights, (stop_words.StopWords, "speaks", lambda self, word: True)
    yield "without concepts", replace(weights, concepts=0.0), None
    yield "without misspellings of stems", replace(weights, near=9.0), None
    yield (
        "without groups of letters",
        weights,
        (Ranking, "_by_letters", lambda self, said: [0.0] * len(self.index.documents)),
    )
    yield "without stems and concepts", replace(weights, stems=0.0), None
    yield "sections and the like count in full", replace(weights, groups={**weights.groups, "side": 1.0}), None


def full_text(held: Sequence[Document], tokenizer: str) -> Ranked:
    """SQLite's FTS5 over the same texts, the words of a question joined by OR."""
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE VIRTUAL TABLE pages USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')")
    base.executemany("INSERT INTO pages VALUES (?, ?)", [(each.id, " ".join(texts(each))) for each in held])

    def ranked(text: str) -> list[str]:
        size = 3 if tokenizer == "trigram" else 1
        said = [part for part in re.findall(r"\w+", text.lower()) if len(part) >= size]
        if tokenizer == "trigram":
            said = [word[at : at + 3] for word in said for at in range(len(word) - 2)]
        query = " OR ".join(f'"{part}"' for part in said)
        rows = (
            base.execute("SELECT id FROM pages WHERE pages MATCH ? ORDER BY bm25(pages) LIMIT 3", (query,))
            if said
            else ()
        )
        return [row[0] for row in rows]

    return ranked


def fuzzy(held: Sequence[Document]) -> Ranked | None:
    """rapidfuzz over every term and question of a page: the best one counts."""
    try:
        from rapidfuzz import fuzz, process  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    said = [
        (each.id, text.lower())
        for each in held
        for name in ("terms", "questions")
        for text in each.fields.get(name, ())
    ]

    def ranked(text: str) -> list[str]:
        best = process.extract(text.lower(), [each[1] for each in said], scorer=fuzz.token_set_ratio, limit=60)
        return list(dict.fromkeys(said[number][0] for _, _, number in best))

    return ranked


def texts(document: Document) -> list[str]:
    return [text for held in document.fields.values() for text in held]


def figures(ranked: Ranked, questions: Sequence[Question]) -> str:
    found = [(question.page, ranked(question.text)[:3]) for question in questions if question.is_inside]
    top1 = sum(names[:1] == [page] for page, names in found) / len(found)
    return f"{top1:.3f} / {sum(page in names for page, names in found) / len(found):.3f}"


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or [ROOT / "tests" / "search" / "questions.jsonl"]
    sets = [read_questions(file.read_text("utf8").splitlines()) for file in files]
    library, weights = read_edition(ROOT / "content", ROOT / "locales", TODAY).library, read_weights()
    print(f"| top-1 / top-3 | {' | '.join(file.stem for file in files)} |\n|---|{'---|' * len(files)}")
    for name, used, part in variants(weights):
        with changed(*part) if part else changed(normalisation, "LONGEST_WORD", normalisation.LONGEST_WORD):
            ranked = ours(library, used)
            print(f"| {name} | {' | '.join(figures(ranked, each) for each in sets)} |", flush=True)
    held = [document for document in documents(library) if document.group == "main"]
    others = {f"SQLite FTS5 {kind}": full_text(held, kind) for kind in ("unicode61", "trigram")}
    for name, other in {**others, "rapidfuzz token_set_ratio": fuzzy(held)}.items():
        if other:
            print(f"| {name} | {' | '.join(figures(other, each) for each in sets)} |", flush=True)


if __name__ == "__main__":
    main()
