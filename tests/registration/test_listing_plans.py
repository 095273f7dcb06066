"""However the organisers' list is sorted and narrowed, an index gives its order."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event as events
from sqlalchemy import text
from sqlalchemy.engine import Connection

from forum.base.database import db
from forum.organisations.models import Sector
from forum.registration import listing
from forum.registration.models import State
from tests import factories

NARROWED = {
    "all": listing.Filter(),
    "state": listing.Filter(state=State.CONFIRMED),
    "sector": listing.Filter(sector=Sector.WELFARE),
}
SORTED = {"sqlite": "USE TEMP B-TREE FOR ORDER BY", "postgresql": "Sort"}


def plan_of(connection: Connection, statement: str, given: object) -> str:
    """How the database would go about a statement, sorting only where no index helps."""
    if connection.dialect.name == "postgresql":
        for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin", "sort", "incremental_sort"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", given)  # type: ignore[arg-type]
        return "\n".join(row[0] for row in rows)
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)  # type: ignore[arg-type]
    return "\n".join(row[3] for row in rows)


@pytest.mark.parametrize("later", [False, True], ids=["first", "later"])
@pytest.mark.parametrize("narrowed", NARROWED)
@pytest.mark.parametrize("sort", listing.SORTS)
def test_no_page_sorts_all_registrations(
    ctx: Flask, database_kind: str, sort: str, narrowed: str, later: bool
) -> None:
    event = factories.event()
    one = factories.registration(event)
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, given, _context, _many):  # type: ignore[no-untyped-def]
        if "FROM registration" in statement and "ORDER BY" in statement:
            asked.append((statement, given))

    events.listen(db.engine, "before_cursor_execute", note)
    listing.page_of(
        event.id, NARROWED[narrowed], sort=sort, after=one.id if later else None, size=2
    )
    events.remove(db.engine, "before_cursor_execute", note)
    pages = [(words, given) for words, given in asked if "LIMIT" in words]
    assert pages
    for words, given in pages:
        assert SORTED[database_kind] not in plan_of(db.session.connection(), words, given)
