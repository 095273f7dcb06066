"""What becomes of a card that is changed in several places, some of them without a network.

A change carries an id made on its device, the version of the card that was seen there (`base`),
and the ids of earlier changes of the same device whose answers never came (`after`). From these it
follows, in whatever order and however often changes arrive:

- a change that was taken in already changes nothing;
- a change of the newest version, or of what the device itself made of it, takes its place;
- any other one is of something that its author has not seen: both texts stay until somebody
  chooses, and what has been changed meanwhile is not removed.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


class Taken(enum.StrEnum):
    """What became of a card that was sent."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    CONFLICT = "conflict"
    OVERTAKEN = "overtaken"
    FOREIGN = "foreign"
    FULL = "full"


@dataclass(frozen=True)
class Content:
    """What a card says, in which column, and whether it was taken away."""

    text: str
    column: str
    is_removed: bool = False


@dataclass(frozen=True)
class Card:
    """A card as it stands. `others`: texts beside its own until somebody chooses; `changes`: those
    taken in, with the version that each made, None where its text only stands beside."""

    content: Content
    version: int = 1
    others: tuple[str, ...] = ()
    changes: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A change as a device sends it; `base` is 0 where the device only knows that it made the
    card."""

    key: str
    content: Content
    base: int
    after: tuple[str, ...] = ()


def made(change: Change) -> Card:
    """The card that a first change makes."""
    return Card(change.content, changes={change.key: 1})


def apply(card: Card, change: Change) -> tuple[Card, Taken]:
    """The card after a change, and what became of the change."""
    if change.key in card.changes:
        return card, Taken.KNOWN
    new = change.content
    if new == card.content:
        return _with(card, change, None if card.others else card.version), Taken.KNOWN
    if _seen(card, change) == card.version:
        others = tuple(one for one in card.others if one != new.text)
        card = replace(card, content=new, others=others, version=card.version + 1)
        return _with(card, change, card.version), Taken.CHANGED
    card, outcome = _beside(card, new)
    return _with(card, change, None), outcome


def _beside(card: Card, new: Content) -> tuple[Card, Taken]:
    """The card after a change of something older: no text takes the place of one unseen."""
    if new.is_removed:
        return card, Taken.OVERTAKEN
    if new.text == card.content.text and not card.content.is_removed:
        content = replace(card.content, column=new.column)
        return replace(card, content=content, version=card.version + 1), Taken.CHANGED
    if new.text in card.others:
        return card, Taken.KNOWN
    card = replace(
        card,
        content=replace(card.content, is_removed=False),
        others=(*card.others, new.text),
        version=card.version + 1,
    )
    return card, Taken.CONFLICT


def _seen(card: Card, change: Change) -> int:
    """The newest version whose words the author of a change knows: what they were shown, or what
    their own device made of it."""
    own = [version for key in change.after if (version := card.changes.get(key))]
    return max(change.base, 1, *own)


def _with(card: Card, change: Change, version: int | None) -> Card:
    return replace(card, changes={**card.changes, change.key: version})
