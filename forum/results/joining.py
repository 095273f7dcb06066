"""Findings that say the same become one, and two again; nothing that belongs to either is lost."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.results import editing
from forum.results.commitment_models import CommitmentParty
from forum.results.outcome_models import Finding

NOT_THE_SAME = _("Only two findings of the same kind can become one.")
NOT_HERE = _(
    "One of the two lies in another finding already, or was withdrawn. Please look at the desk."
)


def merge(event_id: int, keep_id: int, other_id: int, *, by: int) -> None:
    """Lets two findings that say the same, of one island or of two, become one. Who takes part in
    the one that goes takes part in the one that stays. `split` undoes it.

    What strangers read of a published one changes with the next version only.

    Raises:
        Refused: they are of different kinds, one is not at the desk any more, or the one that
            would go is published.
    """
    with database.transaction() as session:
        keep = editing.get_finding(session, event_id, keep_id)
        other = editing.get_finding(session, event_id, other_id)
        if keep.id == other.id or keep.kind is not other.kind:
            raise Refused(NOT_THE_SAME)
        if any(one.merged_into_id or one.withdrawn_at for one in (keep, other)):
            raise Refused(NOT_HERE)
        if other.number is not None:
            raise Refused(editing.RELEASED)
        for one in session.scalars(select(Finding).where(Finding.merged_into_id == other.id)):
            one.merged_into_id = keep.id
        other.merged_into_id = keep.id
        _bring(session, other, keep)
        for one in (keep, other):
            editing.touch(one, by)
        keep.cleared_at = None
        audit.note(session, "finding.merged", event_id=event_id, by=by, detail=str(other.id))


def _bring(session: Session, other: Finding, keep: Finding) -> None:
    """Those who take part there take part here; who does already stays where they are."""
    if other.commitment is None or keep.commitment is None:
        return
    here = {party.body.id for party in keep.commitment.parties}
    is_led = keep.commitment.lead is not None
    for party in list(other.commitment.parties):
        if party.body.id not in here:
            if party.merged_from_id is None:
                party.merged_from_id, party.led_before = other.id, party.is_lead
            party.is_lead = party.is_lead and not is_led
            session.flush()
            party.commitment_id = keep.id
            is_led = is_led or party.is_lead
    session.flush()
    session.expire(other.commitment)
    session.expire(keep.commitment)


def split(event_id: int, finding_id: int, *, by: int) -> None:
    """Takes a finding out of the one it was merged into, with those who came with it."""
    with database.transaction() as session:
        finding = editing.get_finding(session, event_id, finding_id)
        take_out(session, finding)
        editing.touch(finding, by)
        finding.cleared_at = None
        audit.note(session, "finding.split", event_id=event_id, by=by, detail=str(finding.id))


def take_out(session: Session, finding: Finding) -> None:
    """The same in the caller's transaction."""
    finding.merged_into_id = None
    query = select(CommitmentParty).where(CommitmentParty.merged_from_id == finding.id)
    for party in session.scalars(query).all():
        party.is_lead = False
        session.flush()
        party.commitment_id = finding.id
        party.is_lead, party.led_before, party.merged_from_id = party.led_before, False, None
        session.flush()
    session.expire_all()


def drop(event_id: int, finding_id: int, *, by: int) -> None:
    """Deletes a draft; what was merged into it stands alone again with those who came with it, and
    its cards stay.

    Raises:
        Refused: it is published.
    """
    with database.transaction() as session:
        finding = editing.get_finding(session, event_id, finding_id)
        if finding.number is not None:
            raise Refused(editing.RELEASED)
        query = select(Finding).where(Finding.merged_into_id == finding.id)
        for one in session.scalars(query).all():
            take_out(session, one)
            one.changed_at = clock.now()
        session.delete(session.get_one(Finding, finding_id))
        audit.note(session, "finding.dropped", event_id=event_id, by=by, detail=str(finding_id))
