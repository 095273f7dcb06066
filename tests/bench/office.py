"""The bench's look into the forum's database: makes events and people, asks how things stand."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import flask_migrate
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from forum import config
from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.app import create_app
from forum.base import clock, database, links
from forum.base.database import db
from forum.events.models import Event
from forum.registration.models import Purpose, Registration, State
from tests import factories
from tests.bench.products import KEY, Forum

ABOUT = "\n\n".join(
    "Wer Menschen beim Ankommen begleitet, arbeitet selten allein. Ein Tag an Themeninseln bringt "
    "Verwaltung, freie Wohlfahrt, Unternehmen und Selbstorganisationen an einen Tisch: Was gelingt "
    f"schon, wo fehlt etwas, und was gehen wir zusammen an? Das fragen wir zum {number}. Mal."
    for number in (4, 5)
)
QUESTIONS = (
    "Was gelingt in der Zusammenarbeit schon gut?\nWo gehen Menschen zwischen den Stellen verloren?"
    "\nWas können wir bis zum nächsten Jahr gemeinsam ändern?"
)
ORGANISATIONS = 40
ROWS_AT_ONCE = 5000
Row = dict[str, Any]


class Office:
    """The forum's database as the bench prepares and reads it."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.app = create_app(config.from_environment(forum.environment(8000)))
        self.app.app_context().push()
        flask_migrate.upgrade()
        self._organisations = [
            factories.organisation(f"Beratungsstelle {number} Auenstadt e. V.").id
            for number in range(ORGANISATIONS)
        ]

    def make_event(self, slug: str, *, capacity: int) -> Event:
        """A forum as organisers fill it in: texts, five islands with hosts, three rounds."""
        event = factories.event(
            slug=slug,
            capacity=capacity,
            about=ABOUT,
            results_use="Die Ergebnisse gehen an alle Beteiligten und in die Planung ein.",
            directions="Vom Hauptbahnhof mit der Linie 4 bis Campusallee, dann zu Fuß.",
            on_site="Alle Räume sind stufenlos zu erreichen. Eine Induktionsanlage ist vorhanden.",
            contact_phone="01234 567890",
        )
        for island in event.islands:
            island.questions = QUESTIONS
            for _one in range(2):
                factories.host(island)
        with database.transaction() as session:
            session.add_all(event.islands)
        return event

    def add_people(self, event: Event, number: int, *, state: State = State.CONFIRMED) -> None:
        """Registers so many people, each with two wishes and every consent decided."""
        long_ago = clock.now() - timedelta(days=2)
        first = factories.registration(
            event, wishes=tuple(event.islands[:2]), state=state, created_at=long_ago
        )
        label = f"{event.slug}.{state.value}"
        for purpose in Purpose:
            factories.consent(first, purpose)
        others = number - 1
        for start in range(0, others, ROWS_AT_ONCE):
            with database.transaction() as session:
                numbers = range(start + 1, min(start + ROWS_AT_ONCE, others) + 1)
                self._copy(session, first, label, numbers)
        self._tidy()

    def _copy(
        self, session: Session, first: Registration, label: str, numbers: Sequence[int]
    ) -> None:
        """Further people like the first one, row by row with keys of their own."""
        next_ids = {
            table: (session.scalar(text(f"SELECT max(id) FROM {table}")) or 0)  # noqa: S608
            for table in ("person", "affiliation", "registration")
        }
        rows: dict[str, list[Row]] = {name: [] for name in [*next_ids, "wish", "consent"]}
        models = {
            "person": [_row(session, "person", id=first.person_id)],
            "affiliation": [_row(session, "affiliation", id=first.affiliation_id)],
            "registration": [_row(session, "registration", id=first.id)],
            "wish": _without_id(_rows(session, "wish", registration_id=first.id)),
            "consent": _without_id(_rows(session, "consent", registration_id=first.id)),
        }
        for place, number in enumerate(numbers, start=1):
            ids = {table: top + place for table, top in next_ids.items()}
            changes = self._changes(models["registration"][0], ids, label, number)
            for table, some in models.items():
                rows[table] += [{**row, **changes[table]} for row in some]
        for table, some in rows.items():
            session.execute(insert(db.metadata.tables[table]), some)

    def _changes(self, model: Row, ids: dict[str, int], label: str, number: int) -> dict[str, Row]:
        address = f"p{number}.{label}@post.example"
        name = f"Muster{number * 7919 % 100_003:06d} {label}"
        tied = {"person_id": ids["person"]}
        own = {"registration_id": ids["registration"]}
        return {
            "person": {
                "id": ids["person"],
                "last_name": name,
                "name_key": f"umit {name.lower()}",
                "sort_key": f"{name.lower()} umit",
                "email_key": address,
            },
            "affiliation": {
                **tied,
                "id": ids["affiliation"],
                "organisation_id": self._organisations[number % ORGANISATIONS],
            },
            "registration": {
                **tied,
                "id": ids["registration"],
                "affiliation_id": ids["affiliation"],
                "email": address,
                "email_key": address,
                "person_key": f"umit {name.lower()}",
                "sort_key": f"{name.lower()} umit",
                "link_id": links.new_id(),
                "created_at": model["created_at"] + timedelta(seconds=number),
            },
            "wish": own,
            "consent": own,
        }

    def _tidy(self) -> None:
        """Lets PostgreSQL know of the rows, so that it does not tidy up meanwhile."""
        if self.forum.kind != "postgresql":
            return
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in ("person", "affiliation", "registration"):
                sequence = f"pg_get_serial_sequence('{table}', 'id')"
                newest = f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))"  # noqa: S608
                connection.execute(text(newest))
            connection.execute(text("VACUUM ANALYZE"))

    def sign_in_address(self) -> str:
        """The path of a fresh link for an organiser."""
        link = account_service.make_link("ordner@stadt.example", name="Oda Ordner")
        return urlsplit(accounts.address_of(link)).path

    def own_path(self, link_id: str, revision: int = 0) -> str:
        """The path of somebody's own page."""
        return f"/my/{links.token(KEY, 'my', link_id, revision)}"

    def ask(self, sql: str, **values: Any) -> list[Any]:
        """What a plain query finds, read afresh."""
        with db.engine.connect() as connection:
            return list(connection.execute(text(sql), values).all())

    def wait_until_sent(self, event_id: int, seconds: float = 120) -> bool:
        """Waits for the mail of a forum to leave; False: some is still there."""
        pending = (
            "SELECT count(*) FROM message WHERE event_id = :event AND sent_at IS NULL "
            "AND given_up_at IS NULL"
        )
        return until(lambda: self.ask(pending, event=event_id)[0][0] == 0, seconds)

    def put_right(self, minutes: int) -> None:
        """Does what is due so many minutes from now, when the locks of dead workers have ended."""
        later = clock.now() + timedelta(minutes=minutes)
        self.forum.command("maintenance", "--as-of", later.isoformat())


def until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Waits until something is so; False where it takes longer."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _rows(session: Session, table: str, **where: Any) -> list[Row]:
    made = db.metadata.tables[table]
    query = made.select()
    for name, value in where.items():
        query = query.where(made.c[name] == value)
    return [dict(row) for row in session.execute(query).mappings()]


def _row(session: Session, table: str, **where: Any) -> Row:
    return _rows(session, table, **where)[0]


def _without_id(rows: list[Row]) -> list[Row]:
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]
