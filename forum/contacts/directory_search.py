"""Searching the directory for words: in what is shown, and only in the columns that hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select

from forum.base import clock, typed
from forum.base.database import db
from forum.contacts import saying
from forum.contacts.saying import Lines
from forum.events.models import Event
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Organisation
from forum.people import queries as people
from forum.people.models import Affiliation, Person
from forum.registration.models import Consent, Registration


def holding(which: Select[int], words: Sequence[str]) -> list[int]:
    """Those of `which`, registrations of the directory, of whom what is shown holds every one of
    the words, by name; two queries."""
    query = which.add_columns(
        Person.first_name,
        Person.last_name,
        Organisation.name,
        Organisation.former_names,
        Affiliation.role,
        Event.starts_at,
        Consent.fields,
    )
    query = query.join(Registration.person).join(Registration.event)
    query = query.outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
    query = people.with_organisation(query).order_by(Registration.sort_key, Registration.id)
    lines = saying.lines_of(which)
    found = []
    for row in db.session.execute(query):
        text = typed.comparable(" ".join(_shown(row, lines.get(row.id, {}))))
        if all(word in text for word in words):
            found.append(row.id)
    return found


def _shown(row: Row[*tuple[Any, ...]], lines: Lines) -> Iterator[str]:
    yield row.first_name
    yield row.last_name
    if "organisation" in row.fields and row.name:
        day = clock.in_berlin(row.starts_at).date()
        yield organisation_rules.name_on(row.name, row.former_names, day)
    if "role" in row.fields and row.role:
        yield row.role
    if "offers" in row.fields:
        for said in lines.values():
            yield from said
