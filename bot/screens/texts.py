"""What stands in a message: point, what to do, sentences, contacts, law, and how fresh it is. Telegram HTML; pure."""

from html import escape

from bot.library.model import Contact, Page, Sentence
from bot.phrases import Words
from bot.screens.document import Law, Prose, Say
from bot.screens.place import Place

CAUTION, CHECKED, PHONE = "⚠️", "🗓", "☎️"


def opening(place: Place, page: Page) -> str:
    """Title and point; where the text is missing, a visible word about that."""
    text = place.text(page)
    if text is None:
        absent = place.words("This page is not written in your language yet. Try the other language.")
        return f"{CAUTION} {absent}"
    icon = f"{page.icon} " if page.icon else ""
    return f"<b>{icon}{_plain(text.document.title)}</b>\n\n{text.document.point}"


def body(place: Place, page: Page) -> str:
    """A whole page: point first, then what to do, then the law, then its date."""
    text = place.text(page)
    parts, law = [opening(place, page)], ""
    for block in text.document.blocks if text else ():
        match block:
            case Prose(html):
                parts.append(html)
            case Say(sentence) if sentence in place.library.sentences:
                parts.append(_spoken(place, place.library.sentences[sentence]))
            case Law(html):
                law = html
    known = [place.library.contacts[name] for name in page.contacts if name in place.library.contacts]
    parts += [_contact(place, contact) for contact in known if contact.may_be_shown]
    parts += [_law(place, page, law), _freshness(place, page)]
    return "\n\n".join(part for part in parts if part)


def alone(place: Place, sentence: Sentence) -> str:
    """One sentence to be held out to an officer: Russian, first and large; nothing besides but what it means."""
    return _russian_and_meaning(place, sentence, "\n\n")


def notice(name: str, words: Words) -> str:
    """Why the reader landed at home instead of where he wanted; empty for an unknown name."""
    _ = words
    match name:
        case "media":
            return _("I read only text and buttons. Never send documents, photos or your location here.")
        case "command":
            return _("I do not know this command. Choose below.")
        case "text":
            return _("I cannot answer typed questions yet. Choose below.")
        case "old":
            return _("This button is from an older version. Choose again.")
    return ""


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _russian_and_meaning(place: Place, sentence: Sentence, between: str) -> str:
    meaning = sentence.meaning.get(place.language)
    russian = f"<b>{_plain(sentence.russian)}</b>"
    return f"{russian}{between}<i>{_plain(meaning)}</i>" if meaning else russian


def _spoken(place: Place, sentence: Sentence) -> str:
    """A sentence on a page: when to say it, the Russian words, what they mean, what to mind."""
    quote = f"<blockquote>{_russian_and_meaning(place, sentence, chr(10))}</blockquote>"
    lines = [f"{_plain(sentence.when.get(place.language, ''))}:", quote]
    caution = sentence.caution.get(place.language)
    return "\n".join([*lines, f"{CAUTION} {_plain(caution)}"] if caution else lines)


def _contact(place: Place, contact: Contact) -> str:
    parts = [contact.who.get(place.language, ""), contact.note.get(place.language, ""), _last_call(place, contact)]
    told = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{PHONE} <b>{' · '.join(contact.numbers)}</b> {_plain(told)}."


def _last_call(place: Place, contact: Contact) -> str:
    """Whether somebody picked up when it was last tried: most published hotlines do not answer."""
    _, call = place.words, contact.last_call
    if call is None or call.result == "answered":
        return ""
    return _("On {day} nobody answered here", day=_.date(call.date))


def _law(place: Place, page: Page, html: str) -> str:
    """The law, folded: what it says in plain words, and its articles in Russian so that they can be shown."""
    laws = _plain("; ".join(page.laws))
    if not (html or laws):
        return ""
    heading = place.words("Law")
    parts = (f"<b>{heading}</b>", html, f"<i>{laws}</i>" if laws else "")
    inside = "\n".join(part for part in parts if part)
    return f"<blockquote expandable>{inside}</blockquote>"


def _freshness(place: Place, page: Page) -> str:
    if not page.as_of or not page.review_by:
        return ""
    _ = place.words
    day = _.date(page.as_of)
    if place.today > page.review_by:
        warning = _("Checked on {day}. It may be out of date: ask a lawyer before you rely on it.", day=day)
        return f"{CAUTION} <b>{warning}</b>"
    checked = _("Checked on {day}", day=day)
    return f"<i>{CHECKED} {checked}</i>"
