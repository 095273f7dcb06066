"""Decisions about registrations, on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from forum.base.refusal import Refused
from forum.base.text import _
from forum.registration.models import State

HOLD = timedelta(hours=48)
"""How long a place is kept for somebody who has not confirmed the address yet."""

TRANSITIONS: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.WAITING: frozenset({State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.CONFIRMED: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
ACTIVE = frozenset({State.HELD, State.CONFIRMED, State.WAITING})
TAKING = frozenset({State.HELD, State.CONFIRMED})
"""The states that count against the places of a forum."""


def check_transition(before: State, after: State) -> None:
    """Lets a change of state pass or refuses it.

    Raises:
        Refused: the table does not allow it.
    """
    if after not in TRANSITIONS[before]:
        raise Refused(_("This registration has already ended."))


def first_state(*, taken: int, capacity: int) -> State:
    """What a new registration from the form becomes: a place is held, or it waits."""
    return State.HELD if taken < capacity else State.WAITING


def held_until(now: datetime, deadline: datetime) -> datetime:
    """Until when an unconfirmed place is kept: 48 hours, never past the deadline."""
    return max(now, min(now + HOLD, deadline))


def check_wishes(wishes: Sequence[int | None], island_ids: Sequence[int]) -> list[int]:
    """The wished islands in their order, gaps closed.

    Raises:
        Refused: an island is wished twice or belongs to another forum; names the field.
    """
    chosen: list[int] = []
    for rank, island_id in enumerate(wishes, start=1):
        if island_id is None:
            continue
        field = f"wish{rank}"
        if island_id not in island_ids:
            raise Refused(_("Please choose one of the islands of this forum."), field=field)
        if island_id in chosen:
            raise Refused(
                _("Please choose another island here. You have already wished for this one."),
                field=field,
            )
        chosen.append(island_id)
    return chosen
