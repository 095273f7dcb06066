"""What is published goes on counting as it did, and sentences of islands come back."""

# ruff: noqa: S608 - the words put together here are constants of this file

from __future__ import annotations

import flask_migrate
from sqlalchemy import text

from forum.base.database import db
from tests.migrations.test_chain import NOW, OLD, empty_site, run

__all__ = ["empty_site"]

FINDING = (
    "INSERT INTO finding (id, event_id, kind, text, released_text, votes, year, number,"
    " merged_into_id, withdrawn_reason, created_at, changed_at) VALUES"
)
AGREED = (
    "INSERT INTO finding (id, event_id, kind, text, votes, year, number, group_id,"
    " withdrawn_reason, created_at, changed_at) VALUES"
)
RESULTS = (
    *(
        "INSERT INTO island (id, event_id, position, theme, theme_en, questions, questions_en,"
        f" minimum, maximum) VALUES ({n}, 1, {n}, 'Wohnen', '', '', '', 0, 18)"
        for n in (1, 2)
    ),
    f"{FINDING} (1, 1, 'next_step', 'Eins', 'Eins', 3, 2026, 1, NULL, '', {NOW}, {NOW})",
    f"{FINDING} (2, 1, 'next_step', 'Zwei', NULL, 4, NULL, NULL, 1, '', {NOW}, {NOW})",
    *(
        f"INSERT INTO finding_source (id, finding_id, island_id) VALUES ({n}, {n}, {n})"
        for n in (1, 2)
    ),
    *(
        "INSERT INTO card_group (id, key, island_id, sheet_column, title, version, created_at,"
        f" changed_at) VALUES ({n}, 'key{n}', 1, '{column}', 'Satz', 1, {NOW}, {NOW})"
        for n, column in ((1, "challenge"), (2, "next_step"), (3, "challenge"))
    ),
    # Agreed at the island for a challenge, for a step of the table, and published already.
    f"{AGREED} (3, 1, 'next_step', 'Drei', 0, NULL, NULL, 1, '', {NOW}, {NOW})",
    f"{AGREED} (4, 1, 'next_step', 'Vier', 0, NULL, NULL, 2, '', {NOW}, {NOW})",
    f"{AGREED} (5, 1, 'demand', 'Fünf', 0, 2026, 2, 3, '', {NOW}, {NOW})",
    "INSERT INTO commitment (finding_id, first_action, first_place) VALUES (1, '', '')",
    (
        "INSERT INTO commitment_party (id, commitment_id, organisation_id, is_lead, name, email,"
        " shows_person, link_id, link_revision, progress, sentence) VALUES"
        " (1, 1, 7, true, '', '', false, 'link', 0, 'open', '')"
    ),
)


def test_what_is_published_goes_on_counting_as_it_did(empty_site):
    flask_migrate.upgrade(revision="0001")
    with db.engine.connect() as connection:
        run(connection, *OLD)
    flask_migrate.upgrade(revision="0020")
    with db.engine.connect() as connection:
        run(connection, *RESULTS)
    for _again in range(2):
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            votes = connection.execute(
                text("SELECT released_votes FROM finding WHERE id < 3 ORDER BY id")
            )
            assert [row for (row,) in votes] == [7, None]
            islands = connection.execute(
                text("SELECT finding_id, island_id FROM finding_island ORDER BY island_id")
            )
            assert islands.all() == [(1, 1), (1, 2)]
            since = connection.execute(
                text(
                    "SELECT count(*) FROM commitment_party JOIN finding"
                    " ON finding.id = commitment_id AND finding.created_at = since"
                )
            )
            assert since.scalar() == 1
            parted = connection.execute(
                text("SELECT id, group_id, agreed_group_id FROM finding WHERE id > 2 ORDER BY id")
            )
            assert parted.all() == [(3, None, 1), (4, 2, 2), (5, 3, 3)]
        flask_migrate.downgrade(revision="0020")
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT group_id FROM finding WHERE id > 2 ORDER BY id"))
        assert [row for (row,) in kept] == [1, 2, 3]
        assert connection.execute(text("SELECT count(*) FROM commitment_party")).scalar() == 1
