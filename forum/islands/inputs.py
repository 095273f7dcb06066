"""What the planner is given: the people, islands and rounds of a forum with every rule for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.base.database import db
from forum.events.models import Island, Round
from forum.islands import queries
from forum.islands.models import Assignment, Plan, PlanRule, RuleKind
from forum.registration.models import Registration
from forum.registration.person_models import AccessNeed, Need
from forum.rotation import model

Seats = dict[int, dict[int, int]]
"""For each registration the island of each round, by their ids."""


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

    def plan_of(self, seats: Mapping[int, Mapping[int, int]]) -> model.Plan:
        """Seats as the planner's plan, of those who still come."""
        return {
            person.key: tuple(
                seats.get(int(str(person.key)), {}).get(one.id) for one in self.rounds
            )
            for person in self.instance.people
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
    published = queries.find_published(event_id)
    maker = _Maker(rounds, islands, people, now, seats_of(published), locked_of(base))
    maker.read_rules(event_id)
    return Input(rounds, islands, people, maker.instance(keeps_published=keeps_published))


def seats_of(plan: Plan | None) -> Seats:
    """Who sits where in a plan."""
    return _seats(plan, only_locked=False)


def locked_of(plan: Plan | None) -> Seats:
    """The seats of a plan that somebody has locked."""
    return _seats(plan, only_locked=True)


def _seats(plan: Plan | None, *, only_locked: bool) -> Seats:
    found: Seats = defaultdict(dict)
    if plan is None:
        return found
    query = select(Assignment.registration_id, Assignment.round_id, Assignment.island_id).where(
        Assignment.plan_id == plan.id
    )
    if only_locked:
        query = query.where(Assignment.is_locked)
    for person, round_id, island in db.session.execute(query):
        found[person][round_id] = island
    return found


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
        self.pairs: dict[RuleKind, list[tuple[int, int]]] = defaultdict(list)

    def read_rules(self, event_id: int) -> None:
        """Reads what holds for single people, and who needs a way without steps."""
        here = {one.id for one in self.people}
        for rule in db.session.scalars(select(PlanRule).where(PlanRule.event_id == event_id)):
            if rule.registration_id in here:
                self._read(rule, here)
        with_steps = {one.id for one in self.islands if one.room and not one.room.is_step_free}
        step_free = select(AccessNeed.registration_id).where(
            AccessNeed.kind == Need.STEP_FREE, AccessNeed.registration_id.in_(here)
        )
        for person in db.session.scalars(step_free):
            self.never[person] |= with_steps

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
        held = self.published if keeps_published and self.published else None
        return model.Instance(
            people=[self._person(one) for one in self.people],
            islands=[self._island(one) for one in self.islands],
            rounds=len(self.rounds),
            together=self.pairs[RuleKind.TOGETHER],
            apart=self.pairs[RuleKind.APART],
            published=None
            if held is None
            else {
                one.id: [held[one.id].get(round_.id) for round_ in self.rounds]
                for one in self.people
                if one.id in held
            },
        )

    def _island(self, island: Island) -> model.Island:
        """Groups of rounds that have begun are as they are; they make no plan impossible."""
        groups = Counter(
            (round_id, where)
            for seats in self.published.values()
            for round_id, where in seats.items()
        )
        begun = max((groups[one, island.id] for one in self.begun), default=0)
        return model.Island(
            island.id,
            most=max(island.maximum, begun),
            least=0 if self.begun else island.minimum,
            closed=frozenset(
                self.number[one.round_id]
                for one in island.closures
                if one.round_id not in self.begun
            ),
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
            organisation=one.affiliation.organisation_id if one.affiliation else None,
            sector=one.sector.value,
            absent=frozenset(absent - set(pins)),
            excluded=frozenset(self.never[one.id] - set(pins.values())),
            pins=pins,
            is_host=one.id in self.hosts,
            name=one.person.name,
        )

    def _stays(self, one: Registration) -> dict[int, int]:
        """The seats that are settled: locked ones, and those of rounds that have begun."""
        was = self.published.get(one.id, {})
        begun = {self.number[r]: island for r, island in was.items() if r in self.begun}
        locked = {self.number[r]: island for r, island in self.locked.get(one.id, {}).items()}
        return {**locked, **begun}


def _is_away(one: Registration, round_: Round) -> bool:
    """Whether somebody comes later or leaves earlier than a round."""
    comes, leaves = one.present_from, one.present_until
    return bool((comes and round_.starts_at < comes) or (leaves and round_.ends_at > leaves))
