"""What stands in a message: point, what to do, sentences, contacts, law, and how fresh it is. Telegram HTML; pure."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from bot.library.comparison import Country, Criterion
from bot.library.model import Contact, Page, Sentence
from bot.phrases import Words
from bot.screens.document import FIGURE, Law, Prose, Say
from bot.screens.place import Place

CAUTION, CHECKED, PHONE, CORRECTION, SEARCH = "⚠️", "🗓", "☎️", "✏️", "🔎"
CORRECTED_FOR = timedelta(days=30)


def opening(place: Place, page: Page) -> str:
    """Title and point; where the text is missing, a visible word about that."""
    text = place.text(page)
    if text is None:
        absent = place.words("This page is not written in your language yet. Try the other language.")
        return f"{CAUTION} {absent}"
    icon = f"{page.icon} " if page.icon else ""
    return f"<b>{icon}{plain(text.document.title)}</b>\n\n{_with_figures(place, text.document.point)}"


def body(place: Place, page: Page) -> str:
    """A whole page: point first, then what to do, then the law, then its date."""
    text = place.text(page)
    parts, law = [opening(place, page)], ""
    for block in text.document.blocks if text else ():
        match block:
            case Prose(html):
                parts.append(_with_figures(place, html))
            case Say(sentence) if sentence in place.library.sentences:
                parts.append(_spoken(place, place.library.sentences[sentence]))
            case Law(html):
                law = _with_figures(place, html)
    parts += [_contacts(place, page), _law(place, page, law), _correction(place, page), _foot(place, page)]
    return "\n\n".join(part for part in parts if part)


def alone(place: Place, sentence: Sentence) -> str:
    """One sentence to be held out to an officer: Russian, first and large; nothing besides but what it means."""
    return _russian_and_meaning(place, sentence, "\n\n")


def comparison(place: Place, criterion: Criterion, countries: Sequence[Country]) -> str:
    """A line for each country, and how old the oldest of these facts is."""
    lines = [f"• <b>{_name(place, country)}:</b> {_value(place, country, criterion)}" for country in countries]
    _ = place.words
    oldest = _("Oldest check: {day}", day=_.date(min((country.as_of for country in countries), default=place.today)))
    title = f"<b>{plain(criterion.label.get(place.language, ''))}</b>"
    return "\n\n".join((title, "\n".join(lines), f"<i>{CHECKED} {oldest}</i>"))


def notice(name: str, words: Words) -> str:
    """Why the reader landed at home instead of where he wanted; empty for an unknown name."""
    _ = words
    match name:
        case "media":
            return _("I read only text and buttons. Never send documents, photos or your location here.")
        case "command":
            return _("I do not know this command. Choose below.")
        case "old":
            return _("This button is from an older version. Choose again.")
    return ""


def plain(text: str) -> str:
    """A text as Telegram HTML."""
    return escape(text, quote=False)


def _russian_and_meaning(place: Place, sentence: Sentence, between: str) -> str:
    meaning = sentence.meaning.get(place.language)
    russian = f"<b>{plain(sentence.russian)}</b>"
    return f"{russian}{between}<i>{plain(meaning)}</i>" if meaning else russian


def _spoken(place: Place, sentence: Sentence) -> str:
    """A sentence on a page: when to say it, the Russian words, what they mean, what to mind."""
    quote = f"<blockquote>{_russian_and_meaning(place, sentence, chr(10))}</blockquote>"
    lines = [f"{plain(sentence.when.get(place.language, ''))}:", quote]
    caution = sentence.caution.get(place.language)
    return "\n".join([*lines, f"{CAUTION} {plain(caution)}"] if caution else lines)


def _with_figures(place: Place, html: str) -> str:
    """The text with each `{figure}` filled in. One past its review shows its date and a warning."""
    return FIGURE.sub(lambda found: _figure(place, found), html) if "{" in html else html


def _figure(place: Place, found: re.Match[str]) -> str:
    figure = place.library.figures.get(found[1])
    if figure is None:
        return found[0]
    text = plain(figure.text.get(place.language, ""))
    return text if place.today <= figure.review_by else f"{text} ({CAUTION} {place.words.date(figure.as_of)})"


def _value(place: Place, country: Country, criterion: Criterion) -> str:
    text = _with_figures(place, plain(country.values[criterion.id].get(place.language, "")))
    return text if place.today <= country.review_by else f"{text} ({CAUTION} {place.words.date(country.as_of)})"


def _name(place: Place, country: Country) -> str:
    return plain(country.name.get(place.language, ""))


def _contacts(place: Place, page: Page) -> str:
    """The contacts that may be shown, those that answered lately first; and which of them nobody has tried."""
    known = [place.library.contacts[name] for name in page.contacts if name in place.library.contacts]
    shown = [contact for contact in known if contact.may_be_shown]
    shown.sort(key=lambda contact: not (contact.emergency or contact.answered_lately(place.today)))
    lines = [_contact(place, contact) for contact in shown]
    if any(contact.last_call is None and not contact.emergency for contact in shown):
        lines.append(place.words("We have not called these numbers."))
    return "\n".join(lines)


def _contact(place: Place, contact: Contact) -> str:
    parts = [contact.who.get(place.language, ""), contact.note.get(place.language, ""), _last_call(place, contact)]
    told = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{PHONE} <b>{' · '.join(contact.numbers)}</b> {plain(told)}."


def _last_call(place: Place, contact: Contact) -> str:
    """Whether somebody picked up when it was last tried: most published hotlines do not answer."""
    _, call = place.words, contact.last_call
    if call is None or contact.emergency:
        return ""
    day = _.date(call.date)
    return _("On {day} it answered", day=day) if call.result == "answered" else _("On {day} nobody answered", day=day)


def _law(place: Place, page: Page, html: str) -> str:
    """The law, folded: what it says in plain words, and its articles in Russian so that they can be shown."""
    laws = plain("; ".join(page.laws))
    if not (html or laws):
        return ""
    heading = place.words("Law")
    parts = (f"<b>{heading}</b>", html, f"<i>{laws}</i>" if laws else "")
    inside = "\n".join(part for part in parts if part)
    return f"<blockquote expandable>{inside}</blockquote>"


def _correction(place: Place, page: Page) -> str:
    """For some weeks a page that was wrong says so, to whoever read it before."""
    correction = place.library.corrections.get(page.id)
    if correction is None or not correction.date <= place.today <= correction.date + CORRECTED_FOR:
        return ""
    _ = place.words
    corrected = _("Corrected on {day}", day=_.date(correction.date))
    return f"{CORRECTION} <b>{corrected}:</b> {plain(correction.was.get(place.language, ''))}"


def _foot(place: Place, page: Page) -> str:
    """How fresh a page is, and whether a lawyer has read it."""
    if not page.as_of or not page.review_by:
        return ""
    _ = place.words
    day = _.date(page.as_of)
    if place.today > page.review_by:
        warning = _("Checked on {day}. It may be out of date: ask a lawyer before you rely on it.", day=day)
        return f"{CAUTION} <b>{warning}</b>"
    checked = _("Checked on {day}", day=day)
    unread = "" if page.is_reviewed_by("lawyer") else " · " + _("no lawyer has read it yet")
    return f"<i>{CHECKED} {checked}{unread}</i>"
