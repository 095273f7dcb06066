"""Lists in pages: the next page begins after a row, not at a number, so the last is as quick as
the first and nothing is skipped when somebody registers meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from forum.base.database import db

Line = TypeVar("Line")


@dataclass(frozen=True)
class Page(Generic[Line]):
    """One page of a list. `next` is the id after which the next one begins, if there is one."""

    rows: Sequence[Line]
    next: int | None
    is_later: bool


def page(
    query: Select[*tuple[Any, ...]],
    *,
    key: InstrumentedAttribute[Any],
    row_id: InstrumentedAttribute[int],
    descending: bool,
    after: int | None,
    size: int = 50,
) -> Page[Row[*tuple[Any, ...]]]:
    """One page of `query`, whose columns are what the page shows, ordered by `key` and then id.

    Only the id of a row stands in the address; its key is looked up by the database.
    """
    if after is not None:
        mark = query.with_only_columns(key, row_id, maintain_column_froms=True)
        known = db.session.execute(mark.where(row_id == after)).first()
        if known is not None:
            place = tuple_(key, row_id)
            query = query.where(place < tuple(known) if descending else place > tuple(known))
    order = (key.desc(), row_id.desc()) if descending else (key.asc(), row_id.asc())
    rows = db.session.execute(query.order_by(*order).limit(size + 1)).all()
    shown = rows[:size]
    following = getattr(shown[-1], row_id.key) if len(rows) > size else None
    return Page(shown, following, after is not None)


@dataclass(frozen=True)
class Part(Generic[Line]):
    """One page of a list that is at hand whole. `next`: where the next one begins, if there is
    one."""

    rows: Sequence[Line]
    first: int
    next: int | None


def part(rows: Sequence[Line], begin: str, *, size: int) -> Part[Line]:
    """So many rows from where `begin` says; the first ones where it says nothing sensible."""
    is_number = begin.isascii() and begin.isdigit() and len(begin) < len("10000000")
    first = int(begin) if is_number and int(begin) < len(rows) else 0
    return Part(
        rows[first : first + size], first, first + size if first + size < len(rows) else None
    )
