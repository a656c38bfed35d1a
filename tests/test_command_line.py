"""Does somebody at a terminal get plain words, the right exit code, and the listing he needs?"""

import io
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.samples import whole_content, written


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.settings import SETTINGS

    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real guide with one number changed in one language."""
    written(whole_content(), tmp_path / "content")
    file = tmp_path / "content" / "raids" / "detained.ru.md"
    file.write_text(file.read_text("utf8").replace("48", "3"), "utf8")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "content"))
    return file


def test_the_real_content_passes_the_strict_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(written(whole_content(), tmp_path / "content")))
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
    for word in ("run", "simulate", "check", "ask", "version", *(setting.name for setting in SETTINGS)):
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


def test_a_question_is_answered_with_pages_scores_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "patent", "skolko", "stoit", "--lang", "ru"]) == 0
    zone, first, *_ = capsys.readouterr().out.splitlines()
    assert zone.startswith("zone: ")
    assert first.split()[1] == "patent"
    assert "(" in first


def test_a_question_is_answered_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "patent", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["zone"] in ("page", "choices")
    assert answer["ranked"][0]["page"] == "patent"
    assert answer["ranked"][0]["why"]


def test_many_questions_are_answered_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ['{"id": "a", "query": "patent", "lang": "ru"}', "", '{"id": "b", "query": "", "lang": ""}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert main(["ask", "--batch"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(first) == {"id", "zone", "ranked"}
    assert set(first["ranked"][0]) == {"page", "score"}
    assert second == {"id": "b", "zone": "none", "ranked": []}


def test_questions_with_answers_give_figures_and_borders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "a", "lang": "ru", "query": "patent", "page": "patent"}\n' * 4, "utf8")
    assert main(["ask", "--evaluate", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["all", "4", "1.000"]
    assert main(["ask", "--calibrate", str(file)]) == 0
    assert "margin = " in capsys.readouterr().out


def test_editors_see_which_pages_are_hard_to_tell_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--confusions"]) == 0
    assert "terms" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask"], "there is no question"),
        (["ask", "x", "--lang", "xx"], "--lang tg"),
        (["ask", "--evaluate", "nowhere.jsonl"], "--evaluate questions.jsonl"),
    ],
)
def test_a_wrong_question_is_explained(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert told in capsys.readouterr().err


def test_a_line_that_is_no_question_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("nonsense"))
    assert main(["ask", "--batch"]) == 2
    assert "line 1" in capsys.readouterr().err
