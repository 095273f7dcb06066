"""What an instance must be to be worked on at all: keys that exist, numbers that make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from forum.base.refusal import Refused
from forum.base.text import _
from forum.rotation.model import Instance, Island, Key, Person

MOST_PEOPLE = 6000
MOST_ISLANDS = 200
MOST_ROUNDS = 30


def check(instance: Instance) -> None:
    """Whether the planner can work on the instance.

    Raises:
        Refused: a key is unknown or there twice, a number makes no sense, or it is too large.
    """
    check_sizes(len(instance.people), len(instance.islands), instance.rounds)
    islands = {island.key for island in instance.islands}
    people = {person.key for person in instance.people}
    if twice := _twice(person.key for person in instance.people):
        raise Refused(_("Two people have the number %(key)s.", key=twice[0]))
    if twice := _twice(island.key for island in instance.islands):
        raise Refused(_("Two islands have the number %(key)s.", key=twice[0]))
    for island in instance.islands:
        _island(island, instance.rounds)
    for person in instance.people:
        _person(person, islands, instance.rounds)
    for pair in (*instance.together, *instance.apart):
        _pair(pair, people)
    for key, route in (instance.published or {}).items():
        _route(key, route, people=people, islands=islands, rounds=instance.rounds)


def check_sizes(people: int, islands: int, rounds: int) -> None:
    """Whether so much can be planned.

    Raises:
        Refused: it is too large.
    """
    if people > MOST_PEOPLE:
        raise Refused(
            _(
                "A plan is made for up to %(most)s people, here are %(number)s. Please divide the "
                "forum into several.",
                most=MOST_PEOPLE,
                number=people,
            )
        )
    if islands > MOST_ISLANDS:
        raise Refused(
            _(
                "A plan is made for up to %(most)s islands, here are %(number)s.",
                most=MOST_ISLANDS,
                number=islands,
            )
        )
    if not 0 <= rounds <= MOST_ROUNDS:
        raise Refused(
            _("A plan has up to %(most)s rounds, not %(number)s.", most=MOST_ROUNDS, number=rounds)
        )


def _twice(keys: Iterable[Key]) -> list[Key]:
    return [key for key, number in Counter(keys).items() if number > 1]


def _island(island: Island, rounds: int) -> None:
    if island.least < 0 or island.most < 0:
        raise Refused(
            _("Island %(key)s has a negative number of places or people.", key=island.key)
        )
    if island.least > island.most:
        raise Refused(
            _(
                "Island %(key)s needs at least %(least)s people but has only %(most)s places.",
                key=island.key,
                least=island.least,
                most=island.most,
            )
        )
    for number in island.closed:
        if not 0 <= number < rounds:
            raise Refused(
                _(
                    "Island %(key)s is closed in round %(number)s, which does not exist.",
                    key=island.key,
                    number=number,
                )
            )


def _person(person: Person, islands: set[Key], rounds: int) -> None:
    for island in (*person.wishes, *person.excluded, *person.pins.values()):
        if island not in islands:
            raise Refused(
                _(
                    "Person %(key)s names island %(island)s, which does not exist.",
                    key=person.key,
                    island=island,
                )
            )
    for number in (*person.absent, *person.pins):
        if not 0 <= number < rounds:
            raise Refused(
                _(
                    "Person %(key)s names round %(number)s, which does not exist.",
                    key=person.key,
                    number=number,
                )
            )
    if len(set(person.wishes)) < len(person.wishes):
        raise Refused(_("Person %(key)s wishes for an island twice.", key=person.key))


def _pair(pair: tuple[Key, Key], people: set[Key]) -> None:
    one, two = pair
    for key in pair:
        if key not in people:
            raise Refused(_("A pair names person %(key)s, who does not exist.", key=key))
    if one == two:
        raise Refused(
            _("Person %(key)s cannot be kept together with or apart from themselves.", key=one)
        )


def _route(
    key: Key, route: Sequence[Key | None], *, people: set[Key], islands: set[Key], rounds: int
) -> None:
    if key not in people:
        raise Refused(_("The published plan names person %(key)s, who does not exist.", key=key))
    if len(route) != rounds:
        raise Refused(
            _("The published plan has another number of rounds for person %(key)s.", key=key)
        )
    for island in route:
        if island is not None and island not in islands:
            raise Refused(
                _("The published plan names island %(key)s, which does not exist.", key=island)
            )
