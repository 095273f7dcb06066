"""Scenario 10, protected participation, in the directory and among contact wishes."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.commands import work
from forum.contacts import directory_service, wish_figures, wish_meetings, wish_queries
from forum.contacts.directory_service import Said
from forum.registration.models import State
from tests import factories
from tests.contacts.wishing import address, fresh, hidden, listed, seen, wish
from tests.support.clients import Client


def test_scenario_10_a_protected_person_is_nowhere_among_contact_wishes(
    ctx: Flask, client: Client, organiser_client: Client
) -> None:
    event = factories.event(day=factories.in_weeks(-1))
    one, other, guarded = listed(event, 3, state=State.CHECKED_IN)
    factories.plan(event, dict.fromkeys((one, other, guarded), tuple(event.islands[:3])))
    wish(guarded, one, "Sprachcafé")
    factories.contact_match(other, guarded)
    guarded.is_protected = True
    db.session.commit()
    for path in ("directory", "wishes", "wishes/met", ""):
        assert hidden(seen(client, one, path), [guarded])
        assert hidden(seen(client, other, path), [guarded])
    missing = client.get(address(one, "wishes/to/99999"))
    found = client.get(address(one, f"wishes/to/{guarded.id}"))
    assert (found.status_code, missing.status_code) == (404, 404)
    with pytest.raises(NotFound):
        wish(one, guarded)
    with pytest.raises(Refused):
        directory_service.enter(guarded.id, Said())
    assert wish_figures.numbers(event.id).listed == 2
    assert wish_meetings.outcome_of(event) is None
    assert client.get(address(guarded)).status_code == 409
    page = organiser_client.page(f"/workspace/events/{event.slug}/contact-wishes")
    assert hidden(page.text, [guarded])
    work.maintain()
    assert not wish_queries.of(fresh(other)).contacts
