"""Problems as text for people and as JSON for machines. Pure."""

import json
from collections.abc import Sequence

from bot.library.problem import N_, Level, Problem, Translate


def report(problems: Sequence[Problem], translate: Translate = str) -> str:
    """A line for each problem, warnings marked, and a last line that counts them."""
    warning = translate(N_("warning"))
    lines = [p.render(translate) if p.level is Level.ERROR else f"{p.render(translate)} ({warning})" for p in problems]
    errors = sum(p.level is Level.ERROR for p in problems)
    if not problems:
        return translate(N_("The content is in order."))
    counted = translate(N_("{errors} errors, {warnings} warnings.")).format(
        errors=errors, warnings=len(problems) - errors
    )
    return "\n".join([*lines, counted])


def report_json(problems: Sequence[Problem], translate: Translate = str) -> str:
    """A list of objects: file, line, level, code, what, cure."""
    rows = [
        {
            "file": p.place.file,
            "line": p.place.line,
            "level": p.level.value,
            "code": p.code,
            "what": p.what.render(translate),
            "cure": p.cure.render(translate),
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)
