"""One description, two texts that say the same."""

import re

import pytest
from flask import Flask

from forum.base import languages
from forum.mail import letters
from forum.mail.letters import Action, Facts, Letter, Paragraph
from tests.support.pages import read

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

LETTER = Letter(
    recipient="ümit@post.example",
    language="de",
    subject="Ihr Platz\nin Köln & <Bonn>",
    greeting="Guten Tag, Ümit <b>Yıldız</b>,",
    blocks=[
        Paragraph("Ihr Platz ist sicher. Wir freuen uns."),
        Facts([("Wann", "Donnerstag, 3. Dezember 2026"), ("Wo", "Hochschule „Au & Wald“")]),
        Action("Zu Ihrer Seite", "https://forum.stadt.example/my/abc=-_"),
        Paragraph("Sie können jederzeit absagen."),
    ],
    sender_name="Praxisforum Auenstadt",
    footer=[("Impressum", "https://forum.stadt.example/imprint")],
)

PLAIN = """\
Guten Tag, Ümit <b>Yıldız</b>,

Ihr Platz ist sicher. Wir freuen uns.

Wann: Donnerstag, 3. Dezember 2026
Wo: Hochschule „Au & Wald“

Zu Ihrer Seite:
https://forum.stadt.example/my/abc=-_

Sie können jederzeit absagen.

{regards}
Praxisforum Auenstadt

--\x20
Impressum: https://forum.stadt.example/imprint
"""


def written(app: Flask, letter: Letter) -> letters.Rendered:
    with app.test_request_context("/"), languages.in_language(letter.language):
        return letters.render(letter)


def test_plain_text_reads_like_a_letter(app):
    text = written(app, LETTER).text
    regards = text.splitlines()[-5]
    assert text == PLAIN.format(regards=regards)


def test_a_letter_without_footer_ends_with_the_sender(app):
    letter = Letter("a@b.example", "de", "Betreff", "Guten Tag,", [Paragraph("Text.")], "Das Amt")
    assert written(app, letter).text.splitlines()[-1] == "Das Amt"


def test_html_says_what_the_plain_text_says(app):
    rendered = written(app, LETTER)
    page = read(rendered.html).first("body")
    for line in re.sub(r"https?://\S+", "", rendered.text).splitlines():
        for part in re.split(r": |:$|^-- $", line):
            assert part.strip() in page.text
    links = {node.attributes["href"] for node in page.all("a")}
    assert links == set(re.findall(r"https?://\S+", rendered.text))


def test_what_people_typed_stays_text(app):
    page = read(written(app, LETTER).html)
    assert [node.text for node in page.all("b")] == []
    assert page.first("title").text == "Ihr Platz in Köln & <Bonn>"


def test_a_subject_is_one_line(app):
    assert written(app, LETTER).subject == "Ihr Platz in Köln & <Bonn>"
