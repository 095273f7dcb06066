"""What an organisation is a part or a member of."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.organisations import merging
from forum.organisations.register_models import OrganisationTie, TieKind


def tie(session: Session, child_id: int, parent_id: int, kind: TieKind) -> None:
    """Notes that an organisation is a part or a member of another, in the caller's transaction.
    A new whole takes the place of the one before.

    Raises:
        Refused: it would be a part of itself.
    """
    child, parent = merging.locked(session, child_id, parent_id)
    if kind is TieKind.PART_OF and child.id in _wholes(session, parent.id):
        raise Refused(_("This would make an organisation a part of itself."), field="parent")
    if kind is TieKind.PART_OF:
        is_whole = (OrganisationTie.child_id == child.id) & (OrganisationTie.kind == kind)
        session.execute(delete(OrganisationTie).where(is_whole))
    row = {"child_id": child.id, "parent_id": parent.id, "kind": kind, "created_at": clock.now()}
    database.add_once(session, OrganisationTie, row)


def _wholes(session: Session, organisation_id: int | None) -> set[int]:
    """An organisation and all that it is a part of, step by step."""
    found: set[int] = set()
    while organisation_id is not None and organisation_id not in found:
        found.add(organisation_id)
        organisation_id = session.scalar(
            select(OrganisationTie.parent_id).where(
                OrganisationTie.child_id == organisation_id,
                OrganisationTie.kind == TieKind.PART_OF,
            )
        )
    return found


def add(child_id: int, parent_id: int, kind: TieKind) -> None:
    """Notes that an organisation is a part or a member of another.

    Raises:
        Refused: it would be a part of itself.
    """
    with database.transaction() as session:
        tie(session, child_id, parent_id, kind)


def remove(organisation_id: int, tie_id: int) -> None:
    """The organisation belongs to the other no more. Again changes nothing."""
    with database.transaction() as session:
        found = session.get(OrganisationTie, tie_id)
        if found is not None and found.child_id == organisation_id:
            session.delete(found)
