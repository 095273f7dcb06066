"""Taking in the cards of a paper sheet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.base import database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import queries as events
from forum.results import boards, capturing, reading
from forum.results.cards import Sent
from forum.results.change_rules import Taken
from forum.results.models import CardSource, ResultCard


def type_in(event_id: int, island_id: int, rows: Sequence[Sent]) -> int:
    """Cards typed from a paper sheet; returns how many are new. Again adds nothing.

    Raises:
        Refused: numbers of the sheet carry another sentence already; nothing was taken in.
    """
    events.get_island(event_id, island_id)
    with database.transaction() as session:
        boards.locked(session, island_id)
        numbers = [one.number for one in rows if one.number]
        taken = session.execute(
            select(ResultCard.number, ResultCard.text, ResultCard.key).where(
                ResultCard.island_id == island_id, ResultCard.number.in_(numbers)
            )
        ).all()
        there = {number: (text, key) for number, text, key in taken}
    other = [
        _("Number %(number)s carries another sentence already.", number=one.number)
        for one in rows
        if there.get(one.number or 0, (one.text, one.key)) != (one.text, one.key)
    ]
    if other:
        raise Refused(reading.all_of(other), field="lines")
    outcomes = capturing.take(island_id, rows, CardSource.PAPER, may_edit=False)
    return sum(one is Taken.NEW for one in outcomes.values())
