"""`forum db`: up, down and up again, on both databases; and commands that need tables."""

from __future__ import annotations

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from forum.base.database import Base, db
from forum.commands import schema
from tests.support.programs import Program


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path, program: Program) -> Program:
    """`forum` on a database without tables."""
    if request.param == "sqlite":
        yield program
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"empty_{tmp_path.name}_{tmp_path.parent.name}".replace("-", "_").lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield Program(program.instance, server.replace("/postgres?", f"/{name}?"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_up_down_and_up_again(empty: Program):
    newest = schema.newest()
    steps = [empty.run("db", step) for step in ("upgrade", "upgrade", "downgrade", "upgrade")]
    assert [step.returncode for step in steps] == [0, 0, 0, 0]
    assert [step.stdout.strip() for step in steps] == [
        f"The database went from revision none to {newest}.",
        f"The database is up to date (revision {newest}).",
        f"The database went from revision {newest} to 0023.",
        f"The database went from revision 0023 to {newest}.",
    ]


def test_nothing_to_take_back(program: Program):
    answer = program.run("db", "downgrade")
    assert (answer.returncode, answer.stderr) == (
        2,
        "forum: there is nothing to take back: the database has no tables\n",
    )


def test_commands_ask_for_tables(program: Program):
    for words in (["maintenance"], ["organiser", "invite", "a@b.example", "--name", "A"]):
        answer = program.run(*words)
        assert (answer.returncode, answer.stderr) == (
            2,
            "forum: the database has no tables yet: run forum db upgrade\n",
        )


def test_a_database_that_is_away_is_one_line(program: Program):
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    for words in (["db", "upgrade"], ["maintenance"], ["worker"]):
        answer = program.run(*words, FORUM_DATABASE_URL=url)
        assert answer.returncode == 2
        said = answer.stderr.strip().splitlines()
        assert len(said) == 1
        assert said[0].startswith(
            "forum: the database cannot be reached, see FORUM_DATABASE_URL: connection failed"
        )


def test_models_and_migrations_agree(ctx):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_tables_are_all_there(ctx):
    tables = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert tables == {table.name for table in Base.metadata.sorted_tables}
