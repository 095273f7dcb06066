"""Somebody who comes without registration gets a route of their own; nobody else gets another."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.events.models import Event
from forum.islands import inputs, queries, room_changes, rules
from forum.islands.inputs import Input
from forum.islands.models import Assignment, Plan
from forum.islands.queries import Seats
from forum.registration import rules as registration_rules
from forum.registration.models import Registration
from forum.rotation import model


def place(event_id: int, registration_id: int) -> int:
    """Adds somebody to the published plan, in the rounds that have not begun and in which they
    have no island yet; returns in how many. Without a published plan, in none.

    Printed papers stay true, because nobody else moves. Rather than leave somebody without an
    island for a round, groups get one chair more than their maximum; organisers see that.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        registration = session.get(Registration, registration_id)
        if registration is None or registration.event_id != event_id:
            return 0
        return fill(session, registration)


def fill(session: Session, registration: Registration) -> int:
    """The same in the caller's transaction, while the forum is locked; for somebody who was given
    up already, the islands of their card as far as there is room."""
    plan = queries.find_published(registration.event_id)
    if plan is None or registration.state not in registration_rules.TAKING_PART:
        return 0
    placed = _place(session, plan, registration)
    if placed:
        room_changes.note_placed(session, plan.id, [registration.id])
    return placed


def _place(session: Session, plan: Plan, registration: Registration) -> int:
    made_of = inputs.of_event(plan.event_id, clock.now())
    seats = queries.seats_by_person(plan.id)
    have = seats.pop(registration.id, {})
    person = made_of.instance.people[made_of.people.index(registration)]
    rounds = [
        (number, one)
        for number, one in enumerate(made_of.rounds)
        if one.starts_at > clock.now() and one.id not in have and number not in person.absent
    ]
    barred = {seat.island_id for seat in have.values()} | person.excluded
    if not rounds:
        return 0
    standing = _Standing(made_of, seats, barred, room_changes.known_stops(registration.id))
    route = rules.smallest_groups([standing.groups(number, person) for number, _one in rounds])
    if None in route:
        closer = [standing.groups(number, person, more=1) for number, _one in rounds]
        route = rules.smallest_groups(closer)
    added = [
        Assignment(
            plan_id=plan.id,
            registration_id=registration.id,
            round_id=one.id,
            island_id=island_id,
            table_number=standing.smallest_table(one.id, island_id),
        )
        for (_number, one), island_id in zip(rounds, route, strict=True)
        if island_id is not None
    ]
    session.add_all(added)
    return len(added)


class _Standing:
    """The groups and tables of a plan as they stand, without islands that are out of question."""

    def __init__(
        self, made_of: Input, seats: Seats, barred: set[model.Key], known: set[tuple[int, int]]
    ) -> None:
        self.made_of, self.barred, self.known = made_of, barred, known
        organisation = {one.key: one.organisation for one in made_of.instance.people}
        self.there: dict[tuple[int, int], list[model.Key]] = defaultdict(list)
        self.tables: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for person, route in seats.items():
            for round_id, seat in route.items():
                self.there[round_id, seat.island_id].append(organisation.get(person))
                if seat.table is not None:
                    self.tables[round_id, seat.island_id][seat.table] += 1

    def groups(self, number: int, person: model.Person, *, more: int = 0) -> list[rules.Group]:
        """The groups of a round into which somebody may go, with so many `more` chairs each."""
        round_id, mine = self.made_of.rounds[number].id, person.organisation
        return [
            rules.Group(
                island_id=island.id,
                size=len(there := self.there[round_id, island.id]),
                colleagues=there.count(mine) if mine is not None else 0,
                maximum=island.maximum + more,
                is_known=(round_id, island.id) in self.known,
            )
            for island, plain in zip(
                self.made_of.islands, self.made_of.instance.islands, strict=True
            )
            if island.id not in self.barred and number not in plain.closed
        ]

    def smallest_table(self, round_id: int, island_id: int) -> int | None:
        """The table with the fewest people, where there are several."""
        tables = self.tables[round_id, island_id]
        return min(tables, key=lambda table: (tables[table], table)) if tables else None
