"""Background work: one Huey for all, so that nothing slow happens in a request.

A feature says `wake("deliver")`; what that does is registered where the house is assembled.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey
from huey.consumer import Consumer
from huey.exceptions import ConfigurationError
from huey.storage import BaseSqlStorage, PostgresStorage, SqliteStorage

from forum.config import BadSetting, Settings

log = logging.getLogger(__name__)


class _FileStorage(SqliteStorage):
    """Does not wait for the disk: a request that a power cut loses is made up by the schedule."""

    def _create_connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._create_connection()
        connection.execute("PRAGMA synchronous=NORMAL")  # in WAL mode the file stays sound
        return connection


class _ServerStorage(PostgresStorage):
    """Queues in one statement, where the library sends four."""

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        added = f"INSERT INTO {self.table_task} (queue, data, priority) VALUES (%s, %s, %s)"  # noqa: S608
        asked = f"WITH task AS ({added}) SELECT pg_notify(%s, '')"
        self.sql(asked, (self.name, data, priority or 0, self.channel))


def make_huey(settings: Settings) -> Huey:
    """The queue that the settings name: memory://, sqlite:///…, postgresql://… or redis://….

    It is not touched yet: the site can be assembled while the queue is away.

    Raises:
        BadSetting: its driver is missing.
    """
    url = settings.queue_url
    if url.startswith("memory://"):
        return MemoryHuey("forum")
    if url.startswith("sqlite:///"):
        file = url.removeprefix("sqlite:///")
        return Huey("forum", storage_class=_FileStorage, filename=file, create_tables=False)
    if url.startswith("postgresql://"):
        return Huey("forum", storage_class=_ServerStorage, dsn=url, create_tables=False)
    from huey import RedisHuey

    try:
        return RedisHuey("forum", url=url)
    except ConfigurationError:
        raise BadSetting("FORUM_QUEUE_URL: Redis needs the Python package redis.") from None


def wake(name: str) -> None:
    """Asks for a job to be run soon. Losing the request costs at most a minute: the schedule
    runs the same job again."""
    jobs: dict[str, Any] = current_app.extensions["jobs"]
    try:
        set_up_queue(current_app.extensions["huey"])
        jobs[name]()
    except Exception:  # noqa: BLE001 - the outbox holds the work; waking is only speed
        log.warning("The queue could not be reached", extra={"facts": {"job": name}})


def set_up_queue(huey: Huey) -> None:
    """Makes the queue's own tables where it has some and they are not there; asks once a process.

    Raises:
        Exception: what the queue's driver raises when the queue cannot be reached.
    """
    if isinstance(huey.storage, BaseSqlStorage) and not getattr(huey, "is_set_up", False):
        huey.storage.initialize_schema()
        huey.is_set_up = True


class Schedule:
    """Lets exactly one process run the schedule: whoever holds the lock, until it ends."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: Any = None

    def is_mine(self, _at: datetime | None = None) -> bool:
        """Whether this process runs the schedule; takes it over where nobody does."""
        if self._settings.is_embedded:
            self._held = self._held or self._take_file()
        elif not self._is_connected():
            self._held = self._take_server()
        return self._held is not None

    def _is_connected(self) -> bool:
        try:
            return self._held is not None and bool(self._held.execute("SELECT 1"))
        except Exception:  # noqa: BLE001 - a broken connection has lost the lock, whatever broke it
            self.release()
            return False

    def _take_file(self) -> Any:
        try:
            import fcntl  # absent on Windows, where there is one process anyway
        except ImportError:
            return contextlib.closing(contextlib.nullcontext())
        lock = (Path(self._settings.instance_path) / "schedule.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return None
        return lock

    def _take_server(self) -> Any:
        import psycopg

        url = self._settings.database_url.replace("+psycopg", "")
        try:
            connection = psycopg.connect(url, autocommit=True)
        except psycopg.Error:
            log.warning("The database could not be asked who runs the schedule")
            return None
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtext('forum.schedule'))"
        ).fetchone()
        if row and row[0]:
            return connection
        connection.close()
        return None

    def release(self) -> None:
        """Gives the schedule back; whoever asks next can take it at once."""
        with contextlib.suppress(Exception):
            if self._held is not None and not self._settings.is_embedded:
                # a server notices a closed connection only later, and holds the lock until then
                self._held.execute("SELECT pg_advisory_unlock_all()")
        with contextlib.suppress(Exception):
            if self._held is not None:
                self._held.close()
        self._held = None


def init_app(app: Flask, settings: Settings, work: dict[str, Callable[[], None]]) -> None:
    """Registers what each job does, and lets the schedule run `maintain` every minute."""
    huey = make_huey(settings)
    app.extensions["huey"] = huey
    app.extensions["schedule"] = schedule = Schedule(settings)
    jobs: dict[str, Any] = {}
    for name, run in work.items():
        jobs[name] = huey.task(name=name)(_inside(app, name, run))
    app.extensions["jobs"] = jobs
    huey.periodic_task(schedule.is_mine, name="schedule")(
        _inside(app, "maintain", work["maintain"])
    )


def _inside(app: Flask, name: str, run: Callable[[], None]) -> Callable[[], None]:
    def job() -> None:
        with app.app_context():
            try:
                run()
            except Exception:
                log.exception("A job failed", extra={"facts": {"job": name}})

    return job


class _Workers(Consumer):
    """Huey's threads; who started them decides about signals."""

    def _set_signal_handlers(self) -> None:
        pass


@contextlib.contextmanager
def working(app: Flask, workers: int = 2) -> Iterator[Consumer]:
    """Works off the queue in threads of this process while the context lasts.

    At its end the threads finish what they are doing.
    """
    huey = app.extensions["huey"]
    set_up_queue(huey)
    consumer = _Workers(
        huey,
        workers=workers,
        worker_type="thread",
        periodic=True,
        initial_delay=0.05,
        max_delay=1.0,
    )
    consumer.start()
    try:
        yield consumer
    finally:
        consumer.stop(graceful=True)
        app.extensions["schedule"].release()
