"""What strangers read from now on: words, numbers and counts of a version, and nothing raw."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock
from forum.events.models import Event
from forum.results import card_queries, destroying, queries, rules
from forum.results.outcome_models import Finding
from forum.results.release_models import IslandAttendance, Release


def publish(session: Session, event: Event, release: Release) -> None:
    """Numbers what is new, lets strangers read words and counts as they now are, and destroys what
    stood there before. In the caller's transaction. Numbers of a year are given in one order,
    whatever forums are released at once."""
    drafted = [one for one in queries.desk(event.id) if one.finding.withdrawn_at is None]
    drafted.sort(key=lambda one: (queries.ORDER[one.finding.kind], -one.votes, one.finding.id))
    year = clock.in_berlin(event.starts_at).year
    taken = session.scalar(select(func.max(Finding.number)).where(Finding.year == year)) or 0
    new = [one.finding for one in drafted if one.finding.number is None]
    for finding, number in zip(new, rules.numbers(taken, len(new)), strict=True):
        finding.year, finding.number = year, number
    for one in drafted:
        one.finding.released_text = one.finding.text
        one.finding.released_votes = one.votes
        one.finding.released_islands = list(one.islands)
    session.add_all(
        IslandAttendance(release_id=release.id, island_id=island_id, people=people)
        for island_id, people in card_queries.people_at(event.id).items()
    )
    session.flush()
    destroying.raw_words(session, event.id)
