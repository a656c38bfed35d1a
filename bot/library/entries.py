"""Entries of the YAML files that are lists (phrases, contacts, figures, corrections, languages) -> values. Pure."""

from datetime import date
from typing import cast, get_args

from bot.library.fields import Fields
from bot.library.model import (
    Call,
    CallResult,
    Charge,
    Contact,
    Correction,
    Figure,
    Language,
    LegalStatus,
    Reach,
    Review,
    ReviewRole,
    SearchWords,
    Sentence,
)
from bot.library.problem import N_, say
from bot.library.sources import only_source
from bot.screens.route import LANGUAGE_CODE, MULTIPLE

RUSSIAN = "ru"  # the language an officer understands; sentences to him are not translated into it
_SHORT_CODE = range(3, 7)  # digits of 112, 102, 16008 …
_E164 = range(8, 16)  # digits of a full international number


def read_language(fields: Fields) -> Language | None:
    """One entry of `languages.yaml`."""
    code = fields.text("code", example="tg")
    language = Language(
        code=code,
        name=fields.text("name"),
        command=fields.text("command", default=code),
        letters=fields.text("letters", default=""),
        words=frozenset(fields.words("words")),
        shapes=fields.words("shapes"),
    )
    fields.finish()
    if LANGUAGE_CODE.fullmatch(code) and code != MULTIPLE:
        return language
    fields.fault(
        "code",
        "schema",
        say(N_("“{code}” is no language code"), code=code),
        say(N_("write two or three small letters, as in ISO 639: tg, ru, uz")),
    )
    return None


def read_sentence(fields: Fields, languages: tuple[str, ...]) -> Sentence:
    """One entry of `phrases.yaml`. The Russian sentence needs no meaning in Russian."""
    sentence = Sentence(
        id=fields.identifier(),
        place=fields.place("id"),
        russian=fields.text("russian"),
        label=fields.texts("label", languages),
        when=fields.texts("when", languages),
        meaning=fields.texts("meaning", [code for code in languages if code != RUSSIAN]),
        caution=fields.texts("caution", languages, needed=False),
    )
    fields.finish()
    return sentence


def read_contact(fields: Fields, languages: tuple[str, ...]) -> Contact:
    """One entry of `contacts.yaml`."""
    contact = Contact(
        id=fields.identifier(),
        place=fields.place("id"),
        who=fields.texts("who", languages),
        numbers=tuple(_number(fields, text) for text in fields.words("numbers")),
        languages=fields.words("languages"),
        hours=fields.text("hours", default=""),
        time_zone=fields.text("time_zone", default=""),
        charge=cast(Charge, fields.choice("charge", get_args(Charge), default="unknown")),
        reach=cast(Reach, fields.choice("reach", get_args(Reach), default="unknown")),
        region=fields.text("region", default=""),
        source=only_source(fields),
        last_call=_last_call(fields),
        status_in_russia=cast(LegalStatus, fields.choice("status_in_russia", get_args(LegalStatus))),
        status_checked_on=fields.date("status_checked_on") or date.min,
        note=fields.texts("note", languages, needed=False),
        emergency=fields.flag("emergency"),
    )
    fields.finish()
    return contact


def read_figure(fields: Fields, languages: tuple[str, ...]) -> Figure:
    """One entry of `figures.yaml`."""
    figure = Figure(
        id=fields.identifier(),
        place=fields.place("id"),
        text=fields.texts("text", languages),
        as_of=fields.date("as_of") or date.min,
        review_by=fields.date("review_by") or date.max,
        source=only_source(fields),
    )
    fields.finish()
    return figure


def read_correction(fields: Fields, languages: tuple[str, ...]) -> Correction:
    """One entry of `corrections.yaml`; its id is the page's."""
    correction = Correction(
        id=fields.identifier("page"),
        place=fields.place("page"),
        date=fields.date("date") or date.min,
        was=fields.texts("was", languages),
    )
    fields.finish()
    return correction


def read_review(fields: Fields) -> Review:
    """Who reviewed a page, as what, and when."""
    role = cast(ReviewRole, fields.choice("role", get_args(ReviewRole)))
    review = Review(role, fields.text("by"), fields.date("date") or date.min)
    fields.finish()
    return review


def read_search_words(fields: Fields, languages: tuple[str, ...]) -> dict[str, SearchWords]:
    """What people type for a page, by language."""
    terms, questions = fields.table_of("terms"), fields.table_of("questions")
    found = {
        code: SearchWords(terms.words(code) if terms else (), questions.words(code) if questions else ())
        for code in languages
    }
    for inner in (terms, questions):
        if inner:
            inner.finish()
    return found


def _last_call(fields: Fields) -> Call | None:
    inner = fields.table_of("last_call")
    if not inner:
        return None
    result = cast(CallResult, inner.choice("result", get_args(CallResult)))
    call = Call(inner.date("date") or date.min, result, inner.text("by"))
    inner.finish()
    return call


def _number(fields: Fields, text: str) -> str:
    digits = text.removeprefix("+")
    right_length = len(digits) in (_E164 if text.startswith("+") else _SHORT_CODE)
    if not (digits.isdecimal() and digits.isascii() and right_length):
        fields.fault(
            "numbers",
            "phone",
            say(N_("“{text}” is no phone number"), text=text),
            say(N_('write it as "+74959679844", without spaces, or a short number as "112"')),
        )
    return text
