"""Teams and plans that were there before somebody could stand in, up and down on both databases."""

# ruff: noqa: S608 - the words put together here are constants of this file

from __future__ import annotations

import flask_migrate
import pytest
from sqlalchemy import text

from forum.base.database import db
from tests.migrations.test_chain import NOW, OLD, empty_site, run

__all__ = ["empty_site"]

BEFORE = (
    (
        "INSERT INTO island (id, event_id, position, theme, theme_en, questions, questions_en,"
        " minimum, maximum) VALUES (1, 1, 0, 'Wohnen', '', '', '', 0, 18)"
    ),
    (
        "INSERT INTO round (id, event_id, number, starts_at, ends_at) VALUES"
        " (1, 1, 1, '2026-12-01 09:00:00', '2026-12-01 09:30:00')"
    ),
    *(
        "INSERT INTO island_host (id, island_id, name, organisation, email, role, link_id,"
        f" link_revision) VALUES ({n}, 1, 'Kim', '', '', '{role}', 'host{n}', 0)"
        for n, role in ((1, "host"), (2, "deputy"), (3, "note_taker"))
    ),
    (
        "INSERT INTO plan (id, event_id, number, seed, made_by, created_at, checked_at,"
        f" published_at) VALUES (1, 1, 1, 1, 'Oda', {NOW}, {NOW}, {NOW})"
    ),
    (
        "INSERT INTO assignment (id, plan_id, registration_id, round_id, island_id) VALUES"
        " (1, 1, 1, 1, 1)"
    ),
)
STANDING_IN = (
    f"UPDATE island_host SET away_at = {NOW} WHERE id IN (1, 3)",
    (
        "UPDATE island_host SET role = 'host', role_before = 'deputy', stands_in_for_id = 1"
        " WHERE id = 2"
    ),
    (
        "INSERT INTO island_host (id, island_id, name, organisation, email, role, link_id,"
        " link_revision, role_before, stands_in_for_id, lent_by_id) VALUES"
        " (4, 1, 'Kim', '', '', 'host', 'host4', 0, 'note_taker', 2, 3)"
    ),
    (
        "INSERT INTO told_stop (registration_id, round_id, island_id, room, location, starts_at,"
        " ends_at) VALUES (1, 1, 1, '', '', '2026-12-01 09:00:00', '2026-12-01 09:30:00')"
    ),
)
TEAM = text("SELECT id, role, away_at IS NOT NULL FROM island_host ORDER BY id")
SEATS = text("SELECT id, island_id FROM assignment")


def test_teams_and_seats_stay_and_nobody_stands_in_any_more_afterwards(empty_site):
    flask_migrate.upgrade(revision="0001")
    with db.engine.connect() as connection:
        run(connection, *OLD)
    flask_migrate.upgrade(revision="0007")
    with db.engine.connect() as connection:
        run(connection, *BEFORE)
    for _again in range(2):
        flask_migrate.upgrade(revision="0008")
        with db.engine.connect() as connection:
            assert connection.execute(SEATS).all() == [(1, 1)]
            run(connection, *STANDING_IN)
        flask_migrate.downgrade(revision="0007")
        with db.engine.connect() as connection:
            team = [(number, role, bool(away)) for number, role, away in connection.execute(TEAM)]
            assert team == [(1, "host", True), (2, "deputy", False), (3, "note_taker", False)]
            assert connection.execute(SEATS).all() == [(1, 1)]
    flask_migrate.upgrade()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE island_host SET stands_in_for_id = 2, role_before = 'host' WHERE id = 2",
        "UPDATE island_host SET stands_in_for_id = 1 WHERE id = 3",
        "UPDATE island_host SET stands_in_for_id = 1, role_before = 'host' WHERE id = 3",
        "UPDATE island_host SET role_before = 'somebody'",
        "UPDATE island_host SET lent_by_id = id",
        "UPDATE told_stop SET room_before = 'Aula'",
    ],
)
def test_the_database_holds_who_stands_in(empty_site, statement):
    flask_migrate.upgrade(revision="0001")
    with db.engine.connect() as connection:
        run(connection, *OLD)
    flask_migrate.upgrade(revision="0007")
    with db.engine.connect() as connection:
        run(connection, *BEFORE)
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        run(connection, *STANDING_IN)
        with pytest.raises(Exception, match=r"(?i)constraint"):
            run(connection, statement)
