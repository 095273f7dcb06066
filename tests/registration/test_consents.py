"""Consents: each on its own, in the words that were shown, only ever added."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base.database import db
from forum.registration import consenting, consents, queries
from forum.registration.models import (
    Channel,
    Consent,
    ConsentText,
    Decision,
    Purpose,
    Registration,
)
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TYPED = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "email": "m.sandkamp@diakonie.example",
    "phone": "02300 5550",
    "sector": "welfare",
}
BOXES = (
    "is_protected",
    "need_step_free",
    "need_hearing_loop",
    "need_sign_language",
    "need_speech_to_text",
    "need_language_mediation",
    "needs_agreed",
    "need_call_me",
    "contact_list",
    "contact_role",
    "contact_email",
    "contact_phone",
    "photos_documentation",
    "photos_web",
    "photos_press",
    "mailing_list",
    "follow_up",
)


def own_page(one: Registration) -> str:
    return f"/my/{queries.token_of(one)}"


def rows() -> list[tuple[Purpose, Decision, list[str]]]:
    found = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    return [(row.purpose, row.decision, row.fields) for row in found]


def label(page: Page, field: str) -> str:
    return page.main.first("label", for_=field).text


@ON_ONE
def test_each_is_asked_for_on_its_own_and_unticked(ctx: Flask, client: Client):
    factories.event(slug="kim")
    page = client.page("/events/kim/register")
    boxes = {node.attributes["name"]: node for node in page.main.all("input", type="checkbox")}
    assert tuple(boxes) == BOXES
    assert [name for name, box in boxes.items() if "checked" in box.attributes] == []
    assert len({label(page, name) for name in boxes}) == len(BOXES)
    assert "Ihr Platz hängt nicht davon ab." in page.text


def test_what_was_ticked_and_what_was_not_is_kept_with_its_words(ctx: Flask, client: Client):
    factories.event(slug="kim")
    form = client.page("/events/kim/register")
    ticked = {"contact_list": "y", "contact_phone": "y", "photos_web": "y"}
    submit(client, "/events/kim/register", {**TYPED, **ticked})
    assert rows() == [
        (Purpose.CONTACT_LIST, Decision.GRANTED, ["name", "organisation", "phone"]),
        (Purpose.PHOTOS_DOCUMENTATION, Decision.REFUSED, []),
        (Purpose.PHOTOS_WEB, Decision.GRANTED, []),
        (Purpose.PHOTOS_PRESS, Decision.REFUSED, []),
        (Purpose.MAILING_LIST, Decision.REFUSED, []),
        (Purpose.FOLLOW_UP, Decision.REFUSED, []),
    ]
    for row in db.session.scalars(select(Consent)):
        question, explanation, *fields = row.text.wording.split("\n")
        assert (row.channel, row.text.purpose, row.text.language) == (
            Channel.WEB,
            row.purpose,
            "de",
        )
        assert question == label(form, row.purpose.value)
        assert " ".join(explanation.split()) in form.text
        assert fields == (
            ["Name, Organisation, Telefonnummer"] if row.purpose is Purpose.CONTACT_LIST else []
        )
        known = f"{row.purpose}|{row.text.wording}".encode()
        assert row.text.sha256 == hashlib.sha256(known).hexdigest()


@ON_ONE
def test_the_list_alone_shows_name_and_organisation(ctx: Flask, client: Client):
    factories.event(slug="kim")
    submit(client, "/events/kim/register", {**TYPED, "contact_list": "y"})
    assert rows()[0] == (Purpose.CONTACT_LIST, Decision.GRANTED, ["name", "organisation"])


@ON_ONE
def test_fields_without_the_list_or_without_a_number_are_asked_about(ctx: Flask, client: Client):
    factories.event(slug="kim")
    ticked = {**TYPED, "contact_email": "y", "contact_phone": "y", "phone": ""}
    page = submit(client, "/events/kim/register", ticked)
    assert "Bitte kreuzen Sie auch die Kontaktliste an" in page.text
    assert "Bitte geben Sie oben Ihre Telefonnummer an" in page.text
    assert rows() == []


@ON_ONE
def test_equal_words_are_kept_once_and_each_language_has_its_own(ctx: Flask, client: Client):
    factories.event(slug="kim")
    for number, language in enumerate(("de", "de", "en-GB")):
        sent = {**TYPED, "email": f"a{number}@diakonie.example", "photos_web": "y"}
        headers = {"Accept-Language": language}
        page = submit(ctx.test_client(), "/events/kim/register", sent, headers=headers)
        assert page.url == "/events/kim/registered"
    texts = db.session.scalars(select(ConsentText).order_by(ConsentText.id)).all()
    assert [text.language for text in texts] == ["de"] * 6 + ["en"] * 6
    english = next(text for text in texts[6:] if text.purpose is Purpose.PHOTOS_WEB)
    words = consents.WORDS[Purpose.PHOTOS_WEB]
    assert english.wording == f"{words.question.sentence}\n{words.explanation.sentence}"
    assert [row.text_id for row in db.session.scalars(select(Consent).order_by(Consent.id))] == [
        *(text.id for text in texts[:6]),
        *(text.id for text in texts[:6]),
        *(text.id for text in texts[6:]),
    ]


def test_withdrawing_one_adds_a_row_and_leaves_the_others(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    for purpose in Purpose:
        factories.consent(one, purpose=purpose, fields=())
    before = {row.id: (row.purpose, row.decision) for row in db.session.scalars(select(Consent))}
    page = submit(client, own_page(one), button="Fotos: Website widerrufen")
    assert "Ihre Einwilligung ist widerrufen" in page.text
    page = submit(client, own_page(one), button="Kontaktliste widerrufen")
    found = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert {row.id: (row.purpose, row.decision) for row in found[:7]} == before
    assert [(row.purpose, row.decision) for row in found[7:]] == [
        (Purpose.PHOTOS_WEB, Decision.WITHDRAWN),
        (Purpose.CONTACT_LIST, Decision.WITHDRAWN),
    ]
    granted = {purpose for purpose in Purpose if consents.is_granted(found, purpose)}
    assert granted == set(Purpose) - {Purpose.PHOTOS_WEB, Purpose.CONTACT_LIST}


@ON_ONE
def test_withdrawing_again_adds_nothing(ctx: Flask):
    one = factories.registration(factories.event())
    for _again in range(2):
        consenting.decide(one.id, Purpose.PHOTOS_WEB, is_granted=False)
    assert rows() == []


@ON_ONE
def test_agreeing_later_from_the_personal_page(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    page = client.page(own_page(one))
    assert page.text.count("Noch nicht gefragt") == 6
    asked = client.page(page.links["Kontaktliste erlauben"]).form()
    assert [asked.values[name] for name in ("role", "email", "phone")] == [["nobody"]] * 3
    submit(client, page.links["Kontaktliste erlauben"], {"email": "forum"})
    assert "Name, Organisation, E-Mail-Adresse" in client.page(own_page(one)).text
    submit(client, page.links["Fotos: Website erlauben"])
    assert rows() == [
        (Purpose.CONTACT_LIST, Decision.GRANTED, ["name", "organisation", "email"]),
        (Purpose.PHOTOS_WEB, Decision.GRANTED, []),
    ]


@ON_ONE
def test_refused_is_not_the_same_as_never_asked(
    ctx: Flask, client: Client, organiser_client: Client
):
    event = factories.event()
    one = factories.registration(event)
    factories.consent(one, Purpose.PHOTOS_WEB, Decision.REFUSED, fields=())
    factories.consent(one, Purpose.FOLLOW_UP, fields=())
    factories.consent(one, Purpose.FOLLOW_UP, Decision.WITHDRAWN, fields=())
    assert {p: c.decision for p, c in consents.latest(one.consents).items()} == {
        Purpose.PHOTOS_WEB: Decision.REFUSED,
        Purpose.FOLLOW_UP: Decision.WITHDRAWN,
    }
    page = client.page(own_page(one))
    assert (page.text.count("Noch nicht gefragt"), page.text.count("Nicht erteilt")) == (4, 1)
    page = organiser_client.page(f"/workspace/events/{event.slug}/registrations/{one.id}")
    assert page.text.count("Noch nicht gefragt") == 4
    assert page.text.count("Nicht erteilt") == 1
    assert page.text.count("Widerrufen am") == 1
