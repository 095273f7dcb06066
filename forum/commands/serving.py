"""Serving the site: the web server with its processes, and the background work beside it."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
from flask import Flask

from forum.app import create_app
from forum.base import jobs
from forum.base.database import db
from forum.commands import context, schema
from forum.config import Settings

log = logging.getLogger(__name__)

Ready = Callable[[], None]
THREADS = 4
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 20.0
PATIENCE_SECONDS = 25.0


def at_address(settings: Settings, host: str, port: int) -> Settings:
    """The settings with the address that will be served, where none was given."""
    if "FORUM_BASE_URL" in settings.given:
        return settings
    name = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104
    return dataclasses.replace(settings, base_url=f"http://{name}:{port}")


def make_ready(settings: Settings) -> None:
    """Brings the embedded database up to date, having copied it; any other must be already.

    Raises:
        click.ClickException: another database has pending migrations, or does not answer.
    """
    import flask_migrate

    app = create_app(settings)
    try:
        with app.app_context():
            current = context.revision()
            if not settings.is_embedded:
                context.require_tables()
            elif current != schema.newest():
                if current is not None:
                    _copy(Path(str(db.engine.url.database)), settings.instance_path)
                flask_migrate.upgrade()
    finally:
        put_away(app)


def _copy(database: Path, directory: Path) -> Path:
    """Copies a database that may be in use, to the name of the revision it is to get."""
    target = directory / f"{database.stem}.before-{schema.newest()}.sqlite"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def put_away(app: Flask) -> None:
    """Ends the connections of a site that is not needed any more."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    app.extensions["schedule"].release()
    app.extensions["huey"].storage.close()


def serve_site(
    settings: Settings, *, host: str, port: int, workers: int = 2, on_ready: Ready | None = None
) -> None:
    """Serves until it is told to end. The tables must be there (`make_ready`).

    Raises:
        click.ClickException: the address is taken.
    """
    _require_free(host, port)
    serve = _serve_on_windows if sys.platform == "win32" else _serve_with_gunicorn
    serve(settings, host, port, workers, on_ready or (lambda: None))


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}, port {port}, cannot be used ({error.strerror}): choose another --port"
            ) from None


def _serve_on_windows(settings: Settings, host: str, port: int, workers: int, ready: Ready) -> None:
    import waitress

    app = create_app(settings)
    ready()
    if not settings.is_embedded:
        waitress.serve(app, host=host, port=port, threads=THREADS * workers)
        return
    with jobs.working(app):
        waitress.serve(app, host=host, port=port, threads=THREADS * workers)


def _serve_with_gunicorn(
    settings: Settings, host: str, port: int, workers: int, ready: Ready
) -> None:
    from forum.commands import web_server

    background = Background(settings) if settings.is_embedded else None
    web_server.run(
        lambda: create_app(settings),
        background,
        {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "threads": THREADS,
            "when_ready": lambda _server: ready(),
        },
    )


class Background:
    """`forum worker` as a child process, started again when it dies."""

    def __init__(self, settings: Settings) -> None:
        self._environment = {
            **os.environ,
            "FORUM_BASE_URL": settings.base_url,
            "FORUM_INSTANCE_PATH": str(settings.instance_path),
            "FORUM_DATABASE_URL": settings.database_url,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._next = 0.0

    def tend(self) -> None:
        """Starts the child if there is none; after its death only once a pause is over."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                return
            steady = now - self._started > STEADY_SECONDS
            self._pause = FIRST_PAUSE if steady else min(self._pause * 2, LONGEST_PAUSE)
            self._next, self._process = now + self._pause, None
            log.error("The background work ended", extra={"facts": {"pause": self._pause}})
        if now >= self._next:
            self._started = now
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "forum", "worker", "--parent", str(os.getpid())],
                env=self._environment,
            )

    def ask_to_end(self) -> None:
        """Tells the child to finish what it is doing."""
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """Waits until the child has ended, and insists where it does not."""
        if self._process is None:
            return
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
