"""Does the real guide say what it promised, in every language, without what has harmed people?"""

from dataclasses import replace

import pytest

from bot.edition import Edition
from bot.library.comparison import Comparison
from bot.library.house_rules import check_house_rules
from bot.library.library import Library
from bot.library.model import Text
from bot.library.problem import Translate
from bot.library.report import statistics
from bot.phrases import EDITORS, read_phrases
from bot.screens.markup import parse
from tests.samples import ROOT

PROMISED = (ROOT / "tests" / "promised_pages.txt").read_text("utf8").split()


@pytest.mark.parametrize("page", PROMISED)
def test_a_promised_page_is_there_in_every_language(edition: Edition, page: str) -> None:
    found = edition.library.find(page)
    assert found is not None
    assert set(found.texts) == set(edition.library.codes)


def planted(library: Library, text: str, language: str) -> Library:
    """The real house rules over a guide of one page saying `text`."""
    document, _ = parse(f"# T\n\nP.\n\n{text}\n", "x.md")
    page = replace(library.pages["detained"], texts={language: Text("x.md", document)})
    return Library(
        languages=library.languages,
        sections=(),
        pages={page.id: page},
        sentences={},
        contacts={},
        figures={},
        corrections={},
        comparison=Comparison(),
        policy=library.policy,
        checks={},
        aliases={},
        edition="",
    )


def test_every_house_rule_catches_what_it_is_for(edition: Edition) -> None:
    """The examples stand with the rules, in `content/policy/mistakes.yaml`."""
    rules = edition.library.policy.mistakes
    assert len(rules) >= 30
    for rule in rules:
        assert set(rule.example) == set(edition.library.codes)
        for language, example in rule.example.items():
            found = check_house_rules(planted(edition.library, example, language))
            names = {dict(problem.what.values).get("rule") for problem in found}
            assert rule.id in names, (rule.id, language)


def test_dangerous_addresses_are_caught(edition: Edition) -> None:
    for domain in edition.library.policy.domains:
        found = check_house_rules(planted(edition.library, f"https://{domain.domain}/x", "ru"))
        assert "link-policy" in {problem.code for problem in found}, domain.domain


def test_every_contact_that_is_shown_has_been_seen_somewhere(edition: Edition) -> None:
    for contact in edition.library.contacts.values():
        assert contact.source.publisher
        assert set(contact.numbers) <= edition.library.policy.numbers
        assert contact.may_be_shown


def test_the_table_in_the_editors_guide_is_up_to_date(edition: Edition) -> None:
    """After a change: `bot check --report --lang ru`, between the two marks of content/README.md."""
    readme = (ROOT / "content" / "README.md").read_text("utf8")
    shown = readme.split("<!-- report -->")[1].split("<!-- /report -->")[0].strip()
    translate: Translate = read_phrases(ROOT / "locales", ("ru",), EDITORS)["ru"]
    assert shown == statistics(edition.library, translate)
