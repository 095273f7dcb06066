"""Saying what must hold for single people in every plan."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.base import database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Island, Round
from forum.islands.models import PlanRule, RuleKind
from forum.registration.models import Registration


def add(event_id: int, **values: Any) -> None:
    """Adds a rule; the same one again changes nothing.

    Raises:
        Refused: it names somebody or something of another forum, or puts somebody on a second
            island in the same round.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        named = (
            (Registration, values["registration_id"]),
            (Registration, values["other_id"]),
            (Island, values["island_id"]),
            (Round, values["round_id"]),
        )
        for table, number in named:
            found: Any = session.get(table, number) if number is not None else None
            if number is not None and (found is None or found.event_id != event_id):
                raise Refused(_("This belongs to another forum."))
        same = session.query(PlanRule).filter_by(event_id=event_id, **values).first()
        if same is None:
            _check_free(session, values)
            session.add(PlanRule(event_id=event_id, **values))


def _check_free(session: Session, values: dict[str, Any]) -> None:
    """Nobody has to be on two islands in one round."""
    placed = {RuleKind.MUST, RuleKind.SERVES}
    query = select(PlanRule).where(
        PlanRule.registration_id == values["registration_id"],
        PlanRule.round_id == values["round_id"],
        PlanRule.kind.in_(placed),
    )
    known = session.scalars(query).first() if values["kind"] in placed else None
    if known is not None and known.island is not None:
        raise Refused(
            _(
                "In this round a rule puts this person on island %(letter)s already. Please remove "
                "that one first.",
                letter=known.island.letter,
            )
        )


def remove(event_id: int, rule_id: int) -> None:
    """Removes a rule. Again changes nothing."""
    with database.transaction() as session:
        session.execute(
            delete(PlanRule).where(PlanRule.id == rule_id, PlanRule.event_id == event_id)
        )
