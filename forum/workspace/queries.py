"""What the workspace's own pages show, gathered from the features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.base import clock
from forum.base.database import db
from forum.contacts import queries as contacts
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.events.models import Event, Island, Round
from forum.islands import queries as islands
from forum.islands.models import Plan
from forum.mail.models import Message
from forum.registration import counts, listing
from forum.registration import rules as registration_rules
from forum.registration.counts import Places
from forum.registration.models import Registration


@dataclass(frozen=True)
class NavCounts:
    """The numbers beside the areas of a forum."""

    islands: int
    registrations: int
    messages: int


def nav_counts(event_id: int) -> NavCounts:
    """Islands, active registrations and waiting messages of a forum, in one query."""

    islands = select(func.count(Island.id)).where(Island.event_id == event_id)
    active = select(func.count(Registration.id)).where(
        Registration.event_id == event_id, Registration.state.in_(registration_rules.ACTIVE)
    )
    messages = select(func.count(Message.id)).where(
        Message.event_id == event_id, Message.sent_at.is_(None), Message.given_up_at.is_(None)
    )
    counts = (islands, active, messages)
    row = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return NavCounts(*row)


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
    )


def _count(model: type[Island] | type[Round], event: Event) -> int:
    query = select(func.count(model.id)).where(model.event_id == event.id)
    return db.session.scalar(query) or 0
