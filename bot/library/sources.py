"""Where facts come from: the `source` and `sources` of every content file. Pure."""

from typing import cast, get_args

from bot.library.fields import Fields
from bot.library.model import Confidence, Source
from bot.library.problem import N_, say


def read_source(fields: Fields) -> Source:
    """Where a fact comes from."""
    source = Source(
        title=fields.text("title"),
        publisher=fields.text("publisher"),
        url=fields.text("url", default=""),
        date=fields.text("date", example='"2026-03-05" or "n.d."'),
        confidence=cast(Confidence, fields.choice("confidence", get_args(Confidence))),
    )
    fields.finish()
    if source.url and not source.url.startswith(("https://", "http://")):
        cure = say(N_("copy the whole address, beginning with https://"))
        fields.fault("url", "schema", say(N_("“{url}” is no web address"), url=source.url), cure)
    return source


def only_source(fields: Fields) -> Source:
    """The one `source` that an entry must have."""
    inner = fields.table_of("source")
    if inner:
        return read_source(inner)
    what = say(N_("“{name}” is missing"), name="source")
    fields.fault("source", "schema", what, say(N_("say where it was seen, and when")))
    return Source("", "", "", "", "low")
