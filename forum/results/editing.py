"""The editing desk: wording, and what must not be published."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.results import boards, card_queries, publicity, queries
from forum.results.commitment_models import Commitment
from forum.results.demand_models import Addressee, Demand
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
        finding = get_finding(session, event_id, finding_id)
        if finding.number is not None and finding.kind is not kind:
            raise Refused(_("This is published already, so it stays what it is."), field="kind")
        if finding.text != text:
            if finding.released_text is None:
                finding.raw_text = finding.raw_text or finding.text
            finding.text, finding.cleared_at = text, None
        finding.kind = kind
        _fit(finding, addressee_name)
        touch(finding, by)


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
        finding = get_finding(session, event_id, finding_id)
        finding.cleared_at = clock.now()
        touch(finding, by)
        audit.note(session, "finding.cleared", event_id=event_id, by=by, detail=str(finding_id))


def withdraw(
    event_id: int, finding_id: int, reason: str, *, by: int, is_about_nobody: bool = False
) -> None:
    """Takes a published finding back at once; its number and the reason stay to be read.

    Raises:
        Refused: the reason, which everybody reads at once, may be about a person.
    """
    with database.transaction() as session:
        finding = get_finding(session, event_id, finding_id)
        names = queries.known_names(event_id)
        publicity.check([reason], names, is_about_nobody=is_about_nobody)
        finding.withdrawn_at = finding.withdrawn_at or clock.now()
        finding.withdrawn_reason = reason
        touch(finding, by)
        audit.note(session, "finding.withdrawn", event_id=event_id, by=by, detail=finding.code)


def redact(event_id: int, card_id: int, text: str, *, by: int) -> None:
    """Puts publishable words in place of a card's; the first wording is kept until the release."""
    with database.transaction() as session:
        card = card_queries.get_card(event_id, card_id)
        boards.locked(session, card.island_id)
        session.refresh(card)
        if not boards.is_released(event_id):
            card.raw_text = card.raw_text or card.text
        card.text, card.other_text = text, None
        card.version += 1
        card.changed_at = clock.now()
        audit.note(session, "card.redacted", event_id=event_id, by=by, detail=str(card.number))


def get_finding(session: Session, event_id: int, finding_id: int) -> Finding:
    """A finding of a forum, in the caller's transaction.

    Raises:
        NotFound: this forum has no such finding.
    """
    finding = session.get(Finding, finding_id)
    if finding is None or finding.event_id != event_id:
        raise NotFound(events.GONE)
    return finding


def touch(finding: Finding, by: int) -> None:
    """Notes who has changed it: another person has to release it."""
    finding.changed_at, finding.changed_by = clock.now(), by
