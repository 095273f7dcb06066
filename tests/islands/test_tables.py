"""Groups that are too large for one conversation sit at several tables."""

from __future__ import annotations

from collections import defaultdict

from flask import Flask
from sqlalchemy import select

from forum.base.database import db
from forum.islands import drafting
from forum.islands.models import Assignment
from tests import factories


def test_large_groups_sit_at_tables_of_eight(ctx: Flask) -> None:
    event = factories.event()
    for _number in range(55):
        factories.registration(event)
    plan = drafting.make_plan(event.id, seed=1, made_by="Oda")
    at_table: dict[tuple[int, int, int | None], int] = defaultdict(int)
    for seat in db.session.scalars(select(Assignment).where(Assignment.plan_id == plan.id)):
        at_table[seat.round_id, seat.island_id, seat.table_number] += 1
    assert max(at_table.values()) <= 8
    assert any(table == 2 for _round, _island, table in at_table)
