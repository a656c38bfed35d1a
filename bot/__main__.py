"""The command line: words in, an exit code out. Knows only `app` and `settings`."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from bot import __version__, app
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
    commands.add_parser("run", help="serve Telegram if BOT_TOKEN is set, else open the simulator (also: plain bot)")
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
    _add_ask(commands.add_parser("ask", help="ask the search a question, or judge it with many"))
    commands.add_parser("version", help="print the version")
    return parser


def _add_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("text", nargs="*", help="the question; more than one word needs no quotes")
    ask.add_argument("--lang", default="", metavar="CODE", help="the language of the titles; else that of the question")
    ask.add_argument("--json", action="store_true", help="print the answer for machines")
    many = ask.add_mutually_exclusive_group()
    many.add_argument("--batch", action="store_true", help="answer JSON lines of questions from standard input")
    many.add_argument("--evaluate", type=Path, metavar="FILE", help="figures for JSON lines of questions with answers")
    many.add_argument("--calibrate", type=Path, metavar="FILE", help="the best borders of the three zones for FILE")
    many.add_argument("--confusions", action="store_true", help="which pages are hard to tell apart, for editors")


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


def _settings() -> Settings:
    return read_settings(os.environ)


def _run(_: argparse.Namespace) -> int:
    return app.run(_settings())


def _simulate(options: argparse.Namespace) -> int:
    settings = _settings()
    return app.simulate(settings, options.port or settings.port, not options.no_open)


def _check(options: argparse.Namespace) -> int:
    if options.report:
        print(app.count_content(_settings(), options.lang))
        return 0
    settings = _settings()
    text, errors, warnings = app.check_content(settings, options.today, options.lang, options.json)
    print(text)
    print(f"Checked: {settings.content_dir}", file=sys.stderr)
    return FOUND_PROBLEMS if errors or (options.strict and warnings) else 0


def _graph(options: argparse.Namespace) -> int:
    print(app.draw_check(_settings(), options.check, options.lang))
    return 0


def _ask(options: argparse.Namespace) -> int:
    settings = _settings()
    try:
        for line in _answers(settings, options):
            print(line, flush=options.batch)
    except app.QuestionError as error:
        return _say(str(error), WRONG_USE)
    return 0


def _answers(settings: Settings, options: argparse.Namespace) -> Iterable[str]:
    if options.batch:
        return app.ask_batch(settings, sys.stdin)
    if options.confusions:
        return [app.ask_confusions(settings)]
    for task in ("evaluate", "calibrate"):
        file = getattr(options, task)
        if file:
            return [app.ask_file(settings, file, task)]
    if not options.text:
        raise app.StartError('ask: there is no question. A right one: bot ask "what if the police come"')
    return [app.ask_one(settings, " ".join(options.text), options.lang, options.json)]


def _version(_: argparse.Namespace) -> int:
    print(f"rohnamo {__version__}")
    return 0


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


_COMMANDS = {
    "run": _run,
    "simulate": _simulate,
    "check": _check,
    "graph": _graph,
    "ask": _ask,
    "version": _version,
}

if __name__ == "__main__":
    sys.exit(main())
