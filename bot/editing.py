"""What editors do at a terminal: check the content, draw a check, ask the search. Nothing asked is kept."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from bot import ask, locale
from bot.app import BadContentError, StartError, today
from bot.edition import Edition, read_edition
from bot.library.files import read_files
from bot.library.graph import graph
from bot.library.problem import Level, Translate
from bot.library.reader import read_library
from bot.library.report import report, report_json, statistics
from bot.phrases import EDITORS, read_phrases
from bot.search.evaluation import QuestionError as QuestionError
from bot.settings import Settings


def count_content(settings: Settings, language: str) -> str:
    """A table of what the content holds."""
    edition = read_edition(settings.content_dir, settings.locales_dir, today())
    return statistics(edition.library, read_phrases(settings.locales_dir, (language,), EDITORS)[language])


def draw_check(settings: Settings, name: str, language: str) -> str:
    """A guided check as a Markdown document in `language`. Raises StartError if there is no such check or language."""
    edition = read_edition(settings.content_dir, settings.locales_dir, today())
    library = edition.library
    if name not in library.checks:
        raise StartError(f"There is no guided check {name}. Choose one of: {', '.join(library.checks) or 'none'}")
    if language not in library.codes:
        raise StartError(f"--lang: there is no language {language}. Choose one of: {', '.join(library.codes)}")
    words = read_phrases(settings.locales_dir, (language,), EDITORS)[language]
    return graph(library.checks[name], language, library.edition, words)


def check_content(settings: Settings, day: date | None, language: str, as_json: bool) -> tuple[str, int, int]:
    """The report on the content, and how many errors and warnings it names."""
    edition = read_edition(settings.content_dir, settings.locales_dir, day or today())
    translate: Translate = read_phrases(settings.locales_dir, (language,), EDITORS)[language]
    text = (report_json if as_json else report)(edition.problems, translate)
    levels = [problem.level for problem in edition.problems]
    return text, levels.count(Level.ERROR), levels.count(Level.WARNING)


def ask_one(settings: Settings, text: str, language: str, as_json: bool) -> str:
    """What the search makes of a question."""
    edition = _read(settings)
    if language and language not in edition.library.codes:
        raise StartError(f"--lang: there is no language {language}. A right value: --lang {edition.library.codes[0]}")
    spoken = language or locale.guess(text, edition.library.languages, edition.library.codes[0])
    if as_json:
        return ask.one_as_json(edition.engine, text)
    return ask.one(edition.engine, text, lambda page: edition.library.pages[page].texts[spoken].document.title)


def ask_batch(settings: Settings, lines: Iterable[str]) -> Iterator[str]:
    """An answer for each line of questions."""
    yield from ask.batch(_read(settings).engine, lines)


def ask_file(settings: Settings, file: Path, task: str) -> str:
    """`evaluate` or `calibrate` the search with a file of questions."""
    tasks = {"evaluate": ask.evaluate, "calibrate": ask.calibrate}
    try:
        lines = file.read_text("utf8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise StartError(f"--{task}: {file} cannot be read. A right value: --{task} questions.jsonl") from None
    return tasks[task](_read(settings).engine, lines)


def ask_confusions(settings: Settings) -> str:
    """What makes it hard to tell pages apart."""
    return ask.confused(_read(settings).engine)


def _read(settings: Settings) -> Edition:
    """The content without its checks: it may be asked while it is being mended."""
    library, problems = read_library(read_files(settings.content_dir))
    if not library.languages:
        raise BadContentError(report(problems))
    return Edition(library, read_phrases(settings.locales_dir, library.codes), tuple(problems))
