"""How many statements a request sends to the forum's database, and how often it commits.

Asked of the same application in the bench's own process, on the database that is measured. The
queue that wakes the mail worker has a connection of its own and is not counted. Savepoints count.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from forum.base.database import db
from tests.bench import guests
from tests.bench.office import Office
from tests.support.clients import Client
from tests.support.pages import Page


@dataclass
class Asked:
    """What was sent to the database."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


class Inside:
    """Somebody who opens pages of the application in this process."""

    def __init__(self, office: Office) -> None:
        office.app.test_client_class = Client
        client = office.app.test_client()
        assert isinstance(client, Client)
        self.client = client

    def sign_in(self, office: Office) -> None:
        """Makes an organiser of the visitor."""
        address = office.sign_in_address()
        form = Page(self.client.get(address)).form()
        assert self.client.post(form.target, data=form.filled_in({})).status_code == 302

    def asked_by(self, path: str) -> int:
        """The number of statements that a page sends."""
        with _listening() as asked:
            answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return len(asked.statements)

    def asked_by_registering(self, slug: str, address: str, **typed: Any) -> Asked:
        """What sending the registration form asks of the database."""
        form = Page(self.client.get(f"/events/{slug}/register")).form(action="")
        values = {**guests.registration(form, address), **typed}
        with _listening() as asked:
            answer = self.client.post(form.target, data=values)
        assert answer.status_code == 302, f"{slug}: {answer.status_code}"
        return asked


@contextmanager
def _listening() -> Iterator[Asked]:
    asked = Asked()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.statements.append(statement)

    def commit(_connection: Any) -> None:
        asked.commits += 1

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "commit", commit)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        event.remove(db.engine, "commit", commit)
