"""The database: declarative base, column types, and the one way to open a writing transaction."""

from __future__ import annotations

import enum
import functools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    Insert,
    MetaData,
    Table,
    TypeDecorator,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

T = TypeVar("T")

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: goes in with any time zone, lies in the database as UTC, comes out aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[enum.StrEnum], length: int = 32, *, name: str = "") -> Enum:
    """A column type that holds one value of `kind`, checked by the database; the second such
    column of a table has a `name` of its own."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [member.value for member in members],
        name=name or kind.__name__.lower(),
    )


def some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of some rows only; a query uses it that says `where` in the same words."""
    return Index(
        name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where)
    )


class Base(DeclarativeBase):
    """Every table's class stands on this one."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}
    __table__: ClassVar[Table]


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


@contextmanager
def transaction() -> Iterator[Session]:
    """The one way to write: ends what was read before, locks where needed, commits once.

    On SQLite it opens with BEGIN IMMEDIATE, so that a writer waits at its door instead of
    failing half-way; what was read before is read afresh inside. On any error nothing is kept.
    """
    session = db.session()
    session.rollback()
    session.expire_all()
    session.connection(execution_options={"writes": True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def add_or_find(session: Session, *, find: Callable[[], T | None], make: Callable[[], T]) -> T:
    """What `find` finds, or else what `make` makes, also where another transaction is quicker."""
    found = find()
    if found is not None:
        return found
    try:
        with session.begin_nested():
            made = make()
            session.add(made)
            session.flush()
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found
    return made


def add_rows(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows whose ids nobody asks for; past the ORM, which takes longer than the database."""
    if rows:
        session.execute(_insert(table), rows)


@functools.cache
def _insert(table: type[Base]) -> Insert:
    return insert(table.__table__)


def add_once(session: Session, table: type[Base], *rows: dict[str, Any]) -> bool:
    """Adds rows unless a unique index holds the same already; tells whether any was added."""
    given = rows[0] if len(rows) == 1 else list(rows)
    added: Any = session.execute(_insert_once(table, session.get_bind().dialect.name), given)
    return bool(added.rowcount)


@functools.cache
def _insert_once(table: type[Base], dialect: str) -> Insert:
    insert_into = sqlite.insert if dialect == "sqlite" else postgresql.insert
    once = insert_into(table.__table__).on_conflict_do_nothing().inline()
    return once.execution_options(preserve_rowcount=True)


def insert_many(session: Session, table: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Adds many rows and returns their ids, in this order; as many statements as for one row."""
    if not rows:
        return []
    ids = _free_ids(session, table, len(rows))
    numbered = [{**row, "id": number} for number, row in zip(ids, rows, strict=True)]
    session.execute(insert(table), numbered)
    return ids


def _free_ids(session: Session, table: type[Any], number: int) -> list[int]:
    """Ids for new rows: from the sequence; on SQLite, where nobody else writes, the next ones."""
    if session.get_bind().dialect.name == "sqlite":
        last = session.scalar(select(func.max(table.id))) or 0
        return list(range(last + 1, last + 1 + number))
    sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
    series = func.generate_series(1, number).table_valued("n")
    return list(session.scalars(select(func.nextval(sequence)).select_from(series)))


def prepare_engine(engine: Engine) -> None:
    """Teaches SQLite what the rest of the house relies on; other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
