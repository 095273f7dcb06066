"""What the papers of the day are about: read from a plan, in the language being spoken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import load_only

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.documents import model
from forum.events import queries as events
from forum.events.models import Event, Island, Round
from forum.islands import room_queries
from forum.islands.models import Assignment, Plan
from forum.registration import consents, entrance
from forum.registration import queries as registrations
from forum.registration.models import Consent, Decision, Purpose, Registration


@dataclass(frozen=True)
class Gathered:
    """The forum and everybody who comes, by name, as papers show them."""

    forum: model.Forum
    people: Sequence[model.Person]


def gather(event: Event, plan: Plan) -> Gathered:
    """Everything that any paper shows, by this plan; a constant number of queries."""
    forum = forum_of(event, plan)
    routes = _routes(event, plan)
    photographed = _photographed(event)
    coming = registrations.taking_part(event.id)
    addresses = entrance.addresses_of(coming)
    people = [
        _person(
            one,
            stops=routes[one.id],
            address=addresses[one.id],
            is_photographed=one.id in photographed,
        )
        for one in coming
    ]
    return Gathered(forum, people)


def gather_own(registration: Registration, plan: Plan | None) -> Gathered:
    """The same for one participant; without a plan they have no stops."""
    event = registration.event
    person = _person(
        registration,
        stops=_routes(event, plan, registration.id)[registration.id] if plan else [],
        address=entrance.address_of(registration),
        is_photographed=consents.is_granted(registration.consents, Purpose.PHOTOS_DOCUMENTATION),
    )
    return Gathered(forum_of(event, plan), [person])


def stamp_of(plan: Plan) -> Text:
    """„Plan 3, Stand 12. November 2026, 14:05 Uhr“: what every sheet carries. As of when the plan
    was published, or a room or a time changed since, so that an older sheet is told by it."""
    return _stamp(plan, room_queries.as_of(plan))


def _stamp(plan: Plan, as_of: datetime) -> Text:
    moment = shown.moment(as_of)
    if plan.published_at is None:
        return _("Draft of plan %(number)s, %(moment)s", number=plan.number, moment=moment)
    return _("Plan %(number)s, as of %(moment)s", number=plan.number, moment=moment)


def forum_of(event: Event, plan: Plan | None) -> model.Forum:
    """What all papers of a forum share."""
    day, islands = events.day_of(event), events.islands_of(event.id)
    places: list[Island | Round] = [*islands, *(part.round for part in day if part.round)]
    as_of = room_queries.latest(plan, places) if plan else event.changed_at
    none_yet = _("No plan yet, %(day)s", day=shown.moment(as_of))
    return model.Forum(
        language=languages.current(),
        title=shown.own(event, "title"),
        day=shown.day(event.starts_at),
        times=str(shown.times(event.starts_at, event.ends_at)),
        venue=event.venue,
        address=event.address,
        contact=[part for part in (event.contact_name, event.contact_phone) if part],
        plan=str(_stamp(plan, as_of) if plan else none_yet),
        made_at=as_of,
        rounds=[
            model.Round(
                str(_("Round %(number)s", number=part.round_number)),
                str(shown.times(part.starts_at, part.ends_at)),
            )
            for part in sorted(day, key=lambda part: part.round_number or 0)
            if part.round_number
        ],
        islands=[_island(island) for island in islands],
        programme=[_part(part) for part in day],
    )


def _island(island: Island) -> model.Island:
    room = island.room
    where = [room.name, shown.own(room, "location")] if room else []
    if island.tables_joined_at:
        where.append(str(_("the tables sit together")))
    own = shown.own(island, "theme")
    other = island.theme if own != island.theme else island.theme_en
    return model.Island(
        letter=island.letter,
        theme=own,
        room=", ".join(part for part in where if part),
        hosts=[", ".join(p for p in (h.name, h.organisation) if p) for h in island.hosts_here],
        questions=shown.lines(shown.own(island, "questions")),
        other_theme=other if other != own else "",
        other_language="en" if languages.current() == languages.DEFAULT else languages.DEFAULT,
    )


def _part(part: events.DayPart) -> model.Part:
    room = part.item.room if part.item else None
    return model.Part(
        times=str(shown.times(part.starts_at, part.ends_at)),
        title=part.title,
        place=", ".join(p for p in (room.name, shown.own(room, "location")) if p) if room else "",
    )


def _person(
    one: Registration, *, stops: Sequence[model.Stop], address: str, is_photographed: bool
) -> model.Person:
    return model.Person(
        name=one.person.name,
        organisation=registrations.organisation_of(one),
        stops=stops,
        address=address,
        is_photographed=is_photographed,
    )


def _routes(
    event: Event, plan: Plan, registration_id: int | None = None
) -> dict[int, list[model.Stop]]:
    """Everybody's stops, or those of one, by the registration's id."""
    numbers = {one.id: place for place, one in enumerate(events.rounds_of(event.id))}
    query = (
        select(
            Assignment.registration_id,
            Assignment.round_id,
            Island,
            Assignment.table_number,
        )
        .join(Assignment.island)
        .options(load_only(Island.position, Island.tables_joined_at))
        .where(Assignment.plan_id == plan.id)
    )
    if registration_id is not None:
        query = query.where(Assignment.registration_id == registration_id)
    routes: dict[int, list[model.Stop]] = defaultdict(list)
    for person, round_id, island, table in db.session.execute(query):
        at_table = "" if island.tables_joined_at else str(table or "")
        routes[person].append(model.Stop(numbers[round_id], island.letter, at_table))
    return routes


def _photographed(event: Event) -> set[int]:
    """Whose newest decision about pictures of the documentation is a yes."""
    rows = db.session.execute(
        select(Consent.registration_id, Consent.decision)
        .join(Registration, Registration.id == Consent.registration_id)
        .where(Registration.event_id == event.id, Consent.purpose == Purpose.PHOTOS_DOCUMENTATION)
        .order_by(Consent.id)
    )
    newest = {person: decision for person, decision in rows}  # noqa: C416 - the last one counts
    return {person for person, decision in newest.items() if decision is Decision.GRANTED}
