"""Inner loops: improves a plan by many small random moves, at first also by some that make it worse
(simulated annealing, Kirkpatrick, Gelatt and Vecchi 1983)."""

from __future__ import annotations

from forum.rotation.judging import changed, enjoy, foes, lost, spread, strangers
from forum.rotation.proposing import draw, propose
from forum.rotation.seating import crowd, enter, settle, shift
from forum.rotation.state import (
    BROKEN,
    CHANGE,
    FOE,
    HARD,
    HOMELESS,
    ISLANDS,
    NONE,
    PEOPLE,
    ROUNDS,
    SPARE,
    STEPS,
    Mixing,
    Move,
    Rules,
    Seats,
    Worth,
)

PLACES, CHANGES, WISHES, MEETINGS, ALL = range(5)
"""What can be improved; what comes first must not get worse while the rest is improved. ALL weighs
places, changes and wishes against each other on the way."""


def anneal(
    seats: Seats,
    rules: Rules,
    worth: Worth,
    mixing: Mixing,
    move: Move,
    plan: tuple[int, int],
    heat: tuple[float, float],
) -> int:
    """Tries `plan[1]` moves for what `plan[0]` names, at a heat that falls from `heat[0]` by the
    factor `heat[1]` with each; returns how much that costs less or, negative, more."""
    aim, steps = plan
    warm, cool = heat
    gain = 0
    for _step in range(steps):
        warm *= cool
        if not propose(seats, rules, move):
            continue
        limit = warm * move.ease[draw(move.luck, STEPS)]
        gain -= attempt(seats, rules, worth, mixing, move, aim, limit)
    return gain


def attempt(
    seats: Seats,
    rules: Rules,
    worth: Worth,
    mixing: Mixing,
    move: Move,
    aim: int,
    limit: float,
) -> int:
    """Carries the move out if it costs no more than the limit; says what it cost."""
    change, wish, cost = 0, 0, 0
    if aim > PLACES:
        change = changed(rules, worth, move)
        wish = lost(seats, rules, worth, move)
        if move.total[BROKEN] == 0 and not is_worth(change, wish, aim, move.total[SPARE], limit):
            return 0
    places = shift(seats, rules, move, 0) + foes(seats, rules, move)
    good = places <= limit if aim == PLACES else places < 0
    if places == 0 and aim > PLACES:
        good = is_worth(change, wish, aim, move.total[SPARE], limit)
    if aim == ALL:
        cost = places * move.total[HARD] + change * move.total[CHANGE] + wish
        good = cost <= limit
    if good and aim == MEETINGS:
        cost = price(seats, rules, mixing, move, wish)
        good = change < 0 or wish < -move.total[NONE] or cost <= limit
        if good and wish > -move.total[NONE]:
            move.total[SPARE] -= wish
    if not good:
        shift(seats, rules, move, 1)
        return 0
    move.total[BROKEN] += places
    enjoy(seats, rules, worth, move)
    settle(seats, rules, mixing, move)
    if aim == PLACES:
        return places
    if aim == CHANGES:
        return change
    return wish if aim == WISHES else cost


def price(seats: Seats, rules: Rules, mixing: Mixing, move: Move, wish: int) -> int:
    """What a move that is carried out costs in mixing, and in mere points of wishes."""
    points = wish if abs(wish) < move.total[NONE] else 0
    return (
        spread(seats, rules, mixing, move)
        + strangers(seats, rules, mixing, move)
        + points * mixing.weight[2]
    )


def is_worth(change: int, wish: int, aim: int, spare: int, limit: float) -> bool:
    """Whether changed seats and wishes allow a move, as far as they come before its aim."""
    if aim == ALL:
        return True
    if aim == CHANGES:
        return change <= limit
    if change != 0:
        return change < 0
    return wish <= limit if aim == WISHES else wish <= spare


def breaches(seats: Seats, rules: Rules) -> int:
    """What all broken rules cost in the plan as it stands."""
    people, rounds, nowhere = rules.sizes[PEOPLE], rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    cost = 0
    for cell in range(rounds * (nowhere + 1)):
        if cell % (nowhere + 1) == nowhere:
            cost += HOMELESS * seats.count[cell]
        else:
            cost += crowd(seats.count[cell], rules.least[cell], rules.room[cell])
    for p in range(people):
        for place in range(rules.foe_start[p], rules.foe_start[p + 1]):
            q = rules.foe[place]
            for r in range(rounds):
                i = seats.island[p * rounds + r]
                if q < p and i >= 0 and i != nowhere and seats.island[q * rounds + r] == i:
                    cost += FOE
    return cost


def seat(seats: Seats, rules: Rules, mixing: Mixing, islands: list[int]) -> None:
    """Seats everybody as the islands by spot say, on empty cells."""
    rounds, width = rules.sizes[ROUNDS], rules.sizes[ISLANDS] + 1
    for spot in range(len(islands)):
        i = islands[spot]
        seats.island[spot] = i
        if i >= 0:
            p, r = spot // rounds, spot % rounds
            seats.count[r * width + i] += 1
            seats.visits[p * width + i] += 1
            enter(seats, rules, mixing, p, r, i)


KERNELS = (is_worth, price, attempt, anneal, breaches, seat)
