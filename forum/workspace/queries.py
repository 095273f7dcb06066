"""What the workspace's own pages show, gathered from the features."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import db
from forum.contacts import queries as contacts
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.events.models import Event, Island, Round
from forum.islands import queries as islands
from forum.islands import room_queries
from forum.islands.models import Plan
from forum.mail.models import Message
from forum.registration import counts, listing, task_queries
from forum.registration import rules as registration_rules
from forum.registration.counts import Places
from forum.registration.models import PlaceCount
from forum.registration.person_models import TaskKind


@dataclass(frozen=True)
class NavCounts:
    """The numbers beside the areas of a forum."""

    islands: int
    registrations: int
    tasks: int
    messages: int


def nav_counts(event_id: int) -> NavCounts:
    """Islands, active registrations, open tasks and waiting messages of a forum, in one query
    that costs the same however many people come."""
    return NavCounts(*db.session.execute(_nav_query(), {"event_id": event_id}).one())


@functools.cache
def _nav_query() -> Select[int, int, int, int]:
    """Putting it together takes longer than asking it."""
    event_id: Any = bindparam("event_id")
    islands = select(func.count(Island.id)).where(Island.event_id == event_id)
    active = select(func.coalesce(func.sum(PlaceCount.number), 0)).where(
        PlaceCount.event_id == event_id, PlaceCount.state.in_(registration_rules.ACTIVE)
    )
    messages = select(func.count(Message.id)).where(
        Message.event_id == event_id, Message.sent_at.is_(None), Message.given_up_at.is_(None)
    )
    return select(
        islands.scalar_subquery(),
        active.scalar_subquery(),
        task_queries.count_open(event_id),
        messages.scalar_subquery(),
    )


def access_conflicts(event_id: int, plan: Plan | None = None) -> list[room_queries.Conflict]:
    """Where a room has steps or no hearing loop though people there need it, by this plan or else
    the published one: counts without names."""
    return room_queries.access_conflicts(plan or islands.find_published(event_id))


def account_names(ids: Iterable[int | None]) -> dict[int, str]:
    """What organisers are called, by the number of their account; one query, or none."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name for row in rows}


@dataclass(frozen=True)
class ForumLine:
    """A forum in the list of all forums."""

    event: Event
    phase: event_rules.Phase
    places: Places


def forums() -> list[ForumLine]:
    """Every forum with its phase and places; two queries however many there are."""
    found = events.all_events()
    places = counts.places_left([event.id for event in found])
    now = clock.now()
    return [ForumLine(event, event_rules.phase(event, now), places[event.id]) for event in found]


@dataclass(frozen=True)
class Overview:
    """How a forum stands and what needs doing next."""

    phase: event_rules.Phase
    places: Places
    organisations: int
    sectors: Sequence[listing.SectorCount]
    plan: Plan | None
    published: Plan | None
    untold: int
    damaged: int
    unreachable: int
    unplaced: int
    islands: int
    rounds: int
    programme: int
    contacts: int
    contact_list_is_open: bool
    tasks: Mapping[TaskKind, int]


def overview(event: Event) -> Overview:
    """Everything the overview of a forum shows; a constant number of queries."""
    now = clock.now()
    plans = islands.plans_of(event.id)
    published = next((plan for plan in plans if plan.published_at), None)
    looks = listing.count_looks(event.id)
    return Overview(
        phase=event_rules.phase(event, now),
        places=counts.places_left([event.id])[event.id],
        organisations=listing.count_organisations(event.id),
        sectors=listing.sectors_of(event.id),
        plan=plans[0] if plans else None,
        published=published,
        untold=listing.count_untold(event.id),
        damaged=looks["damaged"],
        unreachable=looks["unreachable"],
        unplaced=islands.count_unplaced(published) if published and now < event.ends_at else 0,
        islands=_count(Island, event),
        rounds=_count(Round, event),
        programme=len(events.day_of(event)),
        contacts=len(contacts.entries(event.id)),
        contact_list_is_open=event_rules.contact_list_is_open(event, now),
        tasks=task_queries.counts(event.id),
    )


def _count(model: type[Island] | type[Round], event: Event) -> int:
    query = select(func.count(model.id)).where(model.event_id == event.id)
    return db.session.scalar(query) or 0
