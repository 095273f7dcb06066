"""What a contact list costs with 100 and with 10,000 people on it, and a search in it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import flask_migrate

from forum.app import create_app
from forum.base.database import db
from forum.commands.serving import put_away
from forum.contacts import queries
from forum.lists import service as lists
from tests import factories
from tests.support.lists import WORDS, csv
from tests.support.sites import settings_for

SIZES = (100, 10_000)
ROUNDS = 5
AT_ONCE = 5000
"""So many rows a list may have that is taken in."""
YES = "Vorname;Nachname;Organisation;E-Mail;Kontaktliste"


def report() -> str:
    """CPU-ms of reading a list and of searching in it, by size and by entry, on SQLite."""
    rows = [_row(size) for size in SIZES]
    head = f"{'people':>8} {'list ms':>9} {'search ms':>10} {'µs an entry':>12}"
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
        put_away(app)
    return f"{size:>8} {whole * 1e3:>9.1f} {search * 1e3:>10.2f} {whole / size * 1e6:>12.1f}"


def _filled(size: int) -> int:
    event = factories.event(capacity=size)
    people = [
        f"Ayşe {number};Yılmaz {number};Verein {number % 200};a{number}@verein.example;ja"
        for number in range(size)
    ]
    for first in range(0, size, AT_ONCE):
        part = people[first : first + AT_ONCE]
        lists.take_in(event.id, csv(*part, heading=YES), consent_text=WORDS)
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
