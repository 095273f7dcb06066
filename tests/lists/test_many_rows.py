"""Lists of thousands: few statements, short pages, and nobody waits in front of a request."""

from __future__ import annotations

import gzip
import io

import pytest

from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.lists import background, findings, service
from forum.lists.models import ImportDraft
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.lists import csv, everybody
from tests.support.pages import Page
from tests.support.queries import Counter

pytestmark = pytest.mark.usefixtures("ctx")

HEADING = "Vorname;Nachname;Organisation;Funktion;E-Mail;Telefon;1. Wunsch;Kontaktliste"
MANY = background.LARGE + 1


def rows(number: int, *, phone: str = "0221", role: str = "Beratung") -> bytes:
    lines = (
        f"Vor{n};Nach{n};Haus {n};{role};p{n}@haus{n}.example;{phone} {n};B;ja"
        for n in range(number)
    )
    return csv(*lines, heading=HEADING)


def test_as_many_statements_however_many_rows(count_queries: Counter) -> None:
    counted = {}
    for number in (2, 60):
        event_id = factories.event(capacity=1000).id
        for name, content in (
            ("preview", rows(number)),
            ("new", rows(number)),
            ("again", rows(number)),
            ("changed", rows(number, phone="0222", role="Leitung")),
        ):
            do = service.preview if name == "preview" else service.take_in
            db.session.remove()
            with count_queries() as queries:
                do(event_id, content)
            counted.setdefault(name, set()).add(len(queries))
    assert {name: max(found) for name, found in counted.items()} == {
        "preview": 10,
        "new": 25,
        "again": 11,
        "changed": 16,
    }


def upload(client: Client, content: bytes) -> Page:
    return submit(
        client,
        "/workspace/events/kim/registrations/import",
        {"file": (io.BytesIO(content), "liste.csv")},
        content_type="multipart/form-data",
    )


@pytest.fixture
def event() -> Event:
    return factories.event(slug="kim", capacity=900)


def test_a_large_list_is_taken_in_behind_the_scenes(event: Event, organiser_client: Client) -> None:
    page = upload(organiser_client, rows(MANY))
    waits = submit(organiser_client, page.url, button="Diese Liste übernehmen")
    assert waits.heading == "Die Liste wird übernommen"
    assert everybody(event.id) == []
    again = Page(organiser_client.get(page.url, follow_redirects=True))
    assert again.url == waits.url
    for _twice in range(2):
        work.JOBS[background.JOB]()
    done = Page(organiser_client.get(waits.url))
    assert f"Die Liste ist übernommen: {MANY} neu, 0 geändert, 0 unverändert." in done.text
    states = [one.state for one in everybody(event.id)]
    assert (states.count(State.CONFIRMED), states.count(State.WAITING)) == (900, 101)
    assert [draft.content for draft in db.session.query(ImportDraft)] == [b""]
    work.JOBS[background.JOB]()
    assert len(everybody(event.id)) == MANY


def test_what_goes_wrong_behind_the_scenes_is_said_and_changes_nothing(
    event: Event, organiser_client: Client
) -> None:
    page = upload(organiser_client, rows(MANY))
    submit(organiser_client, page.url, button="Diese Liste übernehmen")
    draft = db.session.query(ImportDraft).one()
    kept, draft.content = draft.content, b"PK\x03\x04"
    db.session.commit()
    work.JOBS[background.JOB]()
    draft = db.session.query(ImportDraft).one()
    draft.content = kept
    db.session.commit()
    assert everybody(event.id) == []
    again = Page(organiser_client.get(page.url))
    assert "Die Liste konnte nicht übernommen werden" in again.text
    submit(organiser_client, page.url, button="Diese Liste übernehmen")
    work.JOBS[background.JOB]()
    assert len(everybody(event.id)) == MANY


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_page_of_5000_rows_stays_short(event: Event, organiser_client: Client) -> None:
    content = rows(5000).replace(b"Nach1", b"N?ch1")
    page = upload(organiser_client, content)
    assert len(gzip.compress(page.html.encode())) < 50_000
    assert "Auf der Warteliste (4100)" in page.headings
    assert "Zeilen 902–5001" in page.text
    assert "Neue Organisationen (5000)" in page.headings
    more = Page(
        organiser_client.get(page.links["Alle 5000 Einträge anzeigen: Neue Organisationen"])
    )
    assert len(more.rows) == findings.PAGE + 1
    following = Page(organiser_client.get(more.links["Nächste Seite"].replace(page.url, page.url)))
    assert following.rows[1][0].startswith(f"Haus {findings.PAGE} ")


def test_rows_are_named_in_spans() -> None:
    said = findings.spans([7, 2, 3, 4, 9, 10, 12, 13], most=3)
    assert (said.number, said.values["rows"]) == (2, "2–4, 7, 9, 10")
    assert findings.spans([5]).values["rows"] == "5"


def test_every_kind_of_finding_is_counted() -> None:
    event = factories.event(capacity=1)
    service.take_in(event.id, csv("Lena;Weber;AWO;lena@awo.example;", heading=_FIVE))
    content = csv(
        "Lena;Weber;AWO;lena@awo.example;",
        "Jan;K?rz;Neu e.V.;jan@neu.example;",
        "Jan;K?rz;Neu;jan@neu.example;0221 1",
        "Ute;Lang;AWO;;",
        heading=_FIVE,
    )
    found = findings.groups(service.preview(event.id, content))
    assert {group.key: group.count for group in found} == {
        "waiting": 2,
        "duplicate": 1,
        "known": 1,
        "damaged": 2,
        "organisation": 1,
        "address": 1,
    }
    by_key = {group.key: group for group in found}
    assert by_key["organisation"].findings[0].rows == [3, 4]
    assert by_key["waiting"].findings[0].rows == [3, 5]


_FIVE = "Vorname;Nachname;Organisation;E-Mail;Telefon"
