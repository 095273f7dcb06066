"""Counting what a page asks of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from forum.base.database import db

Counter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def count_queries(app: Flask) -> Counter:
    """`with count_queries() as queries:` collects the statements that were sent meanwhile."""
    with app.app_context():
        engine = db.engine

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
