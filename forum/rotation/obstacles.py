"""Why no plan is possible: what stands in the way, for whom, and what would cure it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.base.text import Text, _, _n
from forum.rotation import contradictions, shortage
from forum.rotation.engine import Engine
from forum.rotation.model import Key
from forum.rotation.problem import Problem


@dataclass(frozen=True)
class Obstacle:
    """One reason. `rounds` are numbered from 0, in sentences from 1; `missing` is how many places
    are short, or people where an island needs more; 0 where the reason is another."""

    kind: str
    sentence: Text
    cures: tuple[Text, ...]
    rounds: tuple[int, ...] = ()
    islands: tuple[Key, ...] = ()
    people: tuple[Key, ...] = ()
    missing: int = 0


class NoPlan(Exception):
    """No plan keeps every rule. `missing` is how many places are short over all rounds;
    `is_proved` says whether that is certain, or only no plan was found."""

    def __init__(self, obstacles: Sequence[Obstacle], *, is_proved: bool = True) -> None:
        super().__init__(obstacles)
        self.obstacles = tuple(obstacles)
        self.missing = sum(one.missing for one in obstacles)
        self.is_proved = is_proved

    @classmethod
    def not_found(cls, problem: Problem, seats: list[int]) -> NoPlan:
        """Where the search ends with a rule broken: what the best plan found lacks."""
        return cls(_left_over(problem, seats), is_proved=False)


def explain(problem: Problem, engine: Engine) -> None:
    """Looks for what makes a plan impossible.

    Raises:
        NoPlan: something does.
    """
    if problem.people and not problem.islands and any(problem.present):
        raise NoPlan([Obstacle("no-islands", _("There are no islands."), (_ADD_ISLAND,))])
    found = [
        Obstacle(
            one.kind,
            one.sentence,
            one.cures,
            one.rounds,
            _islands(problem, one.islands),
            _people(problem, one.people),
        )
        for one in contradictions.find(problem)
    ]
    if found:
        raise NoPlan(found)
    gaps = shortage.gaps(problem, engine)
    if gaps:
        raise NoPlan([obstacle_of(problem, gap) for gap in gaps])


_ADD_ISLAND = _("Please add an island.")


def obstacle_of(problem: Problem, gap: shortage.Gap) -> Obstacle:
    """A gap in words."""
    islands = _islands(problem, gap.islands)
    values = {
        "islands": ", ".join(str(problem.instance.islands[i]) for i in gap.islands),
        "rounds": ", ".join(str(r + 1) for r in gap.rounds),
        "seats": gap.seats,
        "places": gap.places,
    }
    if not gap.is_places:
        sentence, cures = _void(gap, values)
    elif _is_all(problem, gap):
        sentence, cures = _all_full(gap, values)
    else:
        sentence, cures = _crowd(gap, values)
    return Obstacle(
        "places" if gap.is_places else "people",
        sentence,
        cures,
        gap.rounds,
        islands,
        _people(problem, gap.people),
        gap.missing,
    )


def _is_all(problem: Problem, gap: shortage.Gap) -> bool:
    return all(
        i in gap.islands
        for r in gap.rounds
        for i in range(problem.islands)
        if problem.room[r * problem.width + i]
    )


def _all_full(gap: shortage.Gap, values: dict[str, object]) -> tuple[Text, tuple[Text, ...]]:
    sentence = _n(
        "Round %(rounds)s: all islands together have %(places)s places for %(seats)s seats: "
        "%(num)s place is missing.",
        "Round %(rounds)s: all islands together have %(places)s places for %(seats)s seats: "
        "%(num)s places are missing.",
        gap.missing,
        **values,
    )
    return sentence, (_raise(gap), _OPEN)


def _raise(gap: shortage.Gap) -> Text:
    return _n(
        "Please raise the maximum of one of these islands by %(num)s.",
        "Please raise the maximum of one of these islands, or of several, by %(num)s in all.",
        -(-gap.missing // len(gap.rounds)),
    )


_OPEN = _("Please add an island, or open a closed one in this round.")


def _crowd(gap: shortage.Gap, values: dict[str, object]) -> tuple[Text, tuple[Text, ...]]:
    sentence = _n(
        "Round %(rounds)s: the islands %(islands)s have %(places)s places for %(seats)s people who "
        "can go nowhere else: %(num)s place is missing.",
        "Round %(rounds)s: the islands %(islands)s have %(places)s places for %(seats)s people who "
        "can go nowhere else: %(num)s places are missing.",
        gap.missing,
        **values,
    )
    others = _("Please let some of these people go to other islands as well.")
    return sentence, (_raise(gap), _OPEN, others)


def _void(gap: shortage.Gap, values: dict[str, object]) -> tuple[Text, tuple[Text, ...]]:
    sentence = _n(
        "Round %(rounds)s: the islands %(islands)s need at least %(places)s people, and only "
        "%(seats)s can come: %(num)s person is missing.",
        "Round %(rounds)s: the islands %(islands)s need at least %(places)s people, and only "
        "%(seats)s can come: %(num)s people are missing.",
        gap.missing,
        **values,
    )
    return sentence, (_("Please lower the minimum of these islands, or close one."),)


def _left_over(problem: Problem, seats: list[int]) -> list[Obstacle]:
    obstacles = []
    for r in range(problem.rounds):
        here = [seats[p * problem.rounds + r] for p in range(problem.people)]
        for i in range(problem.islands):
            cell = r * problem.width + i
            number = here.count(i)
            over, under = number - problem.room[cell], problem.least[cell] - number
            if over > 0 or under > 0:
                gap = shortage.Gap(
                    (r,),
                    (i,),
                    tuple(p for p, island in enumerate(here) if island == i),
                    number,
                    problem.room[cell] if over > 0 else problem.least[cell],
                    max(over, under),
                    over > 0,
                )
                obstacles.append(_unproved(problem, gap))
        if homeless := [p for p, island in enumerate(here) if island == problem.islands]:
            obstacles.append(_homeless(problem, r, homeless))
    return obstacles or [_foes(problem)]


def _unproved(problem: Problem, gap: shortage.Gap) -> Obstacle:
    found = obstacle_of(problem, gap)
    values = {
        "island": str(problem.instance.islands[gap.islands[0]]),
        "seats": gap.seats,
        "round": gap.rounds[0] + 1,
        "places": gap.places,
    }
    sentence = _(
        "No plan was found. In the best attempt island %(island)s has %(seats)s people in round "
        "%(round)s where it may have %(places)s.",
        **values,
    )
    if not gap.is_places:
        sentence = _(
            "No plan was found. In the best attempt island %(island)s has %(seats)s people in "
            "round %(round)s where it needs at least %(places)s.",
            **values,
        )
    return Obstacle(
        found.kind, sentence, found.cures, found.rounds, found.islands, found.people, gap.missing
    )


def _homeless(problem: Problem, r: int, people: list[int]) -> Obstacle:
    keys = _people(problem, tuple(people))
    sentence = _(
        "No plan was found. In the best attempt no seat is left for %(people)s in round %(round)s.",
        people=", ".join(str(problem.persons[p]) for p in people),
        round=r + 1,
    )
    cure = _("Please let these people go to more islands.")
    return Obstacle("no-seat", sentence, (cure,), (r,), (), keys, len(people))


def _foes(problem: Problem) -> Obstacle:
    people = sorted({p for pair in problem.apart for p in pair})
    sentence = _("No plan was found in which everybody who is to be kept apart is.")
    cure = _("Please check who is to be kept apart.")
    return Obstacle("apart", sentence, (cure,), (), (), _people(problem, tuple(people)))


def _islands(problem: Problem, numbers: Sequence[int]) -> tuple[Key, ...]:
    return tuple(problem.instance.islands[i].key for i in numbers)


def _people(problem: Problem, numbers: Sequence[int]) -> tuple[Key, ...]:
    return tuple(problem.persons[p].key for p in numbers)
