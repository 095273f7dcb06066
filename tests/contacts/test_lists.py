"""Who stands on a contact list, and who sees what of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.contacts import groups, queries, service, wish_meetings
from forum.contacts.queries import Accesses
from forum.contacts.rules import Audience
from forum.events.models import Event
from forum.islands.models import Assignment
from forum.organisations import merging
from forum.registration import queries as registrations
from forum.registration.models import Decision, Purpose, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import address_of, agreeing, fresh, let_in

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def names(event_id: int, viewer: Audience = Audience.FORUM) -> list[str]:
    return [entry.last_name or entry.name for entry in queries.entries(event_id, viewer)]


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum whose list is open."""
    return factories.event(contact_list_opened_at=clock.now())


def test_an_entry_exists_exactly_where_the_newest_decision_is_a_yes(event: Event) -> None:
    yes, withdrawn, waiting = (agreeing(event) for _i in range(3))
    refused, _never = (factories.registration(event) for _i in range(2))
    factories.consent(withdrawn, decision=Decision.WITHDRAWN)
    factories.consent(refused, decision=Decision.REFUSED)
    factories.consent(refused, purpose=Purpose.PHOTOS_WEB)
    waiting.state = State.WAITING
    db.session.commit()
    assert names(event.id) == [yes.person.last_name]
    factories.consent(withdrawn)
    assert names(event.id) == sorted([yes.person.last_name, withdrawn.person.last_name])
    assert names(factories.event().id) == []


@ON_ONE
def test_an_organisation_stands_there_without_a_person(
    event: Event, organiser_client: Client
) -> None:
    organisation = factories.organisation("Beratungsstelle X", email="info@x.example")
    factories.registration(event, where=organisation)
    factories.registration(event, where=factories.organisation("Ohne Postfach"))
    desk = f"/workspace/events/{event.slug}/contacts"
    said = "Ist einverstanden: Beratungsstelle X in die Liste aufnehmen"
    page = submit(organiser_client, desk, button=said)
    assert "ohne Person" in page.text
    (entry,) = queries.entries(event.id)
    assert (entry.name, entry.email, entry.is_person) == (
        "Beratungsstelle X",
        "info@x.example",
        False,
    )
    assert queries.entries(event.id, Audience.PUBLIC) == []
    other = factories.organisation("BS X", email="bs@x.example")
    factories.registration(event, where=other)
    by = factories.account().id
    service.add_organisation(event.id, other.id, by=by)
    merging.merge(organisation.id, other.id, by=by)
    db.session.expire_all()
    assert [entry.name for entry in queries.entries(event.id)] == ["Beratungsstelle X"]
    submit(organiser_client, desk, button="Beratungsstelle X aus der Liste nehmen")
    assert queries.entries(event.id) == []


@ON_ONE
def test_the_list_opens_after_the_forum_or_when_the_organiser_says_so(ctx: Flask) -> None:
    event = factories.event()
    one = agreeing(event)
    assert queries.may_see(fresh(one)) is False
    with pytest.raises(Refused, match="noch nicht offen"):
        queries.check_may_see(fresh(one))
    with clock.fixed_at(event.ends_at):
        assert queries.may_see(fresh(one)) is True
    service.open_list(event.id)
    assert queries.may_see(fresh(one)) is True
    service.close_list(event.id)
    assert queries.may_see(fresh(one)) is False


@ON_ONE
def test_organisers_open_and_close_it_by_a_button(ctx: Flask, organiser_client: Client) -> None:
    event = factories.event()
    page = f"/workspace/events/{event.slug}/contacts"
    submit(organiser_client, page, button="Liste jetzt öffnen")
    db.session.refresh(event)
    assert event.contact_list_opened_at is not None
    submit(organiser_client, page, button="Liste wieder schließen")
    db.session.refresh(event)
    assert event.contact_list_opened_at is None


@ON_ONE
def test_searching_finds_what_is_shown_and_nothing_else(event: Event, client: Client) -> None:
    viewer, one = agreeing(event), factories.registration(event, phone="0221 99")
    factories.consent(one, fields=("name", "organisation"))
    let_in(client, viewer)
    where = registrations.organisation_of(one)

    def hits(words: str, organisation: str = "") -> set[str]:
        sought = {"words": words, "organisation": organisation}
        page = submit(client, address_of(viewer), sought, button="Suche")
        return {p.person.last_name for p in (viewer, one) if p.person.last_name in page.text}

    assert hits(one.person.last_name.upper()) == {one.person.last_name}
    assert hits(one.email or "") == set()
    assert hits("0221 99") == set()
    assert hits("0221 471") == {viewer.person.last_name}
    assert hits("", where) == {one.person.last_name}
    assert hits("niemand dergleichen") == set()


def test_who_really_met_is_shown_to_those_who_were_there(ctx: Flask, client: Client) -> None:
    """Once the round has begun, of those at the same table, and alike among those one has met."""
    event = factories.event(day=factories.in_weeks(-1))
    first, second, third = event.islands[:3]
    here = {"state": State.CHECKED_IN}
    viewer, met, elsewhere = (agreeing(event) for _i in range(3))
    absent, gone, beside = (agreeing(event) for _i in range(3))
    for one in (viewer, met, elsewhere, gone, beside):
        one.state = State.CHECKED_IN
    gone.present_from = event.rounds[1].starts_at
    db.session.commit()
    silent = factories.registration(event, **here)
    factories.plan(
        event,
        {
            viewer: (first, second),
            met: (first, third),
            elsewhere: (third, first),
            absent: (first,),
            gone: (first,),
            beside: (first,),
            silent: (first,),
        },
    )
    for who, table in ((viewer, 1), (met, 1), (gone, 1), (silent, 1), (beside, 2)):
        seat = db.session.scalars(
            select(Assignment).where(
                Assignment.registration_id == who.id, Assignment.round_id == event.rounds[0].id
            )
        ).one()
        seat.table_number = table
    db.session.commit()
    let_in(client, viewer)
    page = client.page(address_of(viewer))
    label = f"Runde 1, Insel {first.letter}: {first.theme}"
    group = client.page(page.links[label])
    seen = {one for one in (viewer, met, elsewhere, absent, gone, beside, silent)
            if one.person.last_name in group.text}  # fmt: skip
    assert seen == {viewer, met}
    assert [one.id for one in wish_meetings.met_by(fresh(viewer))] == [met.id]
    begins = event.rounds[0].starts_at
    for moment, number in ((begins - timedelta(seconds=1), 0), (begins, 1)):
        with clock.fixed_at(moment):
            assert len(groups.of(fresh(viewer))) == number
            assert len(wish_meetings.met_by(fresh(viewer))) == number
    number = event.rounds[0].number
    forbidden = f"{address_of(viewer)}/round/{number}/island/{third.id}"
    assert client.page(forbidden).status == 404


@ON_ONE
def test_what_is_public_stands_on_the_website_and_no_search_engine_keeps_it(
    event: Event, client: Client
) -> None:
    shy = agreeing(event)
    open_one = agreeing(event, public=("name", "organisation", "phone"))
    answer = client.get(f"/events/{event.slug}/contacts")
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == (
        "noindex, nofollow",
        "no-store",
    )
    assert (open_one.person.last_name in answer.text, "0221 4711" in answer.text) == (True, True)
    assert (shy.person.last_name in answer.text, str(open_one.email) in answer.text) == (
        False,
        False,
    )
    service.close_list(event.id)
    assert open_one.person.last_name not in client.page(f"/events/{event.slug}/contacts").text


@ON_ONE
def test_who_looks_is_kept_once_for_each_version_and_way(
    event: Event, client: Client, organiser_client: Client
) -> None:
    one = agreeing(event)
    desk = f"/workspace/events/{event.slug}/contacts"
    let_in(client, one)
    for _again in range(2):
        client.page(address_of(one))
        client.get(f"{address_of(one)}/{one.id}.vcf")
        for way in ("", "/list.csv", "/list.vcf", "/list.xlsx", "/list.pdf", "/print"):
            assert organiser_client.get(desk + way).status_code == 200
    assert queries.accesses(event.id) == [Accesses(version=1, opened=2, downloaded=2)]
