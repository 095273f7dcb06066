"""Somebody works for another organisation: what was stays, the old address gets no more mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.mail import service as mail
from forum.organisations.models import Sector
from forum.people import service as people
from forum.people.models import Affiliation
from forum.registration import (
    address_changes,
    details,
    identities,
    places,
    questions,
    rules,
    service,
)
from forum.registration.details import Choice
from forum.registration.models import Registration


def report(registration_id: int, new: Employer) -> bool:
    """Notes what somebody says themselves; tells whether they are asked about a new address.

    The organisation changes at once; the address only once both addresses have agreed, because
    whoever holds a link must not take the registration along.

    Raises:
        Refused: as in `change`, or there is no address that could agree.
    """
    registration = db.session.get_one(Registration, registration_id)
    _check(registration, new)
    has_moved = bool(new.email) and address_key(new.email) != registration.email_key
    if has_moved:
        address_changes.request(registration_id, new.email)
    change(registration_id, replace(new, email=registration.email or ""), by=None)
    return has_moved


def _check(registration: Registration, new: Employer) -> datetime:
    """From when somebody works elsewhere, where that may be noted."""
    at = clock.from_berlin(datetime.combine(new.since, time()))
    if at > clock.now():
        raise Refused(_("Please enter the day once it has come."), field="since")
    if registration.is_protected:
        raise Refused(_("Only the two named people know for whom this person works."))
    return at


@dataclass(frozen=True)
class Employer:
    """For whom somebody works from a day on (empty: for nobody), and where they are reached then
    (empty: by phone or letter)."""

    organisation: str
    sector: Sector
    role: str
    email: str
    since: date
    choice: Choice | None = None


def change(registration_id: int, new: Employer, *, by: int | None) -> int:
    """Notes that somebody changed their employer; returns how many forums ahead show the new one.

    Forums before that day keep the old one. The affiliation with it ends, and with it being whom to
    ask there, for which a successor is asked. Everything that went to the old address goes to the
    new one, where somebody is asked for consents again. `by`: the organiser; None: the person.

    Raises:
        Refused: the person is protected, the day is to come, or the new address belongs to another
            registration of one of the forums.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        at = _check(registration, new)
        theirs, old = _all_of(session, registration), registration.email_key
        affiliation = _move(session, registration, new, at)
        ahead = 0
        for one in theirs:
            _readdress(session, one, old, new.email or None)
            if one.event.starts_at >= at and one.event.ends_at > clock.now():
                one.affiliation, one.sector = affiliation, new.sector
                one.organisation_typed = new.organisation
                one.changed_at = clock.now()
                ahead += one.state in rules.ACTIVE
        person = registration.person
        key = address_key(new.email) if new.email else None
        first, last = person.first_name, person.last_name
        session.flush()
        people.name(person, first_name=first, last_name=last, email_key=key)
        places.note(session, registration, "employer_changed", by=by)
    mail.wake()
    return ahead


def _all_of(session: Session, registration: Registration) -> Sequence[Registration]:
    """Every registration of a person, while all their forums are locked in one order."""
    same = Registration.person_id == registration.person_id
    events = select(Registration.event_id).where(same).distinct()
    for event_id in sorted(session.scalars(events)):
        places.lock_event(session, event_id)
    return session.scalars(
        select(Registration)
        .where(same)
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    ).all()


def _move(session: Session, registration: Registration, new: Employer, at: datetime) -> Affiliation:
    """Ends what the person was there, by whichever entry of the register, and begins the new."""
    left = registration.affiliation and registration.affiliation.organisation
    for one in people.open_affiliations(session, registration.person_id):
        if one.organisation is left or one.organisation is None:
            people.leave(session, one, at)
    organisation = details.organisation(session, new.organisation, new.sector, new.choice)
    affiliation = people.add_affiliation(session, registration.person, organisation, new.role)
    affiliation.valid_from = at
    return affiliation


def _readdress(
    session: Session, registration: Registration, old: str | None, email: str | None
) -> None:
    if registration.email_key != old or old == (address_key(email) if email else None):
        return
    if email and registration.state in rules.ACTIVE:
        key = address_key(email)
        known = identities.find_known(
            session, registration.event_id, email_key=key, names=registration.person_key
        ).by_address
        if known is not None and known.id != registration.id:
            raise Refused(
                _("Another registration of this person's forums has this address."), field="email"
            )
    questions.move_address(session, registration, email)
    session.flush()
    if email and registration.state in rules.ACTIVE and registration.event.ends_at > clock.now():
        mail.queue(session, "registration-link", registration.id, event_id=registration.event_id)
