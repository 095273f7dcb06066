"""Versions of a contact list: counted up with every change, told to those who took it along."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from forum.base import clock, database
from forum.base.database import db
from forum.contacts import due, queries, rules, telling, visibility
from forum.contacts.models import (
    AccessKind,
    ContactListAccess,
    ContactListCheck,
    ContactListLeaving,
    ContactListVersion,
)
from forum.contacts.visibility import Entry
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import consents
from forum.registration.models import Purpose, Registration

Marks = Mapping[str, str]
LINES = "lines"
"""What a mark holds beside the fields where an entry says what it offers and seeks."""


def marks_of(entries: Iterable[Entry]) -> dict[str, str]:
    """For each entry the fields it shows and a sealed mark of what they say: enough to see that it
    has changed, and nothing to read."""
    secret = current_app.config["SECRET_KEY"].encode()
    found = {}
    for entry in entries:
        said = "\x1f".join((entry.name, entry.organisation, entry.role, entry.email, entry.phone))
        if entry.lines:
            said += f"\x1f{sorted(entry.lines.items())}"
        seal = hmac.new(secret, f"{entry.key}|{said}".encode(), hashlib.sha256).hexdigest()[:12]
        # Who says nothing any more shows less, although they agree to as much as before.
        says = {LINES} if entry.lines else set()
        found[entry.key] = rules.mark(entry.fields | says, seal)
    return found


WHOLE = "*"
"""Under this key an access remembers the mark of the whole list as it was then."""


def number_of(event_id: int, entries: Sequence[Entry]) -> int:
    """The number of the version that these entries are: that of the last version that was kept or
    looked at where nothing has changed, or else the next one. Two queries."""
    newest, seen = _newest(event_id), _last_seen(event_id)
    known = [(newest.number, _whole(newest.entries))] if newest else []
    known += [(seen.version or 0, (seen.entries or {}).get(WHOLE, ""))] if seen else []
    number, whole = max(known, key=lambda one: one[0], default=(0, ""))
    return number if whole == _whole(marks_of(entries)) else number + 1


def _whole(marks: Marks) -> str:
    said = "\x1f".join(f"{key}={mark}" for key, mark in sorted(marks.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _last_seen(event_id: int) -> ContactListAccess | None:
    query = (
        select(ContactListAccess)
        .where(ContactListAccess.event_id == event_id, ContactListAccess.version.is_not(None))
        .order_by(ContactListAccess.version.desc(), ContactListAccess.id.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def _newest(event_id: int) -> ContactListVersion | None:
    query = select(ContactListVersion).where(ContactListVersion.event_id == event_id)
    return db.session.scalars(query.order_by(ContactListVersion.number.desc()).limit(1)).first()


def keep(event_id: int) -> None:
    """Keeps the list as a new version where it has changed, and tells those who took along what
    has been taken off it. Again changes nothing."""
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        entries = queries.entries(event_id)
        number, newest = number_of(event_id, entries), _newest(event_id)
        if newest is not None and newest.number == number:
            return
        before = _taken_since(session, event_id, newest.number if newest else 0)
        before.update(newest.entries if newest else {})
        now_shown = marks_of(entries)
        session.add(
            ContactListVersion(
                event_id=event_id, number=number, entries=now_shown, made_at=clock.now()
            )
        )
        gone = _gone_aloud(session, rules.taken_off(before, now_shown))
        if gone:
            telling.tell_downloaders(session, event_id, but_not=gone)
    mail.wake()


def _taken_since(session: Session, event_id: int, number: int) -> dict[str, str]:
    """What was taken along of a version that nobody has kept yet."""
    query = select(ContactListAccess.entries).where(
        ContactListAccess.event_id == event_id,
        ContactListAccess.version > number,
        ContactListAccess.entries.is_not(None),
    )
    found: dict[str, str] = {}
    for taken in session.scalars(query):
        found.update({key: mark for key, mark in (taken or {}).items() if key != WHOLE})
    return found


def _gone_aloud(session: Session, keys: frozenset[str]) -> frozenset[str]:
    """Those of the entries of which people are told: not where somebody prefers silence, nor where
    the end was known beforehand. A wish for silence counts once."""
    ids = [int(key) for key in keys if key.isdigit()]
    people = session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(selectinload(Registration.consents))
    ).all()
    wishes = session.scalars(
        select(ContactListLeaving).where(ContactListLeaving.registration_id.in_(ids))
    ).all()
    quiet = {str(one.registration_id) for one in wishes}
    quiet |= {str(one.id) for one in people if _has_run_out(one)}
    for one in wishes:
        session.delete(one)
    return keys - quiet


def _has_run_out(registration: Registration) -> bool:
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    return rules.has_run_out(visibility.standing(registration, newest), clock.now())


def keep_all() -> None:
    """Keeps every list that is open or was taken along, where it has changed by other ways than
    its own pages: somebody cancelled, an address changed, an entry came to its end."""
    for row in due.lists():
        event_id = row.event_id
        if number_of(event_id, queries.entries(event_id)) != _kept(event_id):
            keep(event_id)
        seen = {**row._mapping, "checked_at": clock.now()}
        with database.transaction() as session:
            session.merge(ContactListCheck(**seen))


def _kept(event_id: int) -> int:
    newest = _newest(event_id)
    return newest.number if newest else 0


def note_opened(registration: Registration, version: int, shown: Sequence[Entry]) -> None:
    """Keeps that a participant opened a version of the list; once."""
    who = {"registration_id": registration.id}
    _note(registration.event_id, version, AccessKind.PAGE, shown, (), who)


def note_taken(
    registration: Registration, version: int, shown: Sequence[Entry], entry: Entry
) -> None:
    """Keeps that a participant took the card of somebody along."""
    who = {"registration_id": registration.id, "subject_id": int(entry.key)}
    _note(registration.event_id, version, AccessKind.VCARD, shown, (entry,), who)


def note_used_by(
    account_id: int, event_id: int, version: int, shown: Sequence[Entry], kind: AccessKind
) -> None:
    """Keeps that an organiser opened a version of the list or took it along; once."""
    taken = shown if kind in queries.DOWNLOADS else ()
    _note(event_id, version, kind, shown, taken, {"account_id": account_id})


def _note(
    event_id: int,
    version: int,
    kind: AccessKind,
    shown: Sequence[Entry],
    taken: Sequence[Entry],
    who: Mapping[str, int],
) -> None:
    row = {
        "event_id": event_id,
        "version": version,
        "kind": kind,
        "at": clock.now(),
        "registration_id": None,
        "account_id": None,
        "subject_id": None,
        "entries": {WHOLE: _whole(marks_of(shown)), **marks_of(taken)},
        **who,
    }
    with database.transaction() as session:
        database.add_once(session, ContactListAccess, row)
