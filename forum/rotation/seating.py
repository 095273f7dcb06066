"""Inner loops: carries moves out and takes them back."""

from __future__ import annotations

from forum.rotation.state import (
    HOMELESS,
    ISLANDS,
    NUMBER,
    PEOPLE,
    ROUNDS,
    SECTORS,
    Mixing,
    Move,
    Rules,
    Seats,
)


def crowd(count: int, least: int, room: int) -> int:
    """How many are too many or too few."""
    if count > room:
        return count - room
    if count < least:
        return least - count
    return 0


def resize(seats: Seats, rules: Rules, cell: int, by: int) -> int:
    """Counts one more or one less in a cell; says what that costs."""
    before = seats.count[cell]
    seats.count[cell] = before + by
    if cell % (rules.sizes[ISLANDS] + 1) == rules.sizes[ISLANDS]:
        return HOMELESS * by
    least, room = rules.least[cell], rules.room[cell]
    return crowd(before + by, least, room) - crowd(before, least, room)


def shift(seats: Seats, rules: Rules, move: Move, back: int) -> int:
    """Carries a move out, or back, in all but lists and meetings; says what it costs in places."""
    rounds, nowhere = rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    cost = 0
    for k in range(move.total[NUMBER]):
        p, r, a, b = move.who[k], move.when[k], move.origin[k], move.target[k]
        if back == 1:
            a, b = b, a
        seats.island[p * rounds + r] = b
        seats.visits[p * (nowhere + 1) + a] -= 1
        seats.visits[p * (nowhere + 1) + b] += 1
        cost += resize(seats, rules, r * (nowhere + 1) + a, -1)
        cost += resize(seats, rules, r * (nowhere + 1) + b, 1)
    return cost


def settle(seats: Seats, rules: Rules, mixing: Mixing, move: Move) -> None:
    """Brings lists, sectors and meetings up to date after a move that stays."""
    for k in range(move.total[NUMBER]):
        leave(seats, rules, mixing, move.who[k], move.when[k], move.origin[k])
        enter(seats, rules, mixing, move.who[k], move.when[k], move.target[k])


def leave(seats: Seats, rules: Rules, mixing: Mixing, p: int, r: int, i: int) -> None:
    """Takes somebody off a cell."""
    people, nowhere = rules.sizes[PEOPLE], rules.sizes[ISLANDS]
    cell = r * (nowhere + 1) + i
    last = seats.listed[cell] - 1
    seats.listed[cell] = last
    other = seats.people[cell * people + last]
    place = seats.place[p * rules.sizes[ROUNDS] + r]
    seats.people[cell * people + place] = other
    seats.place[other * rules.sizes[ROUNDS] + r] = place
    mixing.inside[cell * rules.sizes[SECTORS] + mixing.sector[p]] -= 1
    if i != nowhere:
        meet(seats, rules, mixing, p, cell, -1)


def enter(seats: Seats, rules: Rules, mixing: Mixing, p: int, r: int, i: int) -> None:
    """Puts somebody on a cell."""
    people, nowhere = rules.sizes[PEOPLE], rules.sizes[ISLANDS]
    cell = r * (nowhere + 1) + i
    if i != nowhere:
        meet(seats, rules, mixing, p, cell, 1)
    last = seats.listed[cell]
    seats.people[cell * people + last] = p
    seats.place[p * rules.sizes[ROUNDS] + r] = last
    seats.listed[cell] = last + 1
    mixing.inside[cell * rules.sizes[SECTORS] + mixing.sector[p]] += 1


def meet(seats: Seats, rules: Rules, mixing: Mixing, p: int, cell: int, by: int) -> None:
    """Counts the meetings of somebody with all on a cell."""
    people = rules.sizes[PEOPLE]
    for k in range(seats.listed[cell]):
        q = seats.people[cell * people + k]
        mixing.met[p * people + q] += by
        mixing.met[q * people + p] += by


KERNELS = (crowd, resize, shift, meet, leave, enter, settle)
