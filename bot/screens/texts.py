"""What stands in a message: point, what to do, sentences, contacts, law, and how fresh it is. Telegram HTML; pure."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from bot.library.comparison import Country, Criterion
from bot.library.guided import GuidedCheck
from bot.library.model import Contact, Page, Sentence
from bot.phrases import Words
from bot.screens.document import FIGURE, Block, Doubt, Law, Prose, Say, visible
from bot.screens.place import Place
from bot.screens.screen import POINT_LIMIT

CAUTION, CHECKED, PHONE, CORRECTION, UNCERTAIN, SEARCH = "⚠️", "🗓", "☎️", "✏️", "❓", "🔎"
CORRECTED_FOR = timedelta(days=30)


def opening(place: Place, page: Page) -> str:
    """Title and point; where the text is missing, a visible word about that."""
    text = place.text(page)
    if text is None:
        absent = place.words("This page is not written in your language yet. Try the other language.")
        return f"{CAUTION} {absent}"
    icon = f"{page.icon} " if page.icon else ""
    return f"<b>{icon}{plain(text.document.title)}</b>\n\n{_with_figures(place, text.document.point)}"


def body(place: Place, page: Page, above: str = "", added: Sequence[str] = (), brief: bool = False) -> str:
    """A whole page: point first, then what to do, then the law, then its date.

    `added` stands before the contacts; `brief` leaves of the law only the names of its articles.
    """
    text = place.text(page)
    parts = [above, opening(place, page)]
    parts += [_block(place, block) for block in text.document.blocks if not isinstance(block, Law)] if text else []
    parts += [*added, _contacts(place, page), law(place, page, brief), _correction(place, page), foot(place, page)]
    return "\n\n".join(part for part in parts if part)


def prose(place: Place, page: Page) -> str:
    """A page's opening and what follows it, without law, contacts and date."""
    text = place.text(page)
    blocks = text.document.blocks if text else ()
    return "\n\n".join([opening(place, page), *(_block(place, block) for block in blocks)])


def _block(place: Place, block: Block) -> str:
    match block:
        case Prose(html):
            return _with_figures(place, html)
        case Doubt(html):
            return f"{UNCERTAIN} <i>{_with_figures(place, html)}</i>"
        case Say(sentence) if sentence in place.library.sentences:
            return _spoken(place, place.library.sentences[sentence])
    return ""


def point(place: Place, page: Page) -> str:
    """A page's point, or nothing."""
    text = place.text(page)
    return _with_figures(place, text.document.point) if text else ""


def alert(place: Place, page: Page) -> str:
    """A page's point as plain text of at most 200 characters: what Telegram can show where it cannot show the page."""
    if page.id in place.library.withdrawn:
        return ""
    text = visible(point(place, page))
    return text if len(text) <= POINT_LIMIT else f"{text[: POINT_LIMIT - 1]}…"


def wording(place: Place, guided: GuidedCheck, name: str) -> str:
    """The short words of a check by their id, as HTML; nothing where there are none."""
    return _with_figures(place, plain(guided.wordings.say(name, place.language)))


def note(place: Place, page: Page) -> str:
    """A page as one line: its title and its point."""
    text = place.text(page)
    return f"• <b>{plain(text.document.title)}.</b> {point(place, page)}" if text else ""


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


def withdrawn(place: Place, page: Page) -> str:
    """What is said instead of a page that was taken out: its title, since when, and not to rely on it."""
    _, text = place.words, place.text(page)
    title = plain(text.document.title) if text else page.id
    day = _.date(place.library.withdrawn[page.id].on)
    out = _("We took this page out on {day}: something in it may be wrong.", day=day)
    rest = _("Do not rely on what you read here before. Ask a lawyer.")
    return f"<b>{page.icon} {title}</b>\n\n{CAUTION} {out}\n\n{rest}"


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
    """Words that are no HTML, as Telegram wants them in HTML."""
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


def law(place: Place, page: Page, brief: bool = False) -> str:
    """The law, folded: what it says in plain words, and its articles in Russian so that they can be shown."""
    text = place.text(page)
    quotes = [block.html for block in text.document.blocks if isinstance(block, Law)] if text and not brief else []
    html = _with_figures(place, quotes[-1]) if quotes else ""
    laws = plain("; ".join(page.laws))
    if not (html or laws):
        return ""
    heading = place.words("Law")
    parts = (f"<b>{heading}</b>", html, f"<i>{laws}</i>" if laws else "")
    inside = "\n".join(part for part in parts if part)
    return f"<blockquote expandable>{inside}</blockquote>"


def _correction(place: Place, page: Page) -> str:
    """For some weeks a page that was wrong says so, to whoever read it before."""
    named = page.id if page.id in place.library.pages else page.parent  # a check's results are corrected with it
    correction = place.library.corrections.get(named)
    if correction is None or not correction.date <= place.today <= correction.date + CORRECTED_FOR:
        return ""
    _ = place.words
    corrected = _("Corrected on {day}", day=_.date(correction.date))
    return f"{CORRECTION} <b>{corrected}:</b> {plain(correction.was.get(place.language, ''))}"


def foot(place: Place, page: Page) -> str:
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
