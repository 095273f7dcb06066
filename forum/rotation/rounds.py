"""Second stage: in which round each person visits which of their islands.

Every round takes an even share of what is left of each island (rounded down or up). Such a round
always exists: the even share itself is a fractional solution, and flows with whole bounds have
whole solutions. Then colleagues are parted by exchanging two rounds of
one person against another's.
"""

from __future__ import annotations

from collections import Counter, deque
from random import Random

from forum.rotation.model import Instance


def split_into_rounds(instance: Instance, visits: list[set[int]], *, seed: int) -> list[list[int]]:
    """For each guest (by index) the island (by index) of each round, in order."""
    random = Random(seed)  # noqa: S311 - a plan, not a secret
    left = [set(chosen) for chosen in visits]
    routes: list[list[int]] = [[] for _guest in visits]
    for done in range(instance.rounds):
        seats = _one_round(left, instance.rounds - done, len(instance.islands), random)
        for guest, island in enumerate(seats):
            routes[guest].append(island)
            left[guest].remove(island)
    _part_colleagues(instance, routes, random)
    return routes


def _one_round(left: list[set[int]], rounds_left: int, islands: int, random: Random) -> list[int]:
    degree = Counter(island for chosen in left for island in chosen)
    low = [degree[island] // rounds_left for island in range(islands)]
    high = [-(-degree[island] // rounds_left) for island in range(islands)]
    seats = [random.choice(sorted(chosen)) for chosen in left]
    load = Counter(seats)
    while True:
        over = [i for i in range(islands) if load[i] > high[i]]
        under = [i for i in range(islands) if load[i] < low[i]]
        if over:
            chain = _chain(seats, left, over, [i for i in range(islands) if load[i] < high[i]])
        elif under:
            chain = _chain(seats, left, [i for i in range(islands) if load[i] > low[i]], under)
        else:
            return seats
        for guest, island in chain:
            load[seats[guest]] -= 1
            load[island] += 1
            seats[guest] = island


def _chain(
    seats: list[int], left: list[set[int]], starts: list[int], ends: list[int]
) -> list[tuple[int, int]]:
    """The shortest chain of moves that takes one person off a start and brings one to an end."""
    came: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
    queue = deque(starts)
    movers: dict[tuple[int, int], int] = {}
    for guest, seat in enumerate(seats):
        for other in left[guest]:
            movers.setdefault((seat, other), guest)
    while queue:
        island = queue.popleft()
        if island in ends:
            return _follow(came, island)
        for (start, end), guest in movers.items():
            if start == island and end not in came:
                came[end] = (guest, island)
                queue.append(end)
    raise AssertionError("an even round always exists")


def _follow(came: dict[int, tuple[int, int] | None], island: int) -> list[tuple[int, int]]:
    chain: list[tuple[int, int]] = []
    step = came[island]
    while step is not None:
        guest, start = step
        chain.append((guest, island))
        island, step = start, came[start]
    return chain


def _part_colleagues(instance: Instance, routes: list[list[int]], random: Random) -> None:
    """Exchanges seats where fewer pairs of one organisation then sit together. Each exchange keeps
    everybody's islands and every island's size."""
    organisations = [guest.organisation for guest in instance.guests]
    together: Counter[tuple[object, int, int]] = Counter()
    for organisation, route in zip(organisations, routes, strict=True):
        if organisation is not None:
            together.update((organisation, island, number) for number, island in enumerate(route))
    if instance.rounds < 2:
        return
    for _try in range(60 * len(routes)):
        one, two = random.randrange(len(routes)), random.randrange(len(routes))
        first, second = random.sample(range(instance.rounds), 2)
        _exchange(routes, together, organisations, (one, two), (first, second))


def _exchange(
    routes: list[list[int]],
    together: Counter[tuple[object, int, int]],
    organisations: list[object],
    guests: tuple[int, int],
    rounds: tuple[int, int],
) -> None:
    """Two people who visit the same two islands in opposite rounds change with each other."""
    one, two = guests
    first, second = rounds
    if organisations[one] == organisations[two] or routes[one][first] != routes[two][second]:
        return
    if routes[one][second] != routes[two][first]:
        return
    before = _pairs(together, organisations, routes, guests, rounds)
    _swap(routes, together, organisations, guests, rounds)
    if _pairs(together, organisations, routes, guests, rounds) > before:
        _swap(routes, together, organisations, guests, rounds)


def _pairs(
    together: Counter[tuple[object, int, int]],
    organisations: list[object],
    routes: list[list[int]],
    guests: tuple[int, int],
    rounds: tuple[int, int],
) -> int:
    """Pairs of colleagues among the groups that an exchange touches."""
    places = {(routes[guest][number], number) for guest in guests for number in rounds}
    own = {organisations[guest] for guest in guests} - {None}
    return sum(
        together[organisation, island, number] * (together[organisation, island, number] - 1) // 2
        for organisation in own
        for island, number in places
    )


def _swap(
    routes: list[list[int]],
    together: Counter[tuple[object, int, int]],
    organisations: list[object],
    guests: tuple[int, int],
    rounds: tuple[int, int],
) -> None:
    first, second = rounds
    for guest in guests:
        route, organisation = routes[guest], organisations[guest]
        if organisation is not None:
            for number in rounds:
                together[organisation, route[number], number] -= 1
        route[first], route[second] = route[second], route[first]
        if organisation is not None:
            for number in rounds:
                together[organisation, route[number], number] += 1
