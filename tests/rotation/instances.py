"""Instances by chance, for the tests and for the bench: a practice forum that has a plan."""

from __future__ import annotations

from random import Random

from forum.rotation.model import Instance, Island, Key, Person, Plan


def plain(seed: int, *, people: int, islands: int, rounds: int, room: float = 1.15) -> Instance:
    """Everybody is there all the time and may go anywhere; there are `room` times the places."""
    chance = Random(f"plain {seed}")  # noqa: S311
    places = [
        1 + round(people / islands * chance.uniform(room, room + 0.1)) for _i in range(islands)
    ]
    return Instance(
        people=[
            Person(
                key,
                wishes=_wishes(chance, islands, chance.randint(0, min(islands, rounds + 1))),
                organisation=organisation,
                sector=organisation % 5,
            )
            for key, organisation in enumerate(_organisations(chance, people))
        ],
        islands=[Island(i, most) for i, most in enumerate(places)],
        rounds=rounds,
    )


def _organisations(chance: Random, people: int) -> list[int]:
    """Most send one or two, a few many."""
    found: list[int] = []
    while len(found) < people:
        size = chance.choice((1, 1, 1, 2, 2, 3, 4, 8))
        found += [found[-1] + 1 if found else 0] * size
    chance.shuffle(found := found[:people])
    return found


def _wishes(chance: Random, islands: int, number: int) -> tuple[int, ...]:
    """Low numbers are dearer to most."""
    left, wishes = list(range(islands)), []
    for _wish in range(number):
        wish = min(chance.choice(left), chance.choice(left))
        left.remove(wish)
        wishes.append(wish)
    return tuple(wishes)


def full(seed: int, *, people: int, islands: int, rounds: int) -> tuple[Instance, Plan]:
    """With hosts, absences, exclusions, pins, pairs and closed rounds, made around a plan that
    keeps them all, which is returned as well."""
    chance = Random(f"full {seed}")  # noqa: S311
    base = plain(seed, people=people, islands=islands, rounds=rounds)
    routes = {
        one.key: _route(chance, islands, rounds, one.key if one.key < islands else None)
        for one in base.people
    }
    together = _companions(chance, routes, islands)
    members = {key for pair in together for key in pair}
    made = [_with_rules(chance, one, routes, one.key in members, islands) for one in base.people]
    plan = {
        one.key: tuple(None if r in one.absent else i for r, i in enumerate(routes[one.key]))
        for one in made
    }
    load = [
        [sum(route[r] == i for route in plan.values()) for r in range(rounds)]
        for i in range(islands)
    ]
    limits = [
        Island(i, max(row) + chance.randint(0, 2), max(0, min(row) - chance.randint(0, 2)))
        for i, row in enumerate(load)
    ]
    apart = [
        (one, two)
        for one, two in (chance.sample(range(people), 2) for _pair in range(people // 25))
        if all(a is None or a != b for a, b in zip(plan[one], plan[two], strict=True))
    ]
    return Instance(made, limits, rounds, together, apart), plan


def _route(chance: Random, islands: int, rounds: int, home: int | None) -> list[int]:
    return [home] * rounds if home is not None else chance.sample(range(islands), rounds)


def _companions(
    chance: Random, routes: dict[Key, list[int]], islands: int
) -> list[tuple[Key, Key]]:
    keys = [key for key in routes if isinstance(key, int) and key >= islands]
    chance.shuffle(keys)
    pairs = [(keys[2 * n], keys[2 * n + 1]) for n in range(len(keys) // 30)]
    for one, two in pairs:
        routes[two] = list(routes[one])
    return pairs


def _with_rules(
    chance: Random, one: Person, routes: dict[Key, list[int]], is_bound: bool, islands: int
) -> Person:
    route = routes[one.key]
    if isinstance(one.key, int) and one.key < islands:
        return Person(
            one.key, (), one.organisation, one.sector, pins=dict(enumerate(route)), is_host=True
        )
    if is_bound:
        return one
    absent = frozenset({chance.randrange(len(route))} if chance.random() < 0.08 else ())
    others = [i for i in range(islands) if i not in route]
    excluded = frozenset({chance.choice(others)} if others and chance.random() < 0.05 else ())
    pins = {}
    if chance.random() < 0.05:
        r = chance.randrange(len(route))
        pins = {r: route[r]} if r not in absent else {}
    wishes = tuple(wish for wish in one.wishes if wish not in excluded)
    return Person(one.key, wishes, one.organisation, one.sector, absent, excluded, pins)


def disturbed(seed: int, instance: Instance, plan: Plan) -> Instance:
    """On the morning: some do not come, others did not register, one room is smaller."""
    chance = Random(f"disturbed {seed}")  # noqa: S311
    bound = {key for pair in instance.together for key in pair}
    every = frozenset(range(instance.rounds))
    people = [
        one
        if one.pins or one.key in bound or chance.random() > 0.05
        else Person(one.key, one.wishes, one.organisation, one.sector, every)
        for one in instance.people
    ]
    walk_ins = [
        Person(f"new {n}", (chance.choice(instance.islands).key,), f"new {n}", 0)
        for n in range(max(1, len(people) // 40))
    ]
    small = chance.choice(instance.islands)
    fullest = max(
        sum(plan[one.key][r] == small.key and r not in one.absent for one in people)
        for r in range(instance.rounds)
    )
    smaller = int(fullest * 0.9) if instance.rounds < len(instance.islands) - 1 else small.most
    islands = [
        Island(one.key, smaller if one == small else one.most + 3, 0, one.closed)
        for one in instance.islands
    ]
    return Instance(
        [*people, *walk_ins], islands, instance.rounds, instance.together, instance.apart, plan
    )
