"""Is an edition that remembers the work of earlier ones the same as one that remembers nothing?"""

import random
from functools import partial
from pathlib import Path

import pytest

from bot.edition import Edition, read_edition
from bot.library.files import Files
from bot.remembered import Remembered
from tests.samples import ROOT, TODAY, small_content, whole_content, written

_EDITS = (
    lambda text, chance: text + "\n\nOne more line with 48 in it.\n",
    lambda text, chance: text.replace("Law", "Rule", chance.randint(0, 2)),
    lambda text, chance: "\n" + text,
    lambda text, chance: text.replace('"', "", 1),
    lambda text, chance: "\n".join(chance.sample(text.split("\n"), k=len(text.split("\n")))),
    lambda text, chance: text.replace("word-3", f"word-{chance.randint(20, 99)}"),
    lambda text, chance: text.replace("soat", "soati", 1).replace("48", "3 soat", 1),
)


def edited(files: Files, chance: random.Random) -> Files:
    """Some files changed, removed or put back."""
    found = dict(files)
    sound = small_content()
    for name in chance.sample(sorted(sound), k=chance.randint(1, 3)):
        if chance.random() < 0.5 or name not in found:
            found[name] = sound[name]
        elif chance.random() < 0.1:
            del found[name]
        else:
            found[name] = chance.choice(_EDITS)(found[name].decode(), chance).encode()
    return found


def assert_same(one: Edition, other: Edition) -> None:
    assert one == other
    assert [problem.render() for problem in one.problems] == [problem.render() for problem in other.problems]
    if one.is_sound:
        assert one.engine.index == other.engine.index
        assert vars(one.vocabulary) == vars(other.vocabulary)
        assert one.engine.find("word-7 door patent") == other.engine.find("word-7 door patent")


@pytest.mark.parametrize("seed", range(6))
def test_remembered_work_changes_nothing_whatever_is_edited(seed: int, tmp_path: Path) -> None:
    chance, remembered, files = random.Random(seed), Remembered(), small_content()
    sound = 0
    for _ in range(25):
        folder = written(files, tmp_path / "content")
        warm = read_edition(folder, ROOT / "locales", TODAY, remembered)
        assert_same(warm, read_edition(folder, ROOT / "locales", TODAY))
        remembered.settle(warm.is_sound)
        sound += warm.is_sound
        files = edited(files, chance)
    assert 0 < sound < 25


def test_remembered_work_changes_nothing_of_the_real_guide(edition: Edition, tmp_path: Path) -> None:
    written(whole_content(), tmp_path / "content")
    remembered = Remembered()
    first = read_edition(tmp_path / "content", ROOT / "locales", TODAY, remembered)
    assert_same(first, edition)
    remembered.settle(True)
    for name in ("raids/bribe.ru.md", "raids/bribe.tg.md", "papers/search.yaml", "policy/mistakes.yaml"):
        file = tmp_path / "content" / name
        file.write_text(file.read_text("utf8").replace("10", "11"), "utf8")
    warm = read_edition(tmp_path / "content", ROOT / "locales", TODAY, remembered)
    assert_same(warm, read_edition(tmp_path / "content", ROOT / "locales", TODAY))


def test_only_what_the_last_editions_used_is_kept() -> None:
    remembered = Remembered()
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    def ask(*names: str) -> None:
        for name in names:
            assert remembered.get("kind", name, partial(make, name)) == name

    ask("a", "b")
    remembered.settle(True)
    ask("b", "broken")
    remembered.settle(False)
    ask("a", "c")
    assert made == ["a", "b", "broken", "c"], "a refused edition pushes nothing out"
    remembered.settle(True)
    assert remembered.size == 2
    ask("b")
    assert made[-1] == "b"
