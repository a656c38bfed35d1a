"""Is a page that was taken out gone at once and everywhere, with a way on; and is it put back as easily?"""

import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import withdrawing
from bot.__main__ import main
from bot.edition import Edition
from bot.library.checks import check
from bot.library.files import Files
from bot.library.model import Page, Withdrawal
from bot.library.problem import Level, Place
from bot.library.withdrawals import may_be_withdrawn, with_entry, without_entry
from bot.live import LiveEdition
from bot.logs import Witness
from bot.reporting import Reporter
from bot.screens.document import visible
from bot.screens.guide import Guide
from bot.screens.route import EMERGENCY, HOME, Route, decode, encode
from bot.screens.screen import KINDS, Go, Screen
from bot.screens.walk import samples, walk
from bot.search.codes import others
from bot.settings import SETTINGS, read_settings
from bot.usage.recorder import Recorder
from bot.usage.tally import Tally
from tests.samples import PLAIN, ROOT, TODAY, library, problems_of, small_content, with_file, written
from tests.test_live import look_twice

REASON = "canary-reason"
SINCE = TODAY - timedelta(days=2)
PUBLISHED = ROOT / "tests" / "published_routes.txt"


def without(edition: Edition, *pages: str) -> Edition:
    """An edition with some pages taken out."""
    entries = {page: Withdrawal(page, Place("withdrawn.yaml"), SINCE, REASON) for page in pages}
    return Edition(replace(edition.library, withdrawn=entries), edition.phrases, ())


def guide(edition: Edition, inline: bool = False) -> Guide:
    return edition.guide(lambda: TODAY, inline)


def told(page: Page, language: str) -> list[str]:
    """What a page says besides its title: its point and all that follows."""
    document = page.texts[language].document
    return [document.point, *(block.html for block in document.blocks if hasattr(block, "html"))]


@pytest.fixture(scope="session")
def leaves(edition: Edition) -> list[Page]:
    """Every page that may be withdrawn."""
    return [page for page in edition.library.pages.values() if may_be_withdrawn(page)]


@pytest.fixture(scope="session")
def emptied(edition: Edition, leaves: list[Page]) -> Edition:
    """The real guide with all of them taken out."""
    return without(edition, *(page.id for page in leaves))


def go(screen: Screen) -> set[Route]:
    return {button.route for button in screen.buttons() if isinstance(button, Go)}


def test_every_page_of_a_section_and_every_check_may_be_withdrawn(edition: Edition, leaves: list[Page]) -> None:
    names = {page.id for page in leaves}
    assert names >= set(edition.library.checks)
    assert not names & {*edition.library.sections, "start", "home", "help"}
    assert len(names) > 90


def test_nothing_of_a_withdrawn_page_is_shown_or_led_to_anywhere(emptied: Edition, leaves: list[Page]) -> None:
    screens = dict(walk(guide(emptied).show, besides=samples(emptied.library)))
    names = {page.id for page in leaves}
    texts = "\n".join(screen.text for screen in screens.values())
    kept = [page for page in emptied.library.every_page if page.id not in names]
    also = "\n".join(part for page in kept for language in page.texts for part in told(page, language))
    for route, screen in screens.items():
        assert not {target.page for target in go(screen)} & names, route
        assert route.page in (EMERGENCY, "start") or any(target.page == EMERGENCY for target in go(screen)), route
    for page in leaves:
        for language in page.texts:
            assert not [part for part in told(page, language) if part and part in texts and part not in also], page.id


def test_every_old_button_says_so_and_shows_the_way_to_the_section(emptied: Edition, leaves: list[Page]) -> None:
    show, parents = guide(emptied).show, {page.id: page.parent for page in leaves}
    routes = [decode(line) for line in PUBLISHED.read_text("utf8").split()]
    retired = emptied.library.aliases
    old = [route for route in routes if retired.get(route.page, route.page) in parents]
    assert len(old) > 200
    for route in old:
        page = emptied.library.find(route.page)
        assert page is not None
        screen = show(route)
        assert page.texts[route.language].document.title in visible(screen.text)
        assert emptied.phrases[route.language].date(SINCE) in screen.text
        assert not [part for part in told(page, route.language) if part and part in screen.text]
        assert {Route(route.language, page.parent), Route(route.language, HOME)} <= go(screen), route
        assert screen.up in go(screen)
        assert any(button.style == "danger" for button in screen.buttons() if isinstance(button, Go))
        assert REASON not in screen.text
        assert screen.topic == "", "it was not read"
        assert screen.alert == "", "nor is its point said over the chat"


def test_answers_to_a_withdrawn_check_lead_nowhere_else(edition: Edition) -> None:
    name, *_ = edition.library.checks
    answered = [route for route in samples(edition.library) if route.page == name]
    assert answered
    show = guide(without(edition, name)).show
    assert {show(route).text for route in answered} == {show(Route(code, name)).text for code in edition.library.codes}


def test_a_withdrawn_page_is_neither_found_nor_offered_while_typing(edition: Edition) -> None:
    gone = without(edition, "patent")
    for spoken in ("patent", "skolko stoit patent"):
        assert "patent" in edition.engine.best(spoken)
        assert "patent" not in gone.engine.best(spoken)
        assert "patent" not in {each.id for each in guide(gone, inline=True).suggest(spoken, "ru")}
    assert "patent" not in [suggestion.id for suggestion in guide(gone, True).suggest("patent", "tg")]


@pytest.mark.parametrize("mark", ["p", "c", "u", "e"])
def test_a_button_of_an_old_search_shows_nothing_of_it(edition: Edition, mark: str) -> None:
    page = edition.library.pages["sos-street" if "sos-street" in edition.library.pages else "patent"]
    gone = without(edition, page.id)
    rest = others("ru", [page.id, "lawyer"]).rest.replace("c-", f"{mark}-", 1)
    screen = guide(gone).show(Route("ru", "found", rest))
    assert not [part for part in told(page, "ru") if part and part in screen.text]
    assert Route("ru", page.id) not in go(screen)
    assert visible(page.texts["ru"].document.point) not in screen.alert
    assert Route("ru", HOME) in go(screen)
    if mark == "p":
        assert gone.phrases["ru"].date(SINCE) in screen.text
        again = [target for target in go(screen) if target.page == "found" and target.rest.startswith("c-")]
        assert again, "the other candidates are still one tap away"


def test_a_country_whose_page_is_withdrawn_is_not_compared(edition: Edition) -> None:
    comparison = edition.library.comparison
    for country in (each for each in comparison.countries if may_be_withdrawn(edition.library.pages[each.page])):
        show = guide(without(edition, country.page)).show
        for criterion in comparison.criteria:
            for rest in (criterion.id, f"{criterion.id}-2"):
                assert f"<b>{country.name['ru']}:</b>" not in show(Route("ru", comparison.page, rest)).text


def test_a_country_whose_page_is_withdrawn_is_not_recommended(edition: Edition) -> None:
    (ranking,) = [each for each in edition.library.checks.values() if each.candidates]
    routes = [route for route in samples(edition.library) if route.page == ranking.id and route.language == "ru"]
    for page in sorted(set(ranking.candidates.values())):
        show = guide(without(edition, page)).show
        places = [name for name, named in ranking.candidates.items() if named == page]
        titles = [ranking.results[name].texts["ru"].document.title for name in places]
        for route in routes:
            near = [show(route), *(show(target) for target in go(show(route)) if target.page == ranking.id)]
            assert not [title for title in titles for screen in near if f"<b>{title}" in screen.text], (page, route)


def test_the_content_stays_sound_whatever_is_withdrawn(edition: Edition, leaves: list[Page]) -> None:
    for page in random.Random(7).sample(leaves, 4):
        found = check(without(edition, page.id).library, edition.phrases, TODAY)
        assert {(problem.level, problem.code) for problem in found} == {(Level.NOTE, "withdrawn")}, page.id
        (note,) = {problem.render() for problem in found}
        assert all(word in note for word in (page.id, REASON, SINCE.isoformat()))


def listed(*entries: str) -> Files:
    return with_file("withdrawn.yaml", "withdrawn:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries))


_RIGHT = 'page: door, on: "2026-11-20", reason: "x"'


def test_a_sound_list_is_a_note_and_a_missing_or_empty_one_nothing() -> None:
    (note,) = problems_of(listed(_RIGHT))
    assert note.level is Level.NOTE
    assert library(listed(_RIGHT)).withdrawn["door"].on == date(2026, 11, 20)
    assert problems_of(with_file("withdrawn.yaml", None)) == []
    assert problems_of(small_content()) == []
    assert check(library(listed(_RIGHT)), PLAIN, TODAY)[0].render().count("x")


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (['page: dor, on: "2026-11-20", reason: "x"'], ["no page “dor”", "door"]),
        ([_RIGHT, _RIGHT], ["used twice", "withdrawn.yaml:2"]),
        (['page: door, on: "2026-11-20"'], ["“reason” is missing"]),
        (['page: door, on: "2026-11-20", reason: " "'], ["“reason” should be a text"]),
        (['page: door, reason: "x"'], ["“on” is missing"]),
        (['page: door, on: "2026-12-24", reason: "x"'], ["in the future"]),
        (['page: raids, on: "2026-11-20", reason: "x"'], ["cannot be withdrawn", "the pages that it leads to"]),
        (['page: sos, on: "2026-11-20", reason: "x"'], ["cannot be withdrawn"]),
        (['page: home, on: "2026-11-20", reason: "x"'], ["cannot be withdrawn"]),
        (['page: start, on: "2026-11-20", reason: "x"'], ["cannot be withdrawn"]),
        (['page: found, on: "2026-11-20", reason: "x"'], ["cannot be withdrawn"]),
        (['page: door, on: "2026-11-20", reason: "x", who: "y"'], ["“who” is not known"]),
    ],
)
def test_a_fault_in_the_list_is_named_with_its_line_and_cure(entries: list[str], words: list[str]) -> None:
    errors = [problem for problem in problems_of(listed(*entries)) if problem.level is Level.ERROR]
    assert errors
    assert all(problem.place.file == "withdrawn.yaml" for problem in errors)
    assert all(word in "\n".join(problem.render() for problem in errors) for word in words)


_LISTS = (
    "withdrawn: []\n",
    "withdrawn: []",
    "# for us\nwithdrawn: []  # none\n",
    'withdrawn:\n  # first\n  - page: door\n    on: "2026-11-01"\n    reason: "a: b"\n\n# the end\n',
    'withdrawn:\n- {page: door, on: "2026-11-01", reason: "x"}\n',
    'withdrawn:  # some\n    - page: door\n      on: "2026-11-01"\n      reason: >\n        long\n        words\n',
)


@pytest.mark.parametrize("text", _LISTS)
def test_taking_out_and_putting_back_keeps_everything_else(text: str) -> None:
    files = with_file("withdrawn.yaml", text)
    before = library(files).withdrawn
    more = with_entry(text, "patent", TODAY, 'a "quoted" \\ word: # no comment')
    found = library(with_file("withdrawn.yaml", more)).withdrawn
    assert found["patent"].reason == 'a "quoted" \\ word: # no comment'
    assert {name: entry.reason for name, entry in found.items() if name != "patent"} == {
        name: entry.reason for name, entry in before.items()
    }
    assert without_entry(more, found["patent"].place.line).rstrip("\n") == text.rstrip("\n")
    if before:
        less = without_entry(more, found["door"].place.line)
        assert set(library(with_file("withdrawn.yaml", less)).withdrawn) == {"patent"}
        assert less.count("#") == more.count("#")
        none = without_entry(less, library(with_file("withdrawn.yaml", less)).withdrawn["patent"].place.line)
        assert library(with_file("withdrawn.yaml", none)).withdrawn == {}


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small guide, and an operator at a terminal."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(withdrawing, "today", lambda: TODAY)
    monkeypatch.setenv("CONTENT_DIR", str(written(small_content(), tmp_path / "content")))
    return tmp_path / "content"


def test_an_operator_takes_a_page_out_and_puts_it_back(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (content / "withdrawn.yaml").read_bytes()
    assert main(["withdraw", "door", "--reason", "it's  wrong:\n“48”"]) == 0
    out = capsys.readouterr().out
    assert 'reason: "it\'s wrong: “48”"' in out
    assert "The door" in out, "what readers see now"
    assert "Ask who it is" not in out
    assert main(["check", "--strict", "--today", TODAY.isoformat()]) == 0, "it must be deployable"
    assert "it's wrong" in capsys.readouterr().out
    assert main(["restore", "door"]) == 0
    assert "Ask who it is" in capsys.readouterr().out
    assert (content / "withdrawn.yaml").read_bytes() == before
    assert not list(content.glob(".*"))


def test_the_line_for_version_control_can_be_pasted(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git = ["git", "-C", str(content), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "config", "user.name", "x"], check=True)
    subprocess.run([*git, "config", "user.email", "x@example.org"], check=True)
    assert main(["withdraw", "door", "--reason", "it's $HOME; `x`"]) == 0
    line = capsys.readouterr().out.strip().splitlines()[-1]
    subprocess.run(line, shell=True, check=True, capture_output=True)
    log = subprocess.run([*git, "log", "--format=%s"], check=True, capture_output=True, text=True).stdout
    assert log.strip() == "Withdraw door: it's $HOME; `x`"


def test_a_guide_without_the_list_gets_one(content: Path) -> None:
    (content / "withdrawn.yaml").unlink()
    assert main(["withdraw", "door", "--reason", "x"]) == 0
    assert main(["restore", "door"]) == 0
    assert "withdrawn: []" in (content / "withdrawn.yaml").read_text("utf8")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["withdraw", "dor", "--reason", "x"], "Like it are: door"),
        (["withdraw", "raids", "--reason", "x"], "withdraw the pages that it leads to"),
        (["withdraw", "home", "--reason", "x"], "cannot be withdrawn"),
        (["withdraw", "zzzzzz", "--reason", "x"], "There is no page zzzzzz"),
        (["withdraw", "door", "--reason", "  "], "--reason is empty"),
        (["restore", "door"], "Withdrawn now: none"),
    ],
)
def test_what_cannot_be_done_is_explained_and_nothing_written(
    content: Path, arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (content / "withdrawn.yaml").stat().st_mtime_ns
    assert main(arguments) == 2
    assert word in capsys.readouterr().err
    assert (content / "withdrawn.yaml").stat().st_mtime_ns == before


def test_a_reason_is_needed(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["withdraw", "door"])
    assert stopped.value.code == 2
    assert "--reason" in capsys.readouterr().err


def test_withdrawing_twice_names_the_day(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["withdraw", "door", "--reason", "x"]) == 0
    assert main(["withdraw", "door", "--reason", "y"]) == 2
    assert TODAY.isoformat() in capsys.readouterr().err


def test_nothing_is_written_while_the_content_has_errors(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "raids" / "door.ru.md").write_text("no title\n", "utf8")
    for arguments in (["withdraw", "patent", "--reason", "x"], ["withdraw", "door", "--reason", "x"]):
        assert main(arguments) == 1
        err = capsys.readouterr().err
        assert "raids/door.ru.md:1" in err
        assert "Nothing was written" in err
    assert (content / "withdrawn.yaml").read_text("utf8") == "withdrawn: []\n"


@pytest.mark.parametrize("command", [["restore", "door"], ["withdraw", "patent", "--reason", "x"]])
def test_a_layout_that_cannot_be_edited_is_left_to_people(
    content: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"withdrawn: [{{{_RIGHT}}}]\n"
    (content / "withdrawn.yaml").write_text(text, "utf8")
    assert main(command) == 2
    assert "by hand" in capsys.readouterr().err
    assert (content / "withdrawn.yaml").read_text("utf8") == text


def test_a_place_that_cannot_be_written_is_named(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "withdrawn.yaml").unlink()
    (content / "withdrawn.yaml").mkdir()
    assert main(["withdraw", "door", "--reason", "x"]) == 2
    assert "withdrawn.yaml cannot be written" in capsys.readouterr().err
    assert not list(content.glob(".*"))


async def test_a_running_bot_follows_and_its_operators_see_it(content: Path, tmp_path: Path) -> None:
    settings = read_settings(
        {"CONTENT_DIR": str(content), "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}, tmp_path / "absent"
    )
    live = LiveEdition(settings, lambda: TODAY)
    recorder = Recorder(Tally(KINDS, lambda: TODAY), settings.database.open, lambda: TODAY)
    assert await recorder.flush()
    reporter = Reporter(lambda: live.sound.library, settings, lambda: TODAY, recorder, Witness())
    shown: list[Callable[[], str]] = [lambda: live.guide().show(Route("ru", "door")).text]
    assert "Ask who" in shown[0]()
    assert main(["withdraw", "door", "--reason", "old <law>"]) == 0
    await look_twice(live)
    assert "Ask who" not in shown[0]()
    assert f"door ({TODAY}: old &lt;law&gt;)" in await reporter.digest("ru")
    assert main(["restore", "door"]) == 0
    await look_twice(live)
    assert "Ask who" in shown[0]()
    assert "door (" not in await reporter.digest("ru")


def test_the_address_of_a_withdrawn_page_keeps_its_spelling(edition: Edition) -> None:
    show = guide(without(edition, "patent")).show
    assert encode(show(Route("ru", "patent")).up) == "1_ru_papers"
