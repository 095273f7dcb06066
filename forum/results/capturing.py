"""Taking in cards, from devices, forms, paper and backup files. Everything can be sent again."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import NotFound
from forum.events import queries as events
from forum.events.models import Island, Round
from forum.results import boards
from forum.results import capture_rules as rules
from forum.results.capture_models import CaptureDevice
from forum.results.models import CardColumn, CardSource, ResultCard

SEEN_EVERY = timedelta(seconds=40)
"""A device that only says that it is there costs a write at most this often."""


class Taken(enum.StrEnum):
    """What became of a card that was sent."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    CONFLICT = "conflict"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Sent:
    """A card as a device keeps it under an id made there. `base`: the version it was changed from,
    0 for a new one; `at`: by the device's clock."""

    key: str
    column: CardColumn
    text: str
    at: datetime
    base: int = 0
    is_removed: bool = False
    number: int | None = None


@dataclass(frozen=True)
class Device:
    """What a device says of itself: how many cards wait on it, those just sent included."""

    key: str
    is_host: bool
    waiting: int


def take(
    island_id: int,
    cards: Sequence[Sent],
    source: CardSource,
    *,
    device: Device | None = None,
    may_edit: bool = True,
) -> dict[str, Taken]:
    """Takes in cards in their order; each counts once, however often it is sent. Of an edit that
    was made from an older version both texts stay until the host has chosen.

    `may_edit`: cards that are known may be changed; a table only adds.
    """
    if not cards and device is not None and not _is_due(device, island_id):
        return {}
    taken: dict[str, Taken] = {}
    with database.transaction() as session:
        boards.locked(session, island_id)
        known = _known(session, cards)
        used = set(
            session.scalars(select(ResultCard.number).where(ResultCard.island_id == island_id))
        )
        round_id = _round_now(session, island_id)
        for one in cards:
            card = known.get(one.key)
            if card is None:
                number = one.number or rules.next_number(used)
                used.add(number)
                known[one.key] = _add(session, island_id, round_id, one, source, number)
                taken[one.key] = Taken.NEW
            elif card.island_id != island_id:
                taken[one.key] = Taken.FOREIGN
            else:
                taken[one.key] = _change(card, one) if may_edit else Taken.KNOWN
        if device is not None:
            _see(session, island_id, device, handed_over=len(taken))
    return taken


def _known(session: Session, cards: Iterable[Sent]) -> dict[str, ResultCard]:
    keys = {one.key for one in cards}
    found = session.scalars(select(ResultCard).where(ResultCard.key.in_(keys)))
    return {card.key: card for card in found}


def _add(
    session: Session,
    island_id: int,
    round_id: int | None,
    one: Sent,
    source: CardSource,
    number: int,
) -> ResultCard:
    now = clock.now()
    card = ResultCard(
        key=one.key,
        island_id=island_id,
        round_id=round_id,
        column=one.column,
        number=number,
        text=one.text,
        source=source,
        version=1,
        written_at=one.at,
        created_at=now,
        changed_at=now,
        removed_at=now if one.is_removed else None,
    )
    session.add(card)
    session.flush()
    return card


def _change(card: ResultCard, one: Sent) -> Taken:
    is_removed = card.removed_at is not None
    if (card.text, card.column, is_removed) == (one.text, one.column, one.is_removed):
        return Taken.KNOWN
    if one.base == card.version:
        card.text, card.column = one.text, one.column
        card.removed_at = clock.now() if one.is_removed else None
        if card.group is not None and (one.is_removed or card.column is not card.group.column):
            card.group_id = None
        outcome = Taken.CHANGED
    elif one.text == card.text or one.text in (card.other_text or "").split("\n"):
        return Taken.KNOWN
    elif one.base == 0 or one.is_removed:
        return Taken.KNOWN  # its first sending again, or a removal of what has changed since
    else:
        card.other_text = rules.together(card.other_text, one.text)
        card.removed_at = None
        outcome = Taken.CONFLICT
    _touch(card)
    return outcome


def _touch(card: ResultCard) -> None:
    card.version += 1
    card.changed_at = clock.now()


def choose(island_id: int, card_id: int, text: str) -> None:
    """The host decides which text of a card stands, or writes a third; the others go.

    Raises:
        NotFound: this island has no such card.
    """
    with database.transaction() as session:
        card = get_card(session, island_id, card_id)
        card.text, card.other_text = text, None
        _touch(card)


def change(
    island_id: int,
    card_id: int,
    *,
    base: int,
    text: str,
    column: CardColumn,
    is_removed: bool = False,
) -> Taken:
    """A card changed by a form, from the version `base`; both texts stay where it is older.

    Raises:
        NotFound: this island has no such card.
    """
    with database.transaction() as session:
        card = get_card(session, island_id, card_id)
        sent = Sent(card.key, column, text, clock.now(), base, is_removed)
        return _change(card, sent)


def get_card(session: Session, island_id: int, card_id: int) -> ResultCard:
    """A card of an island, in the caller's transaction.

    Raises:
        NotFound: this island has no such card.
    """
    card = session.get(ResultCard, card_id)
    if card is None or card.island_id != island_id:
        raise NotFound(events.GONE)
    return card


def _round_now(session: Session, island_id: int) -> int | None:
    """The round that runs, or else the last one that has begun."""
    return session.scalar(
        select(Round.id)
        .join(Island, Island.event_id == Round.event_id)
        .where(Island.id == island_id, Round.starts_at <= clock.now())
        .order_by(Round.number.desc())
        .limit(1)
    )


def _is_due(device: Device, island_id: int) -> bool:
    """Whether what is known of a device is old, or wrong about what waits on it."""
    row = database.db.session.get(CaptureDevice, (island_id, device.key))
    is_told = row is not None and row.waiting == device.waiting
    return not is_told or (row is not None and clock.now() - row.seen_at > SEEN_EVERY)


def _see(session: Session, island_id: int, device: Device, *, handed_over: int) -> None:
    row = session.get(CaptureDevice, (island_id, device.key))
    if row is None:
        row = CaptureDevice(island_id=island_id, key=device.key, is_host=device.is_host)
        session.add(row)
    row.waiting = max(0, device.waiting - handed_over)
    row.seen_at = clock.now()
