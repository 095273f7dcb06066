"""Inner loops: random moves that keep every rule about single people."""

from __future__ import annotations

from forum.rotation.state import (
    IS_TURN,
    ISLANDS,
    LONGEST,
    NUMBER,
    PEOPLE,
    ROUNDS,
    SECOND,
    Move,
    Rules,
    Seats,
)

BITS = 0xFFFFFFFF
CHAIN = (0, 0, 0, 1, 1, 1, 1, 3)
"""How many follow whoever exchanges two rounds."""


def draw(luck: list[int], below: int) -> int:
    """A random whole number (xorshift, Marsaglia 2003), the same in every engine."""
    x = luck[0]
    x ^= (x << 13) & BITS
    x ^= x >> 17
    x ^= (x << 5) & BITS
    luck[0] = x
    return (x * below) >> 32


def propose(seats: Seats, rules: Rules, move: Move) -> bool:
    """Thinks of a move; whether one was found that keeps the rules about single people."""
    move.total[NUMBER] = 0
    spot = rules.free[draw(move.luck, len(rules.free))]
    rounds = rules.sizes[ROUNDS]
    choice = draw(move.luck, 8)
    if choice < 4 or rounds == 1:
        move.total[IS_TURN] = 0
        change_island(seats, rules, move, spot, choice)
    else:
        move.total[IS_TURN] = 1
        other = (spot % rounds + 1 + draw(move.luck, rounds - 1)) % rounds
        move.total[SECOND] = other
        change_rounds(seats, rules, move, spot, other)
    return move.total[NUMBER] > 0 and is_allowed(seats, rules, move)


def add(rules: Rules, move: Move, spot: int, origin: int, target: int) -> bool:
    """Adds the change of somebody, and of all who move with them; False where it is too long."""
    rounds = rules.sizes[ROUNDS]
    group, total = rules.group[spot], move.total[NUMBER]
    start, end = rules.group_start[group], rules.group_start[group + 1]
    if total + end - start > LONGEST:
        move.total[NUMBER] = 0
        return False
    for k in range(start, end):
        move.who[total] = rules.member[k]
        move.when[total] = spot % rounds
        move.origin[total] = origin
        move.target[total] = target
        total += 1
    move.total[NUMBER] = total
    return True


def change_island(seats: Seats, rules: Rules, move: Move, spot: int, choice: int) -> None:
    """One goes to another island, and mostly somebody from there comes back."""
    people, rounds, nowhere = rules.sizes[PEOPLE], rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    r, a = spot % rounds, seats.island[spot]
    b = draw(move.luck, nowhere + 1) if choice == 1 else draw(move.luck, nowhere)
    if a == b:
        return
    s = draw(move.luck, rounds) if choice == 3 else r
    cell = s * (nowhere + 1) + b
    if choice > 0:
        if seats.listed[cell] == 0:
            return
        q = seats.people[cell * people + draw(move.luck, seats.listed[cell])]
        if not add(rules, move, q * rounds + s, b, a):
            return
    add(rules, move, spot, a, b)


def change_rounds(seats: Seats, rules: Rules, move: Move, spot: int, s: int) -> None:
    """One exchanges two rounds; others may follow from island to island until all is even."""
    rounds, nowhere = rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    r = spot % rounds
    first = seats.island[spot]
    a, b = first, seats.island[spot - r + s]
    for left in range(CHAIN[draw(move.luck, 8)], -1, -1):
        other = spot - r + s
        if b < 0 or a == b:
            move.total[NUMBER] = 0
            return
        if not turn(rules, move, spot, other, a, b):
            return
        if left == 0 or b == first:
            return
        cell = r * (nowhere + 1) + b
        spot = follow(seats, rules, move, cell, s, first if left == 1 else -1)
        if spot < 0:
            return
        a, b = b, seats.island[spot - r + s]


def turn(rules: Rules, move: Move, spot: int, other: int, a: int, b: int) -> bool:
    """Adds the exchange of two rounds by somebody and those who move along in both."""
    rounds = rules.sizes[ROUNDS]
    before = move.total[NUMBER]
    if not add(rules, move, spot, a, b):
        return False
    size = move.total[NUMBER] - before
    if not add(rules, move, other, b, a):
        return False
    if move.total[NUMBER] != before + 2 * size:
        move.total[NUMBER] = 0
        return False
    for k in range(before, before + size):
        if move.who[k] != move.who[k + size] or move.when[k + size] != other % rounds:
            move.total[NUMBER] = 0
            return False
    return True


def follow(seats: Seats, rules: Rules, move: Move, cell: int, s: int, wanted: int) -> int:
    """The spot of somebody else on a cell who is on the wanted island in the other round; of
    anybody where none is wanted; -1 for nobody."""
    people, rounds, nowhere = rules.sizes[PEOPLE], rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    count = seats.listed[cell]
    if count == 0:
        return -1
    start = draw(move.luck, count)
    for k in range(count):
        q = seats.people[cell * people + (start + k) % count]
        island = seats.island[q * rounds + s]
        if island >= 0 and (wanted < 0 or island == wanted) and not is_in(move, q):
            return q * rounds + cell // (nowhere + 1)
    return -1


def is_in(move: Move, q: int) -> bool:
    """Whether somebody is part of the move already."""
    for k in range(move.total[NUMBER]):  # noqa: SIM110 - runs compiled
        if move.who[k] == q:
            return True
    return False


def is_allowed(seats: Seats, rules: Rules, move: Move) -> bool:
    """Whether everybody may go where the move takes them, and has not been there."""
    rounds, nowhere = rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    for k in range(move.total[NUMBER]):
        p, b = move.who[k], move.target[k]
        if rules.allowed[(p * rounds + move.when[k]) * (nowhere + 1) + b] == 0:
            return False
        if (
            move.total[IS_TURN] == 0
            and seats.visits[p * (nowhere + 1) + b] >= rules.most[p * (nowhere + 1) + b]
        ):
            return False
    return True


KERNELS = (draw, add, is_allowed, is_in, follow, turn, change_rounds, change_island, propose)
