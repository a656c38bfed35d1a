"""Is a third language files only; and is the language of a typed line recognised?"""

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot import locale
from bot.edition import Edition, read_edition
from bot.screens.route import FIRST, Route
from bot.screens.screen import Go
from bot.screens.walk import walk
from tests.samples import ROOT, TODAY, whole_content, written

ENTRY = '  - {code: uz, name: "O\u02bbzbekcha", command: uz, words: [salom, men]}\n'


def translated(folder: Path) -> None:
    """Copies the real guide and gives it a third language, by files alone."""
    written(whole_content(), folder / "content")
    shutil.copytree(ROOT / "locales", folder / "locales")
    for text in (folder / "content").rglob("*.ru.md"):
        text.with_name(text.name.replace(".ru.md", ".uz.md")).write_bytes(text.read_bytes())
    languages = folder / "content" / "languages.yaml"
    languages.write_text(languages.read_text("utf8").rstrip("\n") + "\n" + ENTRY, "utf8")
    for name in ("phrases.yaml", "contacts.yaml", "figures.yaml", "comparison.yaml", "search.yaml"):
        entries = folder / "content" / name
        entries.write_text(entries.read_text("utf8").replace("{tg: ", "{uz: Uzbek, tg: "), "utf8")
    with (folder / "locales" / "bot.pot").open("rb") as file:
        template = read_po(file)
    catalog = Catalog("uz")
    for message in template:
        if message.id:
            catalog.add(message.id, message.id)
    (folder / "locales" / "uz" / "LC_MESSAGES").mkdir(parents=True)
    with (folder / "locales" / "uz" / "LC_MESSAGES" / "bot.po").open("wb") as file:
        write_po(file, catalog)


def test_a_third_language_needs_files_only(tmp_path: Path) -> None:
    translated(tmp_path)
    edition = read_edition(tmp_path / "content", tmp_path / "locales", TODAY)
    faults = [p.render() for p in edition.problems if p.level == "error" and not p.code.startswith("parity")]
    assert faults == []
    guide = edition.guide(lambda: TODAY)
    screens = dict(walk(guide.show))
    assert {button.route.language for button in screens[FIRST].buttons() if isinstance(button, Go)} == {
        "tg",
        "ru",
        "uz",
    }
    counts = {code: sum(route.language == code for route in screens) for code in ("tg", "ru", "uz")}
    assert len(set(counts.values())) == 1
    assert guide.ask("/uz", "tg") == Route("uz")
    assert guide.profile("uz").commands[0][1]


def test_half_a_language_is_refused(tmp_path: Path) -> None:
    translated(tmp_path)
    (tmp_path / "content" / "raids" / "detained.uz.md").unlink()
    (tmp_path / "locales" / "uz" / "LC_MESSAGES" / "bot.po").unlink()
    edition = read_edition(tmp_path / "content", tmp_path / "locales", TODAY)
    assert {"missing-text", "locale"} <= {p.code for p in edition.problems}
    assert not edition.is_sound


def _lines() -> list[tuple[str, str]]:
    """Lines as people type them; in a data file, because no Tajik or Russian stands in Python."""
    lines = (ROOT / "tests" / "typed_lines.txt").read_text("utf8").splitlines()
    return [(code, text) for code, _, text in (line.partition(" ") for line in lines) if text]


@pytest.mark.parametrize(("code", "text"), _lines())
def test_the_language_of_a_typed_line_is_recognised(edition: Edition, code: str, text: str) -> None:
    otherwise = "ru" if code == "tg" else "tg"
    assert locale.guess(text, edition.library.languages, otherwise) == code


def test_where_nothing_speaks_the_language_stays(edition: Edition) -> None:
    for text in ("", "12", "?!", "ok", "\U0001f44d"):
        assert locale.guess(text, edition.library.languages, "ru") == "ru"
        assert locale.guess(text, edition.library.languages, "tg") == "tg"
