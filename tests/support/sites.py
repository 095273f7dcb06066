"""The site as a test needs it: settings, assembly, and putting everything away afterwards."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forum.app import create_app
from forum.base.database import db
from forum.commands.serving import put_away
from forum.config import Settings
from tests.support.clients import Client


def _share_planner(instance: Path) -> None:
    """Lets all tests use what the planner has compiled once."""
    shared = Path(tempfile.gettempdir()) / "praxisforum-tests-planner"
    shared.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        (instance / "planner").symlink_to(shared)


def settings_for(instance: Path, database_url: str, **changes: Any) -> Settings:
    """Settings of an instance that lives for one test."""
    _share_planner(instance)
    settings = Settings(
        base_url="http://localhost",
        secret_key="a key for tests only",  # noqa: S106
        database_url=database_url,
        queue_url="memory://",
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


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The assembled site on an empty database."""
    app = create_app(settings)
    app.test_client_class = Client
    app.config["PROPAGATE_EXCEPTIONS"] = True
    yield app
    put_away(app)


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
