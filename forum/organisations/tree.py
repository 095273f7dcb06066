"""Of what an organisation is a part, up to the whole, and what is a part of it, to the last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from forum.base.database import db
from forum.organisations.models import Organisation
from forum.organisations.queries import leading
from forum.organisations.register_models import OrganisationTie, TieKind

MOST = 200
"""So many organisations of one tree are shown."""


@dataclass(frozen=True)
class Node:
    """An organisation in the tree; `depth` 0 is the whole."""

    id: int
    name: str
    depth: int


def find(organisation_id: int) -> list[Node]:
    """The whole tree that an organisation stands in, each after what it is a part of; empty where
    nothing but direct neighbours belongs to it. Two statements."""
    child, parent = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(leading(child), leading(parent))
        .select_from(OrganisationTie)
        .join(child, child.id == OrganisationTie.child_id)
        .join(parent, parent.id == OrganisationTie.parent_id)
        .where(OrganisationTie.kind == TieKind.PART_OF, leading(child) != leading(parent))
        .order_by(child.sort_key, OrganisationTie.id)
    )
    whole: dict[int, int] = {}
    parts: dict[int, list[int]] = defaultdict(list)
    for part, of in rows:
        if part not in whole:
            whole[part] = of
            parts[of].append(part)
    return _named(_walk(_root(organisation_id, whole), parts))


def _root(number: int, whole: dict[int, int]) -> int:
    seen = {number}
    while number in whole and whole[number] not in seen:
        number = whole[number]
        seen.add(number)
    return number


def _walk(root: int, parts: dict[int, list[int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    waiting, seen = [(root, 0)], {root}
    while waiting and len(found) < MOST:
        number, depth = waiting.pop()
        found.append((number, depth))
        for part in reversed(parts[number]):
            if part not in seen:
                seen.add(part)
                waiting.append((part, depth + 1))
    return found if max(depth for _number, depth in found) > 1 else []


def _named(found: list[tuple[int, int]]) -> list[Node]:
    query: Select[int, str] = select(Organisation.id, Organisation.name).where(
        Organisation.id.in_([number for number, _depth in found])
    )
    names = {row[0]: row[1] for row in db.session.execute(query)} if found else {}
    return [Node(number, names[number], depth) for number, depth in found]
