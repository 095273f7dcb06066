"""An organisation's page: who works there, what it has taken on, and with whom it has to do."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.organisations import merging, tree, tying
from forum.organisations.register_models import TieKind
from forum.people import contact_persons
from forum.people.models import Affiliation, ContactRole
from forum.registration import organising
from forum.registration.models import State
from forum.results import outcomes
from forum.results.commitment_models import CommitmentParty
from forum.results.outcome_models import FindingKind
from forum.workspace import organisation_people
from tests import factories, result_factories
from tests.support.clients import Client
from tests.support.registering import details


def test_only_who_was_really_there_works_there_and_a_correction_leaves_nothing_behind(
    ctx: Flask,
) -> None:
    event, by = factories.event(), factories.account().id
    here, there = factories.organisation("Verein Hier"), factories.organisation("Verein Dort")
    one, unconfirmed, expired = (
        factories.registration(event, where=here, state=state)
        for state in (State.CONFIRMED, State.HELD, State.EXPIRED)
    )
    assert one.affiliation_id is not None
    contact_persons.name(one.affiliation_id)
    assert [work.person_id for work in organisation_people.staff(here.id)] == [one.person_id]
    right = details(one.person.last_name, organisation="Verein Hier", role="Leitung")
    organising.correct(one.id, right, by=by, email=one.email, version=one.version)
    db.session.expire_all()
    (work,) = organisation_people.staff(here.id)
    assert (work.role, work.valid_to) == ("Leitung", None)
    (role,) = organisation_people.contact_roles(here.id)
    assert (role.affiliation_id, role.needs_successor) == (work.id, False)
    right = details(one.person.last_name, organisation="Verein Dort")
    organising.correct(one.id, right, by=by, email=one.email, version=one.version)
    db.session.expire_all()
    assert [work.person_id for work in organisation_people.staff(there.id)] == [one.person_id]
    (left,) = organisation_people.staff(here.id)
    assert left.valid_to is not None
    assert db.session.scalars(select(ContactRole.needs_successor)).all() == [True]
    others = {unconfirmed.affiliation_id, expired.affiliation_id}
    open_ones = select(Affiliation.id).where(Affiliation.valid_to.is_(None))
    assert set(db.session.scalars(open_ones)) == {*others, one.affiliation_id}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_steps_and_contacts_come_from_what_is_public_and_from_tables(
    ctx: Flask, organiser: Account, organiser_client: Client
) -> None:
    event = factories.event(slug="kim", day=factories.in_weeks(-1))
    here, there, far = (factories.organisation(f"Verein {name}") for name in ("A", "B", "C"))
    also = factories.organisation("V. B")
    came = {"state": State.CHECKED_IN}
    one = factories.registration(event, where=here, **came)
    two, three = (factories.registration(event, where=where, **came) for where in (there, also))
    guarded = factories.registration(event, where=far, is_protected=True, **came)
    absent = factories.registration(event, where=far, state=State.ABSENT)
    factories.plan(
        event, dict.fromkeys((one, two, three, guarded, absent), tuple(event.islands[:3]))
    )
    step = result_factories.finding(event, organiser, "Liste abstimmen.", FindingKind.NEXT_STEP)
    for name in ("Verein A", "Verein B"):
        outcomes.add_party(
            event.id, step.id, organisation=name, name="Kim", email="k@post.example",
            is_lead=False, by=organiser.id,
        )  # fmt: skip
    merging.merge(there.id, also.id, by=organiser.id)
    db.session.expire_all()
    found = organisation_people.contacts(here.id)
    assert [(one.name, one.steps, one.people, one.forums) for one in found] == [
        ("Verein B", 0, 2, 1)
    ]
    assert organisation_people.contacts(far.id) == []
    with database.transaction() as session:
        for party in session.scalars(select(CommitmentParty)):
            party.confirmed_at = clock.now()
    assert [one.steps for one in organisation_people.contacts(here.id)] == [1]
    (party,) = organisation_people.open_steps(here.id)
    assert party.commitment.finding.id == step.id
    page = organiser_client.page(f"/workspace/organisations/{here.id}")
    assert "Liste abstimmen." in page.text
    assert ["Verein B", "1", "2", "1"] in page.rows
    assert "Verein C" not in page.text


def test_the_whole_tree_is_shown_where_it_is_deeper_than_neighbours(ctx: Flask) -> None:
    town, office, team, lone = (
        factories.organisation(name) for name in ("Stadt X", "Amt X", "Team X", "Amt Y")
    )
    tying.add(office.id, town.id, TieKind.PART_OF)
    assert tree.find(office.id) == []
    tying.add(team.id, office.id, TieKind.PART_OF)
    tying.add(lone.id, town.id, TieKind.PART_OF)
    for one in (town, office, team, lone):
        assert [(node.name, node.depth) for node in tree.find(one.id)] == [
            ("Stadt X", 0),
            ("Amt X", 1),
            ("Team X", 2),
            ("Amt Y", 1),
        ]
