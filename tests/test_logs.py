"""Can a log line name anybody, whoever writes it?"""

import io
import json
import logging
import sys

import pytest

from bot.logs import configure_logs, describe

CANARY = "canary-4242424242"


def failing() -> Exception:
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        return error


@pytest.mark.parametrize("form", ["text", "json"])
def test_other_libraries_are_named_but_not_quoted(stream: io.StringIO, form: str) -> None:
    configure_logs("DEBUG", form, stream)
    for name in ("httpx", "telegram.Bot", "a.library.not.written.yet"):
        logging.getLogger(name).error("token %s", CANARY)
        try:
            raise RuntimeError(CANARY)
        except RuntimeError:
            logging.getLogger(name).exception(CANARY)
    logging.getLogger("py.warnings").warning(CANARY)  # where logging.captureWarnings sends them
    written = stream.getvalue()
    assert CANARY not in written
    assert "httpx" in written
    assert "py.warnings" in written


def test_other_libraries_are_not_heard_below_warnings(stream: io.StringIO) -> None:
    configure_logs("DEBUG", "text", stream)
    logging.getLogger("httpx").info("GET %s", CANARY)
    logging.getLogger("telegram").debug(CANARY)
    assert stream.getvalue() == ""


def test_our_own_lines_are_shown_and_exceptions_only_by_type_and_place(stream: io.StringIO) -> None:
    configure_logs("INFO", "text", stream)
    logging.getLogger("bot.somewhere").info("Serving")
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("bot.somewhere").exception("It failed")
    logging.getLogger("bot.somewhere").debug("not shown")
    written = stream.getvalue()
    assert "Serving" in written
    assert "It failed (ValueError at test_logs.py:" in written
    assert CANARY not in written
    assert "not shown" not in written


def test_json_lines_are_json(stream: io.StringIO) -> None:
    configure_logs("INFO", "json", stream)
    logging.getLogger("bot").warning("One\ntwo")
    line = json.loads(stream.getvalue())
    assert line["level"] == "warning"
    assert line["message"] == "One\ntwo"


def test_uncaught_exceptions_are_not_quoted(stream: io.StringIO) -> None:
    configure_logs("INFO", "text", stream)
    error = failing()
    sys.excepthook(type(error), error, error.__traceback__)
    assert "ValueError" in stream.getvalue()
    assert CANARY not in stream.getvalue()


def test_describe_never_quotes() -> None:
    assert CANARY not in describe(failing())
    assert describe(failing()).startswith("ValueError at test_logs.py:")
