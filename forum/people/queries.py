"""What can be asked about persons and for whom they work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from forum.base.database import db
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation
from forum.people.models import Affiliation, ContactRole

ENTRY = aliased(Organisation, name="entry")
"""The entry of the register that an affiliation names."""


def with_organisation(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Joins `Organisation` to a query that holds affiliations: the organisation which their entry
    stands for today, whatever was merged."""
    return query.outerjoin(ENTRY, ENTRY.id == Affiliation.organisation_id).outerjoin(
        Organisation, Organisation.id == organisations.leading(ENTRY)
    )


def is_contact_person(affiliation_id: int | None) -> bool:
    """Whether somebody is by this affiliation whom to ask at their organisation today."""
    query = select(ContactRole.id).where(
        ContactRole.affiliation_id == affiliation_id, ContactRole.valid_to.is_(None)
    )
    return db.session.scalar(query) is not None
