"""What somebody says about themselves, and how it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.events.models import Event, Island
from forum.organisations import service as organisations
from forum.organisations.models import Sector
from forum.people import service as people
from forum.registration import rules
from forum.registration.models import Registration, Wish


@dataclass(frozen=True)
class Details:
    """Who comes, from where, with which wishes (ids of islands, dearest first)."""

    first_name: str
    last_name: str
    phone: str
    organisation: str
    sector: Sector
    role: str
    wishes: Sequence[int | None] = field(default_factory=tuple)


def checked_wishes(session: Session, event: Event, details: Details) -> list[int]:
    """The wished islands in their order.

    Raises:
        Refused: one is wished twice or belongs to another forum.
    """
    island_ids = session.scalars(select(Island.id).where(Island.event_id == event.id)).all()
    return rules.check_wishes(details.wishes, island_ids)


def set_person(session: Session, registration: Registration, details: Details) -> None:
    """Ties the registration to the person and the affiliation that were typed."""
    person = people.get_or_add(
        session,
        first_name=details.first_name,
        last_name=details.last_name,
        email_key=registration.email_key,
    )
    organisation = (
        organisations.get_or_add(session, details.organisation, details.sector)
        if details.organisation
        else None
    )
    affiliation = people.get_or_add_affiliation(session, person, organisation, details.role)
    registration.person = person
    registration.affiliation = affiliation
    registration.sector = details.sector
    registration.phone = details.phone


def set_wishes(session: Session, registration: Registration, island_ids: Sequence[int]) -> None:
    """Replaces the wishes."""
    session.execute(delete(Wish).where(Wish.registration_id == registration.id))
    for rank, island_id in enumerate(island_ids, start=1):
        session.add(Wish(registration_id=registration.id, rank=rank, island_id=island_id))
