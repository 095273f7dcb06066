"""The contact list as files, read back by other programs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

import icalendar
import pytest
import vobject
from flask import Flask
from playwright.sync_api import Browser

from forum.contacts import exports
from forum.contacts.visibility import Entry
from forum.contacts.wish_models import Side
from tests import factories
from tests.support.pdfs import Pdf
from tests.support.readers import by_icaljs

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
ODD = Entry(
    key="1",
    sort_key="o brien",
    first_name="=cmd|' /C calc'!A0",
    last_name="O’Brien, Söhne \\n",
    organisation="Verein „Brücke“ e. V.; Köln",
    role="Leitung, Beratung",
    email="a@b.example",
    phone="+49 221",
    until=datetime(2027, 12, 3, 14, 30, tzinfo=UTC),
    lines={
        (Side.OFFERS, False): ["=Räume; abends", "Besuche"],
        (Side.OFFERS, True): ["Sprachcafé"],
        (Side.SEEKS, False): ["Dolmetschende"],
    },
)
OFFERED = "=Räume; abends; Besuche; Sprachcafé (als Organisation)"
FUNCTIONAL = Entry(key="o7", sort_key="x", organisation="Beratungsstelle X", email="info@x.example")


def test_a_spreadsheet_never_takes_text_for_a_formula(ctx: Flask) -> None:
    content = exports.as_csv([ODD, FUNCTIONAL]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[1] == [
        "'=cmd|' /C calc'!A0",
        ODD.last_name,
        ODD.organisation,
        "Leitung, Beratung",
        "a@b.example",
        "'+49 221",
        f"'{OFFERED}",
        "Dolmetschende",
        "03.12.2027",
    ]
    assert rows[2] == ["", "", "Beratungsstelle X", "", "info@x.example", "", "", "", ""]
    with zipfile.ZipFile(io.BytesIO(exports.as_xlsx([ODD]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert ("<f>" in sheet, "hyperlink" in sheet) == (False, False)
    assert ("=cmd|" in strings, "+49 221" in strings) == (True, True)


def test_address_cards_are_read_back_by_three_programs(ctx: Flask, browser: Browser) -> None:
    content = exports.as_vcards([ODD, FUNCTIONAL])
    cards = list(vobject.readComponents(content.decode()))
    assert [card.version.value for card in cards] == ["3.0", "3.0"]
    assert (cards[0].n.value.given, cards[0].n.value.family) == (ODD.first_name, ODD.last_name)
    assert cards[0].note.value == f"Bietet: {OFFERED}\nSucht: Dolmetschende"
    assert not hasattr(cards[1], "note")
    by_vobject = [
        [
            card.fn.value,
            card.org.value,
            card.email.value,
            [tel.value for tel in card.contents.get("tel", [])],
        ]
        for card in cards
    ]
    expected = [
        [ODD.name, [ODD.organisation], "a@b.example", ["+49 221"]],
        ["Beratungsstelle X", ["Beratungsstelle X"], "info@x.example", []],
    ]
    assert by_vobject == expected
    assert by_icaljs.read_cards(browser, content) == expected
    read = icalendar.Component.from_ical(content, multiple=True)
    assert [str(card["EMAIL"]) for card in read] == ["a@b.example", "info@x.example"]


def test_the_list_on_paper_is_read_out_in_order(ctx: Flask) -> None:
    event = factories.event()
    printed = exports.as_pdf(event, [ODD, FUNCTIONAL] * 30, version=4, protected=2)
    assert printed.missing == ()
    pdf = Pdf(printed.pdf)
    assert pdf.sizes == {(297, 210)}
    assert len(pdf.pages) > 1
    for page in pdf.pages:
        assert "Fassung 4" in page
    assert "Nur für den fachlichen Austausch" in pdf.pages[0]
    assert "+2 geschützt" in pdf.pages[0]
    assert all(word in pdf.pages[0] for word in ("Bietet", "Sucht", "=Räume", "Dolmet"))
    assert (pdf.language, "Kontaktliste" in pdf.title) == ("de", True)
    assert len(list(pdf.structure.all("TR"))) == 61
