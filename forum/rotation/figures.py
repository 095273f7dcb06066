"""How good a plan is, and how two plans differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from forum.rotation.model import Instance, Key, Person, Plan


@dataclass(frozen=True)
class Figures:
    """A plan in numbers.

    `ranks` says for the first, second, third wish which share (0 to 1) of those who named one got
    it; `missing` how many people lack how many wishes they could have had; `worst_off` who got the
    smallest share of theirs. Pairs of colleagues and encounters (pairs of two organisations who
    meet at least once) stand beside what no plan can go below or above, given these group sizes.
    `loneliest` is the fewest encounters of somebody who is there all the time.
    """

    people: int
    wishers: int
    ranks: tuple[float, ...]
    missing: dict[int, int]
    worst_off: tuple[Key, ...]
    colleague_pairs: int
    encounters: int
    encounters_bound: int
    met_thrice: int
    most_often: int
    loneliest: int
    smallest: int
    largest: int


def of_plan(instance: Instance, plan: Plan) -> Figures:
    """Counts everything from the plan itself."""
    groups = _groups(plan)
    meetings, colleagues = _meetings(instance, groups)
    met = Counter(key for pair in meetings for key in pair)
    always = [person.key for person in instance.people if None not in plan[person.key]]
    lacking = {person.key: _lack(person, plan) for person in instance.people}
    ideal = {key: ideal for key, (ideal, _got) in lacking.items() if ideal}
    share = {key: lacking[key][1] / ideal[key] for key in ideal}
    worst = min(share.values(), default=1.0)
    sizes = [len(members) for members in groups.values()]
    return Figures(
        people=len(instance.people),
        wishers=len(ideal),
        ranks=tuple(_rank_share(instance, plan, rank) for rank in range(3)),
        missing=dict(sorted(Counter(ideal[key] - lacking[key][1] for key in ideal).items())),
        worst_off=tuple(key for key in share if share[key] == worst < 1),
        colleague_pairs=colleagues,
        encounters=len(meetings),
        encounters_bound=_bound(instance, plan, groups),
        met_thrice=sum(times >= 3 for times in meetings.values()),
        most_often=max(meetings.values(), default=0),
        loneliest=min((met[key] for key in always), default=0),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
    )


Groups = dict[tuple[int, Key], list[Key]]


def _groups(plan: Plan) -> Groups:
    groups: Groups = {}
    for key, route in plan.items():
        for r, island in enumerate(route):
            if island is not None:
                groups.setdefault((r, island), []).append(key)
    return groups


def _meetings(instance: Instance, groups: Groups) -> tuple[Counter[frozenset[Key]], int]:
    organisation = {person.key: person.organisation for person in instance.people}
    bound = {frozenset(pair) for pair in instance.together}
    meetings: Counter[frozenset[Key]] = Counter()
    colleagues = 0
    for members in groups.values():
        for p, q in combinations(members, 2):
            pair = frozenset((p, q))
            if organisation[p] is None or organisation[p] != organisation[q]:
                meetings[pair] += 1
            elif pair not in bound:
                colleagues += 1
    return meetings, colleagues


def _lack(person: Person, plan: Plan) -> tuple[int, int]:
    rounds = sum(island is not None for island in plan[person.key])
    ideal = min(len(person.wishes), rounds)
    return ideal, min(ideal, len(set(person.wishes) & set(plan[person.key])))


def _rank_share(instance: Instance, plan: Plan, rank: int) -> float:
    named = [person for person in instance.people if len(person.wishes) > rank]
    got = sum(person.wishes[rank] in plan[person.key] for person in named)
    return got / len(named) if named else 1.0


def _bound(instance: Instance, plan: Plan, groups: Groups) -> int:
    """More encounters are impossible with these group sizes: in two rounds, people who change
    island share at least so many groups (by convexity over the pairs of islands), and of R sets the
    union is at most the sum less 2/R of the pairwise overlaps (Sobel and Uppuluri 1972)."""
    meetings = sum(len(members) * (len(members) - 1) // 2 for members in groups.values())
    sizes = Counter(p.organisation for p in instance.people if p.organisation is not None)
    people = len(instance.people)
    cross = people * (people - 1) // 2 - sum(n * (n - 1) // 2 for n in sizes.values())
    movers = [plan[person.key] for person in instance.people if not person.is_host]
    overlaps = sum(
        _overlap(movers, groups, one, two) for one, two in combinations(range(instance.rounds), 2)
    )
    return min(cross, meetings - -(-2 * overlaps // max(1, instance.rounds)))


def _overlap(movers: list[tuple[Key | None, ...]], groups: Groups, one: int, two: int) -> int:
    here = [island for r, island in groups if r == one]
    there = {island for r, island in groups if r == two}
    cells = len(here) * len(there) - len(there & set(here))
    number = sum(route[one] is not None and route[two] is not None for route in movers)
    size, more = divmod(number, max(1, cells))
    return more * (size + 1) * size // 2 + (max(1, cells) - more) * size * (size - 1) // 2


@dataclass(frozen=True)
class Difference:
    """What changes for somebody in one round, from the first plan to the second."""

    person: Key
    round: int
    before: Key | None
    after: Key | None


def differences(first: Plan, second: Plan) -> Iterator[Difference]:
    """All seats in which two plans differ, by person in the second plan's order; who is in one of
    the plans only is nowhere in the other."""
    for key in (*second, *(key for key in first if key not in second)):
        before, after = first.get(key, ()), second.get(key, ())
        for r in range(max(len(before), len(after))):
            was = before[r] if r < len(before) else None
            now = after[r] if r < len(after) else None
            if was != now:
                yield Difference(key, r, was, now)
