"""`python -m tests.benchmark`: how fast and how small, for the real guide and for one of 1,000 generated pages.

`python -m tests.benchmark usage` measures counting instead, and `python -m tests.benchmark delivery` answers to taps.

Prints a Markdown table. Not part of the tests: a number that depends on the machine proves nothing there.
"""

import asyncio
import gc
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.edition import Edition, read_edition
from bot.guided.check import prove
from bot.library.files import Files
from bot.live import LiveEdition
from bot.screens.route import Route
from bot.screens.walk import samples, walk
from bot.search.documents import documents
from bot.search.engine import LONGEST, Engine
from bot.search.evaluation import read_questions
from bot.settings import read_settings
from tests.samples import ROOT, TODAY, small_content

PAGES, PER_SECTION = 1000, 25
QUESTIONS = ROOT / "tests" / "search" / "questions.jsonl"
_ENTRY = """  - id: {page}
    icon: "P"
    as_of: "2026-03-17"
    review_by: "2027-01-31"
    sources:
      - {{title: "A law", publisher: "A court", url: "https://example.org/{page}", date: "2026", confidence: high}}
    laws: ["Law 1, art. 2", "Law 3, art. 4"]
    contacts: [helpline]
    related: [{neighbour}]
"""
_TEXT = """# Page {number}

This is the point of the page, as long as points usually are, with a number such as 48 in it.

First say what to do, in **bold** where it matters most, and link to [another page]({neighbour}).

- the first thing to do when somebody asks for your papers
- the second thing, which is not to run and not to argue
- the third thing, which is to ask for a copy

@say lawyer-please

> The law says in plain words that it takes 3 or 48 hours, and who may decide about it.
"""


def generated() -> Files:
    """A guide of 1,000 pages in two languages, of the usual length."""
    files = small_content()
    sections = [f"section-{number}" for number in range(PAGES // PER_SECTION)]
    files["guide.yaml"] = f"sections: [sos, raids, papers, {', '.join(sections)}]\n".encode()
    for index, section in enumerate(sections):
        numbers = range(index * PER_SECTION, (index + 1) * PER_SECTION)
        entries = (_ENTRY.format(page=f"page-{n}", neighbour=f"page-{(n + 1) % PAGES}") for n in numbers)
        files[f"{section}/section.yaml"] = ('icon: "S"\npages:\n' + "".join(entries)).encode()
        for code in ("tg", "ru"):
            files[f"{section}/{section}.{code}.md"] = f"# Section {index}\n\nA section.\n".encode()
            for n in numbers:
                text = _TEXT.format(number=n, neighbour=f"page-{(n + 7) % PAGES}")
                files[f"{section}/page-{n}.{code}.md"] = text.encode()
    return files


def written(folder: Path) -> Path:
    """The generated guide on disk."""
    for name, data in generated().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def program(content: Path, *arguments: str) -> float:
    """Seconds of a whole run of the program; the median of five."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CONTENT_DIR": str(content)}
    command = [sys.executable, "-m", "bot", *arguments]
    return statistics.median(
        _timed(lambda: subprocess.run(command, env=environment, capture_output=True)) for _ in range(5)
    )


def first_screen(content: Path) -> tuple[float, float]:
    """Seconds from start to a first screen, and the memory then (MB), in a fresh process with Telegram's shell."""
    code = (
        "import resource, sys, pathlib; from bot.app import today; from bot.edition import read_edition; "
        "import bot.frontends.telegram.service; from bot.screens.route import FIRST; "
        "e = read_edition(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), today()); e.guide(today).show(FIRST); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", code, str(content), str(ROOT / "locales")]
    runs = []
    for _ in range(5):
        began = time.perf_counter()
        memory = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        runs.append((time.perf_counter() - began, float(memory)))
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def per_show(edition: Edition, routes: list[Route]) -> float:
    """Microseconds for a screen, over all screens."""
    guide = edition.guide(lambda: TODAY)
    for route in routes:
        guide.show(route)
    seconds = statistics.median(_timed(lambda: [guide.show(route) for route in routes]) for _ in range(5))
    return seconds / len(routes) * 1e6


def proving(edition: Edition) -> float:
    """Seconds to draw and prove all guided checks."""
    checks = [guided.check for guided in edition.library.checks.values()]
    return statistics.median(
        _timed(lambda: [list(prove(replace(check, version="x"))) for check in checks]) for _ in range(5)
    )


def per_step(edition: Edition) -> float:
    """Microseconds for a screen of a check, over a sample of all outcomes and the questions before them."""
    guide = edition.guide(lambda: TODAY)
    routes = [replace(route, rest=route.rest[:end]) for route in samples(edition.library) for end in range(3, 64)]
    routes = list(dict.fromkeys(routes))
    for route in routes:
        guide.show(route)
    seconds = statistics.median(_timed(lambda: [guide.show(route) for route in routes]) for _ in range(5))
    return seconds / len(routes) * 1e6 if routes else 0.0


def search(edition: Edition) -> list[str]:
    """Building the index, its size, a question of ours (half of them are faster; 95 % are), the longest message."""
    texts = [question.text for question in read_questions(QUESTIONS.read_text("utf8").splitlines())]
    held = list(documents(edition.library))
    build = statistics.median(_timed(lambda: Engine(held, edition.library.search)) for _ in range(5))
    tracemalloc.start()
    engine = Engine(held, edition.library.search)
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    for text in texts:
        engine.find(text)
    times = sorted(statistics.median(_timed(partial(engine.find, text)) for _ in range(3)) for text in texts)
    longest = " ".join(texts)[:LONGEST]
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    return [
        f"{build:.2f} s",
        f"{size:.1f} MB",
        f"{p50 * 1e3:.2f} / {p95 * 1e3:.2f} ms",
        f"{statistics.median(_timed(partial(engine.find, longest)) for _ in range(5)) * 1e3:.1f} ms",
    ]


async def _followed(content: Path, file: Path) -> tuple[float, float]:
    """Seconds from a change of a file to the new edition, and the longest that the event loop was kept waiting."""
    settings = replace(read_settings({}, ROOT / "absent"), content_dir=content, locales_dir=ROOT / "locales")
    live = LiveEdition(settings, lambda: TODAY)
    live.make_ready()
    watching, worst = asyncio.create_task(live.watch()), 0.0
    file.write_text(f"{file.read_text('utf8')}\n", "utf8")
    began, before = time.perf_counter(), live.sound
    while live.sound is before:
        slept = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, time.perf_counter() - slept - 0.001)
    watching.cancel()
    return time.perf_counter() - began, worst


def following(edition: Edition, content: Path) -> list[str]:
    """How soon a changed file is live, and what a tap waits at worst meanwhile; nothing where it may not go live."""
    if not edition.is_sound:
        return ["—", "—"]
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copytree(content, Path(folder) / "content"))
        runs = [asyncio.run(_followed(copied, copied / "raids" / "raids.ru.md")) for _ in range(5)]
    gc.unfreeze()
    return [
        f"{statistics.median(run[0] for run in runs):.2f} s",
        f"{statistics.median(run[1] for run in runs) * 1e3:.0f} ms",
    ]


def measure(content: Path) -> list[str]:
    """A column of the table."""
    edition = read_edition(content, ROOT / "locales", TODAY)
    guide = edition.guide(lambda: TODAY)
    routes = [route for route, _ in walk(guide.show)]
    start, memory = first_screen(content)
    return [
        f"{len(edition.library.pages)} × {len(edition.library.codes)}",
        str(len(routes)),
        f"{start:.2f} s",
        f"{program(content, 'check'):.2f} s",
        f"{per_show(edition, routes):.0f} µs",
        f"{_timed(lambda: list(walk(guide.show))):.2f} s",
        f"{proving(edition):.2f} s",
        f"{per_step(edition):.0f} µs",
        f"{memory:.0f} MB",
        *search(edition),
        *following(edition, content),
    ]


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def machine() -> str:
    """What the numbers were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def markdown(lines: Iterable[list[str]]) -> str:
    """A table, the first of its lines the head, and the machine above it."""
    head, *rows = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join(["", machine(), "", head, "|---" * (head.count(" | ") + 1) + "|", *rows])


def main() -> None:
    if sys.argv[1:] == ["usage"]:
        from tests.usage_benchmark import table

        print(f"{machine()}\n\n| | aim | measured |\n|---|---|---|")
        for line in table():
            print("| " + " | ".join(line) + " |")
        return
    if sys.argv[1:2] == ["delivery"]:
        from tests.delivery_benchmark import table as delivery

        print(markdown(delivery(sys.argv[2:])))
        return
    rows = (
        *("pages × languages", "screens", "start to first screen", "bot check", "show", "walk"),
        *("checks: proof of all", "checks: a step", "memory (peak RSS)"),
        *("search: build", "search: index", "search: a question, p50 / p95", "search: 4,096 characters"),
        *("a changed file is live after", "… a tap waits meanwhile, at worst"),
    )
    aims = (
        *("", "", "< 1 s", "< 2 s; < 10 s", "< 100 µs", ""),
        *("< 2 s", "< 200 µs", "< 90 MB"),
        *("< 0.5 s", "< 20 MB", "… / < 2 ms", "< 20 ms"),
        *("< 2 s", ""),
    )
    with tempfile.TemporaryDirectory() as folder:
        real, large = measure(ROOT / "content"), measure(written(Path(folder)))
    print(f"{machine()}\n\n| | aim | real guide | 1,000 pages |\n|---|---|---|---|")
    for row in zip(rows, aims, real, large, strict=True):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
