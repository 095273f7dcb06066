"""One card of an island, read and changed while its island is locked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.results import boards, change_rules
from forum.results.change_rules import Taken
from forum.results.models import CardChange, CardColumn, ResultCard

CHANGED_MEANWHILE = _(
    "This card has been changed meanwhile. Please look at its sentences once more and choose again."
)


@dataclass(frozen=True)
class Sent:
    """A card as a device keeps it under an id made there. `base`: the version it was changed from,
    0 for a new one; `at`: by the device's clock; `change`: the id of this change, and `after` those
    of earlier ones by the same device of which it never heard."""

    key: str
    column: CardColumn
    text: str
    at: datetime
    base: int = 0
    is_removed: bool = False
    number: int | None = None
    change: str = ""
    after: tuple[str, ...] = ()

    def as_change(self) -> change_rules.Change:
        """The same for the rules. Forms and paper give no id; what they say is one."""
        content = change_rules.Content(self.text, self.column, self.is_removed)
        said = f"{self.base}|{self.column}|{self.is_removed}|{self.text}"
        key = self.change or f"said-{hashlib.sha256(said.encode()).hexdigest()[:32]}"
        return change_rules.Change(key, content, self.base, self.after)


def changes_of(session: Session, ids: Collection[int]) -> dict[int, dict[str, int | None]]:
    """The changes of cards that were taken in, by the card's id: with the version each made."""
    found: dict[int, dict[str, int | None]] = {number: {} for number in ids}
    query = select(CardChange).where(CardChange.card_id.in_(found))
    for one in session.scalars(query):
        found[one.card_id][one.key] = one.version
    return found


def apply(session: Session, card: ResultCard, sent: Sent, changes: dict[str, int | None]) -> Taken:
    """Takes a change in. `changes`: those known of this card; grows with it."""
    change = sent.as_change()
    is_removed = card.removed_at is not None
    stands = change_rules.Card(
        change_rules.Content(card.text, card.column, is_removed),
        card.version,
        tuple(card.other_text.split("\n")) if card.other_text else (),
        changes,
    )
    now, outcome = change_rules.apply(stands, change)
    if now.version != card.version:
        card.text, card.column = now.content.text, CardColumn(now.content.column)
        if now.content.is_removed != is_removed:
            card.removed_at = clock.now() if now.content.is_removed else None
        card.other_text = "\n".join(now.others) or None
        card.version, card.changed_at = now.version, clock.now()
        if card.group is not None and (card.removed_at or card.column is not card.group.column):
            card.group_id = None
    if change.key not in changes:
        changes[change.key] = now.changes[change.key]
        session.add(CardChange(card_id=card.id, key=change.key, version=changes[change.key]))
    return outcome


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
        boards.locked(session, island_id)
        card = get(session, island_id, card_id)
        sent = Sent(card.key, column, text, clock.now(), base, is_removed)
        return apply(session, card, sent, changes_of(session, [card.id])[card.id])


def choose(island_id: int, card_id: int, text: str, *, base: int) -> None:
    """The host decides which text of a card stands; the others go. Again changes nothing.

    Raises:
        Refused: since the version `base` another text came, which the host has not seen.
        NotFound: this island has no such card.
    """
    with database.transaction() as session:
        boards.locked(session, island_id)
        card = get(session, island_id, card_id)
        if card.other_text is None and card.text == text:
            return
        if card.version != base:
            raise Refused(CHANGED_MEANWHILE)
        card.text, card.other_text = text, None
        card.version, card.changed_at = card.version + 1, clock.now()


def get(session: Session, island_id: int, card_id: int) -> ResultCard:
    """A card of an island, in the caller's transaction.

    Raises:
        NotFound: this island has no such card.
    """
    card = session.get(ResultCard, card_id)
    if card is None or card.island_id != island_id:
        raise NotFound(events.GONE)
    return card
