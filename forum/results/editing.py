"""The editing desk: wording, joining what says the same, and what must not be published."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.results.commitment_models import Commitment
from forum.results.demand_models import Addressee, Demand
from forum.results.models import ResultCard
from forum.results.outcome_models import Finding, FindingKind, FindingSource

RELEASED = _(
    "This sentence is published under its number. Please withdraw it with a reason instead."
)


def add(
    event_id: int,
    island_id: int,
    kind: FindingKind,
    text: str,
    *,
    addressee_name: str = "",
    by: int,
) -> Finding:
    """A draft that was on no card, such as from the plenary.

    Raises:
        Refused: it is a demand without an addressee.
    """
    now = clock.now()
    with database.transaction() as session:
        island = events.get_island(event_id, island_id)
        finding = Finding(
            event_id=event_id,
            kind=kind,
            text=text,
            created_at=now,
            changed_at=now,
            changed_by=by,
            sources=[FindingSource(island_id=island.id)],
        )
        session.add(finding)
        _fit(finding, addressee_name)
        return finding


def reword(
    event_id: int,
    finding_id: int,
    *,
    kind: FindingKind,
    text: str,
    addressee_name: str = "",
    by: int,
) -> None:
    """Changes what a finding says or is. What is published stays as it is until the next release.

    Raises:
        Refused: it became a demand without an addressee, or is published as something else.
    """
    with database.transaction() as session:
        finding = _get(session, event_id, finding_id)
        if finding.number is not None and finding.kind is not kind:
            raise Refused(_("This is published already, so it stays what it is."), field="kind")
        if finding.text != text:
            if finding.released_text is None:
                finding.raw_text = finding.raw_text or finding.text
            finding.text, finding.cleared_at = text, None
        finding.kind = kind
        _fit(finding, addressee_name)
        _touch(finding, by)


def _fit(finding: Finding, addressee_name: str) -> None:
    """Gives a finding what belongs to its kind and takes away what does not."""
    is_step, is_demand = (
        finding.kind is one for one in (FindingKind.NEXT_STEP, FindingKind.DEMAND)
    )
    finding.commitment = (finding.commitment or Commitment()) if is_step else None
    if not is_demand:
        finding.demand = None
    elif finding.demand is None:
        if not addressee_name:
            raise Refused(
                _("A demand needs somebody it goes to. Please say to whom."), field="addressee_name"
            )
        finding.demand = Demand(
            addressee=Addressee.OTHER, addressee_name=addressee_name, changed_at=clock.now()
        )


def clear(event_id: int, finding_id: int, *, by: int) -> None:
    """Notes that somebody looked at the passages shown, and that they are about nobody."""
    with database.transaction() as session:
        finding = _get(session, event_id, finding_id)
        finding.cleared_at = clock.now()
        _touch(finding, by)
        audit.note(session, "finding.cleared", event_id=event_id, by=by, detail=str(finding_id))


def merge(event_id: int, keep_id: int, other_id: int, *, by: int) -> None:
    """Lets two findings that say the same, of one island or of two, become one. `split` undoes it.

    Raises:
        Refused: they are of different kinds, or the one that would go is published.
    """
    with database.transaction() as session:
        keep, other = _get(session, event_id, keep_id), _get(session, event_id, other_id)
        if keep.id == other.id or keep.kind is not other.kind:
            raise Refused(_("Only two findings of the same kind can become one."))
        if other.number is not None:
            raise Refused(RELEASED)
        for one in session.scalars(select(Finding).where(Finding.merged_into_id == other.id)):
            one.merged_into_id = keep.id
        other.merged_into_id = keep.id
        _touch(keep, by)


def split(event_id: int, finding_id: int, *, by: int) -> None:
    """Takes a finding out of the one it was merged into."""
    with database.transaction() as session:
        finding = _get(session, event_id, finding_id)
        finding.merged_into_id = None
        _touch(finding, by)


def drop(event_id: int, finding_id: int) -> None:
    """Deletes a draft; what was merged into it stands alone again, its cards stay.

    Raises:
        Refused: it is published.
    """
    with database.transaction() as session:
        finding = _get(session, event_id, finding_id)
        if finding.number is not None:
            raise Refused(RELEASED)
        session.delete(finding)


def withdraw(event_id: int, finding_id: int, reason: str, *, by: int) -> None:
    """Takes a published finding back at once; its number and the reason stay to be read."""
    with database.transaction() as session:
        finding = _get(session, event_id, finding_id)
        finding.withdrawn_at = finding.withdrawn_at or clock.now()
        finding.withdrawn_reason = reason
        _touch(finding, by)
        audit.note(session, "finding.withdrawn", event_id=event_id, by=by, detail=finding.code)


def redact(event_id: int, card_id: int, text: str, *, by: int) -> None:
    """Puts publishable words in place of a card's; the first wording is kept until the release."""
    with database.transaction() as session:
        card = session.get(ResultCard, card_id)
        if card is None or card.island.event_id != event_id:
            raise NotFound(events.GONE)
        card.raw_text = card.raw_text or card.text
        card.text, card.other_text = text, None
        card.version += 1
        card.changed_at = clock.now()
        audit.note(session, "card.redacted", event_id=event_id, by=by, detail=str(card.number))


def _get(session: Session, event_id: int, finding_id: int) -> Finding:
    finding = session.get(Finding, finding_id)
    if finding is None or finding.event_id != event_id:
        raise NotFound(events.GONE)
    return finding


def _touch(finding: Finding, by: int) -> None:
    finding.changed_at, finding.changed_by = clock.now(), by
