"""A calendar of 1,000 entries to subscribe to, beside writing the same entries and nothing else."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from datetime import timedelta
from functools import partial

from sqlalchemy import insert, select

from forum.base import database
from forum.base.database import db
from forum.calendars import entries
from forum.calendars.entries import Entry, Look
from forum.events.models import Event
from forum.invitations import feeds as product
from forum.invitations import queries
from tests.bench import guests
from tests.bench.office import Office
from tests.bench.ratios import Readers, spent
from tests.bench.results import Results
from tests.bench.statements import Inside

FORUMS, ROUNDS = 1000, 5
WHOLE, UNCHANGED = 8, 300
OWN_PORT = 8000
"""Where the bench's own look into the forum believes to be."""
NAME = "Praxisforen"
PATH, HEALTH = "/calendars/forums.ics", "/health/live"


def feeds(office: Office, _post: guests.Post, results: Results) -> None:
    """The calendar of all forums, whole and unchanged."""
    found = _entries(office)
    ours, bare, unchanged, health = [], [], [], []
    with office.forum.served() as served:
        here = Readers(served)
        ((_status, etag, body),) = _asked(served.port, PATH, 1)
        results.require("feed: entries", body.count(b"BEGIN:VEVENT"), len(found))
        same = _unfolded(body, served.port) == _unfolded(_alone(found)[0], OWN_PORT)
        results.require("feed: as written alone", same, wanted=True)
        for _round in range(ROUNDS):
            ours.append(spent(served, here.opening(PATH, WHOLE)))
            bare.append(_alone(found)[1])
            known = partial(_all_answered, served.port, PATH, 304, etag)
            unchanged.append(spent(served, [known]) / UNCHANGED)
            healthy = partial(_all_answered, served.port, HEALTH, 200)
            health.append(spent(served, [healthy]) / UNCHANGED)
    results.compare(f"feed of {len(found)}, beside writing its entries", ours, bare, 3)
    results.growth("feed unchanged (304), beside a health page", unchanged, health, None)
    results.growth("feed unchanged, beside the whole", unchanged, ours, 0.05)
    inside = Inside(office)
    results.limit("feed of 1,000: statements", inside.asked_by(PATH), 2)


def _entries(office: Office) -> list[Entry]:
    """Makes 1,000 forums; returns the entries of all that there are."""
    model = office.make_event("feed", capacity=80)
    columns = {c.key for c in Event.__table__.columns} - {"id", "slug", "starts_at", "ends_at"}
    same = {name: getattr(model, name) for name in columns}
    rows = []
    for number in range(1, FORUMS):
        later = timedelta(hours=7 * number)
        times = {"starts_at": model.starts_at + later, "ends_at": model.ends_at + later}
        rows.append({**same, **times, "slug": f"feed-{number}"})
    with database.transaction() as session:
        session.execute(insert(Event), rows)
    shown = select(Event).where(Event.published_at.is_not(None)).order_by(Event.starts_at)
    with office.app.test_request_context():
        return [queries.entry_of(event) for event in db.session.scalars(shown)]


def _alone(found: list[Entry]) -> tuple[bytes, float]:
    """The file of these entries, and the milliseconds of CPU that writing it took."""
    look = Look(NAME, colour=product.COLOUR, again_after=product.AGAIN)
    began = time.process_time()
    content = entries.calendar_file(found, look=look)
    return content, (time.process_time() - began) * 1000


def _unfolded(content: bytes, port: int) -> bytes:
    """A calendar in whole lines, wherever it is served."""
    return content.replace(b"\r\n ", b"").replace(f":{port}/".encode(), b"/")


def _asked(port: int, path: str, number: int, known: str = "") -> list[tuple[int, str, bytes]]:
    """So many requests in a row; `known` is the ETag of what the reader has already."""
    headers = {"Accept-Language": "de", "If-None-Match": known}
    found = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for _one in range(number):
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            found.append((answer.status, answer.headers.get("ETag", ""), answer.read()))
    return found


def _all_answered(port: int, path: str, status: int, known: str = "") -> None:
    """Many requests, each of which must be answered like this."""
    found = {answered for answered, _etag, _body in _asked(port, path, UNCHANGED, known)}
    if found != {status}:
        raise LookupError(f"{path}: {found}")
