"""From what stands on the sheets of the islands to drafts at the editing desk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from forum.base import clock, database
from forum.events.models import Event, Island
from forum.results.commitment_models import Commitment
from forum.results.models import CardColumn, CardGroup, CardVote, ResultCard
from forum.results.outcome_models import Finding, FindingKind, FindingSource

KINDS = {column: FindingKind(column.value) for column in CardColumn}


@dataclass(frozen=True)
class Untaken:
    """What has not come to the desk yet: groups, and cards that lie in no group."""

    groups: int
    cards: int


def untaken(event_id: int) -> Untaken:
    """How much of a forum's sheets nobody has taken over yet."""
    session = database.db.session
    groups = (
        select(func.count(CardGroup.id))
        .join(Island, Island.id == CardGroup.island_id)
        .outerjoin(Finding, Finding.group_id == CardGroup.id)
        .where(Island.event_id == event_id, Finding.id.is_(None))
    )
    cards = (
        select(func.count(ResultCard.id))
        .join(Island, Island.id == ResultCard.island_id)
        .outerjoin(FindingSource, FindingSource.card_id == ResultCard.id)
        .where(
            Island.event_id == event_id,
            ResultCard.group_id.is_(None),
            ResultCard.removed_at.is_(None),
            FindingSource.id.is_(None),
        )
    )
    return Untaken(session.scalar(groups) or 0, session.scalar(cards) or 0)


def take_over(event_id: int, *, by: int, with_single_cards: bool = False) -> int:
    """Makes a draft of each group that has none yet, and on wish of each card without a group.
    Safe to repeat; returns how many were made."""
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        groups = session.scalars(_groups(event_id)).unique().all()
        dots = _dots(session, event_id)
        for group in groups:
            draft = _draft(session, event_id, group.column, group.title, by=by)
            draft.group_id, draft.votes = group.id, dots.get(group.id, 0) + (group.hands or 0)
            cards = [card for card in group.cards if card.removed_at is None]
            draft.sources = [FindingSource(island_id=group.island_id, card=card) for card in cards]
            if not cards:
                draft.sources = [FindingSource(island_id=group.island_id)]
        singles = session.scalars(_singles(event_id)).all() if with_single_cards else []
        for card in singles:
            draft = _draft(session, event_id, card.column, card.text, by=by)
            draft.sources = [FindingSource(island_id=card.island_id, card=card)]
        return len(groups) + len(singles)


def _groups(event_id: int) -> Select[CardGroup]:
    return (
        select(CardGroup)
        .join(CardGroup.island)
        .outerjoin(Finding, Finding.group_id == CardGroup.id)
        .where(Island.event_id == event_id, Finding.id.is_(None))
        .options(joinedload(CardGroup.island), selectinload(CardGroup.cards))
        .order_by(Island.position, CardGroup.id)
    )


def _singles(event_id: int) -> Select[ResultCard]:
    return (
        select(ResultCard)
        .join(ResultCard.island)
        .outerjoin(FindingSource, FindingSource.card_id == ResultCard.id)
        .where(
            Island.event_id == event_id,
            ResultCard.group_id.is_(None),
            ResultCard.removed_at.is_(None),
            FindingSource.id.is_(None),
        )
        .order_by(Island.position, ResultCard.number)
    )


def _dots(session: Session, event_id: int) -> dict[int, int]:
    query = (
        select(CardVote.group_id, func.sum(CardVote.dots))
        .join(CardGroup, CardGroup.id == CardVote.group_id)
        .join(Island, Island.id == CardGroup.island_id)
        .where(Island.event_id == event_id)
        .group_by(CardVote.group_id)
    )
    return dict(session.execute(query).all())


def _draft(session: Session, event_id: int, column: CardColumn, text: str, *, by: int) -> Finding:
    now = clock.now()
    draft = Finding(
        event_id=event_id,
        kind=KINDS[column],
        text=text,
        created_at=now,
        changed_at=now,
        changed_by=by,
    )
    if draft.kind is FindingKind.NEXT_STEP:
        draft.commitment = Commitment()
    session.add(draft)
    return draft
