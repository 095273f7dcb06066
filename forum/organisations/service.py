"""What can be done with organisations."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.organisations import rules
from forum.organisations.models import Organisation, OrganisationAlias, Sector

_BY_KEY = (
    select(Organisation)
    .join(OrganisationAlias, OrganisationAlias.organisation_id == Organisation.id)
    .where(OrganisationAlias.key == bindparam("key"))
)


def get_or_add(session: Session, spelling: str, sector: Sector) -> Organisation:
    """The organisation with this spelling, made where it is new. In the caller's transaction.

    Raises:
        ValueError: the spelling holds no letter or digit.
    """
    key = rules.key(spelling)
    if not key:
        raise ValueError("an organisation needs a name")
    known = session.scalars(_BY_KEY, {"key": key}).first()
    if known is not None:
        return known
    organisation = Organisation(name=spelling, sector=sector, created_at=clock.now())
    session.add(organisation)
    session.flush()
    alias = {"organisation_id": organisation.id, "spelling": spelling, "key": key}
    if database.add_once(session, OrganisationAlias, alias):
        return organisation
    session.delete(organisation)  # another transaction was quicker
    session.flush()
    return session.scalars(_BY_KEY, {"key": key}).one()
