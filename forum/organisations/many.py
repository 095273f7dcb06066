"""Many organisations at once, in as many statements as for a few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.base import clock, database, typed
from forum.organisations import rules, service
from forum.organisations.models import Organisation, OrganisationAlias, Sector

Owner = tuple[int | None, str]
"""Whom a key belongs to: an organisation, None where it is still to be made, and its name."""


def get_or_add(session: Session, wanted: Mapping[str, Sector]) -> dict[str, int]:
    """The organisations by their spellings, each once; `wanted` says the field of new ones.

    The same rule as for one: legal forms that exclude each other make two. In the caller's
    transaction. All are made in one order, whatever the caller's: two lists at once then wait for
    each other instead of blocking each other.
    """
    owners = _owners(session, wanted)
    key_of = {spelling: _claim(owners, spelling) for spelling in wanted}
    missing = {key: owners[key][1] for key in sorted(owners) if owners[key][0] is None}
    made: dict[str, int] = {}
    if missing:
        try:
            with session.begin_nested():
                made = _add(session, missing, wanted)
        except IntegrityError:  # somebody else was quicker with one of them
            for spelling, sector in wanted.items():
                made[key_of[spelling]] = service.get_or_add(session, spelling, sector).id
    known = {key: number for key, (number, _name) in owners.items() if number is not None}
    return {spelling: (known | made)[key] for spelling, key in key_of.items()}


def _owners(session: Session, spellings: Iterable[str]) -> dict[str, Owner]:
    """Whom the keys that these spellings may have belong to; one query."""
    keys = {key for one in spellings for key in (rules.key(one), rules.key_with_form(one))}
    rows = session.execute(
        select(OrganisationAlias.key, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == OrganisationAlias.organisation_id)
        .where(OrganisationAlias.key.in_(keys))
    )
    return {key: (number, name) for key, number, name in rows}


def _claim(owners: dict[str, Owner], spelling: str) -> str:
    """The key by which a spelling finds its organisation; a free one is its own from now on."""
    key = rules.key(spelling)
    if key in owners and rules.is_other_body(owners[key][1], spelling):
        key = rules.key_with_form(spelling)
    owners.setdefault(key, (None, spelling))
    return key


def _add(
    session: Session, missing: Mapping[str, str], sectors: Mapping[str, Sector]
) -> dict[str, int]:
    now = clock.now()
    made = database.insert_many(
        session,
        Organisation,
        [
            {
                "name": spelling,
                "sort_key": typed.comparable(spelling),
                "sector": sectors[spelling],
                "created_at": now,
                "changed_at": now,
            }
            for spelling in missing.values()
        ],
    )
    added = dict(zip(missing, made, strict=True))
    session.execute(
        insert(OrganisationAlias),
        [
            {"organisation_id": added[key], "spelling": spelling, "key": key}
            for key, spelling in missing.items()
        ],
    )
    return added
