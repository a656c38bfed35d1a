"""The command line: words in, an exit code out. Knows only `app`, `settings` and what is done at a terminal."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from bot import __version__, app, editing, operations, withdrawing
from bot.settings import SETTINGS, Settings, SettingsError, read_port, read_settings

WRONG_USE, FOUND_PROBLEMS = 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: all well; 1: the content has problems; 2: a setting or an option is wrong."""
    options = _parser().parse_args(arguments)
    try:
        command = _COMMANDS[options.command or "run"]
        return command(options)
    except (SettingsError, app.StartError) as error:
        return _say(str(error), WRONG_USE)
    except withdrawing.UnwrittenError as error:
        return _say(str(error), FOUND_PROBLEMS)
    except app.BadContentError as error:
        return _say(
            f"{error}\nNothing was started. Mend these and start again; bot check --lang ru or tg translates them.",
            FOUND_PROBLEMS,
        )
    except (KeyboardInterrupt, BrokenPipeError):  # the second: whoever read our lines has enough
        return 0


def _parser() -> argparse.ArgumentParser:
    settings = "\n".join(f"  {setting.name:17} {setting.meaning}" for setting in SETTINGS)
    parser = argparse.ArgumentParser(
        prog="bot",
        description="Rohnamo: a guide in Tajik and Russian, in Telegram and in the browser.",
        epilog=f"Settings are read from the environment and from a file .env:\n{settings}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", title="commands", metavar="")
    _add_run(commands)
    simulate = commands.add_parser(
        "simulate", help="show the guide in the browser, without Telegram and without internet"
    )
    simulate.add_argument("--port", type=_port, help="the port to listen on (setting PORT, else 8080)")
    simulate.add_argument("--no-open", action="store_true", help="do not open the browser")
    check = commands.add_parser("check", help="read all content and name every problem in it")
    check.add_argument("--strict", action="store_true", help="fail on warnings, too")
    check.add_argument("--report", action="store_true", help="print a table of what there is instead")
    check.add_argument("--json", action="store_true", help="print the problems for machines")
    check.add_argument(
        "--today", type=_day, metavar="YYYY-MM-DD", help="check as of this day, to see what will be out of date"
    )
    check.add_argument("--lang", default="en", metavar="CODE", help="the language of the messages: en, ru or tg")
    graph = commands.add_parser(
        "graph", help="print a guided check as a Mermaid chart and tables, for a lawyer to sign"
    )
    graph.add_argument("check", help="the id of the check, as in guide.yaml")
    graph.add_argument("--lang", default="ru", metavar="CODE", help="the language: ru (the usual one) or tg")
    withdraw = commands.add_parser(
        "withdraw", help="take a page out at once: its screen then says so and shows the way on"
    )
    withdraw.add_argument("page", help="the id of a page or a guided check")
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help="what is wrong, for colleagues; never shown")
    restore = commands.add_parser("restore", help="put a withdrawn page back")
    restore.add_argument("page", help="the id of the page")
    _add_ask(commands.add_parser("ask", help="ask the search a question, or judge it with many"))
    _add_more(commands)
    return parser


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser(
        "run", help="serve Telegram if BOT_TOKEN is set, else open the simulator (also: plain bot)"
    )
    intake = run.add_mutually_exclusive_group()
    intake.add_argument("--webhook", action="store_true", help="have updates brought to WEBHOOK_URL, or do not start")
    intake.add_argument("--polling", action="store_true", help="fetch updates, even where WEBHOOK_URL is set")


def _add_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("text", nargs="*", help="the question; more than one word needs no quotes")
    ask.add_argument("--lang", default="", metavar="CODE", help="the language of the titles; else that of the question")
    ask.add_argument("--json", action="store_true", help="print the answer for machines")
    many = ask.add_mutually_exclusive_group()
    many.add_argument("--batch", action="store_true", help="answer JSON lines of questions from standard input")
    many.add_argument("--evaluate", type=Path, metavar="FILE", help="figures for JSON lines of questions with answers")
    many.add_argument("--calibrate", type=Path, metavar="FILE", help="the best borders of the three zones for FILE")
    many.add_argument("--confusions", action="store_true", help="which pages are hard to tell apart, for editors")


def _add_more(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    stats = commands.add_parser("stats", help="how often what was shown: figures that name nobody")
    stats.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="the first day (its whole week is shown)")
    stats.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="the last day (its whole week, if it is over)")
    stats.add_argument("--by", choices=operations.DIMENSIONS, default="topic", help="what a line is (topic)")
    stats.add_argument("--format", choices=operations.FORMATS, default="table", help="how it is printed (table)")
    stats.add_argument("--lang", default="", metavar="CODE", help="the language of titles: tg or ru")
    more = stats.add_subparsers(dest="more", title="more", metavar="")
    more.add_parser("gaps", help="what readers look for and do not find, do not open, or open although out of date")
    publish = more.add_parser("publish", help="a week for everybody, with noise; the same each time it is asked for")
    publish.add_argument(
        "--week", type=_week, required=True, metavar="YYYY-Www", help="a week that is over, as 2026-W47"
    )
    publish.add_argument("--text", choices=("csv", "md"), default="csv", help="what is printed: numbers, or the note")
    publish.add_argument("--output", type=Path, metavar="FOLDER", help="write both as files there instead")
    commands.add_parser("migrate", help="create or upgrade the tables of figures, before a new release starts")
    commands.add_parser("reveal", help="print all that this installation holds about people")
    commands.add_parser("version", help="print the version")


def _port(text: str) -> int:
    try:
        return read_port(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is {error}; a right value: --port 8081") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; a right value: --today 2027-06-01") from None


def _week(text: str) -> operations.Week:
    try:
        return operations.Week.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _settings() -> Settings:
    return read_settings(os.environ)


def _run(options: argparse.Namespace) -> int:
    given = vars(options)  # plain "bot" has no options of "bot run"
    intake: app.Intake = "webhook" if given.get("webhook") else "polling" if given.get("polling") else "any"
    return app.run(_settings(), intake)


def _simulate(options: argparse.Namespace) -> int:
    settings = _settings()
    return app.simulate(settings, options.port or settings.port, not options.no_open)


def _check(options: argparse.Namespace) -> int:
    if options.report:
        print(editing.count_content(_settings(), options.lang))
        return 0
    settings = _settings()
    text, errors, warnings = editing.check_content(settings, options.today, options.lang, options.json)
    print(text)
    print(f"Checked: {settings.content_dir}", file=sys.stderr)
    return FOUND_PROBLEMS if errors or (options.strict and warnings) else 0


def _graph(options: argparse.Namespace) -> int:
    print(editing.draw_check(_settings(), options.check, options.lang))
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    print(withdrawing.withdraw(_settings(), options.page, options.reason))
    return 0


def _restore(options: argparse.Namespace) -> int:
    print(withdrawing.restore(_settings(), options.page))
    return 0


def _ask(options: argparse.Namespace) -> int:
    settings = _settings()
    try:
        for line in _answers(settings, options):
            print(line, flush=options.batch)
    except editing.QuestionError as error:
        return _say(str(error), WRONG_USE)
    return 0


def _answers(settings: Settings, options: argparse.Namespace) -> Iterable[str]:
    if options.batch:
        return editing.ask_batch(settings, sys.stdin)
    if options.confusions:
        return [editing.ask_confusions(settings)]
    for task in ("evaluate", "calibrate"):
        file = getattr(options, task)
        if file:
            return [editing.ask_file(settings, file, task)]
    if not options.text:
        raise app.StartError('ask: there is no question. A right one: bot ask "what if the police come"')
    return [editing.ask_one(settings, " ".join(options.text), options.lang, options.json)]


def _version(_: argparse.Namespace) -> int:
    print(f"rohnamo {__version__}")
    return 0


def _stats(options: argparse.Namespace) -> int:
    question = operations.Question(options.since, options.until, options.by, options.format, options.lang)
    if options.more == "publish":
        print(operations.publication(_settings(), options.week, options.text, options.lang, options.output), end="")
    elif options.more == "gaps":
        print(operations.gaps(_settings(), question), end="")
    else:
        print(operations.stats(_settings(), question).rstrip())
    return 0


def _migrate(_: argparse.Namespace) -> int:
    print(operations.migrate(_settings()))
    return 0


def _reveal(_: argparse.Namespace) -> int:
    print(operations.reveal_holdings(_settings()))
    return 0


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


_COMMANDS = {
    "run": _run,
    "simulate": _simulate,
    "check": _check,
    "graph": _graph,
    "withdraw": _withdraw,
    "restore": _restore,
    "ask": _ask,
    "stats": _stats,
    "migrate": _migrate,
    "reveal": _reveal,
    "version": _version,
}

if __name__ == "__main__":
    sys.exit(main())
