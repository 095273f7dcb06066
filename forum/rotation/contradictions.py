"""Rules that contradict each other for single people or pairs, wherever places may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forum.base.text import Text, _
from forum.rotation.problem import Problem


@dataclass(frozen=True)
class Contradiction:
    """What cannot be kept together; people and islands by number."""

    kind: str
    sentence: Text
    cures: tuple[Text, ...]
    rounds: tuple[int, ...] = ()
    islands: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


def find(problem: Problem) -> list[Contradiction]:
    """All contradictions among pins, exclusions, closed rounds, and who is kept with whom."""
    found = [one for p in range(problem.people) for one in _of_person(problem, p)]
    return found or list(_of_groups(problem)) or list(_of_foes(problem))


def _of_person(problem: Problem, p: int) -> Iterator[Contradiction]:
    person = problem.persons[p]
    if person.pins:
        yield from _of_pins(problem, p)
    fewest = problem.islands - len(person.excluded) - len(person.pins)
    if not person.is_host and (
        fewest < len(problem.present[p]) or len(problem.present[p]) > _open(problem)
    ):
        yield from _too_few_islands(problem, p)


def _open(problem: Problem) -> int:
    return min((sum(row) - 1 for row in problem.is_open), default=0)


def _of_pins(problem: Problem, p: int) -> Iterator[Contradiction]:
    person, seen = problem.persons[p], dict[int, int]()
    excluded = {problem.number[i] for i in person.excluded}
    for r, i in problem.pins[p].items():
        values = {"person": str(person), "island": str(problem.instance.islands[i]), "round": r + 1}
        cure = _("Please change where this person has to be.")
        if i in excluded:
            said = _(
                "Person %(person)s has to be on island %(island)s in round %(round)s, where they "
                "cannot be.",
                **values,
            )
            yield Contradiction("pin-excluded", said, (cure,), (r,), (i,), (p,))
        elif not problem.is_open[r][i]:
            said = _(
                "Person %(person)s has to be on island %(island)s in round %(round)s, when it is "
                "closed.",
                **values,
            )
            yield Contradiction("pin-closed", said, (cure,), (r,), (i,), (p,))
        elif i in seen and not person.is_host:
            said = _("Person %(person)s has to be on island %(island)s twice.", **values)
            yield Contradiction("pin-twice", said, (cure,), (seen[i], r), (i,), (p,))
        seen[i] = r


def _too_few_islands(problem: Problem, p: int) -> Iterator[Contradiction]:
    """Where no matching gives each of the person's rounds an island of its own."""
    match: dict[int, int] = {}
    for r in problem.present[p]:
        if not _give(problem, p, r, match, set()):
            reach = {i for s in problem.present[p] for i in problem.may(p, s)}
            said = _(
                "Person %(person)s is there in %(rounds)s rounds, but there are not enough islands "
                "for them, and nobody visits an island twice: they can go to %(islands)s.",
                person=str(problem.persons[p]),
                rounds=len(problem.present[p]),
                islands=len(reach),
            )
            cures = (
                _("Please let this person go to more islands, or leave out rounds."),
                _("Please add islands or remove rounds."),
            )
            rounds = tuple(problem.present[p])
            yield Contradiction("too-few-islands", said, cures, rounds, tuple(sorted(reach)), (p,))
            return


def _give(problem: Problem, p: int, r: int, match: dict[int, int], seen: set[int]) -> bool:
    for i in problem.may(p, r):
        if i not in seen:
            seen.add(i)
            if i not in match or _give(problem, p, match[i], match, seen):
                match[i] = r
                return True
    return False


def _of_groups(problem: Problem) -> Iterator[Contradiction]:
    groups = problem.groups
    for number, members in enumerate(groups.members):
        if len(members) == 1:
            continue
        start = members[0] * problem.rounds
        r = next(r for r in problem.present[members[0]] if groups.of[start + r] == number)
        good = set(problem.may(members[0], r)).intersection(*(problem.may(p, r) for p in members))
        cure = _("Please check who is kept together, and where these people can or have to be.")
        keys = ", ".join(str(problem.persons[p]) for p in members)
        if not good:
            said = _(
                "%(people)s are kept together, but in round %(round)s there is no island for all "
                "of them.",
                people=keys,
                round=r + 1,
            )
            yield Contradiction("together", said, (cure,), (r,), (), tuple(members))
            continue
        both = set(members)
        if any(p in both and q in both for p, q in problem.apart):
            said = _(
                "%(people)s are kept together in round %(round)s, and some of them apart.",
                people=keys,
                round=r + 1,
            )
            yield Contradiction("together-and-apart", said, (cure,), (r,), (), tuple(members))


def _of_foes(problem: Problem) -> Iterator[Contradiction]:
    for p, q in problem.apart:
        for r in problem.present[p]:
            only = problem.may(p, r)
            if r in problem.present[q] and len(only) == 1 and only == problem.may(q, r):
                said = _(
                    "%(one)s and %(two)s are kept apart, but in round %(round)s both can only be "
                    "on the same island.",
                    one=str(problem.persons[p]),
                    two=str(problem.persons[q]),
                    round=r + 1,
                )
                cure = _("Please change where one of them has to be.")
                yield Contradiction("apart", said, (cure,), (r,), (only[0],), (p, q))
                break
