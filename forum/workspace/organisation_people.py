"""Who works at an organisation, whom to ask there, what it has taken on, and with whom it met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.base.database import db
from forum.contacts import sitting
from forum.cooperation import rules as cooperation_rules
from forum.islands import queries as islands
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation
from forum.people.models import Affiliation, ContactRole, Person
from forum.registration.models import Registration, State
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.outcome_models import Finding

MOST = 300
"""So many people, or organisations, are shown at most."""


def staff(organisation_id: int) -> Sequence[Affiliation]:
    """Who works at an organisation or did, those who do first, by name: of those who once had a
    place or waited for one, not of whoever has typed a name and never confirmed it."""
    theirs = Registration.person_id == Affiliation.person_id
    by_it = Registration.affiliation_id == Affiliation.id
    is_real = Registration.state.not_in((State.HELD, State.EXPIRED)) & ~Registration.is_protected
    was_real = or_(
        exists().where(by_it, is_real),
        ~exists().where(by_it) & exists().where(theirs, is_real),
    )
    is_asked = exists().where(ContactRole.affiliation_id == Affiliation.id)
    query = (
        select(Affiliation)
        .join(Affiliation.person)
        .where(
            Affiliation.organisation_id.in_(organisations.entries_of(organisation_id)),
            or_(was_real, is_asked),
        )
        .options(joinedload(Affiliation.person), joinedload(Affiliation.entry))
        .order_by(Affiliation.valid_to.is_not(None), Person.sort_key, Affiliation.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def contact_roles(organisation_id: int) -> Sequence[ContactRole]:
    """Whom to ask at an organisation, now and before, the latest first."""
    query = (
        select(ContactRole)
        .join(ContactRole.affiliation)
        .where(Affiliation.organisation_id.in_(organisations.entries_of(organisation_id)))
        .options(joinedload(ContactRole.affiliation).joinedload(Affiliation.person))
        .order_by(ContactRole.valid_to.is_not(None), ContactRole.valid_from.desc(), ContactRole.id)
    )
    return db.session.scalars(query).all()


def open_steps(organisation_id: int) -> Sequence[CommitmentParty]:
    """The next steps that an organisation takes part in and that go on, those due first at the
    top; whoever declined, and what was withdrawn, is not among them."""
    query = (
        select(CommitmentParty)
        .join(CommitmentParty.commitment)
        .join(Commitment.finding)
        .where(
            CommitmentParty.organisation_id.in_(organisations.entries_of(organisation_id)),
            CommitmentParty.declined_at.is_(None),
            CommitmentParty.progress.not_in([*cooperation_rules.ENDED]),
            Finding.withdrawn_at.is_(None),
        )
        .options(
            joinedload(CommitmentParty.commitment)
            .joinedload(Commitment.finding)
            .joinedload(Finding.event),
            joinedload(CommitmentParty.registration).joinedload(Registration.person),
            joinedload(CommitmentParty.registration).joinedload(Registration.affiliation),
        )
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, CommitmentParty.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def needs_successor(party: CommitmentParty) -> bool:
    """Whether whoever answers for a step has left the organisation, which keeps the step."""
    work = party.registration and party.registration.affiliation
    return bool(work and work.valid_to is not None)


@dataclass(frozen=True)
class Contact:
    """Another organisation: how many next steps both take part in, with how many of its people
    somebody sat at one table, and at how many forums."""

    id: int
    name: str
    steps: int = 0
    people: int = 0
    forums: int = 0


def contacts(organisation_id: int) -> list[Contact]:
    """With which other organisations one has to do, from next steps that both have confirmed and
    from who sat together; never from contact wishes. Three queries, those with most first."""
    steps, met = _common_steps(organisation_id), _sat_with(organisation_id)
    named = organisations.names([*steps, *met])
    found = [Contact(number, name, steps[number], *met[number]) for number, name in named.items()]
    found.sort(key=lambda one: (-one.steps, -one.people, one.name.casefold()))
    return found[:MOST]


def _common_steps(organisation_id: int) -> dict[int, int]:
    mine, theirs = aliased(CommitmentParty), aliased(CommitmentParty)
    entry = aliased(Organisation)
    other = organisations.leading(entry)
    rows = db.session.execute(
        select(other, func.count(mine.commitment_id.distinct()))
        .select_from(mine)
        .join(theirs, theirs.commitment_id == mine.commitment_id)
        .join(entry, entry.id == theirs.organisation_id)
        .join(Finding, Finding.id == mine.commitment_id)
        .where(
            mine.organisation_id.in_(organisations.entries_of(organisation_id)),
            other != organisation_id,
            mine.confirmed_at.is_not(None),
            theirs.confirmed_at.is_not(None),
            Finding.withdrawn_at.is_(None),
        )
        .group_by(other)
    )
    return defaultdict(int, [(row[0], row[1]) for row in rows])


def _sat_with(organisation_id: int) -> dict[int, tuple[int, int]]:
    mine, theirs, entry = aliased(Affiliation), aliased(Affiliation), aliased(Organisation)
    one, other = sitting.ONE, sitting.OTHER
    leads = organisations.leading(entry)
    rows = db.session.execute(
        sitting.together(
            islands.published(),
            leads,
            func.count(other.person_id.distinct()),
            func.count(other.event_id.distinct()),
        )
        .join(mine, mine.id == one.affiliation_id)
        .join(theirs, theirs.id == other.affiliation_id)
        .join(entry, entry.id == theirs.organisation_id)
        .where(
            mine.organisation_id.in_(organisations.entries_of(organisation_id)),
            leads != organisation_id,
            one.is_protected.is_(False),
            other.is_protected.is_(False),
        )
        .group_by(leads)
    )
    return defaultdict(lambda: (0, 0), [(row[0], (row[1], row[2])) for row in rows])
