"""/stats: last week and last month as one message of Telegram's HTML. Made of disclosed figures and of the state of the
program; pure.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from bot.usage.catalogue import Catalogue
from bot.usage.disclosure import Disclosed
from bot.usage.findings import find
from bot.usage.store import Gap
from bot.usage.views import Words, rest_by_language, times_by, weekly

TOP, NAMES, MONTH, ERRORS = 7, 5, 4, 3  # topics; names in a list; weeks; errors of the content
STEADY = 0.1  # a change by less than a tenth is none


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the program: for how long it runs, what keeps figures from being written, its last warning; how many
    errors keep the newest content from going live, and the first of them; which pages are taken out, and why.
    """

    running: timedelta
    trouble: str = ""
    last_warning: str = ""
    errors: int = 0
    first_errors: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def digest(
    disclosed: Disclosed,
    gaps: list[Gap],
    catalogue: Catalogue,
    health: Health,
    today: date,
    language: str,
    words: Words,
) -> str:
    """The message. `disclosed` holds at least the last MONTH weeks."""
    month = disclosed.only(disclosed.last.plus(1 - MONTH), disclosed.last)
    head, last = words("Figures"), words("Week {week}, up to {day}", week=disclosed.last, day=disclosed.last.sunday)
    parts = [
        unwell(health, words),
        f"<b>{head}</b>\n{last}",
        _totals(disclosed, month, words),
        _top(disclosed, catalogue, language, words),
        _languages(month, catalogue, words),
        _findings(month, gaps, catalogue, today, language, words),
        _health(health, catalogue, words),
        words("Numbers under {floor} are hidden. The whole report as a file: /stats html", floor=disclosed.floor),
    ]
    return "\n\n".join(part for part in parts if part)


def unwell(health: Health, words: Words) -> str:
    """That the newest content has errors and is not live, with the first of them; nothing where all is well."""
    if not health.errors:
        return ""
    head = words("New content is refused, the old one stays live. Errors: {number}", number=health.errors)
    more = ["…"] if health.errors > len(health.first_errors) else []
    return "\n".join((f"⚠️ <b>{head}</b>", *(f"• {escape(error)}" for error in health.first_errors), *more))


def arrow(now: int, before: int | None) -> str:
    """Where a figure goes; nothing where the one before is hidden."""
    if not before:
        return ""
    change = now / before - 1
    return "▲" if change > STEADY else "▼" if change < -STEADY else "▬"


def _totals(disclosed: Disclosed, month: Disclosed, words: Words) -> str:
    weeks = weekly(disclosed)
    last, before = weeks[disclosed.last], weeks.get(disclosed.last.plus(-1))
    if last is None:
        return words("Nothing reached {floor} in this week.", floor=disclosed.floor)
    return "\n".join(
        (
            words("Screens shown in the week: {times} {trend}", times=last, trend=arrow(last, before)).rstrip(),
            words("In four weeks: {times}", times=month.total),
        )
    )


def _top(disclosed: Disclosed, catalogue: Catalogue, language: str, words: Words) -> str:
    head = words("Most shown")
    now = times_by(disclosed.only(disclosed.last, disclosed.last), lambda topic, _, __: topic)
    previous = disclosed.last.plus(-1)
    before = times_by(disclosed.only(previous, previous), lambda topic, _, __: topic)
    top = sorted(now, key=lambda topic: (-now[topic], topic))[:TOP]
    lines = [
        f"{now[t]} {arrow(now[t], before.get(t))} {escape(catalogue.title(t, language))}".replace("  ", " ")
        for t in top
    ]
    return "\n".join((f"<b>{head}</b>", *lines)) if lines else ""


def _languages(month: Disclosed, catalogue: Catalogue, words: Words) -> str:
    sums = times_by(month, lambda _, spoken, __: spoken)
    for spoken, times in rest_by_language(month).items():
        sums[spoken] = sums.get(spoken, 0) + times
    total = sum(times for code, times in sums.items() if code in catalogue.languages)
    shares = [
        f"{escape(name)} {round(100 * sums[code] / total)} %"
        for code, name in catalogue.languages.items()
        if sums.get(code)
    ]
    return words("Languages in four weeks: {shares}", shares=", ".join(shares)) if shares else ""


def _findings(month: Disclosed, gaps: list[Gap], catalogue: Catalogue, today: date, language: str, words: Words) -> str:
    found = find(month, [gap for gap in gaps if gap.week >= month.first], catalogue, today)
    lines = []
    if found.unanswered is not None:
        lines.append(words("Questions without an answer: {share} %", share=found.unanswered))
    asked = [f"{escape(word)} {times}" for _, word, times in found.words if times][:NAMES]
    if asked:
        lines.append(words("Words in such questions: {list}", list=", ".join(asked)))
    stale = [escape(catalogue.title(topic, language)) for topic, _ in found.stale][:NAMES]
    if stale:
        lines.append(words("Popular, and past their review: {list}", list=", ".join(stale)))
    lines.append(
        words("Hardly or never opened: {number} of {all}", number=len(found.unopened), all=len(catalogue.topics))
    )
    return "\n".join(lines)


def _health(health: Health, catalogue: Catalogue, words: Words) -> str:
    hours, _ = divmod(int(health.running.total_seconds()), 3600)
    lines = [
        words("Running for {days} days {hours} h", days=hours // 24, hours=hours % 24),
        words("Content: {edition}", edition=catalogue.edition),
    ]
    if health.withdrawn:
        lines.append(words("Pages taken out: {list}", list=escape("; ".join(health.withdrawn))))
    if health.trouble:
        lines.append(words("Figures are not being written: {why}", why=escape(health.trouble)))
    if health.last_warning:
        lines.append(words("Last warning: {what}", what=escape(health.last_warning)))
    return "\n".join(lines)
