"""Saying what must hold for single people in every plan."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from forum.base import database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Island, Round
from forum.islands.models import PlanRule
from forum.registration.models import Registration


def add(event_id: int, **values: Any) -> None:
    """Adds a rule; the same one again changes nothing.

    Raises:
        Refused: it names somebody or something of another forum.
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
            session.add(PlanRule(event_id=event_id, **values))


def remove(event_id: int, rule_id: int) -> None:
    """Removes a rule. Again changes nothing."""
    with database.transaction() as session:
        session.execute(
            delete(PlanRule).where(PlanRule.id == rule_id, PlanRule.event_id == event_id)
        )
