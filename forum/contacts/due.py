"""Which contact lists may have changed since they were last compared, asked in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, exists, func, or_, select

from forum.base import clock
from forum.base.database import db
from forum.contacts import rules
from forum.contacts.models import ContactListAccess, ContactListCheck, ContactListVersion
from forum.events.models import Event
from forum.organisations.models import Organisation
from forum.organisations.register_models import OrganisationMerge
from forum.registration.models import Consent, Purpose, Registration

AT_LEAST_EVERY = timedelta(days=1)
"""So often a list is compared whatever has happened."""
EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def lists() -> list[Row[*tuple[Any, ...]]]:
    """The lists that are open, were taken along or have versions and of which anything has changed
    or ended since they were compared; each as a row of `ContactListCheck` as it is to be kept."""
    now = clock.now()
    seen = ContactListCheck
    states = _states()
    columns = (seen.people, seen.changes, seen.consent_id, seen.register_at, seen.merges)
    has_changed = [
        kept.is_distinct_from(state) for kept, state in zip(columns, states, strict=True)
    ]
    query: Select[*tuple[Any, ...]] = (
        select(
            Event.id.label("event_id"),
            *(state.label(column.key) for column, state in zip(columns, states, strict=True)),
        )
        .outerjoin(seen, seen.event_id == Event.id)
        .where(
            _is_kept(now),
            or_(
                seen.event_id.is_(None),
                seen.checked_at <= now - AT_LEAST_EVERY,
                *has_changed,
                _ended_since(seen.checked_at, now),
            ),
        )
        .order_by(Event.id)
    )
    return [*db.session.execute(query)]


def _is_kept(now: datetime) -> ColumnElement[bool]:
    taken = exists().where(ContactListAccess.event_id == Event.id)
    known = exists().where(ContactListVersion.event_id == Event.id)
    is_open = or_(Event.contact_list_opened_at.is_not(None), Event.ends_at <= now)
    return or_(known, and_(Event.ends_at > now - rules.KEPT_FOR, or_(is_open, taken)))


def _states() -> tuple[ScalarSelect[Any], ...]:
    """How far the people of a forum, their decisions and the register have changed: numbers that
    only rise, and of which one does with every change."""
    here = Registration.event_id == Event.id
    is_about_lists = Consent.purpose == Purpose.CONTACT_LIST
    return (
        _one(select(func.count(Registration.id)).where(here)),
        _one(select(func.coalesce(func.sum(Registration.version), 0)).where(here)),
        _one(
            select(func.coalesce(func.max(Consent.id), 0))
            .join(Registration, Registration.id == Consent.registration_id)
            .where(here, is_about_lists)
        ),
        select(func.coalesce(func.max(Organisation.changed_at), EVER)).scalar_subquery(),
        select(
            func.count(OrganisationMerge.id) + func.count(OrganisationMerge.undone_at)
        ).scalar_subquery(),
    )


def _one(query: Select[Any]) -> ScalarSelect[Any]:
    return query.correlate(Event).scalar_subquery()


def _ended_since(checked_at: Any, now: datetime) -> ColumnElement[bool]:
    """Whether an entry has come to an end of its own meanwhile; those that end with the year after
    the forum are found within a day."""
    return exists().where(
        Registration.event_id == Event.id,
        Consent.registration_id == Registration.id,
        Consent.purpose == Purpose.CONTACT_LIST,
        Consent.ends_at > checked_at,
        Consent.ends_at <= now,
    )
