"""What somebody does with their own entry: choose who sees what, renew, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, or_, select

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.contacts import queries, rules, versions, visibility
from forum.contacts.models import (
    ContactListAccess,
    ContactListCheck,
    ContactListLeaving,
    ContactListNotice,
    ContactListReminder,
    ContactListVersion,
)
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import consenting, consents, telling
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Decision, Purpose, Registration

REMINDER = "contact-list-renew"
DAY, YEAR = timedelta(days=1), timedelta(days=366)


def publish(
    registration: Registration,
    fields: Sequence[str],
    public: Sequence[str] = (),
    *,
    is_silent: bool = False,
) -> None:
    """Puts somebody on the list with these fields for participants and, of them, `public` for
    everybody; the end stays where it is. Where less is shown than before, those who took the list
    along are told, unless `is_silent`.

    Raises:
        Refused: the registration has ended or is protected.
    """
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    until = rules.entered_until(clock.now(), visibility.standing(registration, newest).ends_at)
    _decide(registration, is_granted=True, is_silent=is_silent, shown=(fields, public, until))


def withdraw(registration: Registration, *, is_silent: bool = False) -> None:
    """Takes somebody off the list at once. Those who took the list along are told, without a name
    or a reason, unless `is_silent`. Again changes nothing."""
    _decide(registration, is_granted=False, is_silent=is_silent)


def renew(registration: Registration) -> None:
    """Lets an entry stand for twelve months from now, as it is.

    Raises:
        Refused: there is no entry, or it has come to its end.
    """
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    until = visibility.by(registration, newest, rules.Audience.FORUM).until
    if newest is None or until is None:
        raise Refused(_("You are not on the contact list, so there is nothing to renew."))
    again = rules.renewed_until(clock.now(), until)
    _decide(registration, is_granted=True, shown=(newest.fields, newest.public_fields, again))


def _decide(
    registration: Registration,
    *,
    is_granted: bool,
    is_silent: bool = False,
    shown: tuple[Sequence[str], Sequence[str], datetime | None] = ((), (), None),
) -> None:
    """The wish for silence is kept before the decision, so that nobody is told in between."""
    with database.transaction() as session:
        session.execute(
            delete(ContactListLeaving).where(ContactListLeaving.registration_id == registration.id)
        )
        if is_silent:
            session.add(ContactListLeaving(registration_id=registration.id, at=clock.now()))
    consenting.decide(
        registration.id,
        Purpose.CONTACT_LIST,
        is_granted=is_granted,
        fields=shown[0],
        public=shown[1],
        ends_at=shown[2],
    )
    versions.keep(registration.event_id)


def remind() -> None:
    """Asks everybody whose entry ends soon, once, whether it shall stay."""
    now = clock.now()
    end = now + rules.REMINDED_BEFORE
    over_for_a_year = Event.ends_at.between(now - YEAR, end - YEAR + DAY)
    ends_soon = or_(
        Consent.ends_at.between(now, end),
        Consent.ends_at.is_(None) & Registration.event.has(over_for_a_year),
    )
    asked = exists().where(ContactListReminder.consent_id == Consent.id)
    due = [
        (registration.id, consent.id)
        for registration, consent in queries.agreed(select(Event.id), ends_soon, ~asked)
        if (until := visibility.by(registration, consent, rules.Audience.FORUM).until)
        and rules.is_to_renew(now, until)
    ]
    for registration_id, consent_id in due:
        with database.transaction() as session:
            row = {"consent_id": consent_id, "at": now}
            if database.add_once(session, ContactListReminder, row):
                registration = session.get_one(Registration, registration_id)
                telling.tell(session, registration, REMINDER)
    if due:
        mail.wake()


def forget() -> None:
    """Deletes versions and who took them along, long after a forum of whose list nothing is left:
    a few statements, whatever forums there are."""
    now = clock.now()
    remains = exists().where(
        Registration.event_id == Event.id,
        Registration.state.in_(registration_rules.TAKING_PART),
        Registration.is_protected.is_(False),
        Consent.registration_id == Registration.id,
        Consent.id == queries.newest_consent(),
        Consent.decision == Decision.GRANTED,
        func.coalesce(Consent.ends_at, Event.ends_at) > now,
    )
    over = select(Event.id).where(
        Event.ends_at <= now - rules.KEPT_FOR,
        or_(
            *(
                exists().where(table.event_id == Event.id)
                for table in (ContactListVersion, ContactListAccess)
            )
        ),
        ~remains,
    )
    event_ids = db.session.scalars(over).all()
    if not event_ids:
        return
    people = select(Registration.id).where(Registration.event_id.in_(event_ids))
    with database.transaction() as session:
        for table in (ContactListAccess, ContactListNotice, ContactListVersion, ContactListCheck):
            session.execute(delete(table).where(table.event_id.in_(event_ids)))
        session.execute(
            delete(ContactListLeaving).where(ContactListLeaving.registration_id.in_(people))
        )
