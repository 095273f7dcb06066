"""Who stands on a contact list, and who may see it."""

from __future__ import annotations

import csv
import io

import pytest
import vobject
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.contacts import exports, queries, rules, service
from forum.contacts.models import AccessKind
from forum.contacts.queries import ContactEntry
from forum.registration import consenting
from forum.registration import queries as registrations
from forum.registration.models import Decision, Purpose, Registration, State
from tests import factories
from tests.support.clients import Client, submit

FIELDS = ("name", "organisation", "email", "phone")


@given(
    agreed=st.sets(st.sampled_from(FIELDS)),
    values=st.fixed_dictionaries(dict.fromkeys(FIELDS, st.text())),
)
def test_nothing_is_shown_that_was_not_agreed_to(agreed: set[str], values: dict[str, str]) -> None:
    shown = rules.only_agreed(values, sorted(agreed))
    assert shown == {field: values[field] if field in agreed else "" for field in FIELDS}


def _names(event_id: int) -> list[str]:
    return [entry.last_name for entry in queries.entries(event_id)]


def _fresh(one: Registration) -> Registration:
    db.session.expire_all()
    found = registrations.find_by_token(registrations.token_of(one))
    assert found is not None
    return found


def test_an_entry_exists_exactly_where_the_newest_decision_is_a_yes(ctx: Flask) -> None:
    event = factories.event()
    yes, withdrawn, refused, _never, waiting = (factories.registration(event) for _i in range(5))
    for one in (yes, withdrawn, waiting):
        factories.consent(one)
    factories.consent(withdrawn, decision=Decision.WITHDRAWN)
    factories.consent(refused, decision=Decision.REFUSED)
    factories.consent(refused, purpose=Purpose.PHOTOS_WEB)
    waiting.state = State.WAITING
    db.session.commit()
    assert _names(event.id) == [yes.person.last_name]
    factories.consent(withdrawn)
    assert _names(event.id) == sorted([yes.person.last_name, withdrawn.person.last_name])


def test_only_the_agreed_fields_are_there(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event, phone="0221 4710247")
    factories.consent(one, fields=("name", "organisation"))
    entry = queries.entries(event.id)[0]
    assert (entry.email, entry.phone, entry.organisation != "") == ("", "", True)


def test_one_forums_list_never_holds_another_forums_people(ctx: Flask) -> None:
    one, two = factories.event(), factories.event()
    factories.consent(factories.registration(one))
    assert (len(_names(one.id)), len(_names(two.id))) == (1, 0)


def test_the_list_opens_after_the_forum_or_when_the_organiser_says_so(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event)
    factories.consent(one)
    assert queries.may_see(_fresh(one)) is False
    with pytest.raises(Refused):
        queries.entries_for(_fresh(one))
    with clock.fixed_at(event.ends_at):
        assert queries.may_see(_fresh(one)) is True
    service.open_list(event.id)
    assert queries.may_see(_fresh(one)) is True
    service.close_list(event.id)
    assert queries.may_see(_fresh(one)) is False


def test_only_who_stands_on_it_sees_it_and_withdrawal_works_at_the_next_look(
    ctx: Flask, client: Client
) -> None:
    event = factories.event()
    one, other = factories.registration(event), factories.registration(event)
    factories.consent(one)
    factories.consent(other)
    stranger = factories.registration(event)
    service.open_list(event.id)
    address = f"/my/{registrations.token_of(other)}/contacts"
    assert one.person.last_name in client.page(address).text
    refused = client.get(f"/my/{registrations.token_of(stranger)}/contacts")
    assert (refused.status_code, one.person.last_name in refused.text) == (409, False)
    consenting.decide(one.id, Purpose.CONTACT_LIST, is_granted=False)
    assert one.person.last_name not in client.page(address).text


def test_who_looks_is_kept(ctx: Flask, client: Client, organiser_client: Client) -> None:
    event = factories.event()
    one = factories.registration(event)
    factories.consent(one)
    service.open_list(event.id)
    client.page(f"/my/{registrations.token_of(one)}/contacts")
    organiser_client.get(f"/workspace/events/{event.slug}/contacts/list.csv")
    organiser_client.get(f"/workspace/events/{event.slug}/contacts/list.vcf")
    assert queries.accesses(event.id) == dict.fromkeys(AccessKind, 1)


def test_organisers_open_and_close_it_by_a_button(ctx: Flask, organiser_client: Client) -> None:
    event = factories.event()
    page = f"/workspace/events/{event.slug}/contacts"
    submit(organiser_client, page, button="Liste jetzt öffnen")
    db.session.refresh(event)
    assert event.contact_list_opened_at is not None
    submit(organiser_client, page, button="Liste wieder schließen")
    db.session.refresh(event)
    assert event.contact_list_opened_at is None


ODD = ContactEntry(
    "=cmd|' /C calc'!A0", "O’Brien; Söhne, \n", "Verein „Brücke“ e. V.", "a@b.example", "+49 221"
)


def test_a_spreadsheet_never_takes_text_for_a_formula(ctx: Flask) -> None:
    rows = list(csv.reader(io.StringIO(exports.as_csv([ODD]).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=cmd|' /C calc'!A0"
    assert rows[1][4] == "'+49 221"


def test_address_cards_are_read_back_as_they_were(ctx: Flask) -> None:
    cards = list(vobject.readComponents(exports.as_vcards([ODD, ODD]).decode()))
    assert len(cards) == 2
    assert (cards[0].n.value.given, cards[0].org.value, cards[0].tel.value) == (
        ODD.first_name,
        [ODD.organisation],
        "+49 221",
    )
