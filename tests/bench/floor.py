"""The floor: the least a Flask site does for the same work, without forms, sessions, mail, checks.

`python -m tests.bench.floor` makes its tables and rows; gunicorn serves `app`.
"""

from __future__ import annotations

import csv
import io
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, render_template, request
from jinja2 import DictLoader
from sqlalchemy import (
    DateTime,
    ForeignKey,
    String,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8">
<title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for row in rows %}<section id="s{{ loop.index }}"><h2>{{ row.time }} {{ row.title }}</h2>
<p class="who">{{ row.who }}</p><p>{{ row.text }}</p>
<p><a href="/session/{{ loop.index }}">Details</a>
<a href="/session/{{ loop.index }}/ics">Kalender</a></p></section>
{% endfor %}</body></html>"""
LIST = """<!doctype html><html lang="de"><head><meta charset="utf-8">
<title>Liste</title></head><body><p>{{ number }}</p><table>
{% for row in rows %}<tr><td><a href="/p/{{ row.id }}">{{ row.id }}</a></td><td>{{ row.name }}</td>
<td>{{ row.email }}</td><td>{{ row.org }}</td><td>{{ row.created }}</td></tr>
{% endfor %}</table></body></html>"""
SENTENCE = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 3
ROWS = [
    {"time": f"{n:02d}:00", "title": f"Session {n}", "who": f"Speaker {n}", "text": SENTENCE}
    for n in range(90)
]
COLUMNS = ("id", "name", "email", "org", "created")
SIZES = {1: 80, 2: 5000, 3: 100_000}
BERLIN = ZoneInfo("Europe/Berlin")

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": PAGE, "list.html": LIST})
url = os.environ["FLOOR_DATABASE_URL"]
engine = create_engine(url, pool_size=8)

if url.startswith("sqlite"):

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = bool(request) and request.method == "POST"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Base(DeclarativeBase):
    """The floor's two tables."""


class Event(Base):
    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class Reg(Base):
    __tablename__ = "reg"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200))
    org: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime] = mapped_column(DateTime())


@app.get("/event/<int:event_id>")
def show(event_id: int) -> str:
    with Session(engine) as session:
        return render_template("page.html", rows=ROWS, title=session.get_one(Event, event_id).title)


@app.post("/register/<int:event_id>")
def register(event_id: int) -> tuple[str, int]:
    place = update(Event).where(Event.id == event_id, Event.taken < Event.capacity)
    token = uuid.uuid4().hex
    with Session(engine) as session:
        if session.execute(place.values(taken=Event.taken + 1)).rowcount != 1:  # type: ignore[attr-defined]
            return "full", 409
        name, email = request.form["name"], request.form["email"]
        now = datetime.now(UTC).replace(tzinfo=None)
        session.add(
            Reg(event_id=event_id, token=token, name=name, email=email, org="Org", created=now)
        )
        session.commit()
    return token, 201


@app.get("/registered/<token>")
def registered(token: str) -> str:
    with Session(engine) as session:
        found = session.scalars(select(Reg).where(Reg.token == token)).one()
        return render_template("page.html", rows=ROWS[:15], title=found.name)


@app.get("/calendar/<token>")
def calendar(token: str) -> Response:
    import icalendar

    with Session(engine) as session:
        found = session.scalars(select(Reg).where(Reg.token == token)).one()
    made, entry = icalendar.Calendar(), icalendar.Event()
    made.add("prodid", "-//floor//floor//")
    made.add("version", "2.0")
    entry.add("uid", f"{found.token}@floor.example")
    entry.add("summary", "Praxisforum")
    entry.add("dtstart", datetime(2027, 1, 22, 9, tzinfo=BERLIN))
    entry.add("dtend", datetime(2027, 1, 22, 16, tzinfo=BERLIN))
    entry.add("dtstamp", datetime(2026, 11, 1, tzinfo=UTC))
    entry.add("location", "Halle 1, Berlin")
    entry.add("description", SENTENCE)
    made.add_component(entry)
    made.add_missing_timezones()
    return Response(made.to_ical(), mimetype="text/calendar")


@app.get("/list/<int:event_id>")
def listed(event_id: int) -> str:
    with Session(engine) as session:
        number = session.scalar(select(func.count()).where(Reg.event_id == event_id))
        rows = select(Reg).where(Reg.event_id == event_id).order_by(Reg.id).limit(50)
        return render_template("list.html", rows=session.scalars(rows).all(), number=number)


@app.get("/export/<int:event_id>.csv")
def export(event_id: int) -> Response:
    columns = (Reg.id, Reg.name, Reg.email, Reg.org, Reg.created)
    query = select(*columns).where(Reg.event_id == event_id).order_by(Reg.id)

    def pieces() -> Iterator[str]:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        with engine.connect() as connection:
            rows = connection.execution_options(yield_per=1000).execute(query)
            for part in rows.partitions(500):
                writer.writerows(part)
                yield text.getvalue()
                text.seek(0)
                text.truncate()
        yield text.getvalue()

    return Response(pieces(), mimetype="text/csv")


def fill() -> None:
    """Makes the tables, an event without a limit for each size of list, and one to register for."""
    Base.metadata.create_all(engine)
    now = datetime(2026, 11, 1)
    with engine.begin() as connection:
        events = [*SIZES, 4]
        connection.execute(
            insert(Event), [{"id": n, "title": f"Event {n}", "capacity": 10**9} for n in events]
        )
        for event_id, size in SIZES.items():
            rows = [
                {
                    "event_id": event_id,
                    "token": f"t{event_id}-{n}",
                    "name": f"Person {n} Muster",
                    "email": f"p{n}@post.example",
                    "org": "Beratungsstelle e. V.",
                    "created": now,
                }
                for n in range(size)
            ]
            connection.execute(insert(Reg), rows)


if __name__ == "__main__":
    fill()
