"""Putting cards that say the same together, under one full sentence; and counting hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.results import boards, cards
from forum.results import capture_rules as rules
from forum.results.models import CardColumn, CardGroup, ResultCard

NO_CARDS = _("Please choose at least one card.")


def put_together(
    island_id: int, *, key: str, column: CardColumn, title: str, card_ids: Sequence[int]
) -> None:
    """A new group of cards of one column. Sent again, it adds nothing.

    Raises:
        Refused: no card was chosen, or the sentence over them is too short.
    """
    problem = rules.title_problem(title)
    if problem is not None:
        raise Refused(problem, field="title")
    if not card_ids:
        raise Refused(NO_CARDS, field="cards")
    now = clock.now()
    with database.transaction() as session:
        boards.locked(session, island_id)
        group = session.scalars(select(CardGroup).where(CardGroup.key == key)).first()
        if group is None:
            group = CardGroup(
                key=key,
                island_id=island_id,
                column=column,
                title=title,
                created_at=now,
                changed_at=now,
            )
            session.add(group)
            session.flush()
        _put(session, group, island_id, card_ids)


def add_to(island_id: int, group_id: int, card_ids: Sequence[int]) -> None:
    """Puts cards into a group that there is.

    Raises:
        Refused: no card was chosen.
        NotFound: this island has no such group.
    """
    if not card_ids:
        raise Refused(NO_CARDS, field="cards")
    with database.transaction() as session:
        boards.locked(session, island_id)
        _put(session, get_group(session, island_id, group_id), island_id, card_ids)


def _put(session: Session, group: CardGroup, island_id: int, card_ids: Sequence[int]) -> None:
    if group.island_id != island_id:
        raise NotFound(events.GONE)
    for card in session.scalars(
        select(ResultCard).where(
            ResultCard.id.in_(card_ids),
            ResultCard.island_id == island_id,
            ResultCard.column == group.column,
            ResultCard.removed_at.is_(None),
        )
    ):
        card.group_id = group.id
    group.changed_at = clock.now()


def take_out(island_id: int, card_id: int) -> None:
    """Takes a card out of its group; a group without cards is gone.

    Raises:
        NotFound: this island has no such card.
    """
    with database.transaction() as session:
        boards.locked(session, island_id)
        card = cards.get(session, island_id, card_id)
        group = card.group
        card.group_id = None
        session.flush()
        if group is not None:
            is_empty = not session.scalar(
                select(ResultCard.id).where(ResultCard.group_id == group.id).limit(1)
            )
            if is_empty:
                session.delete(group)


def rename(island_id: int, group_id: int, title: str) -> None:
    """Gives a group another sentence.

    Raises:
        Refused: it is too short.
        NotFound: this island has no such group.
    """
    problem = rules.title_problem(title)
    if problem is not None:
        raise Refused(problem, field="title")
    with database.transaction() as session:
        boards.locked(session, island_id)
        group = get_group(session, island_id, group_id)
        group.title = title
        group.version += 1
        group.changed_at = clock.now()


def count_hands(island_id: int, hands: Mapping[int, int | None]) -> None:
    """How many hands went up for each group, by its id; None where nobody counted."""
    with database.transaction() as session:
        boards.locked(session, island_id)
        for group in session.scalars(select(CardGroup).where(CardGroup.island_id == island_id)):
            if group.id in hands:
                group.hands = hands[group.id]


def get_group(session: Session, island_id: int, group_id: int) -> CardGroup:
    """A group of an island, in the caller's transaction.

    Raises:
        NotFound: this island has no such group.
    """
    group = session.get(CardGroup, group_id)
    if group is None or group.island_id != island_id:
        raise NotFound(events.GONE)
    return group
