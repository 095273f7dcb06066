"""Saving a new registration: with a place, if every limit that counts it has room."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.base import clock, links
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.registration import details as details_of
from forum.registration import identities, places, rules
from forum.registration.details import Details
from forum.registration.models import Channel, Registration, State


def new(details: Details, event: Event, *, channel: Channel, language: str) -> Registration:
    """A registration that is not saved yet and takes no place."""
    now = clock.now()
    return Registration(
        event_id=event.id,
        sector=details.sector,
        is_protected=details.is_protected,
        language=language,
        channel=channel,
        created_at=now,
        changed_at=now,
        link_id=links.new_id(),
    )


def add(
    session: Session,
    event: Event,
    registration: Registration,
    details: Details,
    known: identities.Known,
    *,
    free: State,
    overrules: bool = False,
) -> rules.Obstacle | None:
    """Saves a new registration while the forum is locked: in the state `free` if every limit that
    counts it has room or is overruled, else waiting. Returns the limit that is full."""
    names = identities.name_key(details.first_name, details.last_name)
    registration.person_key = known.key_for(registration, names)
    at_door = free is State.CHECKED_IN
    with session.no_autoflush:
        if details.is_protected:
            details_of.set_protected(session, registration, details)
        else:
            details_of.set_person(session, registration, details)
        limits, taken, is_waited = places.limits_of(session, event)
    if is_waited and not at_door:
        places.promote(session, event)
        limits, taken, _is_waited = places.limits_of(session, event)
    organisation_id = group_of(registration)[1]
    full = rules.obstacle(limits, taken, details.sector, organisation_id, at_door=at_door)
    registration.state = State.WAITING if full and not overrules else free
    session.add(registration)
    session.flush()
    return full


def group_of(registration: Registration) -> tuple[Sector, int]:
    """The sector and organisation (0: none) by which limits count somebody."""
    organisation = registration.affiliation and registration.affiliation.organisation
    return registration.sector, organisation.id if organisation else 0
