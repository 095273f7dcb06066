"""The cheapest flow through a network: what the exact parts of the planner rest on.

Successive cheapest paths with potentials (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter
9.7), where all paths of one length are filled before the next search. Written with plain indices,
so that it runs as it stands on lists and compiled on arrays.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, NamedTuple

FAR = 1 << 60


class Network(NamedTuple):
    """Arcs stand in pairs: arc `a` leads to `head[a]`, and `a ^ 1` leads back.

    `first[n]` to `first[n + 1]` is where `leaving` lists the arcs that leave node `n`; `left` is
    what an arc can still carry. The source is node 0, the sink node 1. Costs are not negative.
    """

    first: Any
    leaving: Any
    head: Any
    left: Any
    cost: Any
    price: Any
    far: Any
    done: Any
    nth: Any
    path: Any


def arrange(net: Network, tail: list[int]) -> None:
    """Lists by node the arcs that leave it, in their order."""
    nodes = len(net.price)
    for arc in range(len(tail)):
        net.first[tail[arc] + 1] += 1
    for node in range(nodes):
        net.first[node + 1] += net.first[node]
        net.nth[node] = net.first[node]
    for arc in range(len(tail)):
        net.leaving[net.nth[tail[arc]]] = arc
        net.nth[tail[arc]] += 1


def fill(net: Network) -> int:
    """Sends as much as possible from source to sink as cheaply as possible; says how much."""
    sent = 0
    while search(net):
        sent += advance(net)
    return sent


def search(net: Network) -> bool:
    """Distances of all nodes by reduced cost, as far as the sink; whether the sink is reached."""
    nodes = len(net.price)
    for node in range(nodes):
        net.far[node] = FAR
        net.done[node] = 0
        net.nth[node] = net.first[node]
    net.far[0] = 0
    heap = [0]
    while len(heap) > 0:
        node = heappop(heap) % nodes
        if net.done[node] == 1:
            continue
        net.done[node] = 1
        if node == 1:
            break
        reach(net, node, heap)
    if net.done[1] == 0:
        return False
    for node in range(nodes):
        net.price[node] += min(net.far[node], net.far[1])
    return True


def reach(net: Network, node: int, heap: list[int]) -> None:
    """Looks one arc further from a node whose distance is known."""
    nodes = len(net.price)
    base = net.far[node] + net.price[node]
    for place in range(net.first[node], net.first[node + 1]):
        arc = net.leaving[place]
        if net.left[arc] > 0:
            other = net.head[arc]
            reached = base + net.cost[arc] - net.price[other]
            if reached < net.far[other]:
                net.far[other] = reached
                heappush(heap, reached * nodes + other)


def advance(net: Network) -> int:
    """Fills the paths that cost nothing more; marks in `done` where none leads on."""
    for node in range(len(net.price)):
        net.done[node] = 0
    sent, depth, node = 0, 0, 0
    while True:
        if node == 1:
            sent += push(net, depth)
            for step in range(depth):
                net.done[net.head[net.path[step]]] = 0
            depth, node = 0, 0
        net.done[node] = 1
        arc = step_on(net, node)
        if arc >= 0:
            net.path[depth] = arc
            depth += 1
            node = net.head[arc]
        elif depth == 0:
            return sent
        else:
            depth -= 1
            node = net.head[net.path[depth] ^ 1]


def step_on(net: Network, node: int) -> int:
    """The next arc at no reduced cost to a node not tried yet, or -1."""
    while net.nth[node] < net.first[node + 1]:
        arc = net.leaving[net.nth[node]]
        other = net.head[arc]
        if (
            net.left[arc] > 0
            and net.done[other] == 0
            and net.price[node] + net.cost[arc] == net.price[other]
        ):
            return arc
        net.nth[node] += 1
    return -1


def push(net: Network, depth: int) -> int:
    """Sends along the path what its narrowest arc can carry."""
    most = net.left[net.path[0]]
    for step in range(1, depth):
        most = min(most, net.left[net.path[step]])
    for step in range(depth):
        arc = net.path[step]
        net.left[arc] -= most
        net.left[arc ^ 1] += most
    return most


KERNELS = (arrange, push, step_on, advance, reach, search, fill)
