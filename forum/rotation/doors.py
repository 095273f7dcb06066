"""Doors by which an organisation's people come to an island.

Behind a door a place costs no less than the one before, so a cheapest flow spreads colleagues over
islands and rounds as evenly as everything else allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby

from forum.rotation.model import Key
from forum.rotation.network import Builder

Door = tuple[Key | None, int]
"""An organisation and an island."""


class Doors:
    """The doors of one network. `nodes` are its islands, `staff` by organisation how many may come.
    The one who comes there nth, counted from 0, pays `price(door, n)`, which never falls with n;
    without a price everybody comes freely."""

    def __init__(
        self,
        builder: Builder,
        nodes: list[int],
        staff: Counter[Key | None],
        price: Callable[[Door, int], int] | None,
    ) -> None:
        self.builder, self.nodes, self.staff, self.price = builder, nodes, staff, price
        self.known: dict[Door, tuple[int, int]] = {}

    def ways(self, organisation: Key | None, islands: list[int]) -> list[tuple[int, int]]:
        """For each of the islands the node by which somebody comes there, and what all pay."""
        if self.price is None:
            return [(self.nodes[i], 0) for i in islands]
        return [self._way((organisation, i), self.price) for i in islands]

    def _way(self, door: Door, price: Callable[[Door, int], int]) -> tuple[int, int]:
        if door not in self.known:
            organisation, island = door
            number = 1 if organisation is None else self.staff[organisation]
            first, node = price(door, 0), self.nodes[island]
            if price(door, number - 1) > first:
                node = self._door(island, [price(door, n) - first for n in range(number)])
            self.known[door] = node, first
        return self.known[door]

    def _door(self, island: int, prices: list[int]) -> int:
        node = self.builder.node()
        for dear, places in groupby(prices):
            self.builder.arc(node, self.nodes[island], len(list(places)), dear)
        return node
