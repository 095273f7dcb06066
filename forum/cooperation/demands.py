"""Asking again about demands that have no answer."""

from __future__ import annotations

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.cooperation import rules
from forum.events import queries as events
from forum.results.demand_models import Demand, DemandStatus


def ask_again(event_id: int, finding_id: int, *, by: int) -> None:
    """Notes that somebody has asked the addressee again today; it comes up after four weeks more.

    Raises:
        NotFound: this forum has no such demand.
        Refused: it was never handed over, or has an answer.
    """
    with database.transaction() as session:
        demand = session.get(Demand, finding_id, with_for_update=True)
        if demand is None or demand.finding.event_id != event_id:
            raise NotFound(events.GONE)
        if demand.status is not DemandStatus.HANDED_OVER:
            raise Refused(_("This demand does not wait for an answer."))
        now = clock.now()
        demand.ask_again_on = clock.in_berlin(now).date() + rules.ASK_AGAIN_AFTER
        demand.changed_at = now
        audit.note(session, "demand.asked_again", event_id=event_id, by=by, detail=str(finding_id))
