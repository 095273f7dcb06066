"""What becomes of merged organisations where the register is taken back."""

# ruff: noqa: S608 - the words put together here are constants of this file

from __future__ import annotations

import flask_migrate
import pytest
from sqlalchemy import text

from forum.base.database import db
from tests.migrations.test_chain import NOW, OLD, empty_site, run

__all__ = ["empty_site"]


@pytest.mark.usefixtures("empty_site")
def test_what_was_one_stays_one_and_is_counted_once() -> None:
    flask_migrate.upgrade(revision="0001")
    with db.engine.connect() as connection:
        run(connection, *OLD)
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        row = connection.execute(text("SELECT status, sort_key FROM organisation")).one()
        assert tuple(row) == ("proposed", "diakonie")
        run(
            connection,
            "INSERT INTO organisation (id, name, sector, status, created_at, changed_at) VALUES"
            f" (8, 'Diakonisches Werk', 'welfare', 'confirmed', {NOW}, {NOW})",
            "UPDATE organisation SET merged_into_id = 8, status = 'merged' WHERE id = 7",
        )
    flask_migrate.downgrade(revision="0012")
    with db.engine.connect() as connection:
        where = connection.execute(text("SELECT organisation_id FROM affiliation")).all()
        assert where == [(8,)]
        counted = text("SELECT organisation_id FROM place_count WHERE state = 'confirmed'")
        assert connection.execute(counted).all() == [(8,)]
        run(connection, "UPDATE registration SET state = 'cancelled' WHERE id = 1")
    flask_migrate.upgrade()
