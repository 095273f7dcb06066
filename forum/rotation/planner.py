"""Makes a plan: who sits on which island in which round."""

from __future__ import annotations

from forum.rotation import rounds, wishes
from forum.rotation.model import Instance, Key, NoPlan, Shortage

Plan = dict[Key, list[Key]]


def solve(instance: Instance, *, seed: int = 1) -> Plan:
    """A route for every guest: the islands of rounds 1, 2, … in order.

    Nobody visits an island twice, no island holds more than its places in any round, and wishes
    are respected as far as they go together. The same instance and seed give the same plan.

    Raises:
        NoPlan: there are fewer islands than rounds, or fewer places than guests.
    """
    shortage = Shortage(
        guests=len(instance.guests),
        places=sum(instance.islands.values()),
        islands=len(instance.islands),
        rounds=instance.rounds,
    )
    if shortage.missing or shortage.islands < shortage.rounds or not _has_room(instance):
        raise NoPlan(shortage)
    visits = wishes.choose_islands(instance, seed=seed)
    routes = rounds.split_into_rounds(instance, visits, seed=seed)
    keys = list(instance.islands)
    return {
        guest.key: [keys[island] for island in route]
        for guest, route in zip(instance.guests, routes, strict=True)
    }


def _has_room(instance: Instance) -> bool:
    """Whether all rounds together have room: nobody can use an island more than once, so a very
    large island does not replace several small ones."""
    guests = len(instance.guests)
    usable = sum(min(places * instance.rounds, guests) for places in instance.islands.values())
    return usable >= guests * instance.rounds
