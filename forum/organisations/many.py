"""Many organisations at once, in as many statements as for a few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.base import clock, database, typed
from forum.organisations import service
from forum.organisations.models import Organisation, OrganisationAlias, Sector


def get_or_add(session: Session, wanted: Mapping[str, tuple[str, Sector]]) -> dict[str, int]:
    """The ids by the keys of the spellings; `wanted` says spelling and field of new ones.

    In the caller's transaction. All are made in one order, whatever the caller's: two lists at once
    then wait for each other instead of blocking each other.
    """
    known = ids(session, wanted)
    missing = {key: wanted[key] for key in sorted(wanted) if key not in known}
    if missing:
        try:
            with session.begin_nested():
                return known | _add(session, missing)
        except IntegrityError:  # somebody else was quicker with one of them
            for key, (spelling, sector) in missing.items():
                known[key] = service.get_or_add(session, spelling, sector).id
    return known


def ids(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """The organisations that these spellings belong to, by their keys."""
    rows = session.execute(
        select(OrganisationAlias.key, OrganisationAlias.organisation_id).where(
            OrganisationAlias.key.in_(set(keys))
        )
    )
    return dict(rows.all())


def _add(session: Session, missing: Mapping[str, tuple[str, Sector]]) -> dict[str, int]:
    now = clock.now()
    made = database.insert_many(
        session,
        Organisation,
        [
            {
                "name": spelling,
                "sort_key": typed.comparable(spelling),
                "sector": sector,
                "created_at": now,
                "changed_at": now,
            }
            for spelling, sector in missing.values()
        ],
    )
    added = dict(zip(missing, made, strict=True))
    session.execute(
        insert(OrganisationAlias),
        [
            {"organisation_id": added[key], "spelling": spelling, "key": key}
            for key, (spelling, _sector) in missing.items()
        ],
    )
    return added
