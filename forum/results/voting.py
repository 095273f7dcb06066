"""Three dots for everybody at a table: one budget for each voter, the last state of it counts."""

from __future__ import annotations

import enum
import hashlib
import hmac
from collections.abc import Mapping

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.base import database
from forum.base.refusal import Refused
from forum.results import boards
from forum.results import capture_rules as rules
from forum.results.capture_models import VoteBudget
from forum.results.models import CardGroup, CardVote


class Laid(enum.StrEnum):
    """What became of a budget that was sent: it counts, or a later one counts already."""

    DONE = "done"
    OVERTAKEN = "overtaken"


def lay(island_id: int, voter: str, dots: Mapping[str, int], *, sequence: int | None) -> Laid:
    """Lays somebody's dots anew, by the keys of the groups; groups that are gone do not count.

    `sequence` counts on with each change on a device, so that what arrives late undoes nothing;
    None is after all others.

    Raises:
        Refused: that is more than three.
    """
    problem = rules.dots_problem(dots)
    if problem is not None:
        raise Refused(problem)
    name = voter_of(island_id, voter)
    with database.transaction() as session:
        boards.locked(session, island_id)
        if not _counts(session, island_id, name, sequence):
            return Laid.OVERTAKEN
        groups = session.execute(
            select(CardGroup.key, CardGroup.id).where(
                CardGroup.island_id == island_id, CardGroup.key.in_(dots)
            )
        ).all()
        session.execute(delete(CardVote).where(CardVote.voter == name))
        session.add_all(
            CardVote(voter=name, group_id=number, dots=dots[key])
            for key, number in groups
            if dots[key]
        )
    return Laid.DONE


def _counts(session: Session, island_id: int, name: str, sequence: int | None) -> bool:
    budget = session.get(VoteBudget, name)
    if budget is None:
        session.add(VoteBudget(voter=name, island_id=island_id, sequence=sequence or 1))
        session.flush()
        return True
    if sequence is not None and sequence < budget.sequence:
        return False
    budget.sequence = sequence if sequence is not None else budget.sequence + 1
    return True


def voter_of(island_id: int, voter: str) -> str:
    """The hash that stands for a voter at one island, and leads back to nobody."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"voter|{island_id}|{voter}".encode(), hashlib.sha256).hexdigest()
