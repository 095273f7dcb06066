"""Reading a whole contact list: only the columns that an entry is made of, because the garbage
collector walks over every object that is loaded, the longer the more there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, select

from forum.base import clock
from forum.base.database import db
from forum.contacts import rules, saying, visibility
from forum.contacts.rules import Audience
from forum.contacts.saying import Lines
from forum.contacts.visibility import Entry
from forum.events.models import Event
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Organisation
from forum.people import queries as people
from forum.people.models import Affiliation, Person
from forum.registration.models import Consent, Decision, Registration


def entries(event_id: int, viewer: Audience, newest: Any) -> Iterator[Entry]:
    """The people of a list as `viewer` sees them, in no order; two queries. `newest`: which
    decision counts, for a query that holds registrations."""
    now, lines = clock.now(), saying.lines_in(event_id)
    for row in db.session.execute(_query(event_id, newest)):
        standing = visibility.standing_of(row, row.over_at, row)
        shown = rules.visible(standing, viewer, now)
        if shown:
            yield _entry(row, shown, lines.get(row.id, {}))


def _query(event_id: int, newest: Any) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Registration.id,
            Registration.state,
            Registration.is_protected,
            Registration.email,
            Registration.phone,
            Person.first_name,
            Person.last_name,
            Person.sort_key,
            Affiliation.role,
            Organisation.name,
            Organisation.former_names,
            Event.starts_at,
            Event.ends_at.label("over_at"),
            Consent.decision,
            Consent.fields,
            Consent.public_fields,
            Consent.ends_at,
        )
        .join(Registration.person)
        .join(Registration.event)
        .join(Consent, Consent.registration_id == Registration.id)
        .outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
        .where(
            Registration.event_id == event_id,
            Consent.id == newest,
            Consent.decision == Decision.GRANTED,
        )
    )
    return people.with_organisation(query)


def _entry(row: Row[*tuple[Any, ...]], shown: rules.Shown, lines: Lines) -> Entry:
    organisation = row.name or ""
    if row.former_names:
        day = clock.in_berlin(row.starts_at).date()
        organisation = organisation_rules.name_on(organisation, row.former_names, day)
    values = rules.only_agreed(
        {
            "organisation": organisation,
            "role": row.role or "",
            "email": row.email or "",
            "phone": row.phone,
        },
        shown,
    )
    return Entry(
        key=str(row.id),
        sort_key=row.sort_key,
        first_name=row.first_name,
        last_name=row.last_name,
        fields=shown.fields,
        until=shown.until,
        lines=visibility.agreed_lines(lines, shown),
        **values,
    )
