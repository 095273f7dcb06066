"""Somebody says on their own page that they work elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.people import contact_persons
from forum.people import service as people
from forum.people.models import ContactRole
from forum.registration import queries
from forum.registration.person_models import AddressChange, Task, TaskKind
from tests import factories
from tests.support.clients import Client, submit

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_past_forums_keep_the_old_one_and_a_successor_is_asked_for(
    ctx: Flask, client: Client
) -> None:
    over, ahead = factories.event(day=factories.in_weeks(-20)), factories.event()
    who, awo = factories.person("Alma", "Anders"), factories.organisation("AWO Hagen")
    then = factories.registration(over, who=who, where=awo, email="alma@awo.example")
    soon = factories.registration(ahead, who=who, where=awo, email="alma@awo.example")
    assert then.affiliation_id is not None
    contact_persons.name(then.affiliation_id)
    today = clock.in_berlin(clock.now()).date()
    page = f"/my/{queries.token_of(soon)}"
    link = client.page(page).links["Ich arbeite jetzt woanders"]
    said = {"organisation": "Stadt Hagen", "sector": "administration", "role": "Koordination"}
    late = {**said, "since": (today + timedelta(days=1)).isoformat(), "email": "a@stadt.example"}
    refused = submit(client, link, late, button="Neue Organisation vermerken")
    assert "sobald" in refused.text or "gekommen" in refused.text
    assert db.session.scalars(select(AddressChange)).all() == []
    right = {**said, "since": today.isoformat(), "email": "a@stadt.example"}
    done = submit(client, link, right, button="Neue Organisation vermerken")
    assert "Frühere Foren behalten" in done.text or "ist vermerkt" in done.text
    db.session.expire_all()
    assert (queries.organisation_of(then), queries.organisation_of(soon)) == (
        "AWO Hagen",
        "Stadt Hagen",
    )
    assert soon.email == "alma@awo.example"
    assert db.session.scalars(select(AddressChange.email)).all() == ["a@stadt.example"]
    assert db.session.scalars(select(ContactRole.needs_successor)).all() == [True]
    now = people.open_affiliations(db.session(), who.id)
    assert "AWO Hagen" not in [one.organisation and one.organisation.name for one in now]


def test_the_contact_person_has_their_organisation_corrected(
    ctx: Flask, client: Client, organiser_client: Client
) -> None:
    event = factories.event(slug="kim")
    one = factories.registration(event, where=factories.organisation("AWO Hagen", place="Hagen"))
    page = f"/my/{queries.token_of(one)}"
    label = "Angaben zu meiner Organisation berichtigen lassen"
    assert label not in client.page(page).links
    assert client.get(f"{page}/organisation").headers["Location"] == page
    assert one.affiliation_id is not None
    contact_persons.name(one.affiliation_id)
    link = client.page(page).links[label]
    submit(client, link, {"words": "Wir sitzen in Herdecke."}, button="Anfrage senden")
    task = db.session.scalars(select(Task)).one()
    assert (task.kind, task.message, task.note) == (
        TaskKind.CHANGE_REQUEST,
        "AWO Hagen",
        "Wir sitzen in Herdecke.",
    )
    assert "Wir sitzen in Herdecke." in organiser_client.page("/workspace/events/kim/tasks").text


def test_who_is_protected_is_not_asked(ctx: Flask, client: Client) -> None:
    one = factories.registration(factories.event(), is_protected=True)
    assert "Ich arbeite jetzt woanders" not in client.page(f"/my/{queries.token_of(one)}").links
