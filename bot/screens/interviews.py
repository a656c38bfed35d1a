"""The screens of a guided check: a question at a time, the result and what stands behind it. Pure.

All that has been answered stands in the route; nothing else knows it.
"""

from bot.guided.interview import Spelled, Standing, skip_the_rest, take_apart
from bot.library.guided import GuidedCheck
from bot.library.model import Page
from bot.screens import keyboards, ranked, results, texts
from bot.screens.document import Law
from bot.screens.place import Place
from bot.screens.screen import Go, Screen

SKIPPING, FINISH, LAW = "🤷", "🏁", "⚖️"
FINISH_FROM = 3  # questions still to come, from which on the result is offered at once
SENTENCE_VIEW, LAW_VIEW = "S", "L"


def show_check(place: Place, guided: GuidedCheck) -> Screen:
    """The screen of a check: whatever its route's answers lead to. Unreadable or outdated answers begin it anew."""
    check = guided.check
    spelled = take_apart(place.route.rest) or Spelled(check.mark, "")
    changed = spelled.mark != check.mark
    standing = check.stand("" if changed else spelled.letters)
    if standing.asked is not None:
        return _question(place, guided, standing, standing.asked, changed)
    if spelled.view == results.CHANGE_VIEW:
        return _change(place, guided, standing)
    if check.ranking:
        return ranked.show_ranking(place, guided, standing, spelled)
    return _behind(place, guided, standing, spelled) or _result(place, guided, standing)


def _behind(place: Place, guided: GuidedCheck, standing: Standing, spelled: Spelled) -> Screen | None:
    """What stands behind a result: one of its sentences alone, or its law."""
    if spelled.view == SENTENCE_VIEW:
        return _sentence(place, guided, standing, spelled.number)
    return _law(place, guided, standing) if spelled.view == LAW_VIEW else None


def _question(place: Place, guided: GuidedCheck, standing: Standing, number: int, changed: bool) -> Screen:
    check, _ = guided.check, place.words
    question = check.questions[number]
    say = guided.wordings.say
    answers = [
        Go(say(f"{question.id}.{answer}", place.language), place.answered(check, standing.choices | {number: choice}))
        for choice, answer in enumerate(question.answers)
    ]
    skipped = place.answered(check, standing.choices | {number: len(question.answers)})
    rows: list[tuple[Go, ...]] = [(Go(keyboards.label(SKIPPING, _("Not sure, or won't say")), skipped),)]
    if standing.left >= FINISH_FROM and standing.choices:
        finished = place.answered(check, skip_the_rest(check.questions, standing.choices))
        rows.append((Go(keyboards.label(FINISH, _("Show the result now")), finished),))
    first = not standing.choices
    up = place.route.to(guided.page.parent) if first else results.before(place, check, standing)
    asked = [
        f"<b>{texts.wording(place, guided, question.id)}</b>",
        texts.wording(place, guided, f"{question.id}?"),
    ]
    if not first:
        left = _("Questions left: {number} at most", number=standing.left)
        asked.insert(0, f"<i>{left}</i>")
    related = keyboards.neighbours(place, guided.page) if first else ()
    notice = [_("This check has changed. Please start again.")] if changed else []
    opening = [texts.prose(place, guided.page), _("Your answers stay in these buttons. We keep none.")] if first else []
    return Screen(
        "\n\n".join(part for part in (*notice, *opening, *asked) if part),
        (
            *keyboards.alarm(place),
            *keyboards.in_rows(answers),
            *rows,
            *related,
            *keyboards.navigation(place, up),
        ),
        up,
        topic=guided.id if first else "",
        kind="check-opened",
        kin="" if first else f"{place.language}:{check.id}:{number}",
    )


def _result(place: Place, guided: GuidedCheck, standing: Standing) -> Screen:
    verdict = standing.verdict
    outcome = guided.results.get(verdict.outcome or "") if verdict else None
    if verdict is None or outcome is None:
        return _lost(place, guided)
    check, _ = guided.check, place.words
    up = results.before(place, check, standing)
    text, is_brief = results.compose(place, guided, standing, outcome, verdict)
    law = Go(keyboards.label(LAW, _("What the law says")), place.answered(check, standing.choices, LAW_VIEW))
    spoken = {sentence: number for number, sentence in enumerate(_spoken(place, outcome), 1)}
    rows = (
        *keyboards.alarm(place),
        *keyboards.sentences(
            place, outcome, lambda each: place.answered(check, standing.choices, SENTENCE_VIEW, spoken[each.id])
        ),
        *(((law,),) if is_brief and _quotes(place, outcome) else ()),
        *results.ways(place, guided, outcome, verdict.notes),
        *results.ways_on(place, guided, standing),
        *keyboards.navigation(place, up),
    )
    kin = f"{place.language}:{check.id}:={outcome.id}"
    return Screen(text, rows, up, guided.id, kind="check-finished", kin=kin)


def _change(place: Place, guided: GuidedCheck, standing: Standing) -> Screen:
    """All answers so far, each with a button that takes it back and keeps the others."""
    check, _ = guided.check, place.words
    lines, buttons = [], []
    for count, (number, choice) in enumerate(standing.choices.items(), 1):
        question = check.questions[number]
        answer = question.choices[choice]
        named = texts.wording(place, guided, f"{question.id}.{answer}") or _("Not sure, or won't say")
        lines.append(f"{count}. {texts.wording(place, guided, question.id)} <b>{named}</b>")
        kept = {other: given for other, given in standing.choices.items() if other != number}
        buttons.append(Go(str(count), place.answered(check, kept)))
    up = place.answered(check, standing.choices)
    title = _("Which answer do you want to change?")
    rows = (*keyboards.alarm(place), *keyboards.grid(buttons, 4), *keyboards.navigation(place, up))
    kin = f"{place.language}:{check.id}:{results.CHANGE_VIEW}"
    return Screen("\n\n".join((f"<b>{title}</b>", "\n".join(lines))), rows, up, kin=kin)


def _spoken(place: Place, outcome: Page) -> list[str]:
    text = place.text(outcome)
    return [say.sentence for say in text.document.sentences] if text else []


def _sentence(place: Place, guided: GuidedCheck, standing: Standing, number: int) -> Screen | None:
    """One of the result's sentences alone on the screen, or None where it has none of this number."""
    outcome = guided.results.get(standing.verdict.outcome or "") if standing.verdict else None
    names = _spoken(place, outcome) if outcome else []
    sentence = place.library.sentences.get(names[number - 1]) if 0 < number <= len(names) else None
    if sentence is None:
        return None
    up = place.answered(guided.check, standing.choices)
    rows = (*keyboards.alarm(place), (keyboards.copy(place, sentence),), *keyboards.navigation(place, up))
    kin = f"{place.language}:{guided.id}:{SENTENCE_VIEW}{number}{outcome and outcome.id}"
    return Screen(texts.alone(place, sentence), rows, up, kin=kin)


def _quotes(place: Place, outcome: Page) -> bool:
    text = place.text(outcome)
    return text is not None and any(isinstance(block, Law) for block in text.document.blocks)


def _law(place: Place, guided: GuidedCheck, standing: Standing) -> Screen | None:
    """What the law says behind a result, alone; or None where there is no such thing."""
    outcome = guided.results.get(standing.verdict.outcome or "") if standing.verdict else None
    if outcome is None or not _quotes(place, outcome):
        return None
    up = place.answered(guided.check, standing.choices)
    text = "\n\n".join((texts.opening(place, outcome), texts.law(place, outcome), texts.foot(place, guided.page)))
    kin = f"{place.language}:{guided.id}:{LAW_VIEW}{outcome.id}"
    return Screen(text, (*keyboards.alarm(place), *keyboards.navigation(place, up)), up, kin=kin)


def _lost(place: Place, guided: GuidedCheck) -> Screen:
    """What a faulty check says instead of nothing; `bot check` lets no such check go live."""
    up = place.route.to(guided.page.parent)
    text = place.words("This page is not written in your language yet. Try the other language.")
    return Screen(text, (*keyboards.alarm(place), *keyboards.navigation(place, up)), up)
