"""One organisation across all forums: who came when and where, whom to ask, and what merging it
with another would move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.base.database import db
from forum.base.text import Text, _
from forum.events.models import Event, Island, Round
from forum.islands.models import Assignment, Plan
from forum.organisations import queries as organisations
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Organisation, OrganisationAlias
from forum.organisations.words import LEVELS, SECTORS
from forum.people.models import Affiliation, Person
from forum.people.queries import ENTRY
from forum.registration import rules as registration_rules
from forum.registration.models import Registration
from forum.workspace import register_queries
from forum.workspace.register_queries import OF_ENTRY, Numbers

MOST = 300
"""So many people of an organisation are shown, those of the latest forums first."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who came, or comes, from the organisation, and the islands of their plan."""

    registration: Registration
    islands: Sequence[Island]


@dataclass(frozen=True)
class Visit:
    """A forum with those of the organisation who take part, by what it was called then."""

    event: Event
    name: str
    people: Sequence[Visitor]


def visits(organisation: Organisation) -> list[Visit]:
    """Who came when and to which islands, the latest forum first; two queries. Who is protected
    stands here no more than elsewhere."""
    rows = db.session.scalars(
        select(Registration)
        .join(Registration.event)
        .join(Affiliation, Affiliation.id == Registration.affiliation_id)
        .where(
            Affiliation.organisation_id.in_(organisations.entries_of(organisation.id)),
            Registration.state.in_(registration_rules.TAKING_PART),
            Registration.is_protected.is_(False),
        )
        .options(joinedload(Registration.event), joinedload(Registration.person))
        .order_by(Event.starts_at.desc(), Registration.sort_key, Registration.id)
        .limit(MOST)
    ).all()
    seats = _seats([one.id for one in rows])
    by_event: dict[Event, list[Visitor]] = defaultdict(list)
    for one in rows:
        by_event[one.event].append(Visitor(one, seats.get(one.id, ())))
    return [
        Visit(event, organisations.name_at(organisation, event.starts_at), people)
        for event, people in by_event.items()
    ]


def _seats(ids: Sequence[int]) -> Mapping[int, Sequence[Island]]:
    """The islands of people by the published plans of their forums, in the order of the rounds."""
    newest = (
        select(func.max(Plan.number))
        .where(Plan.event_id == Registration.event_id, Plan.published_at.is_not(None))
        .correlate(Registration)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Assignment.registration_id, Island)
        .join(Assignment.registration)
        .join(Plan, Plan.id == Assignment.plan_id)
        .join(Island, Island.id == Assignment.island_id)
        .join(Round, Round.id == Assignment.round_id)
        .where(
            Assignment.registration_id.in_(ids),
            Plan.event_id == Registration.event_id,
            Plan.number == newest,
        )
        .order_by(Round.number)
    )
    found: dict[int, list[Island]] = defaultdict(list)
    for registration_id, island in rows:
        found[registration_id].append(island)
    return found


@dataclass(frozen=True)
class Side:
    """One of two entries that may be one, with what would move."""

    organisation: Organisation
    numbers: Numbers
    registrations: int
    spellings: Sequence[str]
    marked: Sequence[tuple[str, bool]]
    """The words of its name, and whether the other one lacks them."""


@dataclass(frozen=True)
class Preview:
    """Two entries side by side, and what does not fit together; nothing of it is dropped."""

    one: Side
    other: Side
    conflicts: Sequence[Text]


def preview(one: Organisation, other: Organisation) -> Preview:
    """What merging two entries would bring together; six queries."""
    ids = (one.id, other.id)
    numbers = register_queries.numbers_of(ids)
    registrations = _registrations(ids)
    spellings = _spellings(ids)

    def side(mine: Organisation, theirs: Organisation) -> Side:
        return Side(
            mine,
            numbers.get(mine.id, Numbers()),
            registrations.get(mine.id, 0),
            spellings[mine.id],
            organisation_rules.marked(mine.name, theirs.name),
        )

    both = [
        _("%(name)s works at both; both stay as they are.", name=name)
        for name in _at_both(one.id, other.id)
    ]
    return Preview(side(one, other), side(other, one), [*both, *_differences(one, other)])


def _of(ids: tuple[int, int]) -> ColumnElement[bool]:
    return or_(ENTRY.id.in_(ids), ENTRY.merged_into_id.in_(ids))


def _registrations(ids: tuple[int, int]) -> Mapping[int, int]:
    rows = db.session.execute(
        select(OF_ENTRY, func.count(Registration.id))
        .select_from(Registration)
        .join(Affiliation, Affiliation.id == Registration.affiliation_id)
        .join(ENTRY, ENTRY.id == Affiliation.organisation_id)
        .where(_of(ids))
        .group_by(OF_ENTRY)
    )
    return {number: count for number, count in rows}  # noqa: C416


def _spellings(ids: tuple[int, int]) -> Mapping[int, Sequence[str]]:
    rows = db.session.execute(
        select(OF_ENTRY, OrganisationAlias.spelling)
        .join(ENTRY, ENTRY.id == OrganisationAlias.organisation_id)
        .where(_of(ids))
        .order_by(OrganisationAlias.key)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for number, spelling in rows:
        found[number].append(spelling)
    return found


def _at_both(one_id: int, other_id: int) -> Sequence[str]:
    """Who works at both, or bears a name that somebody at the other bears, too."""
    mine, theirs = aliased(Affiliation), aliased(Affiliation)
    person, other = aliased(Person), aliased(Person)
    query = (
        select(person.first_name, person.last_name)
        .select_from(mine)
        .join(person, person.id == mine.person_id)
        .join(other, other.name_key == person.name_key)
        .join(theirs, theirs.person_id == other.id)
        .where(
            mine.organisation_id.in_(organisations.entries_of(one_id)),
            theirs.organisation_id.in_(organisations.entries_of(other_id)),
        )
        .distinct()
        .order_by(person.last_name, person.first_name)
    )
    return [f"{first} {last}".strip() for first, last in db.session.execute(query)]


def _differences(one: Organisation, other: Organisation) -> list[Text]:
    """What is said of both and is not the same; what is said of the leading one counts."""
    said = [
        (_("The field"), SECTORS[one.sector], SECTORS[other.sector]),
        (_("The level"), one.level and LEVELS[one.level], other.level and LEVELS[other.level]),
        (_("The legal form"), one.legal_form, other.legal_form),
        (_("The place"), one.place, other.place),
        (_("The website"), one.website, other.website),
        (_("The mailbox"), one.email, other.email),
    ]
    return [
        _(
            "%(what)s differs: “%(one)s” and “%(other)s”. Both stay; what the leading one says "
            "is shown.",
            what=what,
            one=mine,
            other=theirs,
        )
        for what, mine, theirs in said
        if mine and theirs and mine != theirs
    ]
