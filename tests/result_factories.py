"""What islands wrote and what became of it, saved and ready to use; everything is invented."""

from __future__ import annotations

from itertools import count
from typing import Any

from forum.accounts.models import Account
from forum.base import clock, database
from forum.events.models import Event, Island
from forum.results import editing
from forum.results.models import CardColumn, CardGroup, CardSource, CardVote, ResultCard
from forum.results.outcome_models import Finding, FindingKind

_numbers = count(1)


def card(
    island: Island, text: str, column: CardColumn = CardColumn.NEED_FOR_ACTION, **values: Any
) -> ResultCard:
    """A card of an island, in no group unless told."""
    number, now = next(_numbers), clock.now()
    made = ResultCard(
        **{
            "key": f"card-{number}",
            "island_id": island.id,
            "column": column,
            "number": number,
            "text": text,
            "source": CardSource.HOST,
            "written_at": now,
            "created_at": now,
            "changed_at": now,
            **values,
        }
    )
    with database.transaction() as session:
        session.add(made)
    return made


def group(
    island: Island,
    title: str,
    *texts: str,
    column: CardColumn = CardColumn.NEED_FOR_ACTION,
    dots: int = 0,
) -> CardGroup:
    """A group with a card for each text, and so many dots of as many voters."""
    now = clock.now()
    made = CardGroup(
        key=f"group-{next(_numbers)}",
        island_id=island.id,
        column=column,
        title=title,
        created_at=now,
        changed_at=now,
    )
    with database.transaction() as session:
        session.add(made)
    for text in texts:
        card(island, text, column, group_id=made.id)
    with database.transaction() as session:
        session.add_all(
            CardVote(voter=f"voter-{next(_numbers)}", group_id=made.id, dots=1)
            for _dot in range(dots)
        )
    return made


def finding(
    event: Event,
    by: Account,
    text: str = "Eine feste Ansprechperson vom Angebot bis zum Einzug.",
    kind: FindingKind = FindingKind.NEED_FOR_ACTION,
    island: Island | None = None,
) -> Finding:
    """A draft at the desk; a demand goes to the city."""
    where = island or event.islands[0]
    to = "Stadt" if kind is FindingKind.DEMAND else ""
    return editing.add(event.id, where.id, kind, text, addressee_name=to, by=by.id)
