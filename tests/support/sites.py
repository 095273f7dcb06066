"""The site as a test needs it: settings, assembly, and putting everything away afterwards."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import URL, event, make_url

from forum.app import create_app
from forum.base.database import db
from forum.commands.serving import put_away
from forum.config import Settings
from tests.support.clients import Client

IN_MEMORY = "memory://"


COMPILED = Path(tempfile.gettempdir()) / "praxisforum-tests-planner"
"""Where all tests find what the planner has compiled once."""


def _share_planner(instance: Path) -> None:
    COMPILED.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        (instance / "planner").symlink_to(COMPILED)


def settings_for(instance: Path, database_url: str, **changes: Any) -> Settings:
    """Settings of an instance that lives for one test."""
    _share_planner(instance)
    settings = Settings(
        base_url="http://localhost",
        secret_key="a key for tests only",  # noqa: S106
        database_url=database_url,
        queue_url=IN_MEMORY,
        mail_server=None,
        mail_sender="praxisforum@stadt.example",
        instance_path=instance,
        trusted_proxies=0,
        given=frozenset(),
    )
    return dataclasses.replace(settings, **changes)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of the site under test; a test file may override this fixture."""
    return settings_for(tmp_path, database_url)


@dataclasses.dataclass
class _Site:
    """A site that moves from test to test. Its database is the one of the test."""

    app: Flask
    usual: dict[str, Any]
    database: URL

    def connect(self, _dialect: Any, _record: Any, words: list[Any], named: dict[str, Any]) -> None:
        """Sends a new connection to where the site now is."""
        if self.database.get_backend_name() == "sqlite":
            words[0] = self.database.database
        else:
            named["dbname"] = self.database.database

    def move(self, settings: Settings) -> None:
        self.database = make_url(settings.database_url)
        settings.instance_path.mkdir(parents=True, exist_ok=True)
        self.app.instance_path = str(settings.instance_path)
        self.app.config.clear()
        self.app.config.update(
            self.usual, FORUM=settings, SQLALCHEMY_DATABASE_URI=settings.database_url
        )
        self.app.extensions["huey"].flush()
        for remembered in ("register", "limiting"):
            self.app.extensions.pop(remembered, None)


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


_sites: dict[tuple[str, Settings], _Site] = {}


def _site(settings: Settings) -> _Site:
    """The site with such settings: putting one together takes longer than most tests."""
    database = make_url(settings.database_url)
    anywhere = dataclasses.replace(
        settings,
        database_url="",
        instance_path=Path(),
        mail_server=None,
        inbox=None,
        mail_authserv="",
        quiet_hours=None,
    )
    key = (database.get_backend_name(), anywhere)
    if key not in _sites:
        app = _put_together(settings)
        _sites[key] = site = _Site(app, dict(app.config), database)
        with app.app_context():
            event.listen(db.engine, "do_connect", site.connect)
            event.listen(db.engine, "connect", _do_not_wait_for_the_disk)
    return _sites[key]


def _put_together(settings: Settings) -> Flask:
    app = create_app(settings)
    app.test_client_class = Client
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def own_site(settings: Settings) -> Iterator[Flask]:
    """A site for one test alone, which may add addresses to it or look after a queue of its own."""
    app = _put_together(settings)
    yield app
    put_away(app)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The assembled site on an empty database."""
    if settings.queue_url != IN_MEMORY:
        yield from own_site(settings)
        return
    site = _site(settings)
    site.move(settings)
    yield site.app
    put_away(site.app)


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """The site's context for calling services and queries; requests of a client stay outside."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> Client:
    """Somebody at a browser without JavaScript, not signed in."""
    client = app.test_client()
    assert isinstance(client, Client)
    return client
