"""Do operators, and they alone, get figures in Telegram and at the terminal, in words they can act on?"""

import asyncio
import csv
import io
import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot import app, operations
from bot.__main__ import main
from bot.edition import Edition
from bot.frontends.telegram.operators import Desk
from bot.logs import Witness
from bot.reporting import Reporter
from bot.screens.route import HOME, Route
from bot.screens.screen import KINDS
from bot.settings import SETTINGS, Settings, read_settings
from bot.usage.digest import arrow
from bot.usage.recorder import Recorder
from bot.usage.sqlite import SqliteStore
from bot.usage.store import Gap
from bot.usage.tally import Row, Tally
from bot.usage.weeks import Week, last_closed
from tests.fake_telegram import Person
from tests.samples import TODAY

OPERATOR, STRANGER = 4242, 777
LAST = last_closed(TODAY)


async def fill(path: Path) -> None:
    """Twelve weeks: `detained` grows in the last, `summons` is even, and small things stay small."""
    store = SqliteStore(path)
    for number in range(12):
        week = LAST.plus(number - 11)
        rows = [Row(day, "detained", "tg", "opened", 75 if week == LAST else 20) for day in week.days]
        rows += [Row(day, "summons", "ru", "opened", 12) for day in week.days]
        rows += [Row(week.monday, topic, "tg", "opened", 3) for topic in ("patent", "sos", "amina", "korea", "turkey")]
        rows += [
            Row(week.monday, "not-covered", "tg", "search-none", 15),
            Row(week.monday, "sos", "ru", "search-page", 45),
        ]
        await store.add(rows)
    await store.add_gaps([Gap(LAST, "ru", "amina", 14), Gap(LAST, "ru", "registry", 5)])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    asyncio.run(fill(tmp_path / "figures.db"))
    return read_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'figures.db'}"}, tmp_path / "absent")


@pytest.fixture
def reporter(edition: Edition, settings: Settings) -> Reporter:
    recorder = Recorder(Tally(KINDS, lambda: TODAY), settings.database.open, lambda: TODAY)
    return Reporter(lambda: edition.library, settings, lambda: TODAY, recorder, Witness())


@pytest.fixture(autouse=True)
def _here_and_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(operations, "today", lambda: TODAY)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


@pytest.fixture
def terminal(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'figures.db'}")
    monkeypatch.setenv("COLUMNS", "100")


def desk(reporter: Reporter) -> Desk:
    return Desk(frozenset({OPERATOR}), reporter.digest, reporter.report)


async def test_an_operator_gets_figures_and_the_report(edition: Edition, reporter: Reporter) -> None:
    person = Person(edition, chat=OPERATOR, desk=desk(reporter))
    await person.type("/ru")
    await person.type("/stats")
    (text,) = person.sees
    assert "▲" in text
    assert "525" in text, "the newest week of a topic"
    assert "25 %" in text, "15 of 60 questions had no answer"
    assert "amina 14" in text
    assert "registry" not in text, "five messages held it: under the floor"
    assert len(text) < 4096
    await person.type("/stats html")
    (sent,) = person.telegram.called("sendDocument")
    assert sent["chat_id"] == OPERATOR


async def test_anybody_else_gets_what_an_unknown_command_gets(edition: Edition, reporter: Reporter) -> None:
    person = Person(edition, chat=STRANGER, desk=desk(reporter))
    for text in ("/stats", "/stats html", "/stats@rohnamo_bot"):
        await person.type(text)
        assert person.shows(Route("ru").to(HOME, "command"))
    assert not person.telegram.called("sendDocument")


async def test_figures_that_cannot_be_read_are_explained_in_telegram(edition: Edition, tmp_path: Path) -> None:
    settings = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'absent.db'}"}, tmp_path / "absent")
    recorder = Recorder(Tally(KINDS, lambda: TODAY), settings.database.open, lambda: TODAY)
    reporter = Reporter(lambda: edition.library, settings, lambda: TODAY, recorder, Witness())
    person = Person(edition, chat=OPERATOR, desk=desk(reporter))
    await person.type("/stats")
    assert "absent.db" in person.sees[0]
    assert "absent.db" in await reporter.report("tg")


async def test_trouble_of_the_program_stands_in_the_figures(
    edition: Edition, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, witness = Recorder(Tally(KINDS, lambda: TODAY), settings.database.open, lambda: TODAY), Witness()
    recorder.trouble, witness.last = "the disk is full", "Telegram cannot be reached (<x>)"
    reporter = Reporter(lambda: edition.library, settings, lambda: TODAY, recorder, witness)
    monkeypatch.setattr("bot.reporting.time.monotonic", lambda: reporter._began + 3 * 86_400 + 7200)
    text = await reporter.digest("en")
    assert "Running for 3 days 2 h" in text
    assert "the disk is full" in text
    assert "&lt;x&gt;" in text


@pytest.mark.parametrize(("now", "before", "sign"), [(20, 10, "▲"), (10, 20, "▼"), (101, 100, "▬"), (20, None, "")])
def test_arrows(now: int, before: int | None, sign: str) -> None:
    assert arrow(now, before) == sign


@pytest.mark.parametrize("by", ["topic", "section", "language", "kind", "day", "week"])
@pytest.mark.parametrize("form", ["table", "csv", "json", "html"])
@pytest.mark.usefixtures("terminal")
def test_every_view_in_every_format(by: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--by", by, "--format", form, "--lang", "ru"]) == 0
    out = capsys.readouterr().out
    total = 12 * (7 * 12 + 15 + 45 + 15) + 7 * (11 * 20 + 75)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert list(rows[0]) == ["since", "until", "by", "key", "title", "times"]
        assert sum(int(row["times"]) for row in rows if row["times"].isdecimal()) == total
    elif form == "json":
        assert json.loads(out)["total"] == total
        assert set(json.loads(out)["lines"][0]) == {"key", "title", "times"}
    elif form == "table":
        assert f"{total:,}" in out
        assert max(map(len, out.splitlines())) <= 100
        assert "█" in out


@pytest.mark.usefixtures("terminal")
def test_titles_come_in_the_chosen_language_and_retired_topics_keep_their_id(
    edition: Edition, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(settings.database.open().add([Row(LAST.monday, "gone-page", "tg", "opened", 99)]))
    for language in ("tg", "ru"):
        main(["stats", "--format", "csv", "--lang", language])
        rows = {row["key"]: row["title"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
        assert rows["detained"] == edition.library.pages["detained"].texts[language].document.title
        assert rows["gone-page"] == "gone-page"


@pytest.mark.usefixtures("terminal")
def test_periods_are_whole_closed_weeks(capsys: pytest.CaptureFixture[str]) -> None:
    main(["stats", "--by", "week", "--format", "csv", "--since", "2026-11-04", "--until", "2026-11-22"])
    assert [row.split(",")[3] for row in capsys.readouterr().out.splitlines()[1:]] == ["2026-W45", "2026-W46"]
    assert main(["stats", "--since", TODAY.isoformat()]) == 2
    assert "the newest one is 2026-W46" in capsys.readouterr().err
    assert main(["stats", "--until", "1999-01-01"]) == 2


@pytest.mark.usefixtures("terminal")
def test_gaps_name_words_stale_and_unopened_pages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "today", lambda: date(2028, 1, 1))
    assert main(["stats", "--since", "2026-09-01", "gaps"]) == 0
    out = capsys.readouterr().out
    assert "amina (ru) 14" in out
    assert "registry (ru) <10" in out
    assert "(detained), since 20" in out
    assert "(korea)" in out.partition("Hardly or never")[2]
    assert "(detained)" not in out.partition("Hardly or never")[2]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["stats", "--by", "person"], "choose from"),
        (["stats", "--since", "yesterday"], "a right value"),
        (["stats", "publish"], "--week"),
        (["stats", "publish", "--week", "47"], "2026-W47"),
        (["stats", "publish", "--week", "2026-W60"], "2026-W47"),
    ],
)
def test_wrong_options_show_right_ones(arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert word in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "url", "word"),
    [
        (["stats"], "sqlite:///absent.db", "Nothing was counted yet"),
        (["stats", "--lang", "xx"], "sqlite:///absent.db", "tg, ru"),
        (["stats", "publish", "--week", "2026-W01"], "sqlite:///new.db", "fixed before"),
        (["stats"], "mysql://x/y", "DATABASE_URL"),
        (["stats"], "postgresql://127.0.0.1:1/x", "cannot be reached"),
    ],
)
def test_figures_that_cannot_be_had_are_explained(
    arguments: list[str], url: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(arguments) == 2
    assert word in capsys.readouterr().err


@pytest.mark.usefixtures("terminal")
def test_a_week_is_published_once_on_the_terminal_and_into_a_folder(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(settings.database.open().plan(LAST, [("detained", "tg"), ("korea", "tg")]))
    command = ["stats", "--lang", "ru", "publish", "--week", str(LAST)]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert main([*command, "--output", str(tmp_path)]) == 0
    assert (tmp_path / f"rohnamo-{LAST}.csv").read_text("utf8") == first
    assert (tmp_path / f"rohnamo-{LAST}.ru.md").read_text("utf8").startswith("# ")
    capsys.readouterr()
    assert main([*command, "--text", "md"]) == 0
    assert capsys.readouterr().out == (tmp_path / f"rohnamo-{LAST}.ru.md").read_text("utf8")
    assert main([*command, "--output", str(tmp_path / "absent")]) == 2


def test_the_report_asks_nothing_from_outside_and_runs_nothing(reporter: Reporter) -> None:
    found: list[tuple[str, str]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend((tag, name) for name, _ in attrs)
            found.append((tag, ""))

    page = asyncio.run(reporter.report("tg"))
    Parser().feed(page)
    assert not {tag for tag, _ in found} & {"script", "img", "link", "iframe", "object", "form", "a"}
    assert not {name for _, name in found} & {"src", "href", "onclick", "onload", "srcset"}
    assert not re.search(r"url\(|@import|https?:", page)
    assert "<svg" in page
    assert len(page.encode()) < 100_000


@pytest.mark.usefixtures("terminal")
def test_reveal_shows_every_table_and_file_and_ends_with_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPERATOR_IDS", "998877665")
    assert main(["reveal"]) == 0
    out = capsys.readouterr().out
    for word in (
        "table counts",
        "table gaps",
        "table plans",
        "table releases",
        "figures.db",
        "core dumps",
        "OPERATOR_IDS",
    ):
        assert word in out
    assert "998877665" not in out
    assert "NOT OURS" not in out
    assert out.strip().endswith("There is nobody in it.")


def test_reveal_works_where_nothing_was_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["reveal"]) == 0
    assert "Nothing was counted yet" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_the_clock_of_figures_is_moscows() -> None:
    assert app.MOSCOW.utcoffset(None) == timedelta(hours=3)
    assert Week.of(TODAY).sunday == TODAY
