"""Taking in cards, from devices, forms, paper and backup files. Everything can be sent again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.text import _
from forum.events.models import Island, Round
from forum.results import boards, cards
from forum.results import capture_rules as rules
from forum.results.capture_models import CaptureDevice
from forum.results.cards import Sent
from forum.results.change_rules import Taken
from forum.results.models import CardChange, CardSource, ResultCard

TABLES_ARE_FULL = _(
    "This island takes no more cards from its tables. Please tell your host, or write on the sheet."
)
SEEN_EVERY = timedelta(seconds=40)
"""A device that only says that it is there costs a write at most this often."""


@dataclass(frozen=True)
class Device:
    """What a device says of itself: how many cards wait on it, those just sent included."""

    key: str
    is_host: bool
    waiting: int


def take(
    island_id: int,
    sent: Sequence[Sent],
    source: CardSource,
    *,
    device: Device | None = None,
    may_edit: bool = True,
) -> dict[str, Taken]:
    """Takes in cards in their order; each counts once, however often it is sent. Of an edit that
    was made from an older version both texts stay until the host has chosen.

    `may_edit`: cards that are known may be changed; tables and backup files only add. Tables
    together add no more than `rules.MOST_AT_TABLES`; what is more is `Taken.FULL` and not kept.
    """
    if not sent and device is not None and not _is_due(device, island_id):
        return {}
    taken: dict[str, Taken] = {}
    with database.transaction() as session:
        boards.locked(session, island_id)
        known = _known(session, sent)
        changes = cards.changes_of(session, [card.id for card in known.values()])
        numbers = _Numbers(session, island_id, source)
        for one in sent:
            card = known.get(one.key)
            if card is None and numbers.are_given_out:
                taken[one.key] = Taken.FULL
            elif card is None:
                made = known[one.key] = _add(session, island_id, one, source, numbers)
                changes[made.id] = {one.as_change().key: 1}
                taken[one.key] = Taken.NEW
            elif card.island_id != island_id:
                taken[one.key] = Taken.FOREIGN
            elif may_edit:
                taken[one.key] = cards.apply(session, card, one, changes[card.id])
            else:
                taken[one.key] = Taken.KNOWN
        if device is not None:
            handed_over = sum(outcome is not Taken.FULL for outcome in taken.values())
            _see(session, island_id, device, handed_over=handed_over)
    return taken


def _known(session: Session, sent: Iterable[Sent]) -> dict[str, ResultCard]:
    keys = {one.key for one in sent}
    found = session.scalars(select(ResultCard).where(ResultCard.key.in_(keys)))
    return {card.key: card for card in found}


class _Numbers:
    """The numbers of an island's cards, in the transaction that holds its row."""

    def __init__(self, session: Session, island_id: int, source: CardSource) -> None:
        query = select(ResultCard.number, ResultCard.source).where(
            ResultCard.island_id == island_id
        )
        given = session.execute(query).all()
        self.used = {number for number, _source in given}
        self.left = rules.MOST_AT_TABLES - sum(one is CardSource.TABLE for _n, one in given)
        self.are_counted = source is CardSource.TABLE
        self.round_id = _round_now(session, island_id)

    @property
    def are_given_out(self) -> bool:
        """Whether tables have written as many cards as an island takes from them."""
        return self.are_counted and self.left <= 0

    def next(self, wanted: int | None) -> int:
        """The number of a new card."""
        number = wanted or rules.next_number(self.used)
        self.used.add(number)
        self.left -= 1
        return number


def _add(
    session: Session, island_id: int, one: Sent, source: CardSource, numbers: _Numbers
) -> ResultCard:
    now = clock.now()
    card = ResultCard(
        key=one.key,
        island_id=island_id,
        round_id=numbers.round_id,
        column=one.column,
        number=numbers.next(one.number),
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
    session.add(CardChange(card_id=card.id, key=one.as_change().key, version=1))
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
        known = select(func.count()).where(CaptureDevice.island_id == island_id)
        if (session.scalar(known) or 0) >= rules.MOST_DEVICES:
            return
        row = CaptureDevice(island_id=island_id, key=device.key, is_host=device.is_host)
        session.add(row)
    row.waiting = max(0, device.waiting - handed_over)
    row.seen_at = clock.now()
