"""What a contact list and a directory cost with 100 and with 10,000 people, and searching them."""

from __future__ import annotations

import functools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select, update

from forum.app import create_app
from forum.base import clock
from forum.base.database import db
from forum.commands.serving import put_away
from forum.contacts import directory_queries, queries, views
from forum.contacts.directory_queries import Sought
from forum.contacts.wish_models import DirectoryEntry, DirectoryLine, Side
from forum.lists import service as lists
from forum.registration import queries as registrations
from forum.registration.models import Consent, Registration
from tests import factories
from tests.support.lists import WORDS, csv
from tests.support.sites import settings_for

SIZES = (100, 10_000)
ROUNDS = 5
OK = 200
AT_ONCE = 5000
"""So many rows a list may have that is taken in."""
YES = "Vorname;Nachname;Organisation;E-Mail;Kontaktliste"


def report() -> str:
    """CPU-ms of reading a list, of searching, and of both pages, by size, on SQLite."""
    rows = [_row(size) for size in SIZES]
    head = (
        f"{'people':>8} {'list ms':>9} {'µs an entry':>12} {'search ms':>10}"
        f" {'list page ms':>13} {'KB':>6} {'directory page ms':>18} {'KB':>6}"
        f" {'directory search ms':>20}"
    )
    return "\n".join(["Contact list, SQLite, CPU", head, *rows, ""])


def _row(size: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(settings_for(folder, f"sqlite:///{folder / 'bench.sqlite'}"))
        with app.app_context():
            flask_migrate.upgrade()
            event_id = _filled(size)
            whole = _cost(lambda: queries.entries(event_id))
            shown = queries.entries(event_id)
            if len(shown) != size:
                raise RuntimeError(f"{len(shown)} of {size} people stand on the list")
            search = _cost(lambda: queries.matching(shown, "yılmaz 77"))
            pages = " ".join(_pages(app, event_id))
        put_away(app)
    each = whole / size * 1e6
    return f"{size:>8} {whole * 1e3:>9.1f} {each:>12.1f} {search * 1e3:>10.2f} {pages}"


def _pages(app: Flask, event_id: int) -> Iterator[str]:
    """What the pages cost that somebody on the list opens who stands in the directory, too, where
    everybody offers and seeks something; and a search in the directory."""
    people = db.session.scalars(select(Registration).where(Registration.event_id == event_id)).all()
    now = clock.now()
    text_id = db.session.scalars(select(Consent.text_id)).first()
    db.session.execute(
        insert(DirectoryEntry),
        [{"registration_id": one.id, "text_id": text_id, "agreed_at": now} for one in people],
    )
    me = people[0]
    number = me.id
    token = registrations.token_of(me)
    me.event.contact_list_opened_at = now
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session[views.LET_IN] = {str(me.id): int(now.timestamp()) + views.OPEN_FOR_SECONDS}
    for path, width in (("contacts", 13), ("directory", 18)):
        address = f"/my/{token}/{path}"
        answer = client.get(address)
        if answer.status_code != OK:
            raise RuntimeError(f"{path}: {answer.status}")
        took = _cost(functools.partial(client.get, address))
        yield f"{took * 1e3:>{width}.1f} {len(answer.data) / 1024:>6.0f}"
    took = _cost(lambda: _searched(number))
    yield f"{took * 1e3:>20.1f}"


def _searched(registration_id: int) -> None:
    one = db.session.get_one(Registration, registration_id)
    if not directory_queries.find(Sought(words="sprachcafe 77"), one).number:
        raise RuntimeError("the directory's search finds nobody")


def _filled(size: int) -> int:
    event = factories.event(capacity=size)
    people = [
        f"Ayşe {number};Yılmaz {number};Verein {number % 200};a{number}@verein.example;ja"
        for number in range(size)
    ]
    for first in range(0, size, AT_ONCE):
        part = people[first : first + AT_ONCE]
        lists.take_in(event.id, csv(*part, heading=YES), consent_text=WORDS)
    ids = db.session.scalars(select(Registration.id).where(Registration.event_id == event.id)).all()
    db.session.execute(
        insert(DirectoryLine),
        [
            {"registration_id": one, "side": side, "rank": 1, "text": f"Sprachcafé {one}"}
            for one in ids
            for side in Side
        ],
    )
    fields = ["name", "organisation", "email", "offers"]
    db.session.execute(update(Consent).values(fields=fields))
    db.session.commit()
    return event.id


def _cost(call: Callable[[], object]) -> float:
    """CPU seconds of one call, the median of some, each reading afresh."""
    took = []
    for _round in range(ROUNDS):
        db.session.rollback()
        db.session.expunge_all()
        began = time.process_time()
        call()
        took.append(time.process_time() - began)
    return statistics.median(took)
