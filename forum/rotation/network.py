"""Builds networks for the cheapest flow, arc by arc."""

from __future__ import annotations

from forum.rotation.engine import Engine
from forum.rotation.flow import Network

SOURCE, SINK = 0, 1


class Builder:
    """Nodes are numbered; source and sink are there from the start."""

    def __init__(self) -> None:
        self.nodes = 2
        self.tail: list[int] = []
        self.head: list[int] = []
        self.left: list[int] = []
        self.cost: list[int] = []

    def node(self) -> int:
        """A new node."""
        self.nodes += 1
        return self.nodes - 1

    def arc(self, tail: int, head: int, capacity: int, cost: int = 0) -> int:
        """A new arc, and its number."""
        self.tail += (tail, head)
        self.head += (head, tail)
        self.left += (capacity, 0)
        self.cost += (cost, -cost)
        return len(self.tail) - 2

    def fan(self, tail: int, heads: list[int], costs: list[int]) -> int:
        """New arcs that carry one each from a node to several; the number of the first. The next
        ones follow in steps of two."""
        first, number = len(self.tail), len(heads)
        there, back, dear = [tail] * (2 * number), [tail] * (2 * number), [0] * (2 * number)
        there[1::2] = back[::2] = heads
        dear[::2], dear[1::2] = costs, [-cost for cost in costs]
        self.tail += there
        self.head += back
        self.left += [1, 0] * number
        self.cost += dear
        return first

    def solve(self, engine: Engine) -> list[int]:
        """Sends the cheapest fullest flow; what flows on each arc, by its number."""
        arcs = len(self.tail)
        net = Network(
            first=engine.array([0] * (self.nodes + 1)),
            leaving=engine.array([0] * arcs),
            head=engine.array(self.head),
            left=engine.array(self.left),
            cost=engine.array(self.cost),
            price=engine.array([0] * self.nodes),
            far=engine.array([0] * self.nodes),
            done=engine.array([0] * self.nodes),
            nth=engine.array([0] * self.nodes),
            path=engine.array([0] * self.nodes),
        )
        engine.arrange(net, engine.array(self.tail))
        engine.fill(net)
        left: list[int] = engine.listed(net.left)
        return left[1::2]


def least_and_most(
    builder: Builder, node: int, *, least: int, most: int, beyond: int, weight: int
) -> list[int]:
    """Arcs from a node to the sink on which each too few or too many costs the weight. Returns the
    arcs up to `least`, up to `most`, and beyond."""
    return [
        builder.arc(node, SINK, least, 0),
        builder.arc(node, SINK, max(0, most - least), weight),
        builder.arc(node, SINK, beyond, 2 * weight),
    ]
