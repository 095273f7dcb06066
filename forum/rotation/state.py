"""Who sits where while a plan is being improved, as flat arrays for the inner loops.

`p` is a person, `r` a round, `i` an island; island number `I` is nowhere, for who has no seat yet.
A spot is `p * R + r`, a cell `r * (I + 1) + i`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

PEOPLE, ROUNDS, ISLANDS, SECTORS = 0, 1, 2, 3
"""Where the sizes stand in `Rules.sizes`."""
NUMBER, IS_TURN, SECOND, SPARE, BROKEN, NONE, HARD, CHANGE = range(8)
"""Where in `Move.total` stand how many changes there are, whether they are a turn, its second
round, how many points of wishes may still be lost, what broken rules cost now, from which loss on
wishes are no mere points, and what a broken rule and a changed seat weigh in points."""
HOMELESS = 1000
"""How many places too few weigh as much as one person without a seat."""
FOE = 100
"""How many weigh as much as two people together who are to be kept apart."""
KIND = 32
"""What stands in `Mixing.met` is the kind of a pair times this, plus how often the two meet."""
STRANGERS, COLLEAGUES, BOUND = 0, 1, 2
"""Kinds of pairs; bound are those who are kept together or never move."""
STEPS = 4096
"""How finely chance decides whether a worse move stays."""
LONGEST = 24
"""How many changes a move may consist of."""


class Seats(NamedTuple):
    """The plan: by spot the island (-1: absent) and the place in the cell's list of people; by cell
    that list, its length, and the head count; by person and island how often they are there."""

    island: Any
    place: Any
    people: Any
    listed: Any
    count: Any
    visits: Any


class Rules(NamedTuple):
    """What must be kept: `allowed` by spot and island, `most` visits by person and island, fewest
    and most people by cell, foes by person; `group` by spot is who moves together; `free` lists
    the spots that can change."""

    sizes: Any
    allowed: Any
    most: Any
    least: Any
    room: Any
    foe_start: Any
    foe: Any
    group: Any
    group_start: Any
    member: Any
    free: Any


class Worth(NamedTuple):
    """What wishes and published seats are worth: `points` by person and island, `got` and `ideal`
    number of wishes by person, `lack` what is lost by ideal and got, `published` by spot."""

    points: Any
    got: Any
    ideal: Any
    lack: Any
    published: Any


class Mixing(NamedTuple):
    """What mixing costs: `met` by pair; `cost` by what stands there, and by how much one meeting
    more makes it `rise`; `sector` by person; `inside` by cell and sector how many; `low` and `high`
    by round, head count and sector how many are even; `weight` of a sector's excess, of a size, and
    of a point of wishes."""

    met: Any
    cost: Any
    rise: Any
    sector: Any
    inside: Any
    low: Any
    high: Any
    weight: Any


class Move(NamedTuple):
    """Changes tried together: who, in which round, from where, to where. `total` holds their number
    and what else is counted; `mark` says who moves, `turn` by how much meetings change, `cells`
    which cells are touched; `luck` is the state of the random numbers, `ease` a table of -ln(u)."""

    who: Any
    when: Any
    origin: Any
    target: Any
    total: Any
    mark: Any
    turn: Any
    cells: Any
    luck: Any
    ease: Any
