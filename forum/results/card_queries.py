"""What can be asked about the cards behind the findings, and how many people sat where."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.events import queries as events
from forum.events.models import Island
from forum.islands.models import Assignment
from forum.islands.queries import find_published
from forum.registration.models import Registration, State
from forum.results import passages, queries
from forum.results.models import ResultCard
from forum.results.passages import Passage
from forum.results.release_models import IslandAttendance


def flagged_cards(event_id: int) -> list[tuple[ResultCard, Sequence[Passage]]]:
    """The cards of a forum that may be about a person, with the passages; two statements."""
    query = (
        select(ResultCard)
        .join(ResultCard.island)
        .where(Island.event_id == event_id, ResultCard.removed_at.is_(None))
        .options(contains_eager(ResultCard.island))
        .order_by(Island.position, ResultCard.number)
    )
    names = queries.known_names(event_id)
    found = ((card, passages.find(card.text, names)) for card in db.session.scalars(query))
    return [(card, where) for card, where in found if where]


def get_card(event_id: int, card_id: int) -> ResultCard:
    """A card of this forum.

    Raises:
        NotFound: it has none such.
    """
    card = db.session.get(ResultCard, card_id)
    if card is None or card.island.event_id != event_id:
        raise NotFound(events.GONE)
    return card


def people_at(event_id: int) -> dict[int, int]:
    """How many of those who came sat at each island, in whichever round; by the island's id."""
    plan = find_published(event_id)
    if plan is None:
        return {}
    query = (
        select(Assignment.island_id, func.count(Assignment.registration_id.distinct()))
        .join(Registration, Registration.id == Assignment.registration_id)
        .where(
            Assignment.plan_id == plan.id,
            Assignment.island_id.is_not(None),
            Registration.state == State.CHECKED_IN,
        )
        .group_by(Assignment.island_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def attendance_of(release_id: int) -> dict[int, int]:
    """The same as it was counted for a version, without islands where nobody was noted."""
    query = select(IslandAttendance).where(IslandAttendance.release_id == release_id)
    return {one.island_id: one.people for one in db.session.scalars(query) if one.people}
