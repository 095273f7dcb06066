"""Writes a plan in the caller's transaction, in as many statements as for a few rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from forum.base import clock, database, links, typed
from forum.base.typed import address_key
from forum.events.models import Event
from forum.lists.cells import fingerprint
from forum.lists.models import ImportedRow
from forum.lists.names_in_forum import NAMING, Names
from forum.lists.plans import Plan, Target
from forum.organisations import many as organisations
from forum.organisations.models import Sector
from forum.people import many as people
from forum.registration import consenting
from forum.registration.models import (
    Channel,
    Consent,
    Decision,
    Purpose,
    Registration,
    State,
    Wish,
)

CONTACT_FIELDS = ("name", "organisation", "email")
"""What a "yes" in a list may show; more needs the person's own consent."""
WORKING = {*NAMING, "organisation", "role"}


def write(
    session: Session,
    event: Event,
    plan: Plan,
    *,
    remembered: Collection[str],
    consent_text: str,
) -> None:
    """Makes and changes the registrations, and remembers what the list said.

    Raises:
        StaleDataError: somebody changed one of the registrations at the same moment.
    """
    new = [target for target in plan.targets if target.id is None]
    changed = [target for target in plan.targets if target.id is not None and target.changes]
    at = _organisations(session, [*new, *changed])
    names = Names(session, event.id)
    if changed:
        _change(session, changed, at, names)
    if new:
        _add(session, event, new, at, names)
    _wish(session, [target for target in [*new, *changed] if "wishes" in target.changes])
    _consent(session, [t for t in plan.targets if "contact_list" in t.changes], consent_text)
    _remember(session, event.id, plan, remembered)


def _organisations(session: Session, targets: Sequence[Target]) -> dict[str, int]:
    """The ids of the organisations that are named, by their spellings."""
    wanted: dict[str, Sector] = {}
    for target in targets:
        if "organisation" in target.changes:
            sector = target.values.get("sector", Sector.OTHER)
            wanted.setdefault(target.values["organisation"], sector)
    return organisations.get_or_add(session, wanted) if wanted else {}


def _work(target: Target, person_id: int, at: Mapping[str, int]) -> people.Work:
    if "organisation" in target.changes:
        where = at[target.values["organisation"]]
        return people.Work(person_id, where, target.values.get("role", ""))
    return people.Work(person_id, target.stored.organisation_id, target.values.get("role", ""))


def _named(target: Target) -> people.Named:
    email = target.values.get("email")
    return people.Named(*target.name, address_key(email) if email else None)


def _sort_key(target: Target) -> str:
    first, last = target.name
    return typed.comparable(f"{last} {first}")


def _columns(target: Target) -> dict[str, Any]:
    email = target.values.get("email")
    return {
        "organisation_typed": target.values.get("organisation", ""),
        "sector": target.values.get("sector", Sector.OTHER),
        "email": email,
        "email_key": address_key(email) if email else None,
        "phone": target.values.get("phone", ""),
        "changed_at": clock.now(),
    }


def _add(
    session: Session,
    event: Event,
    new: Sequence[Target],
    at: Mapping[str, int],
    names: Names,
) -> None:
    persons = people.get_or_add(session, [_named(target) for target in new])
    works = [_work(target, who, at) for target, who in zip(new, persons, strict=True)]
    affiliations = people.get_or_add_affiliations(session, works)
    rows = [
        {
            **_columns(target),
            "event_id": event.id,
            "person_id": person_id,
            "affiliation_id": affiliation_id,
            "person_key": names.key_of(target),
            "sort_key": _sort_key(target),
            "is_protected": False,
            "language": "de",
            "state": target.state or State.WAITING,
            "channel": Channel.LIST,
            "created_at": target.received_at or clock.now(),
            "link_id": links.new_id(),
        }
        for target, person_id, affiliation_id in zip(new, persons, affiliations, strict=True)
    ]
    made = database.insert_many(session, Registration, rows)
    for target, number in zip(new, made, strict=True):
        target.id = number


def _change(
    session: Session, changed: Sequence[Target], at: Mapping[str, int], names: Names
) -> None:
    persons = _renamed(session, [target for target in changed if target.changes.keys() & NAMING])
    works = {
        target.id: _work(target, persons.get(target.id, target.stored.person_id), at)
        for target in changed
        if target.changes.keys() & WORKING
    }
    found = people.get_or_add_affiliations(session, list(works.values())) if works else []
    affiliations = dict(zip(works, found, strict=True))
    rows = [
        {
            **_columns(target),
            "of": target.id,
            "before": target.stored.version,
            "version": target.stored.version + 1,
            "person_id": persons.get(target.id, target.stored.person_id),
            "affiliation_id": affiliations.get(target.id, target.stored.affiliation_id),
            "person_key": names.now_of(target),
            "sort_key": _sort_key(target),
        }
        for target in changed
    ]
    table = Registration.__table__
    is_as_read = (table.c.id == bindparam("of"), table.c.version == bindparam("before"))
    values: dict[str, Any] = {
        name: bindparam(name) for name in rows[0] if name not in {"of", "before"}
    }
    done = session.connection().execute(
        update(table).where(*is_as_read).values(values),
        rows,
    )
    if done.rowcount != len(rows):
        raise StaleDataError


def _renamed(session: Session, targets: Sequence[Target]) -> dict[int | None, int]:
    """The persons under the new names, by registration; one whom other forums know is left as they
    know them."""
    if not targets:
        return {}
    numbers = {target.stored.person_id for target in targets}
    query = (
        select(Registration.person_id)
        .where(Registration.person_id.in_(numbers))
        .group_by(Registration.person_id)
        .having(func.count(Registration.id) > 1)
    )
    shared = set(session.scalars(query))
    leaving = [target for target in targets if target.stored.person_id in shared]
    own = [target for target in targets if target.stored.person_id not in shared]
    people.rename(session, {target.stored.person_id: _named(target) for target in own})
    found = people.get_or_add(session, [_named(target) for target in leaving]) if leaving else []
    return {target.id: number for target, number in zip(leaving, found, strict=True)}


def _wish(session: Session, targets: Sequence[Target]) -> None:
    before = [target.id for target in targets if target.stored.version]
    if before:
        session.execute(delete(Wish).where(Wish.registration_id.in_(before)))
    rows = [
        {"registration_id": target.id, "island_id": island_id, "rank": rank}
        for target in targets
        for rank, island_id in enumerate(target.values["wishes"], start=1)
    ]
    if rows:
        session.execute(insert(Wish), rows)


def _consent(session: Session, targets: Sequence[Target], words: str) -> None:
    if targets:
        text = consenting.get_or_add_text(session, Purpose.CONTACT_LIST, words)
        every = {
            "purpose": Purpose.CONTACT_LIST,
            "decision": Decision.GRANTED,
            "fields": list(CONTACT_FIELDS),
            "text_id": text.id,
            "channel": Channel.LIST,
            "decided_at": clock.now(),
        }
        rows = [{"registration_id": target.id, **every} for target in targets]
        session.execute(insert(Consent), rows)


def _remember(session: Session, event_id: int, plan: Plan, known: Collection[str]) -> None:
    """Keeps what the list said about whom; where two lists name one identity, the first counts."""
    said = {
        fingerprint(*words) if words[0] == "who" else fingerprint(target.id, *words): target.id
        for target, words in plan.to_remember
    }
    rows = [
        {"event_id": event_id, "registration_id": registration_id, "fingerprint": mark}
        for mark, registration_id in said.items()
        if mark not in known
    ]
    if rows:
        session.execute(insert(ImportedRow), rows)
