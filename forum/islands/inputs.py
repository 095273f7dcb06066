"""What the planner is given: the people, islands and rounds of a forum with every rule for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.base.database import db
from forum.events.models import Island, Round
from forum.islands import queries
from forum.islands.models import Plan, PlanRule, RuleKind
from forum.islands.queries import Seats
from forum.registration.models import Registration
from forum.registration.person_models import AccessNeed, Need
from forum.rotation import model


@dataclass(frozen=True)
class Input:
    """An instance for the planner, and what its round numbers and keys stand for."""

    rounds: Sequence[Round]
    islands: Sequence[Island]
    people: Sequence[Registration]
    instance: model.Instance

    def seats(self, plan: model.Plan) -> list[tuple[int, int, int]]:
        """Registration, round and island of every seat of a plan."""
        return [
            (int(str(person)), self.rounds[number].id, int(str(island)))
            for person, route in plan.items()
            for number, island in enumerate(route)
            if island is not None
        ]

    def plan_of(self, seats: Seats) -> model.Plan:
        """Seats as the planner's plan, of those who still come."""
        return {
            person.id: tuple(
                seat.island_id if (seat := seats.get(person.id, {}).get(one.id)) else None
                for one in self.rounds
            )
            for person in self.people
        }


def of_event(
    event_id: int, now: datetime, *, base: Plan | None = None, keeps_published: bool = False
) -> Input:
    """What holds for a plan that is made at `now`; a constant number of queries.

    Rounds that have begun stay as the published plan has them. `base`: a draft whose locked seats
    stay. `keeps_published`: as few seats as possible change against the published plan.
    """
    rounds = db.session.scalars(
        select(Round).where(Round.event_id == event_id).order_by(Round.number)
    ).all()
    islands = db.session.scalars(
        select(Island)
        .where(Island.event_id == event_id)
        .options(selectinload(Island.closures), joinedload(Island.room))
        .order_by(Island.position)
    ).all()
    people = queries.wishes_by_person(event_id)
    maker = _Maker(rounds, islands, people, now, _published(event_id), locked_of(base))
    maker.read_rules(event_id)
    return Input(rounds, islands, people, maker.instance(keeps_published=keeps_published))


def _published(event_id: int) -> Seats:
    plan = queries.find_published(event_id)
    return queries.seats_by_person(plan.id) if plan else {}


def locked_of(plan: Plan | None) -> Seats:
    """The seats of a plan that somebody has locked."""
    everybody = queries.seats_by_person(plan.id) if plan else {}
    return {
        person: {round_id: seat for round_id, seat in seats.items() if seat.is_locked}
        for person, seats in everybody.items()
    }


class _Maker:
    def __init__(
        self,
        rounds: Sequence[Round],
        islands: Sequence[Island],
        people: Sequence[Registration],
        now: datetime,
        published: Seats,
        locked: Seats,
    ) -> None:
        self.rounds, self.islands, self.people = rounds, islands, people
        self.published, self.locked = published, locked
        self.begun = {one.id for one in rounds if one.starts_at <= now and published}
        self.number = {one.id: number for number, one in enumerate(rounds)}
        self.pins: dict[int, dict[int, int]] = defaultdict(dict)
        self.never: dict[int, set[int]] = defaultdict(set)
        self.hosts: set[int] = set()
        self.in_need: set[int] = set()
        self.pairs: dict[RuleKind, list[tuple[int, int]]] = defaultdict(list)

    def read_rules(self, event_id: int) -> None:
        """Reads what holds for single people, and which rooms do not fit what they need."""
        here = {one.id for one in self.people}
        for rule in db.session.scalars(select(PlanRule).where(PlanRule.event_id == event_id)):
            if rule.registration_id in here:
                self._read(rule, here)
        unfit = self._unfit()
        needs = select(AccessNeed.registration_id, AccessNeed.kind).where(
            AccessNeed.kind.in_(unfit), AccessNeed.registration_id.in_(here)
        )
        for person, need in db.session.execute(needs):
            self.never[person] |= unfit[need]
            self.in_need.add(person)

    def _unfit(self) -> dict[Need, set[int]]:
        """The islands that are out of question for whoever has a need. Too few rooms with a hearing
        loop for all rounds limit nothing: nobody is left without a route, and the pages warn."""
        rooms = {one.id: one.room for one in self.islands if one.room}
        unfit = {Need.STEP_FREE: {key for key, room in rooms.items() if not room.is_step_free}}
        without_loop = {key for key, room in rooms.items() if not room.has_hearing_loop}
        if len(self.islands) - len(without_loop) >= len(self.number):
            unfit[Need.HEARING_LOOP] = without_loop
        return unfit

    def _read(self, rule: PlanRule, here: set[int]) -> None:
        if rule.other_id is not None:
            if rule.other_id in here:
                self.pairs[rule.kind].append((rule.registration_id, rule.other_id))
        elif rule.kind is RuleKind.NEVER and rule.island_id is not None:
            self.never[rule.registration_id].add(rule.island_id)
        elif rule.island_id is not None and rule.round_id is not None:
            self.pins[rule.registration_id][self.number[rule.round_id]] = rule.island_id
            if rule.kind is RuleKind.SERVES:
                self.hosts.add(rule.registration_id)

    def instance(self, *, keeps_published: bool) -> model.Instance:
        return model.Instance(
            people=[self._person(one) for one in self.people],
            islands=[self._island(one) for one in self.islands],
            rounds=len(self.rounds),
            together=self.pairs[RuleKind.TOGETHER],
            apart=self.pairs[RuleKind.APART],
            published=(self._held() or None) if keeps_published else None,
        )

    def _held(self) -> dict[model.Key, list[int | None]]:
        return {
            one.id: [
                seat.island_id if (seat := seats.get(round_.id)) else None for round_ in self.rounds
            ]
            for one in self.people
            if (seats := self.published.get(one.id))
        }

    def _island(self, island: Island) -> model.Island:
        """Once the first round has begun a group that is too small is better than no plan."""
        return model.Island(
            island.id,
            most=island.maximum,
            least=0 if self.begun else island.minimum,
            closed=frozenset(
                self.number[one.round_id]
                for one in island.closures
                if one.round_id not in self.begun
            ),
            settled=frozenset(self.number[one] for one in self.begun),
            name=f"{island.letter} – {island.theme}",
        )

    def _person(self, one: Registration) -> model.Person:
        pins = {**self.pins[one.id], **self._stays(one)}
        absent = {
            self.number[round_.id]
            for round_ in self.rounds
            if (round_.id in self.begun and self.number[round_.id] not in pins)
            or _is_away(one, round_)
        }
        return model.Person(
            key=one.id,
            wishes=[wish.island_id for wish in one.wishes],
            organisation=_organisation(one),
            sector=one.sector.value,
            absent=frozenset(absent - set(pins)),
            excluded=frozenset(self.never[one.id] - set(pins.values())),
            pins=pins,
            is_host=one.id in self.hosts,
            name="N. N." if one.id in self.in_need else one.person.name,
        )

    def _stays(self, one: Registration) -> dict[int, int]:
        """The seats that are settled: locked ones, and those of rounds that have begun."""
        was = self.published.get(one.id, {})
        begun = {self.number[r]: seat.island_id for r, seat in was.items() if r in self.begun}
        kept = self.locked.get(one.id, {})
        locked = {self.number[r]: seat.island_id for r, seat in kept.items()}
        return {**locked, **begun}


def _organisation(one: Registration) -> int | None:
    """The organisation whose people are colleagues, whatever entry of the register each named."""
    organisation = one.affiliation and one.affiliation.organisation
    return organisation.id if organisation else None


def _is_away(one: Registration, round_: Round) -> bool:
    """Whether somebody comes later or leaves earlier than a round."""
    comes, leaves = one.present_from, one.present_until
    return bool((comes and round_.starts_at < comes) or (leaves and round_.ends_at > leaves))
