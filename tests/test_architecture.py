"""Do the arrows of the architecture hold: who may import whom, where a library lives, who has a clock or a disk?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.samples import ROOT

# From high to low. A module may import its own layer and those below, and nothing above.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("bot.__main__",),
    ("bot.operations", "bot.editing", "bot.withdrawing"),
    ("bot.app",),
    ("bot.live",),
    ("bot.edition",),
    ("bot.reporting", "bot.ask"),
    ("bot.frontends",),
    ("bot.library.checks", "bot.library.search_checks"),
    ("bot.screens.walk", "bot.screens.views"),
    ("bot.screens.interviews", "bot.screens.calendar"),
    ("bot.screens.ranked", "bot.screens.results"),
    ("bot.screens.found",),
    ("bot.screens.texts", "bot.screens.keyboards", "bot.screens.place"),
    ("bot.locale",),
    ("bot.library.reader", "bot.search"),
    (
        "bot.screens.guide",
        "bot.screens.profile",
        "bot.screens.commands",
        "bot.library.report",
        "bot.library.parity",
        "bot.library.proof",
        "bot.library.graph",
    ),
    ("bot.library", "bot.screens.markup", "bot.phrases", "bot.settings", "bot.logs", "bot.usage", "bot.core_dumps"),
    ("bot.listening", "bot.web_addresses"),
    ("bot.screens.document", "bot.screens.screen", "bot.library.problem"),
    ("bot.screens.route", "bot.screens.dates", "bot.guided", "bot"),
)
# Where a front end may look: functions and values, never the library behind them.
FRONT_ENDS_MAY = ("bot.screens.guide", "bot.screens.screen", "bot.screens.route", "bot.screens.profile", "bot.logs")
HOMES = {
    "telegram": "bot.frontends.telegram",
    "aiohttp": "bot.frontends.telegram.transport",
    "aiohttp_socks": "bot.frontends.telegram.transport",
    "certifi": "bot.frontends.telegram.transport",
    "msgspec": "bot.frontends.telegram",
    "uvloop": "bot.frontends.telegram.service",
    "starlette": "bot.frontends",
    "uvicorn": "bot.frontends",
    "jinja2": "bot.frontends.browser",
    "markupsafe": "bot.frontends.browser",
    "babel": "bot.phrases",
    "yaml": "bot.library.yaml_tree",
    "holidays": "bot.guided.working_days",
    "markdown_it": "bot.screens.markup",
    "dotenv": "bot.settings",
    "aiosqlite": "bot.usage.sqlite",
    "asyncpg": "bot.usage.postgres",
    "rich": "bot.usage.formats",
}
# Of what counts: the gate that hides small numbers, and all that is made of what it lets through.
FIGURES = ("disclosure", "views", "findings", "catalogue", "period", "weeks", "digest", "page", "charts", "holdings")
CORE = (
    *("bot.screens", "bot.library", "bot.guided", "bot.search", "bot.locale", "bot.ask"),
    *(f"bot.frontends.telegram.{name}" for name in ("adapter", "pace", "updates", "window")),
    *(f"bot.usage.{name}" for name in FIGURES),
)
MAIN_MAY = ("bot", "bot.app", "bot.operations", "bot.editing", "bot.withdrawing", "bot.settings")
COUNTING_MAY = ("bot.usage", "bot.logs")  # it is handed strings and words, and knows no screen, page or chat
IMPURE = {
    "asyncio",
    "datetime.datetime",
    "http",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
}
READS_FILES = {"bot.library.files": {"pathlib"}}
ENVIRONMENT = {"bot.__main__", "bot.frontends.telegram"}  # the one reads it once, the other sets a library's switch
STANDARD = set(__import__("sys").stdlib_module_names)

Modules = dict[str, ast.Module]


def modules(root: Path = ROOT) -> Modules:
    found: Modules = {}
    for path in sorted((root / "bot").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text("utf8"))
    return found


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(name: str) -> int:
    """The number of the layer of the longest entry that `name` belongs to."""
    fits = [(len(entry), number) for number, row in enumerate(LAYERS) for entry in row if is_in(name, entry)]
    return max(fits)[1]


def is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def faults(found: Modules) -> list[str]:
    """Every broken rule as a sentence."""
    return [
        fault
        for name, tree in found.items()
        for target in imports(tree)
        for fault in _import_faults(name, target, found)
    ]


def _import_faults(name: str, target: str, found: Modules) -> Iterator[str]:
    top = target.partition(".")[0]
    if top == "bot":
        module = target if target in found else target.rpartition(".")[0]
        yield from _arrow_faults(name, module, target)
    elif top in HOMES:
        if not is_in(name, HOMES[top]):
            yield f"{name} imports {top}, whose home is {HOMES[top]}"
    elif top not in STANDARD:
        yield f"{name} imports {top}, which has no home here"
    if any(is_in(name, core) for core in CORE) and _impure(target) - READS_FILES.get(name, set()):
        yield f"{name} belongs to the core and imports {target}"


def _arrow_faults(name: str, module: str, target: str) -> Iterator[str]:
    if layer(module) < layer(name):
        yield f"{name} imports {module}, which is above it"
    if is_in(name, "bot.frontends"):
        own = ".".join(name.split(".")[:3])
        if not is_in(module, own) and not any(is_in(module, allowed) for allowed in FRONT_ENDS_MAY):
            yield f"{name} imports {target}; front ends are handed functions"
    if is_in(name, "bot.usage") and not any(is_in(module, allowed) for allowed in COUNTING_MAY):
        yield f"{name} imports {module}; counting is handed what it needs"
    if name == "bot.__main__" and module not in MAIN_MAY:
        yield f"{name} imports {module}; the command line knows only app, operations and settings"


def _impure(target: str) -> set[str]:
    return {target, target.partition(".")[0]} & IMPURE


def test_all_arrows_point_down() -> None:
    assert faults(modules()) == []


@pytest.mark.parametrize(
    ("name", "source", "word"),
    [
        ("bot.screens.views", "from bot.app import run", "above"),
        ("bot.screens.views", "from telegram import Bot", "home"),
        ("bot.screens.views", "import time", "core"),
        ("bot.screens.views", "from datetime import datetime", "core"),
        ("bot.library.checks", "import logging", "core"),
        ("bot.library.reader", "from pathlib import Path", "core"),
        ("bot.library.reader", "from bot.screens.views import show", "above"),
        ("bot.guided.table", "from bot.library.model import Page", "above"),
        ("bot.guided.diagram", "import random", "core"),
        ("bot.library.model", "from bot.library.reader import read_library", "above"),
        ("bot.phrases", "from bot.screens.texts import body", "above"),
        ("bot.frontends.telegram.outbox", "from bot.library.library import Library", "handed"),
        ("bot.frontends.telegram.outbox", "from bot.frontends.browser.server import serve", "handed"),
        ("bot.frontends.browser.server", "import requests", "no home"),
        ("bot.__main__", "from bot.screens.views import show", "only app"),
        ("bot.frontends.telegram.conversation", "from bot.usage.tally import Tally", "handed"),
        ("bot.usage.tally", "from bot.screens.screen import Kind", "counting is handed"),
        ("bot.usage.views", "import time", "core"),
        ("bot.usage.store", "import asyncpg", "home"),
        ("bot.app", "from babel import Locale", "home"),
        ("bot.search.engine", "from bot.screens.views import show", "above"),
        ("bot.search.gaps", "import time", "core"),
        ("bot.search.gaps", "from pathlib import Path", "core"),
    ],
)
def test_a_planted_violation_is_found(name: str, source: str, word: str) -> None:
    assert any(word in fault for fault in faults(modules() | {name: ast.parse(source)}))


def test_only_the_composition_root_has_a_clock() -> None:
    for name, tree in modules().items():
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        if name != "bot.app":
            assert not {"datetime.now", "date.today", "datetime.today", "time.time"} & calls, name


def test_only_two_places_touch_the_environment() -> None:
    touching = {
        name for name, tree in modules().items() if "os.environ" in ast.unparse(tree) or "getenv" in ast.unparse(tree)
    }
    assert touching == ENVIRONMENT


def test_every_module_says_what_it_is_for() -> None:
    for name, tree in modules().items():
        assert ast.get_docstring(tree), name


def test_files_and_functions_stay_small() -> None:
    for name, tree in modules().items():
        assert max((getattr(node, "end_lineno", 0) for node in tree.body), default=0) <= 250, name
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{name}.{node.name}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"utils", "helpers", "common", "manager", "data", "misc", "base"}
    assert not {part for name in modules() for part in name.split(".")} & nothing


def test_no_tajik_or_russian_text_stands_in_python() -> None:
    cyrillic = re.compile("[\u0400-\u052f]")
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "tests").rglob("*.py")):
        assert not cyrillic.search(path.read_text("utf8")), path
