"""Whom publishing a plan would tell, and what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.events import queries as events
from forum.events.models import Island, Round
from forum.islands import queries
from forum.islands.models import Plan
from forum.islands.queries import Told
from forum.registration import queries as registrations
from forum.registration import telling
from forum.registration.models import Registration

MOST = 200
"""So many people are listed with what is new for them; more are counted."""


@dataclass(frozen=True)
class Place:
    """An island, and the table where it has several."""

    island: Island
    table: int | None


@dataclass(frozen=True)
class Change:
    """What is new in one round; None: nowhere."""

    round: Round
    before: Place | None
    after: Place | None


@dataclass(frozen=True)
class News:
    """Somebody whose route card changes, and where. Nobody had one before: no changes."""

    registration: Registration
    changes: Sequence[Change]

    @property
    def is_by_mail(self) -> bool:
        """Whether they hear of it by mail; else an organiser tells them."""
        return telling.by_mail(self.registration)


@dataclass(frozen=True)
class Audience:
    """Whom publishing a plan would tell by e-mail, whose route stays, whom no mail reaches and who
    needs a call, what is new for whom, and how many lack an island in a round."""

    told: int
    unchanged: int
    unreachable: Sequence[Registration]
    news: Sequence[News]
    number: int
    unplaced: int


def of_plan(plan: Plan) -> Audience:
    """Who would get a message; a constant number of queries. Whoever came at the door while this
    plan was a draft keeps the islands they were given."""
    published = queries.find_published(plan.event_id)
    is_later = published is not None and published.number < plan.number
    before = queries.told_by(published.id) if published and is_later else {}
    after = {**before, **queries.told_by(plan.id)}
    maker, coming = _Maker(plan.event_id), registrations.taking_part(plan.event_id)
    news = [
        News(one, maker.changes(before.get(one.id, {}), after[one.id]) if is_later else ())
        for one in coming
        if one.id in after and before.get(one.id) != after[one.id]
    ]
    return Audience(
        told=sum(one.is_by_mail for one in news),
        unchanged=len(after) - len(news),
        unreachable=[one.registration for one in news if not one.is_by_mail],
        news=news[:MOST] if is_later else (),
        number=len(news),
        unplaced=sum(len(after.get(one.id, {})) < len(maker.rounds) for one in coming),
    )


class _Maker:
    def __init__(self, event_id: int) -> None:
        self.rounds = events.rounds_of(event_id)
        self.islands = {one.id: one for one in events.islands_of(event_id)}

    def changes(self, before: dict[int, Told], after: dict[int, Told]) -> list[Change]:
        """Round by round what is different."""
        pairs = ((one, before.get(one.id), after.get(one.id)) for one in self.rounds)
        return [
            Change(round_, self._place(was), self._place(now))
            for round_, was, now in pairs
            if was != now
        ]

    def _place(self, told: Told | None) -> Place | None:
        return Place(self.islands[told[0]], told[1]) if told else None
