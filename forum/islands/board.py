"""The board of a plan: who sits where in one round, and what moving each would mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.base import clock
from forum.base.text import Text
from forum.events.models import Event, Island, Round
from forum.islands import inputs, queries, rules
from forum.islands.breaches import Breaches
from forum.islands.inputs import Input
from forum.islands.models import Plan, PlanMove
from forum.islands.queries import Seats
from forum.registration import queries as registrations
from forum.registration.models import Registration
from forum.rotation import figures, reasons
from forum.rotation.figures import Figures
from forum.rotation.model import Key


@dataclass(frozen=True)
class Row:
    """Somebody on the board, with what moving them to each other island means, cheapest first,
    and what became of their wishes."""

    registration: Registration
    organisation: str
    wish: int | None
    options: Sequence[tuple[Island, rules.MoveOption]]
    table: int | None
    is_locked: bool
    here: int | None
    reasons: Sequence[reasons.Reason]

    @property
    def possible(self) -> list[tuple[Island, rules.MoveOption]]:
        """The moves that are allowed."""
        return [(island, option) for island, option in self.options if not option.obstacle]


@dataclass(frozen=True)
class Column:
    """An island in one round."""

    island: Island
    rows: Sequence[Row]
    is_closed: bool

    @property
    def is_locked(self) -> bool:
        """Whether everybody here is locked."""
        return bool(self.rows) and all(row.is_locked for row in self.rows)


@dataclass(frozen=True)
class Board:
    """One round of a plan with all that is needed to judge it."""

    round: Round
    rounds: Sequence[Round]
    columns: Sequence[Column]
    unplaced: Sequence[Row]
    sizes: dict[tuple[int, int], int]
    sectors: dict[tuple[int, int], int]
    figures: Figures
    lacking: int
    worst_off: Sequence[str]
    breaches: Sequence[Text]
    last_move: PlanMove | None
    has_begun: bool


def board_of(event: Event, plan: Plan, round_number: int) -> Board | None:
    """The board of a round; None where there is no such round. A constant number of queries."""
    made_of = inputs.of_event(event.id, clock.now())
    chosen = next((one for one in made_of.rounds if one.number == round_number), None)
    if chosen is None:
        return None
    seats = queries.seats_by_person(plan.id)
    known = made_of.plan_of(seats)
    said = Breaches(queries.rules_of(event.id), seats)
    maker = _Rows(chosen, made_of, seats, reasons.of_plan(made_of.instance, known), said)
    coming = sorted(made_of.people, key=lambda one: (one.person.sort_key, one.id))
    judged = figures.of_plan(made_of.instance, known)
    worst_off = {int(str(key)) for key in judged.worst_off}
    return Board(
        round=chosen,
        rounds=made_of.rounds,
        columns=[maker.column(island) for island in made_of.islands],
        unplaced=[maker.row(person) for person in coming if person.id not in maker.here],
        sizes=dict(maker.sizes),
        sectors=_sectors(made_of, seats),
        figures=judged,
        lacking=rules.lacking(judged.missing),
        worst_off=[one.person.name for one in coming if one.id in worst_off],
        breaches=said.sentences,
        last_move=None if plan.published_at else queries.find_last_move(plan.id),
        has_begun=chosen.starts_at <= clock.now(),
    )


class _Rows:
    """Makes the rows of one round from the seats of the whole plan."""

    def __init__(
        self,
        chosen: Round,
        made_of: Input,
        seats: Seats,
        told: Mapping[Key, Sequence[reasons.Reason]],
        said: Breaches,
    ) -> None:
        self.chosen, self.islands, self.told, self.said = chosen, made_of.islands, told, said
        self.numbers = {one.id: one.number for one in made_of.rounds}
        self.seats = seats
        self.sizes = Counter(
            (r, seat.island_id) for row in seats.values() for r, seat in row.items()
        )
        self.people = {one.id: one for one in made_of.people}
        self.here = {
            person: seats[person][chosen.id]
            for person in self.people
            if chosen.id in seats.get(person, {})
        }
        self.from_where: Counter[tuple[int, int | None]] = Counter(
            (seat.island_id, organisation)
            for person, seat in self.here.items()
            if (organisation := _organisation(self.people[person])) is not None
        )

    def column(self, island: Island) -> Column:
        there = [person for person, seat in self.here.items() if seat.island_id == island.id]
        rows = [self.row(self.people[person]) for person in there]
        rows.sort(key=lambda one: (one.table or 0, one.wish or 9, one.registration.person.sort_key))
        return Column(island, rows, self._is_closed(island))

    def row(self, person: Registration) -> Row:
        wishes = [wish.island_id for wish in person.wishes]
        seat = self.here.get(person.id)
        here = seat.island_id if seat else None
        return Row(
            person,
            registrations.organisation_of(person),
            rules.wish_rank(wishes, here),
            self._options(person, wishes, here),
            seat.table if seat else None,
            bool(seat and seat.is_locked),
            here,
            self.told.get(person.id, ()),
        )

    def _options(
        self, person: Registration, wishes: Sequence[int], here: int | None
    ) -> list[tuple[Island, rules.MoveOption]]:
        visited = {
            seat.island_id: self.numbers[round_id]
            for round_id, seat in self.seats.get(person.id, {}).items()
            if round_id != self.chosen.id
        }
        options = [
            (
                one,
                rules.move_option(
                    self._place(one, person), wishes=wishes, here=here, visited=visited
                ),
            )
            for one in self.islands
            if one.id != here
        ]
        return sorted(options, key=lambda pair: pair[1].cost)

    def _place(self, island: Island, person: Registration) -> rules.Place:
        return rules.Place(
            island.id,
            maximum=island.maximum,
            size=self.sizes[self.chosen.id, island.id],
            colleagues=self.from_where[island.id, _organisation(person)],
            is_closed=self._is_closed(island),
            is_against=self.said.would(person.id, self.chosen.id, island.id),
        )

    def _is_closed(self, island: Island) -> bool:
        return any(one.round_id == self.chosen.id for one in island.closures)


def _organisation(person: Registration) -> int | None:
    organisation = person.affiliation and person.affiliation.organisation
    return organisation.id if organisation else None


def _sectors(made_of: Input, seats: Seats) -> dict[tuple[int, int], int]:
    found = defaultdict(set)
    for person in made_of.people:
        for round_id, seat in seats.get(person.id, {}).items():
            found[round_id, seat.island_id].add(person.sector)
    return {place: len(sectors) for place, sectors in found.items()}
