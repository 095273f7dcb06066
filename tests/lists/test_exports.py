"""Giving lists out, and taking what was given out in again."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.base import database, languages
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.lists import exports, reading, selecting, service
from forum.registration.models import Decision, State, Wish
from tests import factories
from tests.support.lists import csv as listed
from tests.support.queries import Counter

pytestmark = pytest.mark.usefixtures("ctx")


def _filled(event: Event, number: int) -> None:
    for _n in range(number):
        one = factories.registration(event, wishes=tuple(event.islands[:2]))
        factories.consent(one)


def test_one_line_in_full() -> None:
    event = factories.event()
    one = factories.registration(
        event,
        who=factories.person("Lena", "Weber"),
        where=factories.organisation("AWO Auenstadt"),
        wishes=(event.islands[3], event.islands[0]),
        phone="0221 1",
        email="lena@stadt.example",
        created_at=datetime(2026, 9, 1, 10, tzinfo=UTC),
    )
    factories.consent(one, decision=Decision.GRANTED)
    factories.consent(one, decision=Decision.WITHDRAWN, fields=())
    factories.registration(event, state=State.CANCELLED)
    factories.registration(event, state=State.EXPIRED)
    with languages.in_language("en"):
        text = b"".join(exports.written(event.id, "csv")).decode("utf-8")
    assert text == (
        "\ufeffReceived;First name;Last name;Organisation;Field;Role;E-mail address;Phone;"
        "First wish;Second wish;Third wish;Status;Contact list\r\n"
        "01.09.2026;Lena;Weber;AWO Auenstadt;Independent welfare;Beratung;lena@stadt.example;"
        "0221 1;Wohnen;Aufenthalt;;place given;no\r\n"
    )
    assert json.loads(b"".join(exports.written(event.id, "json"))) == [
        {
            "received_at": "2026-09-01T12:00:00+02:00",
            "first_name": "Lena",
            "last_name": "Weber",
            "organisation": "AWO Auenstadt",
            "sector": "welfare",
            "role": "Beratung",
            "email": "lena@stadt.example",
            "phone": "0221 1",
            "wishes": ["Wohnen", "Aufenthalt"],
            "state": "confirmed",
            "contact_list": False,
        }
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_what_was_given_out_changes_nothing_when_it_comes_back(language: str, fmt: str) -> None:
    event = factories.event(capacity=3)
    _filled(event, 3)
    service.take_in(event.id, listed("Jan;Kurz;;;", "Ute;=1+1;@SUM;;+49 221 1"))
    with languages.in_language(language):
        content = b"".join(exports.written(event.id, fmt))
        read = reading.read(content)
        unused = [column.heading for column in read.columns if column.field is None]
        assert len(unused) == 1
        assert unused == [str(exports.HEADINGS["state"])]
    report = service.take_in(event.id, content)
    assert (report.rows, report.unchanged) == (5, 5)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(
        st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
            min_size=1,
            max_size=12,
        ),
        min_size=4,
    )
)
def test_any_text_comes_back_as_it_went(texts: list[str]) -> None:
    event = factories.event()
    rows = io.StringIO()
    csv.writer(rows, delimiter=";").writerows([["Nachname", "Organisation", "Telefon"], texts[:3]])
    try:
        report = service.take_in(event.id, rows.getvalue().encode())
    except Refused:  # nothing but signs for an empty cell
        return
    for fmt in ("csv", "xlsx"):
        if report.created:
            content = b"".join(exports.written(event.id, fmt))
            assert service.take_in(event.id, content).unchanged == 1


def test_nothing_becomes_a_formula() -> None:
    event = factories.event()
    evil = ["=HYPERLINK(1)", "@SUM(1)", "-1+1", "+49 221 1"]
    service.take_in(event.id, listed(";".join([evil[0], evil[1], evil[2], "", evil[3]])))
    text = b"".join(exports.written(event.id, "csv")).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text), delimiter=";"))[1]
    assert [row[1], row[2], row[3], row[7]] == [f"'{cell}" for cell in evil]
    sheet = b"".join(exports.written(event.id, "xlsx"))
    back = reading.read(sheet).rows[0]
    assert [back[name] for name in ("first_name", "last_name", "organisation", "phone")] == evil


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_as_many_queries_however_many_rows(count_queries: Counter, fmt: str) -> None:
    event = factories.event()
    event_id = event.id
    counted = []
    for more in (1, 7):
        _filled(event, more)
        with count_queries() as queries:
            list(exports.written(event_id, fmt))
        counted.append(len(queries))
    assert counted == [2, 2]


def test_chosen_columns_and_people(count_queries: Counter) -> None:
    event = factories.event()
    event_id = event.id
    _filled(event, 1)
    factories.registration(event, state=State.WAITING, who=factories.person("Lena", "Weber"))
    chosen = selecting.Selection(("photos_web", "last_name", "first_name"), State.WAITING)
    with count_queries() as queries, languages.in_language("en"):
        text = b"".join(exports.written(event_id, "csv", chosen)).decode("utf-8-sig")
    assert len(queries) == 1
    assert text == "First name;Last name;Photos: website\r\nLena;Weber;not asked\r\n"
    assert json.loads(b"".join(exports.written(event_id, "json", chosen))) == [
        {"first_name": "Lena", "last_name": "Weber", "photos_web": None}
    ]
    nobody = selecting.Selection(("last_name",), State.HELD)
    assert b"".join(exports.written(event_id, "json", nobody)) == b"[]\n"


def test_every_wish_has_its_place_without_gaps() -> None:
    event = factories.event()
    one = factories.registration(event, wishes=tuple(event.islands[:3]))
    with database.transaction() as session:
        session.delete(session.get_one(Wish, one.wishes[0].id))
    wishes = selecting.Selection(("wishes", "last_name"))
    listed_wishes = json.loads(b"".join(exports.written(event.id, "json", wishes)))[0]["wishes"]
    assert listed_wishes == [island.theme for island in event.islands[1:3]]
