"""Every page speaks one language: no German in English ones, no English in German ones."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.support.catalogues import german
from tests.support.clients import Client
from tests.support.pages import Node, Page
from tests.support.populated import Populated

HELD_IN_GERMAN = {"site.easy_language", "static"}
WORD = re.compile(r"[^\W\d_]{3,}")


def sentences() -> tuple[set[str], set[str]]:
    """English and German sentences that cannot be mistaken for somebody's own words."""
    english, german_ones = set(), set()
    for message in german():
        if isinstance(message.id, str) and "%(" not in message.id and message.id != message.string:
            if len(WORD.findall(message.id)) > 1:
                english.add(" ".join(message.id.split()))
            if len(WORD.findall(str(message.string))) > 1:
                german_ones.add(" ".join(str(message.string).split()))
    return english - german_ones, german_ones - english


def said(page: Page) -> str:
    """What a page says where it does not name another language itself."""

    def without_others(node: Node) -> str:
        parts = []
        for child in node.children:
            if isinstance(child, str):
                parts.append(child)
            elif child is page.root.first("html") or "lang" not in child.attributes:
                parts.append(without_others(child))
        return " ".join(parts)

    return " ".join(without_others(page.root).split())


def pages(app: Flask, client: Client, populated: Populated) -> dict[str, Page]:
    def shows(rule: Rule) -> bool:
        return "GET" in (rule.methods or ()) and rule.endpoint not in HELD_IN_GERMAN

    found = {}
    for rule in filter(shows, app.url_map.iter_rules()):
        answer = client.get(populated.url(rule), follow_redirects=True)
        if answer.mimetype == "text/html":
            found[rule.rule] = Page(answer)
    return found


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_speaks_one_language(
    ctx: Flask, organiser_client: Client, populated: Populated, language: str
):
    english, german_ones = sentences()
    assert (len(english) > 300, len(german_ones) > 300) == (True, True)
    form = organiser_client.page("/imprint").form(action="/language")
    organiser_client.post("/language", data=form.filled_in({"language": language}))
    foreign = german_ones if language == "en" else english
    mixed = {}
    found = pages(ctx, organiser_client, populated)
    assert len(found) > 40
    for rule, page in found.items():
        assert page.root.first("html").attributes["lang"] == language, rule
        text = said(page)
        found_in = [one for one in foreign if one in text]  # cheap; then only whole words
        if alien := [one for one in found_in if re.search(rf"\b{re.escape(one)}(?!\w)", text)]:
            mixed[rule] = alien
    assert mixed == {}
