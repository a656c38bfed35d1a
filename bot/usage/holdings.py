"""`bot reveal`: all that an installation holds about people, as one page for anybody who asks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.usage.store import Holdings

LAST_SENTENCE = "There is nobody in it."
_COUNTED = "a row: a week, a topic, a language, a way of showing it, and seven numbers, Monday's to Sunday's"
_MEANINGS = {
    "counts": _COUNTED,
    "gaps": "words of a fixed list that stood in at least five unanswered questions of a week, and in how many",
    "plans": "which topics and languages a coming week's publication has",
    "releases": "figures that were published, as they were published",
    "version": "which tables there are",
}


@dataclass(frozen=True, slots=True)
class Traces:
    """What else could hold something: how logs are written, whether core dumps are, which settings are set."""

    logs: str
    core_dumps: str
    settings: Sequence[str]


def reveal(holdings: Holdings | None, trouble: str, traces: Traces) -> str:
    """The page. `trouble` says why there are no holdings to show, if so."""
    parts = ["Everything that this installation of Rohnamo holds about people", "", "Database"]
    parts += _database(holdings) if holdings else [f"  {trouble}"]
    parts += [
        "",
        "Other files",
        "  none: no log file, no cache, no session, no queue",
        "",
        "Log",
        f"  {traces.logs}",
        "  our own fixed sentences; never an id, a name, a text, a token, or what another library says",
        "",
        "Memory of a running bot, never written to disk",
        "  for up to 48 hours after a chat's last tap: its id, the ids of its messages, its language,",
        "  how often it was counted",
        f"  core dumps: {traces.core_dumps}",
        "",
        "Settings that are set (their values are not shown)",
        f"  {', '.join(traces.settings) or 'none'}",
        "  OPERATOR_IDS, if set, holds the operators' own ids and no reader's",
        "",
        "Not here, and not ours to delete: Telegram's own servers, and the phones of readers",
        "",
        "That is all. " + LAST_SENTENCE,
    ]
    return "\n".join(parts)


def _database(holdings: Holdings) -> list[str]:
    lines = [f"  {holdings.where}", *(f"  file {name}" for name in holdings.files)]
    for name, columns, rows in holdings.tables:
        lines += [f"  table {name}: {rows} rows", f"    columns: {', '.join(columns)}"]
        lines += [f"    {_MEANINGS[name]}"] if name in _MEANINGS else ["    NOT OURS: look at it yourself"]
    return lines
