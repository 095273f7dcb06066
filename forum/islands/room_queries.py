"""What can be asked about rooms and times that change after a plan is published."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import joinedload

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event, Island, Room, Round
from forum.islands.models import Assignment, Plan
from forum.islands.queries import RouteCard, find_published
from forum.islands.told_models import ToldStop
from forum.registration import rules as registration_rules
from forum.registration.models import Registration
from forum.registration.person_models import AccessNeed, Need

EARLIEST = datetime.min.replace(tzinfo=UTC)
ROOM = func.coalesce(Room.name, "")
LOCATION = func.coalesce(Room.location, "")
TOLD = ("registration_id", "round_id", "island_id", "room", "location", "starts_at", "ends_at")
"""What `stops` says of each, by the columns in which it is kept."""


def last_move(event_id: int) -> datetime | None:
    """When an island of a forum last got another room or had its tables joined, or a round another
    time."""
    moments = [
        select(func.max(column)).where(column.class_.event_id == event_id).scalar_subquery()
        for column in (Island.moved_at, Island.tables_joined_at, Round.moved_at)
    ]
    row: Sequence[datetime | None] = db.session.execute(select(*moments)).one()
    found = [moment for moment in row if moment is not None]
    return max(found, default=None)


def as_of(plan: Plan) -> datetime:
    """As of when papers of a plan are: when it was published, or a room or time changed since."""
    if plan.published_at is None:
        return plan.created_at
    return max(plan.published_at, last_move(plan.event_id) or plan.published_at)


def latest(plan: Plan, places: Collection[Island | Round]) -> datetime:
    """The same, where the islands and rounds of the forum are known already."""
    if plan.published_at is None:
        return plan.created_at
    moved = [one.moved_at for one in places if one.moved_at]
    joined = [
        one.tables_joined_at for one in places if isinstance(one, Island) and one.tables_joined_at
    ]
    return max(plan.published_at, *moved, *joined, EARLIEST)


def moved_at(card: RouteCard | None) -> datetime | None:
    """When a room or time of somebody's route changed after the plan was published; None where
    none did."""
    if card is None:
        return None
    moments = [one for stop in card.stops for one in (stop.island.moved_at, stop.round.moved_at)]
    return max((one for one in moments if one and one > card.published_at), default=None)


@dataclass(frozen=True)
class Moved:
    """What is elsewhere or at another time since a plan was published, and since when."""

    islands: Sequence[Island]
    rounds: Sequence[Round]
    at: datetime


def moved_since(plan: Plan | None) -> Moved | None:
    """What has moved since a plan was published; None where nothing did."""
    if plan is None or plan.published_at is None:
        return None
    islands = db.session.scalars(
        select(Island)
        .where(Island.event_id == plan.event_id, Island.moved_at > plan.published_at)
        .order_by(Island.position)
    ).all()
    rounds = db.session.scalars(
        select(Round)
        .where(Round.event_id == plan.event_id, Round.moved_at > plan.published_at)
        .order_by(Round.number)
    ).all()
    known = [*(one.moved_at for one in islands), *(one.moved_at for one in rounds)]
    moments = [moment for moment in known if moment]
    return Moved(islands, rounds, max(moments)) if moments else None


def events_to_look_at() -> Sequence[Event]:
    """Forums at which people can still be told something."""
    return db.session.scalars(
        select(Event).where(
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
            Event.ends_at > clock.now(),
        )
    ).all()


def stops(plan_id: int) -> Select[int, int, int, str, str, datetime, datetime]:
    """Who sits where and when by a plan, as it would be told now."""
    return (
        select(
            Assignment.registration_id,
            Assignment.round_id,
            Assignment.island_id,
            ROOM.label("room"),
            LOCATION.label("location"),
            Round.starts_at,
            Round.ends_at,
        )
        .join(Assignment.round)
        .join(Assignment.island)
        .outerjoin(Island.room)
        .where(Assignment.plan_id == plan_id)
    )


def untold(plan_id: int) -> Sequence[Row[int, int, int, str, str, datetime, datetime]]:
    """The stops to come of a plan of which people know nothing, or something else."""
    told = (ToldStop.registration_id == Assignment.registration_id) & (
        ToldStop.round_id == Assignment.round_id
    )
    return db.session.execute(
        stops(plan_id)
        .join(Assignment.registration)
        .outerjoin(ToldStop, told)
        .where(
            Registration.state.in_(registration_rules.TAKING_PART),
            Round.ends_at > clock.now(),
            or_(
                ToldStop.registration_id.is_(None),
                ToldStop.island_id != Assignment.island_id,
                ToldStop.room != ROOM,
                ToldStop.location != LOCATION,
                ToldStop.starts_at != Round.starts_at,
                ToldStop.ends_at != Round.ends_at,
            ),
        )
        .order_by(Assignment.registration_id, Assignment.round_id)
    ).all()


@dataclass(frozen=True)
class Change:
    """A stop that is elsewhere or at another time than somebody knew."""

    round: Round
    island: Island
    told: ToldStop

    @property
    def has_other_room(self) -> bool:
        room = self.island.room
        where = (room.name, room.location) if room else ("", "")
        return where != (self.told.room_before, self.told.location_before)

    @property
    def has_other_time(self) -> bool:
        before = (self.told.starts_before, self.told.ends_before)
        return before != (self.round.starts_at, self.round.ends_at)


def changes_for(registration: Registration) -> list[Change]:
    """What is to be told to somebody of the stops to come, as things stand now."""
    plan = find_published(registration.event_id)
    if plan is None:
        return []
    seats = db.session.scalars(
        select(Assignment)
        .where(Assignment.plan_id == plan.id, Assignment.registration_id == registration.id)
        .options(
            joinedload(Assignment.round), joinedload(Assignment.island).joinedload(Island.room)
        )
        .execution_options(populate_existing=True)
    ).all()
    told = select(ToldStop).where(
        ToldStop.registration_id == registration.id, ToldStop.room_before.is_not(None)
    )
    known = {one.round_id: one for one in db.session.scalars(told)}
    found = [
        Change(seat.round, seat.island, known[seat.round_id])
        for seat in seats
        if seat.round_id in known
        and known[seat.round_id].island_id == seat.island_id
        and seat.round.ends_at > clock.now()
    ]
    changed = [one for one in found if one.has_other_room or one.has_other_time]
    return sorted(changed, key=lambda one: one.round.number)


@dataclass(frozen=True)
class Conflict:
    """So many people who need something sit in rounds to come on an island that has it not."""

    need: Need
    island: Island
    number: int


def access_conflicts(plan: Plan | None) -> list[Conflict]:
    """The islands of a plan whose room has steps or no hearing loop although somebody there needs
    it otherwise: counts without names; two queries at most."""
    if plan is None:
        return []
    rows = db.session.execute(
        select(AccessNeed.kind, Island.id, func.count(Assignment.registration_id.distinct()))
        .select_from(Assignment)
        .join(Assignment.registration)
        .join(Assignment.round)
        .join(Assignment.island)
        .join(Island.room)
        .join(AccessNeed, AccessNeed.registration_id == Assignment.registration_id)
        .where(
            Assignment.plan_id == plan.id,
            Registration.state.in_(registration_rules.TAKING_PART),
            Round.ends_at > clock.now(),
            or_(
                (AccessNeed.kind == Need.STEP_FREE) & Room.is_step_free.is_(False),
                (AccessNeed.kind == Need.HEARING_LOOP) & Room.has_hearing_loop.is_(False),
            ),
        )
        .group_by(AccessNeed.kind, Island.id)
    )
    numbers = {(row[0], row[1]): row[2] for row in rows}
    ids = {island for _need, island in numbers}
    islands = select(Island).where(Island.id.in_(ids)).order_by(Island.position)
    found = db.session.scalars(islands).all() if numbers else []
    needs = (Need.STEP_FREE, Need.HEARING_LOOP)
    return [
        Conflict(need, island, numbers[need, island.id])
        for need in needs
        for island in found
        if (need, island.id) in numbers
    ]
