"""Why somebody's route is as it is: when each wish is fulfilled, or what stood against it."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from forum.base.text import Text, _
from forum.rotation.model import Instance, Island, Key, Person, Plan, Route


class Cause(enum.StrEnum):
    """What became of a wish. Where an island is impossible for somebody it reads as if others had
    come first: why it is impossible is nobody's business."""

    FULFILLED = "fulfilled"
    CLOSED = "closed"
    FULL = "full"
    OTHER_WISHES = "other-wishes"
    PINNED = "pinned"
    OTHERS = "others"


Load = Mapping[tuple[int, Key | None], int]
"""By round and island how many people are there."""


@dataclass(frozen=True)
class Reason:
    """What became of one wish. `rank` counts from 1, rounds from 0; `full` are the rounds in which
    the island was full, of those in which the person was there and elsewhere."""

    rank: int
    island: Key
    cause: Cause
    round: int | None
    full: tuple[int, ...]
    sentence: Text


def of_plan(instance: Instance, plan: Plan) -> dict[Key, tuple[Reason, ...]]:
    """For each person a reason for each of their wishes, dearest first."""
    load = Counter((r, island) for route in plan.values() for r, island in enumerate(route))
    islands = {island.key: island for island in instance.islands}
    return {
        person.key: of_person(person, plan[person.key], islands, load) for person in instance.people
    }


def of_person(
    person: Person, route: Route, islands: Mapping[Key, Island], load: Load
) -> tuple[Reason, ...]:
    """A reason for each wish of somebody, dearest first, in sentences that others may read too."""
    return tuple(
        _reason(person, route, rank, islands[wish], load)
        for rank, wish in enumerate(person.wishes, start=1)
    )


def _reason(person: Person, route: Route, rank: int, island: Island, load: Load) -> Reason:
    full = tuple(
        r
        for r, where in enumerate(route)
        if where is not None
        and where != island.key
        and r not in island.closed
        and load.get((r, island.key), 0) >= island.most
    )
    seated = route.index(island.key) if island.key in route else None
    cause = Cause.FULFILLED if seated is not None else _cause(person, route, rank, island, full)
    earlier = tuple(r for r in full if seated is None or r < seated)
    sentence = _sentence(cause, rank, island, seated, earlier)
    return Reason(rank, island.key, cause, seated, full, sentence)


def _cause(person: Person, route: Route, rank: int, island: Island, full: tuple[int, ...]) -> Cause:
    if island.key in person.excluded:
        return Cause.OTHERS
    free = [r for r, where in enumerate(route) if where is not None and r not in person.pins]
    if not free:
        return Cause.PINNED
    if all(r in island.closed for r in free):
        return Cause.CLOSED
    if all(r in full or r in island.closed for r in free):
        return Cause.FULL
    if all(route[r] in person.wishes[: rank - 1] for r in free):
        return Cause.OTHER_WISHES
    return Cause.FULL if full else Cause.OTHERS


def _sentence(
    cause: Cause, rank: int, island: Island, seated: int | None, full: tuple[int, ...]
) -> Text:
    values = {
        "rank": rank,
        "island": str(island),
        "round": (seated or 0) + 1,
        "rounds": _listed([str(r + 1) for r in full]),
    }
    if cause is Cause.FULFILLED:
        if full:
            return _(
                "Wish %(rank)s fulfilled in round %(round)s: %(island)s. It was full in round "
                "%(rounds)s.",
                **values,
            )
        return _("Wish %(rank)s fulfilled in round %(round)s: %(island)s.", **values)
    if cause is Cause.FULL:
        return _("Wish %(rank)s not: %(island)s was full in round %(rounds)s.", **values)
    return _(OTHER[cause].sentence, **values)


def _listed(numbers: list[str]) -> Text | str:
    """Numbers as one reads them out: “1, 2 and 3”."""
    *first, last = numbers or [""]
    return _("%(first)s and %(last)s", first=", ".join(first), last=last) if first else last


OTHER = {
    Cause.CLOSED: _("Wish %(rank)s not: %(island)s is closed in the rounds that are free."),
    Cause.OTHER_WISHES: _("Wish %(rank)s not: dearer wishes take all rounds."),
    Cause.PINNED: _("Wish %(rank)s not: every round has a fixed place."),
    Cause.OTHERS: _(
        "Wish %(rank)s not: %(island)s was not possible, or would have cost others more of their "
        "wishes."
    ),
}
