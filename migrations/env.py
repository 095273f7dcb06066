"""Runs the migrations inside the site's context."""

import contextlib
import importlib
from collections.abc import Iterator
from pathlib import Path

from alembic import context
from flask import current_app
from sqlalchemy import Connection

import forum
from forum.base.database import Base, UtcDateTime

for room in Path(forum.__path__[0]).glob("*/*models.py"):
    importlib.import_module(f"forum.{room.parent.name}.{room.stem}")


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Migrations name only SQLAlchemy's own types, so that they stay true when ours move."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


engine = current_app.extensions["migrate"].db.engine


@contextlib.contextmanager
def unlinked(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, and dropping it would delete
    every row that hangs on it; so its foreign keys rest meanwhile and are checked at the end."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
    broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"rows point to nothing in: {sorted({row[0] for row in broken})}")


with engine.connect() as connection, unlinked(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
