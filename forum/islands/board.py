"""The board of a plan: who sits where in one round, and what moving each would mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from forum.events import queries as events
from forum.events.models import Event, Island, Round
from forum.islands import queries, rules
from forum.islands.models import Assignment, Plan
from forum.registration import queries as registrations
from forum.registration.models import Registration


@dataclass(frozen=True)
class Row:
    """Somebody on the board, with what moving them to each other island means, cheapest first."""

    registration: Registration
    organisation: str
    wish: int | None
    options: Sequence[tuple[Island, rules.MoveOption]]

    @property
    def possible(self) -> list[tuple[Island, rules.MoveOption]]:
        """The moves that are allowed."""
        return [(island, option) for island, option in self.options if not option.obstacle]


@dataclass(frozen=True)
class Column:
    """An island in one round."""

    island: Island
    rows: Sequence[Row]


@dataclass(frozen=True)
class Board:
    """One round of a plan with all that is needed to judge it."""

    round: Round
    rounds: Sequence[Round]
    columns: Sequence[Column]
    unplaced: Sequence[Row]
    sizes: dict[tuple[int, int], int]
    sectors: dict[tuple[int, int], int]
    quality: rules.Quality


def board_of(event: Event, plan: Plan, round_number: int) -> Board | None:
    """The board of a round; None where there is no such round. A constant number of queries."""
    rounds = events.rounds_of(event.id)
    chosen = next((one for one in rounds if one.number == round_number), None)
    if chosen is None:
        return None
    islands = events.islands_of(event.id)
    seats = queries.seats_of(plan)
    maker = _Rows(chosen, rounds, islands, seats)
    placed = {seat.registration_id for seat in seats if seat.round_id == chosen.id}
    missing = [one for one in registrations.taking_part(event.id) if one.id not in placed]
    return Board(
        round=chosen,
        rounds=rounds,
        columns=[Column(island, maker.of_island(island)) for island in islands],
        unplaced=[maker.row(person) for person in missing],
        sizes=dict(maker.sizes),
        sectors=_sectors(seats),
        quality=_quality(seats),
    )


class _Rows:
    """Makes the rows of one round from the seats of the whole plan."""

    def __init__(
        self,
        chosen: Round,
        rounds: Sequence[Round],
        islands: Sequence[Island],
        seats: Sequence[Assignment],
    ) -> None:
        self.chosen, self.islands, self.seats = chosen, islands, seats
        self.numbers = {one.id: one.number for one in rounds}
        self.sizes = Counter((seat.round_id, seat.island_id) for seat in seats)
        self.routes: dict[int, dict[int, int]] = defaultdict(dict)
        for seat in seats:
            self.routes[seat.registration_id][seat.round_id] = seat.island_id

    def of_island(self, island: Island) -> list[Row]:
        here = [seat for seat in self.seats if seat.round_id == self.chosen.id]
        rows = [self.row(seat.registration) for seat in here if seat.island_id == island.id]
        return sorted(rows, key=lambda one: (one.wish or 9, one.registration.person.sort_key))

    def row(self, person: Registration) -> Row:
        wishes = [wish.island_id for wish in person.wishes]
        route = self.routes[person.id]
        here = route.get(self.chosen.id)
        visited = {
            island: self.numbers[number]
            for number, island in route.items()
            if number != self.chosen.id
        }
        options = [
            (island, self._option(island, wishes, visited))
            for island in self.islands
            if island.id != here
        ]
        options.sort(key=lambda pair: (bool(pair[1].obstacle), pair[1].wish or 9))
        wish = rules.wish_rank(wishes, here) if here else None
        return Row(person, registrations.organisation_of(person), wish, options)

    def _option(
        self, island: Island, wishes: Sequence[int], visited: dict[int, int]
    ) -> rules.MoveOption:
        free = island.maximum - self.sizes[self.chosen.id, island.id]
        return rules.move_option(island.id, wishes=wishes, free=free, visited=visited)


def _sectors(seats: Sequence[Assignment]) -> dict[tuple[int, int], int]:
    found = defaultdict(set)
    for seat in seats:
        found[seat.round_id, seat.island_id].add(seat.registration.sector)
    return {place: len(sectors) for place, sectors in found.items()}


def _quality(seats: Sequence[Assignment]) -> rules.Quality:
    people: dict[int, list[Assignment]] = defaultdict(list)
    for seat in seats:
        people[seat.registration_id].append(seat)
    return rules.quality(
        [
            rules.Placed(
                route=[(seat.round_id, seat.island_id) for seat in own],
                wishes=[wish.island_id for wish in own[0].registration.wishes],
                organisation=(
                    own[0].registration.affiliation.organisation_id
                    if own[0].registration.affiliation
                    else None
                ),
            )
            for own in people.values()
        ]
    )
