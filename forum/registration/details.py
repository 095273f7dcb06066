"""What somebody says about themselves, and how it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Island
from forum.organisations import service as organisations
from forum.organisations import tying
from forum.organisations.models import Organisation, Sector, Status
from forum.organisations.register_models import TieKind
from forum.people import service as people
from forum.people.models import Affiliation
from forum.registration import identities, queries, rules
from forum.registration.models import Registration, Wish
from forum.registration.person_models import Need, ProtectedIdentity


@dataclass(frozen=True)
class Choice:
    """What somebody said of an organisation that they typed: that it is a known one, that it is a
    `part` of a known one, or (without `known_id`) that it is new."""

    known_id: int | None = None
    is_part: bool = False


@dataclass(frozen=True)
class Details:
    """Who comes, from where, when, with which wishes (ids of islands, dearest first).

    `is_protected`: the name must stand nowhere; `display_name` is what stands there instead,
    empty for a number.
    """

    first_name: str
    last_name: str
    phone: str
    organisation: str
    sector: Sector
    role: str
    wishes: Sequence[int | None] = field(default_factory=tuple)
    present_from: datetime | None = None
    present_until: datetime | None = None
    is_protected: bool = False
    display_name: str = ""
    choice: Choice | None = None
    """Which organisation is meant, where the text alone does not tell."""


@dataclass(frozen=True)
class Needs:
    """What somebody needs to take part well, each with a note; `is_agreed`: the explicit consent
    that it may be used."""

    notes: Mapping[Need, str] = field(default_factory=dict)
    is_agreed: bool = False


def checked_wishes(
    session: Session, event: Event, details: Details, island_ids: Sequence[int] | None = None
) -> list[int]:
    """The wished islands in their order; also checks the part of the day. `island_ids`: the
    forum's islands, where the caller has them.

    Raises:
        Refused: one is wished twice or belongs to another forum, or the times do not fit.
    """
    rules.check_presence(
        details.present_from, details.present_until, event.starts_at, event.ends_at
    )
    if not any(details.wishes):
        return []
    if island_ids is None:
        island_ids = session.scalars(select(Island.id).where(Island.event_id == event.id)).all()
    return rules.check_wishes(details.wishes, island_ids)


def set_person(session: Session, registration: Registration, details: Details) -> None:
    """Ties the registration to the person and the affiliation that were typed."""
    where = organisation(session, details.organisation, details.sector, details.choice)
    key, first, last = registration.email_key, details.first_name, details.last_name
    known = people.find(session, first_name=first, last_name=last, email_key=key)
    person = known or people.add(session, first_name=first, last_name=last, email_key=key)
    come = people.get_or_add_affiliation if known else people.add_affiliation
    before = registration.affiliation
    registration.person = person
    registration.affiliation = come(session, person, where, details.role)
    if before is not None and before is not registration.affiliation:
        session.flush()
        _correct(session, before, registration.affiliation)
    registration.organisation_typed = details.organisation
    registration.phone = details.phone
    set_day(registration, details)


def _correct(session: Session, before: Affiliation, now: Affiliation) -> None:
    """What was corrected was never so: an affiliation that no other registration names goes, and
    who was whom to ask in the same organisation stays it. With another one a successor is asked
    for."""
    named = select(Registration.id).where(Registration.affiliation_id == before.id).limit(1)
    if session.scalar(named) is not None:
        return
    if not people.hand_on(session, before, now):
        people.leave(session, before, clock.now())
        return
    session.delete(before)


def organisation(
    session: Session, typed: str, sector: Sector, choice: Choice | None
) -> Organisation | None:
    """The entry of the register that somebody means, if they named one; their spelling of a known
    one is learnt."""
    if not typed:
        return None
    known = choice.known_id if choice else None
    if known is not None and choice and not choice.is_part:
        organisations.learn(session, known, typed)
        return session.get_one(Organisation, known)
    made = organisations.get_or_add(session, typed, sector, is_new=choice is not None)
    if known is not None and made.status is Status.PROPOSED:
        tying.tie(session, made.id, known, TieKind.PART_OF)
    return made


def set_day(registration: Registration, details: Details) -> None:
    """Keeps the field of work and the part of the day."""
    registration.sector = details.sector
    registration.present_from = details.present_from
    registration.present_until = details.present_until


def set_protected(session: Session, registration: Registration, details: Details) -> None:
    """Ties the registration to a display name; who stands behind it is kept apart."""
    first, last = _display_name(session, registration.event_id, details)
    person = people.add(session, first_name=first, last_name=last)
    registration.person = person
    registration.affiliation = people.add_affiliation(session, person, None, "")
    registration.phone = ""
    set_day(registration, details)


def keep_identity(
    session: Session, registration: Registration, details: Details, email: str | None
) -> None:
    """Keeps who stands behind a protected registration in the table that only two people see."""
    session.add(
        ProtectedIdentity(
            registration_id=registration.id,
            first_name=details.first_name,
            last_name=details.last_name,
            email=email,
            phone=details.phone,
            organisation=details.organisation,
            created_at=clock.now(),
        )
    )


def _display_name(session: Session, event_id: int, details: Details) -> tuple[str, str]:
    if details.display_name:
        if identities.name_key(details.display_name, "") == identities.name_key(
            details.first_name, details.last_name
        ):
            raise Refused(
                _("Please choose a name that is not your own, or leave this empty for a number."),
                field="display_name",
            )
        return details.display_name, ""
    count = select(func.count(Registration.id)).where(
        Registration.event_id == event_id, Registration.is_protected
    )
    return str(_("Guest")), str((session.scalar(count) or 0) + 1)


def set_wishes(session: Session, registration: Registration, island_ids: Sequence[int]) -> None:
    """Replaces the wishes."""
    session.execute(delete(Wish).where(Wish.registration_id == registration.id))
    add_wishes(session, registration, island_ids)


def add_wishes(session: Session, registration: Registration, island_ids: Sequence[int]) -> None:
    """Adds the wishes of a new registration."""
    rows = [
        {"registration_id": registration.id, "rank": rank, "island_id": island_id}
        for rank, island_id in enumerate(island_ids, start=1)
    ]
    database.add_rows(session, Wish, rows)


def said(registration: Registration) -> dict[str, object]:
    """What somebody said before, as the forms show it."""
    affiliation = registration.affiliation
    begins, ends = registration.present_from, registration.present_until
    return {
        "first_name": registration.person.first_name,
        "last_name": registration.person.last_name,
        "phone": registration.phone,
        "organisation": registration.organisation_typed or queries.organisation_of(registration),
        "sector": registration.sector.value,
        "role": affiliation.role if affiliation else "",
        "comes_at": clock.in_berlin(begins).time() if begins else None,
        "leaves_at": clock.in_berlin(ends).time() if ends else None,
        **{f"wish{wish.rank}": wish.island_id for wish in registration.wishes},
    }
