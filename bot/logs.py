"""Log lines that can name nobody: our own fixed sentences; of other libraries only where they spoke, never what.

python-telegram-bot logs whole updates at DEBUG, and httpx logs each address, and with it the token, at INFO. Silencing
them by name would miss the next library; so nothing is let through that is not ours. Exceptions are named by type and
place, because their texts quote what people sent.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

OURS = "bot"


def describe(error: BaseException) -> str:
    """An exception's type and the last place of this program that it passed; never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"/{OURS}/" in Path(frame.filename).as_posix()] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno} in {ours[-1].name}" if ours else ""
    return f"{type(error).__name__}{place}"


class Witness(logging.Handler):
    """Remembers the last warning or error of this program, as it stands in the log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record."""
        if record.name == OURS or record.name.startswith(f"{OURS}."):
            self.last = _sentence(record)


def configure_logs(level: str, form: str, stream: TextIO | None = None) -> Witness:
    """Send all logging to `stream` (standard error if None) as text or json lines, and uncaught exceptions, too. Gives
    a witness of what went wrong last.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonFormatter() if form == "json" else _TextFormatter())
    witness = Witness()
    logging.basicConfig(level=logging.WARNING, handlers=[handler, witness], force=True)
    logging.getLogger(OURS).setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    return witness


def _log_uncaught(_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(OURS).critical("Stopped by %s", describe(error.with_traceback(trace)))


def _sentence(record: logging.LogRecord) -> str:
    if record.name == OURS or record.name.startswith(f"{OURS}."):
        text = record.getMessage()
    else:
        text = f"{record.name} spoke at {record.filename}:{record.lineno}; its words are withheld"
    error = record.exc_info[1] if record.exc_info else None
    return f"{text} ({describe(error)})" if error else text


class _TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return f"{_moment(record)} {record.levelname.lower():8} {_sentence(record)}"


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _moment(record), "level": record.levelname.lower(), "message": _sentence(record)}
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
