"""Every migration up and down on data, on both databases, ending where the models say."""

# ruff: noqa: S608 - the words put together here are constants of this file

from __future__ import annotations

import flask_migrate
import pytest
from sqlalchemy import Connection, text

from forum.app import create_app
from forum.base.database import db
from forum.commands.serving import put_away
from tests.support.sites import settings_for

NOW = "'2026-11-01 09:00:00'"
OLD = (
    (
        "INSERT INTO event (id, slug, series, series_en, title, title_en, lead, lead_en, about,"
        " about_en, results_use, results_use_en, venue, address, directions, directions_en, "
        " on_site,"
        " on_site_en, contact_name, contact_email, contact_phone, starts_at, ends_at,"
        " registration_deadline, capacity, sequence, changed_at, created_at, version) VALUES"
        " (1, 'alt', '', '', 'Alt', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '',"
        f" '2026-12-01 08:00:00', '2026-12-01 15:00:00', '2026-11-20 22:59:00', 80, 0, {NOW},"
        f" {NOW}, 1)"
    ),
    (
        "INSERT INTO organisation (id, name, sector, created_at) VALUES"
        f" (7, 'Diakonie', 'welfare', {NOW})"
    ),
    *(
        "INSERT INTO person (id, first_name, last_name, name_key, sort_key, email_key, created_at)"
        f" VALUES ({n}, 'Lena', 'Wald', 'lena wald', 'wald lena', 'l{n}@post.example', {NOW})"
        for n in (1, 2, 3)
    ),
    (
        "INSERT INTO affiliation (id, person_id, organisation_id, role, valid_from) VALUES"
        f" (1, 1, 7, '', {NOW})"
    ),
    *(
        "INSERT INTO registration (id, event_id, person_id, affiliation_id, sector, email,"
        " email_key, phone, language, state, channel, created_at, link_id, link_revision,"
        " changed_at, version) VALUES"
        f" ({n}, 1, {n}, {'1' if n == 1 else 'NULL'}, 'welfare', 'l{n}@post.example',"
        f" 'l{n}@post.example', '', 'de', '{state}', 'web', {NOW}, 'link{n}', 0, {NOW}, 1)"
        for n, state in ((1, "confirmed"), (2, "waiting"), (3, "cancelled"))
    ),
    (
        "INSERT INTO consent_text (id, purpose, language, wording, sha256, created_at) VALUES"
        f" (1, 'photos', 'de', 'Fotos', 'abc', {NOW})"
    ),
    (
        "INSERT INTO consent (id, registration_id, purpose, decision, fields, text_id, channel,"
        f" decided_at) VALUES (1, 1, 'photos', 'granted', '[]', 1, 'web', {NOW})"
    ),
)
COUNTS = text(
    "SELECT state, organisation_id, number FROM place_count WHERE number > 0 ORDER BY state"
)


@pytest.fixture
def empty_site(database_kind, request, tmp_path):
    """A site whose database has no tables yet."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if database_kind == "postgresql":
        url = request.getfixturevalue("empty_postgresql")
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
    put_away(app)


def run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(text(statement))
    connection.commit()


def test_up_and_down_on_data(empty_site):
    flask_migrate.upgrade(revision="0001")
    with db.engine.connect() as connection:
        run(connection, *OLD)
    for _again in range(2):
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            keys = connection.execute(text("SELECT person_key FROM registration ORDER BY id"))
            assert [key for (key,) in keys] == ["lena wald", "lena wald#link2", "lena wald"]
            assert connection.execute(COUNTS).all() == [
                ("cancelled", 0, 1),
                ("confirmed", 7, 1),
                ("waiting", 0, 1),
            ]
            run(
                connection,
                "UPDATE registration SET state = 'offered', answer_by = created_at WHERE id = 2",
            )
            purposes = connection.execute(text("SELECT purpose FROM consent")).all()
            assert purposes == [("photos_web",)]
            assert connection.execute(COUNTS).all()[1:] == [("confirmed", 7, 1), ("offered", 0, 1)]
        flask_migrate.downgrade(revision="0001")
        with db.engine.connect() as connection:
            states = connection.execute(text("SELECT state FROM registration ORDER BY id")).all()
            assert states == [("confirmed",), ("waiting",), ("cancelled",)]
            assert connection.execute(text("SELECT purpose FROM consent")).all() == [("photos",)]
    flask_migrate.downgrade(revision="base")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET door_places = 81",
        "UPDATE event SET ends_at = starts_at",
        "UPDATE registration SET state = 'offered' WHERE id = 2",
        "UPDATE registration SET state = 'somewhere' WHERE id = 2",
        "UPDATE registration SET same_as_id = 2 WHERE id = 1",
        "UPDATE registration SET person_key = 'lena wald' WHERE id = 2",
        "UPDATE consent SET purpose = 'photos'",
        "INSERT INTO limit_rule (event_id, kind, number) VALUES (1, 'sector', 3)",
        (
            "INSERT INTO limit_rule (event_id, kind, sector, number)"
            " VALUES (1, 'reserved', 'migrant', 101)"
        ),
    ],
)
def test_what_must_hold_is_held_by_the_database(empty_site, statement):
    flask_migrate.upgrade(revision="0001")
    with db.engine.connect() as connection:
        run(connection, *OLD)
    flask_migrate.upgrade()
    with db.engine.connect() as connection, pytest.raises(Exception, match=r"(?i)constraint"):
        run(connection, statement)
