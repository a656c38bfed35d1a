"""Do the documents still describe the program?"""

import re
import subprocess

import pytest

from bot.settings import SETTINGS
from tests.samples import ROOT
from tests.test_architecture import modules

README = (ROOT / "README.md").read_text("utf8")
TOUR = (ROOT / "bot" / "README.md").read_text("utf8")
TOP = {
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "LICENSE-content",
    "Procfile",
    "bot",
    "locales",
    "content",
    "tests",
}


def files() -> list[str]:
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    return [name for name in found if name]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_readme_documents_every_setting_and_its_default(setting: object) -> None:
    name, default = setting.name, setting.default  # type: ignore[attr-defined]
    (row,) = [line for line in README.splitlines() if line.startswith(f"| `{name}`")]
    assert not default or f"`{default}`" in row


@pytest.mark.parametrize(
    "command",
    [
        *("bot withdraw", "bot restore", "bot run", "bot simulate", "bot check", "bot version", "python -m tests"),
        *("bot stats", "bot stats gaps", "bot stats publish", "bot reveal", "/stats html"),
    ],
)
def test_the_readme_names_every_command(command: str) -> None:
    assert command in README


def test_the_readme_gives_two_commands_that_set_everything_up() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("-m bot")
    assert commands[1].endswith("-m tests")


def test_ci_calls_the_readmes_test_command() -> None:
    command = next(
        line for line in README.splitlines() if line.startswith("python3 -m venv") and line.endswith("-m tests")
    )
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf8")
    assert command


def test_the_tour_names_every_module() -> None:
    for name in modules():
        packages = (
            "bot",
            "bot.frontends",
            "bot.frontends.telegram",
            "bot.frontends.browser",
            "bot.library",
            "bot.screens",
            "bot.usage",
        )
        assert name in packages or f"`{name.removeprefix('bot.')}`" in TOUR, name


def test_every_decision_tells_its_bad_consequences_and_is_one_page() -> None:
    decisions = sorted((ROOT / "bot" / "decisions").glob("*.md"))
    assert len(decisions) >= 6
    for number, file in enumerate(decisions, 1):
        text = file.read_text("utf8")
        assert file.name.startswith(f"{number:04}-")
        for heading in ("## Context", "## Decision", "## Consequences", "## Alternatives"):
            assert heading in text, file.name
        assert "Bad:" in text, file.name
        assert len(text.splitlines()) <= 70, file.name


def test_links_between_documents_lead_somewhere() -> None:
    for file in (
        *ROOT.glob("*.md"),
        *(ROOT / "bot").rglob("*.md"),
        ROOT / "content" / "README.md",
        *(ROOT / ".github").glob("*.md"),
    ):
        for target in re.findall(r"\]\(([^)#\s]+)\)", file.read_text("utf8")):
            is_example = file.parent.name == "content" and "." not in target  # a link to a page, shown to editors
            if not target.startswith("https://") and not is_example:
                assert (file.parent / target).exists(), (file.name, target)


def test_the_top_level_stays_as_agreed() -> None:
    tops = {name.partition("/")[0] for name in files()}
    assert {top for top in tops if not top.startswith((".", "requirements"))} <= TOP


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted\.org|registry\." + r"npmjs|deb\." + r"debian\.org")
    for name in files():
        path = ROOT / name
        if path.suffix not in (".png",) and path.is_file():
            assert not hosts.search(path.read_text("utf8")), name


def test_every_pinned_dependency_has_hashes() -> None:
    for name in ("requirements.txt", "requirements-postgres.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text("utf8").strip())
        assert entries
        assert all("==" in entry and "--hash=sha256:" in entry for entry in entries), name
