"""Changing what somebody said about themselves."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.base import clock, database, limiting
from forum.base.refusal import Refused
from forum.base.text import _
from forum.mail import service as mail
from forum.organisations.models import Sector
from forum.registration import details as details_of
from forum.registration import identities, places, questions, rules, seating, service, telling
from forum.registration.details import Details
from forum.registration.models import Registration
from forum.registration.person_models import TaskKind


def change(registration_id: int, details: Details) -> None:
    """Changes what somebody said about themselves, until the day after which they ask.

    Raises:
        Refused: it has ended or is too late, a wish cannot be, or no limit has room for the new
            field of work or organisation.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        event = registration.event
        limiting.check(session, limiting.PER_LINK, "change", registration.link_id)
        if clock.now() >= rules.may_change_until(event.starts_at, event.changes_until):
            raise Refused(_("Changes are no longer possible here; please ask the organisers."))
        rewrite(session, registration, details)
        places.note(session, registration, "changed")
    mail.wake()


def rewrite(session: Session, registration: Registration, details: Details) -> None:
    """Replaces what somebody said, in the caller's transaction while the forum is locked.

    Raises:
        Refused: it has ended, a wish cannot be, another registration has this name, or a limit
            that did not count them before is full.
    """
    if registration.state not in rules.ACTIVE:
        raise Refused(_("This registration has already ended."))
    wishes = details_of.checked_wishes(session, registration.event, details)
    if registration.is_protected:
        details_of.set_day(registration, details)
    else:
        _rename(session, registration, details)
        before = seating.group_of(registration)
        details_of.set_person(session, registration, details)
        if registration.state in rules.TAKING and seating.group_of(registration) != before:
            _check_room(session, registration, before)
    details_of.set_wishes(session, registration, wishes)
    registration.changed_at = clock.now()


def _rename(session: Session, registration: Registration, details: Details) -> None:
    names = identities.name_key(details.first_name, details.last_name)
    person = registration.person
    if names == identities.name_key(person.first_name, person.last_name):
        return
    known = identities.find_known(session, registration.event_id, email_key=None, names=names)
    before, registration.person_key = registration.person_key, known.key_for(registration, names)
    places.release_name(session, registration, before)
    questions.ask_quietly(session, registration, known)
    if known.open is not None and known.open.id != registration.id:
        telling.add_task(session, registration, TaskKind.SAME_PERSON)


def _check_room(session: Session, registration: Registration, before: tuple[Sector, int]) -> None:
    """Whoever changes field of work or organisation must find room there; the place itself is
    kept."""
    session.flush()
    limits, taken, _is_waited = places.limits_of(session, registration.event)
    after = seating.group_of(registration)
    taken.add(*after, -1)
    full = rules.obstacle_to_change(limits, taken, before, after)
    if full is not None:
        raise Refused(
            _("There is no place left for this field or organisation. Please ask the organisers."),
            field="organisation" if full is rules.Obstacle.ORGANISATION else "sector",
        )


def ask(registration_id: int, kind: TaskKind, words: str, *, about: str = "") -> None:
    """Passes on to the organisers what somebody would like to be changed, or that they would like
    to cancel, when it is too late to do it alone; `about`: the organisation of which they are the
    contact person and of which something is not right. Once more while it is open replaces the
    words.

    Raises:
        Refused: the registration has ended.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        limiting.check(session, limiting.PER_LINK, "change", registration.link_id)
        if registration.state not in rules.ACTIVE:
            raise Refused(_("This registration has already ended."))
        telling.add_task(session, registration, kind, note=words, message=about)
