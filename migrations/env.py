"""Runs the migrations inside the site's context."""

import importlib
import pkgutil

from alembic import context
from flask import current_app

import forum
from forum.base.database import Base, UtcDateTime

for module in pkgutil.iter_modules(forum.__path__):
    if module.ispkg:
        try:
            importlib.import_module(f"forum.{module.name}.models")
        except ModuleNotFoundError as missing:
            if missing.name != f"forum.{module.name}.models":
                raise


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Migrations name only SQLAlchemy's own types, so that they stay true when ours move."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection:
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
