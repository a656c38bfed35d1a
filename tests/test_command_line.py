"""Does somebody at a terminal get plain words, the right exit code, and the listing he needs?"""

import json
import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.samples import ROOT


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.settings import SETTINGS

    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real guide with one number changed in one language."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    file = tmp_path / "content" / "raids" / "detained.ru.md"
    file.write_text(file.read_text("utf8").replace("48", "3"), "utf8")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "content"))
    return file


def test_the_real_content_passes_the_strict_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--today", "2026-11-22"]) == 0
    assert capsys.readouterr().out.strip() == "The content is in order."


def test_a_day_in_the_future_warns_and_fails_only_strictly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--today", "2027-06-01"]) == 0
    assert main(["check", "--strict", "--today", "2027-06-01"]) == 1
    assert "raids/section.yaml" in capsys.readouterr().out


def test_a_fault_is_named_with_file_and_cure_and_fails(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "raids/detained.ru.md:1: the numbers differ" in out
    assert " — " in out


def test_messages_come_in_the_editors_language(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = set()
    for language in ("en", "ru", "tg"):
        assert main(["check", "--lang", language]) == 1
        texts.add(capsys.readouterr().out)
    assert len(texts) == 3


def test_machines_get_json(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 1
    (problem,) = [row for row in json.loads(capsys.readouterr().out) if row["code"] == "parity-numbers"]
    assert problem["file"] == "raids/detained.ru.md"
    assert set(problem) == {"file", "line", "level", "code", "what", "cure"}


@pytest.mark.parametrize("command", [["run"], []])
def test_without_content_nothing_starts_and_the_settings_are_named(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("CONTENT_DIR", "nowhere")
    assert main(command) == 2
    err = capsys.readouterr().err
    assert "PORT: " in err
    assert "CONTENT_DIR: " in err


@pytest.mark.parametrize(
    "arguments", [["fly"], ["simulate", "--port", "x"], ["check", "--today", "tomorrow"], ["check", "--loud"]]
)
def test_wrong_options_are_explained_with_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err


def test_a_wrong_date_or_port_shows_a_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, example in (
        (["check", "--today", "x"], "--today 2027-06-01"),
        (["simulate", "--port", "0"], "--port 8081"),
    ):
        with pytest.raises(SystemExit):
            main(arguments)
        assert example in capsys.readouterr().err


def test_help_names_every_command_and_setting(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.settings import SETTINGS

    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    for word in ("run", "simulate", "check", "version", *(setting.name for setting in SETTINGS)):
        assert word in out


def test_the_simulator_stays_on_this_computer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert main(["simulate", "--no-open"]) == 2
    assert "HOST: " in capsys.readouterr().err


def test_a_port_in_use_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["simulate", "--no-open", "--port", str(port)]) == 2
    assert f"--port {port + 1}" in capsys.readouterr().err


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out.startswith("rohnamo ")
