"""Inner loops: what a move costs in wishes, changed seats, places and mixing."""

from __future__ import annotations

from forum.rotation.state import (
    FOE,
    IS_TURN,
    ISLANDS,
    NUMBER,
    PEOPLE,
    ROUNDS,
    SECOND,
    SECTORS,
    Mixing,
    Move,
    Rules,
    Seats,
    Worth,
)


def changed(rules: Rules, worth: Worth, move: Move) -> int:
    """How many more seats differ from the published ones."""
    rounds = rules.sizes[ROUNDS]
    cost = 0
    for k in range(move.total[NUMBER]):
        old = worth.published[move.who[k] * rounds + move.when[k]]
        if old >= 0:
            if move.origin[k] == old:
                cost += 1
            elif move.target[k] == old:
                cost -= 1
    return cost


def lost(seats: Seats, rules: Rules, worth: Worth, move: Move) -> int:
    """What a move that is no turn costs in wishes; a turn costs nothing."""
    width, rounds = rules.sizes[ISLANDS] + 1, rules.sizes[ROUNDS]
    cost = 0
    if move.total[IS_TURN] == 1:
        return cost
    for k in range(move.total[NUMBER]):
        p = move.who[k]
        a, b = p * width + move.origin[k], p * width + move.target[k]
        gone = worth.points[a] if seats.visits[a] == 1 else 0
        come = worth.points[b] if seats.visits[b] == 0 else 0
        if gone != come:
            got = worth.got[p] - (gone > 0) + (come > 0)
            row = worth.ideal[p] * (rounds + 1)
            cost += gone - come + worth.lack[row + got] - worth.lack[row + worth.got[p]]
    return cost


def enjoy(seats: Seats, rules: Rules, worth: Worth, move: Move) -> None:
    """Counts the wishes of those who moved, once a move stays."""
    width = rules.sizes[ISLANDS] + 1
    if move.total[IS_TURN] == 1:
        return
    for k in range(move.total[NUMBER]):
        a = move.who[k] * width + move.origin[k]
        b = move.who[k] * width + move.target[k]
        if worth.points[a] > 0 and seats.visits[a] == 0:
            worth.got[move.who[k]] -= 1
        if worth.points[b] > 0 and seats.visits[b] == 1:
            worth.got[move.who[k]] += 1


def foes(seats: Seats, rules: Rules, move: Move) -> int:
    """What a move that is carried out costs in people who are to be kept apart."""
    rounds, nowhere = rules.sizes[ROUNDS], rules.sizes[ISLANDS]
    cost = 0
    for k in range(move.total[NUMBER]):
        p, r = move.who[k], move.when[k]
        for place in range(rules.foe_start[p], rules.foe_start[p + 1]):
            q = rules.foe[place]
            now = seats.island[q * rounds + r]
            if now == move.target[k] and now != nowhere:
                cost += FOE
            before = now
            for other in range(move.total[NUMBER]):
                if move.who[other] == q and move.when[other] == r:
                    before = move.origin[other]
            if before == move.origin[k] and before != nowhere:
                cost -= FOE
    return cost


def strangers(seats: Seats, rules: Rules, mixing: Mixing, move: Move) -> int:
    """What a move costs in meetings. Those who move together meet as often as before."""
    for k in range(move.total[NUMBER]):
        move.mark[move.who[k]] = 1
    cost = 0
    for k in range(move.total[NUMBER]):
        if move.total[IS_TURN] == 0:
            cost += parted(seats, rules, mixing, move, k)
        elif move.when[k] == move.when[0]:
            cost += turned(seats, rules, mixing, move, k)
    for k in range(move.total[NUMBER]):
        move.mark[move.who[k]] = 0
    return cost


def parted(seats: Seats, rules: Rules, mixing: Mixing, move: Move, k: int) -> int:
    """What it costs in meetings that somebody changes the island in one round."""
    people, nowhere = rules.sizes[PEOPLE], rules.sizes[ISLANDS]
    row = move.who[k] * people
    a = move.when[k] * (nowhere + 1) + move.origin[k]
    b = move.when[k] * (nowhere + 1) + move.target[k]
    cost = 0
    if move.origin[k] != nowhere:
        for n in range(a * people, a * people + seats.listed[a]):
            q = seats.people[n]
            if move.mark[q] == 0:
                met = mixing.met[row + q]
                cost -= mixing.rise[met - 1]
    if move.target[k] != nowhere:
        for n in range(b * people, b * people + seats.listed[b]):
            q = seats.people[n]
            if move.mark[q] == 0:
                cost += mixing.rise[mixing.met[row + q]]
    return cost


def turned(seats: Seats, rules: Rules, mixing: Mixing, move: Move, k: int) -> int:
    """What it costs in meetings that somebody exchanges two rounds."""
    people, width = rules.sizes[PEOPLE], rules.sizes[ISLANDS] + 1
    r, a, b = move.when[k], move.origin[k], move.target[k]
    s = move.total[SECOND]
    count(seats, rules, move, r * width + a, -1)
    count(seats, rules, move, r * width + b, 1)
    count(seats, rules, move, s * width + b, -1)
    count(seats, rules, move, s * width + a, 1)
    row = move.who[k] * people
    return (
        clear(seats, rules, mixing, move, r * width + a, row)
        + clear(seats, rules, mixing, move, r * width + b, row)
        + clear(seats, rules, mixing, move, s * width + b, row)
        + clear(seats, rules, mixing, move, s * width + a, row)
    )


def count(seats: Seats, rules: Rules, move: Move, cell: int, by: int) -> None:
    """Notes that somebody meets all on a cell once more or once less."""
    if cell % (rules.sizes[ISLANDS] + 1) == rules.sizes[ISLANDS]:
        return
    start = cell * rules.sizes[PEOPLE]
    for n in range(start, start + seats.listed[cell]):
        q = seats.people[n]
        if move.mark[q] == 0:
            move.turn[q] += by


def clear(seats: Seats, rules: Rules, mixing: Mixing, move: Move, cell: int, row: int) -> int:
    """What the noted meetings with the people on a cell cost; forgets them."""
    cost = 0
    start = cell * rules.sizes[PEOPLE]
    for n in range(start, start + seats.listed[cell]):
        q = seats.people[n]
        by = move.turn[q]
        if by != 0:
            met = mixing.met[row + q]
            cost += mixing.cost[met + by] - mixing.cost[met]
            move.turn[q] = 0
    return cost


def uneven(rules: Rules, mixing: Mixing, cell: int, size: int) -> int:
    """How far the sectors on a cell are from their share, and what its size costs."""
    sectors, width = rules.sizes[SECTORS], rules.sizes[ISLANDS] + 1
    if cell % width == rules.sizes[ISLANDS]:
        return 0
    share = (cell // width * (rules.sizes[PEOPLE] + 1) + size) * sectors
    over = 0
    for sector in range(sectors):
        inside = mixing.inside[cell * sectors + sector]
        if inside > mixing.high[share + sector]:
            over += inside - mixing.high[share + sector]
        elif inside < mixing.low[share + sector]:
            over += mixing.low[share + sector] - inside
    return over * mixing.weight[0] + size * size * mixing.weight[1]


def spread(seats: Seats, rules: Rules, mixing: Mixing, move: Move) -> int:
    """What a move that is carried out costs in even sectors and sizes."""
    width, sectors = rules.sizes[ISLANDS] + 1, rules.sizes[SECTORS]
    touched = touch(rules, move)
    cost = 0
    for n in range(touched):
        cost -= uneven(rules, mixing, move.cells[n], seats.listed[move.cells[n]])
    for k in range(move.total[NUMBER]):
        cell, sector = move.when[k] * width, mixing.sector[move.who[k]]
        mixing.inside[(cell + move.origin[k]) * sectors + sector] -= 1
        mixing.inside[(cell + move.target[k]) * sectors + sector] += 1
    for n in range(touched):
        cost += uneven(rules, mixing, move.cells[n], seats.count[move.cells[n]])
    for k in range(move.total[NUMBER]):
        cell, sector = move.when[k] * width, mixing.sector[move.who[k]]
        mixing.inside[(cell + move.origin[k]) * sectors + sector] += 1
        mixing.inside[(cell + move.target[k]) * sectors + sector] -= 1
    return cost


def touch(rules: Rules, move: Move) -> int:
    """Lists the cells that a move touches, each once; says how many."""
    width = rules.sizes[ISLANDS] + 1
    touched = 0
    for k in range(move.total[NUMBER]):
        for end in range(2):
            island = move.origin[k] if end == 0 else move.target[k]
            cell, known = move.when[k] * width + island, 0
            for n in range(touched):
                if move.cells[n] == cell:
                    known = 1
            if known == 0:
                move.cells[touched] = cell
                touched += 1
    return touched


KERNELS = (
    changed,
    lost,
    enjoy,
    foes,
    parted,
    count,
    clear,
    turned,
    strangers,
    uneven,
    touch,
    spread,
)
