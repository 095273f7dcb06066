"""The places of a forum: counted under a lock, given on in one way."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    String,
    bindparam,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.orm import Session, object_session

from forum.audit import service as audit
from forum.audit.models import Actor
from forum.base import clock, database
from forum.events.limit_models import Limit, LimitKind
from forum.events.models import Event
from forum.mail import service as mail
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation, Sector
from forum.people.models import Affiliation
from forum.registration import identities, queries, rules, telling
from forum.registration.models import PlaceCount, Registration, State
from forum.registration.person_models import TaskKind

_LOCKED = (
    select(Event)
    .where(Event.id == bindparam("event"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def lock_event(session: Session, event_id: int) -> Event:
    """The forum, locked until the transaction ends: whoever counts places holds this."""
    return session.scalars(_LOCKED, {"event": event_id}).one()


def limits_of(session: Session, event: Event) -> tuple[rules.Limits, rules.Taken, bool]:
    """What the forum has room for, what is taken, and whether anybody waits; one grouped query.

    Exact only while the forum is locked. What is kept for a sector is free for all once
    registration has closed.
    """
    rows = session.execute(_counting(), {"event": event.id}).all()
    taken = rules.Taken()
    found: dict[str, dict[Sector | None, int]] = {kind: {} for kind in LimitKind}
    is_waited = False
    for word, sector_word, organisation_id, number in rows:
        sector = Sector(sector_word) if sector_word else None
        if word in found:
            found[word][sector] = number
        elif word == State.WAITING:
            is_waited = True
        elif sector is not None:
            taken.add(sector, organisation_id, int(number))
    return _limits(event, found), taken, is_waited


@functools.cache
def _counting() -> CompoundSelect[*tuple[Any, ...]]:
    """Putting it together takes longer than asking it."""
    event_id: BindParameter[int] = bindparam("event")
    limits = select(
        func.cast(Limit.kind, String), func.cast(Limit.sector, String), literal(0), Limit.number
    ).where(Limit.event_id == event_id)
    who = func.coalesce(organisations.leading(), literal_column("0"))
    counts = (
        select(
            func.cast(PlaceCount.state, String),
            func.cast(PlaceCount.sector, String),
            who,
            func.sum(PlaceCount.number),
        )
        .outerjoin(Organisation, Organisation.id == PlaceCount.organisation_id)
        .where(
            PlaceCount.event_id == event_id,
            PlaceCount.state.in_([*rules.TAKING, State.WAITING]),
            PlaceCount.number > 0,
        )
        .group_by(PlaceCount.state, PlaceCount.sector, who)
    )
    return limits.union_all(counts)


def _limits(event: Event, found: dict[str, dict[Sector | None, int]]) -> rules.Limits:
    is_open = clock.now() < event.registration_deadline
    return rules.Limits(
        places=event.capacity,
        door=event.door_places,
        sectors={one: number for one, number in found[LimitKind.SECTOR].items() if one},
        organisations=found[LimitKind.ORGANISATION],
        reserved={
            sector: rules.share(percent, event.capacity)
            for sector, percent in found[LimitKind.RESERVED].items()
            if sector and is_open
        },
    )


def move(registration: Registration, state: State) -> None:
    """Changes the state, if the table of transitions allows it."""
    rules.check_transition(registration.state, state)
    now = clock.now()
    session = object_session(registration)
    if registration.state is State.OFFERED and session is not None:
        telling.close_told(session, registration, "registration-offered")
    registration.state = state
    registration.changed_at = now
    if state not in rules.ACTIVE:
        registration.ended_at = now
        if session is not None:
            release_name(session, registration, registration.person_key)


def release_name(session: Session, registration: Registration, key: str) -> None:
    """The name under which somebody was known goes to the next who has it; whoever else is asked
    about because of it is now asked about because of that one."""
    session.flush()
    heir = identities.pass_on_name(session, registration, key)
    asked = session.scalars(
        select(Registration).where(
            Registration.same_as_id == registration.id, Registration.state == State.WAITING
        )
    ).all()
    for other in asked:
        if heir is None or other is heir:
            other.same_as_id = None
            telling.close_tasks(session, other, TaskKind.SAME_PERSON)
        else:
            other.same_as_id = heir.id


def promote(session: Session, event: Event) -> None:
    """The one way a free place is given on: offered to whoever has waited longest, can be reached,
    and is counted by no limit that is full.

    Whom organisers entered and nobody has told yet takes it at once.
    """
    term = rules.answer_by(clock.now(), event.starts_at, hours=event.offer_hours)
    if event.cancelled_at or not event.published_at or term is None:
        return
    session.flush()
    limits, taken, is_waited = limits_of(session, event)
    if not is_waited:
        return
    for registration_id, sector, organisation_id in _waiting(session, event.id):
        if taken.total >= limits.places - limits.door:
            break
        if rules.obstacle(limits, taken, sector, organisation_id) is None:
            registration = session.get_one(Registration, registration_id)
            taken.add(sector, organisation_id)
            if registration.told_at is None:
                move(registration, State.CONFIRMED)
                if not telling.by_mail(registration):  # no later message tells them
                    telling.tell(session, registration, "registration-promoted")
            else:
                registration.answer_by = term
                move(registration, State.OFFERED)
                telling.tell(session, registration, "registration-offered")
            note(session, registration, "promoted", actor=Actor.CLOCK)
    session.flush()


def _waiting(session: Session, event_id: int) -> Sequence[tuple[int, Sector, int]]:
    query = (
        queries.waiting_in_order(event_id)
        .outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
    )
    columns = (Registration.sector, func.coalesce(organisations.leading(), 0))
    return [tuple(row) for row in session.execute(query.add_columns(*columns))]


def end(
    session: Session,
    registration: Registration,
    *,
    by: int | None = None,
    reason: str = "",
    message: str = "registration-cancelled",
    action: str = "cancelled",
) -> None:
    """Cancels an active registration in the caller's transaction and gives its place on; `action`
    is what the log calls it."""
    was = registration.state
    move(registration, State.CANCELLED)
    note(session, registration, action, by=by, detail=was.value, reason=reason)
    telling.tell(session, registration, message)
    session.flush()
    promote(session, registration.event)


def note(
    session: Session,
    registration: Registration,
    action: str,
    *,
    actor: Actor = Actor.PERSON,
    by: int | None = None,
    detail: str = "",
    reason: str = "",
) -> None:
    """Adds a line to the log about a registration."""
    audit.note(
        session,
        action,
        event_id=registration.event_id,
        registration_id=registration.id,
        actor=actor,
        by=by,
        detail=detail,
        reason=reason,
    )


def fill_places() -> None:
    """Gives free places to those who wait, wherever a limit was raised or a change was missed."""
    waits = (
        select(PlaceCount.event_id)
        .join(Event, Event.id == PlaceCount.event_id)
        .where(
            PlaceCount.state == State.WAITING,
            PlaceCount.number > 0,
            Event.starts_at > clock.now(),
        )
    )
    for event_id in database.db.session.scalars(waits.distinct()).all():
        with database.transaction() as session:
            promote(session, lock_event(session, event_id))
    mail.wake()
