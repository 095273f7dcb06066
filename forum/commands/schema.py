"""How the tables of the database stand to the migrations of this program."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from forum.base import paths
from forum.base.database import db


class Unreachable(Exception):
    """The database does not answer."""


def newest() -> str:
    """The revision that this program works with."""
    return ScriptDirectory(str(paths.MIGRATIONS)).get_current_head() or ""


def current() -> str | None:
    """The revision of the database; None where it has no tables yet.

    Raises:
        Unreachable: it does not answer.
    """
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as trouble:
        cause = getattr(trouble, "orig", None) or trouble
        raise Unreachable(str(cause).strip().splitlines()[0]) from None
