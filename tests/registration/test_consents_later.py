"""Consents on the personal page, after the form."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base.database import db
from forum.base.refusal import Refused
from forum.registration import consenting, consents, counts, queries, service
from forum.registration.models import (
    Consent,
    ConsentText,
    Decision,
    Purpose,
    Registration,
    State,
)
from tests import factories
from tests.support.clients import Client, submit

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TYPED = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "email": "m.sandkamp@diakonie.example",
    "phone": "02300 5550",
    "sector": "welfare",
}


def own_page(one: Registration) -> str:
    return f"/my/{queries.token_of(one)}"


def rows() -> list[tuple[Purpose, Decision, list[str]]]:
    found = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    return [(row.purpose, row.decision, row.fields) for row in found]


@ON_ONE
def test_after_cancelling_a_consent_can_be_withdrawn_but_none_given(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    factories.consent(one, Purpose.FOLLOW_UP, fields=())
    service.cancel(one.id)
    page = client.page(own_page(one))
    assert [name for name in page.links if name.endswith("erlauben")] == []
    page = submit(client, own_page(one), button="Rückfragen nach dem Forum widerrufen")
    assert rows()[-1] == (Purpose.FOLLOW_UP, Decision.WITHDRAWN, [])
    page = submit(client, f"{own_page(one)}/consents/photos-web/grant")
    assert (page.status, len(rows())) == (200, 2)
    assert "schon beendet" in page.root.first("div", id="errors").text
    with pytest.raises(Refused):
        consenting.decide(one.id, Purpose.PHOTOS_WEB, is_granted=True)


@ON_ONE
def test_the_words_kept_are_in_the_language_of_the_personal_page(ctx: Flask, client: Client):
    one = factories.registration(factories.event(), language="en")
    german = {"Accept-Language": "de"}
    submit(client, f"{own_page(one)}/consents/photos-web/grant", headers=german)
    submit(client, own_page(one), button="Withdraw: Photos: website", headers=german)
    texts = db.session.scalars(select(ConsentText)).all()
    assert [(text.language, text.purpose) for text in texts] == [("en", Purpose.PHOTOS_WEB)]
    assert [decision for _purpose, decision, _fields in rows()] == [
        Decision.GRANTED,
        Decision.WITHDRAWN,
    ]


@ON_ONE
def test_a_second_registration_asks_again(ctx: Flask, client: Client):
    event = factories.event(slug="kim")
    submit(client, "/events/kim/register", {**TYPED, "photos_web": "y"})
    first = db.session.scalars(select(Registration)).one()
    service.cancel(first.id)
    submit(client, "/events/kim/register", TYPED)
    second = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
    assert second is not None
    assert (second.state, consents.is_granted(second.consents, Purpose.PHOTOS_WEB)) == (
        State.HELD,
        False,
    )
    assert counts.places_left([event.id])[event.id].held == 1


@ON_ONE
def test_there_are_no_other_consents(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    for word in ("newsletter", "contact", "contact-list-x", "PHOTOS", "photos%00"):
        assert client.get(f"{own_page(one)}/consents/{word}/grant").status_code == 404
