"""The organisers' plan page: make, move, copy, publish; who only looks changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base.database import db
from forum.commands import work
from forum.events import queries as events
from forum.events.models import Event
from forum.islands import planning, publishing, queries
from forum.islands.models import Plan
from forum.mail.models import Message
from forum.registration.models import Registration, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Node, Page

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PLAN = "/workspace/events/kim/plan"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def person(page: Page, name: str) -> Node:
    """The row of somebody on the board."""
    rows = [li for li in page.main.all("li", class_="pf-person") if name in li.text]
    assert len(rows) == 1, name
    return rows[0]


def island_of(page: Page, name: str) -> str:
    """The island under which somebody stands on the board."""
    columns = [c for c in page.main.all("section", class_="pf-board__col") if name in c.text]
    assert len(columns) == 1, name
    return columns[0].first("h2").text


def move(client: Client, page: Page, name: str, to: str) -> Page:
    """Chooses an island in the select of somebody's row and sends it, as by keyboard."""
    form = person(page, name).first("form")
    values = {node.attributes["name"]: node.attributes["value"] for node in form.all("input")}
    options = {o.text: o.attributes["value"] for o in form.first("select").all("option")}
    values["island"] = options[to]
    return Page(client.post(form.attributes["action"], data=values, follow_redirects=True))


def seat(event: Event, *people: Registration, **values: object) -> Plan:
    a, b, c, *_rest = event.islands
    return factories.plan(event, dict.fromkeys(people, (a, b, c)), **{"published": False, **values})


def test_the_first_plan_is_made_by_one_button(event: Event, organiser_client: Client):
    assert "Noch hat niemand einen festen Platz" in organiser_client.page(PLAN).text
    one = factories.registration(event, wishes=(event.islands[3],))
    factories.registration(event, state=State.WAITING)
    page = submit(organiser_client, PLAN, button="Plan berechnen")
    assert (page.url, page.heading) == (PLAN, "Der Plan wird erstellt")
    again = submit(organiser_client, PLAN, button="Anhalten und das Beste bisher behalten")
    assert again.heading == "Der Plan wird erstellt"
    planning.work()
    page = organiser_client.page(PLAN)
    assert (page.url, page.heading) == (f"{PLAN}/1/round/1", "Plan 1")
    assert one.person.name in page.text
    submit(organiser_client, page.url, button="Neu berechnen")
    planning.work()
    assert organiser_client.page(PLAN).heading == "Plan 2"
    assert db.session.scalars(select(Message.kind).where(Message.kind == "route-card")).all() == []


def test_somebody_is_moved_with_a_select(event: Event, organiser_client: Client):
    one = factories.registration(event, wishes=(event.islands[4],))
    seat(event, one)
    page = organiser_client.page(f"{PLAN}/1/round/1")
    name = one.person.name
    assert island_of(page, name) == "Insel A, Aufenthalt"
    row = person(page, name)
    offered = [option.text for option in row.first("select").all("option")]
    assert offered == ["E – Gesundheit", "D – Wohnen"]
    assert row.first("label").attributes["for"] == row.first("select").attributes["id"]
    assert "schon in Runde 2 besucht" in row.text
    page = move(organiser_client, page, name, "E – Gesundheit")
    assert (page.url, island_of(page, name)) == (f"{PLAN}/1/round/1", "Insel E, Gesundheit")
    assert "Verschoben. Benachrichtigt wird erst, wenn Sie den Plan freigeben." in page.text
    page = organiser_client.page(f"{PLAN}/1/round/2")
    assert island_of(page, name) == "Insel B, Arbeit"


def test_a_full_island_is_offered_with_a_warning_and_a_stale_page_is_told(
    event: Event, organiser_client: Client
):
    one, two = factories.registration(event), factories.registration(event)
    a, b, c, d, _e = event.islands
    d.maximum = 1
    db.session.commit()
    factories.plan(event, {one: (a, b, c), two: (d, b, c)}, published=False)
    db.session.commit()
    page = organiser_client.page(f"{PLAN}/1/round/1")
    name = one.person.name
    assert "1 zu viel" in person(page, name).text
    moved = move(organiser_client, page, name, "D – Wohnen")
    assert "1 zu viel" in moved.text
    assert island_of(moved, name) == "Insel D, Wohnen"
    stale = move(organiser_client, page, name, "E – Gesundheit")
    assert "Inzwischen hat jemand anders diese Person verschoben." in stale.text
    assert island_of(stale, name) == "Insel D, Wohnen"
    page = submit(organiser_client, f"{PLAN}/1/round/1", button="Verschieben zurücknehmen")
    assert island_of(page, name) == "Insel A, Aufenthalt"
    assert "Verschieben zurücknehmen" not in page.text


def test_who_has_no_seat_is_named_and_can_be_placed(event: Event, organiser_client: Client):
    seat(event, factories.registration(event))
    late = factories.registration(event)
    page = organiser_client.page(f"{PLAN}/1/round/1")
    assert "1 Person ohne Insel in dieser Runde" in page.headings
    page = move(organiser_client, page, late.person.name, "B – Arbeit")
    assert island_of(page, late.person.name) == "Insel B, Arbeit"


def test_publishing_names_whom_to_call(event: Event, organiser_client: Client):
    written = factories.registration(event)
    called = factories.registration(event, email=None, phone="0221 4710247")
    lost = factories.registration(event, bounced_at=event.created_at)
    seat(event, written, called, lost)
    page = organiser_client.page(f"{PLAN}/1/publish")
    assert "1 Person erhält ihren Laufzettel per E-Mail." in page.text
    assert "2 Personen erreicht keine E-Mail." in page.text
    assert f"{called.person.name}, keine E-Mail-Adresse, 0221 4710247" in page.text
    assert f"{lost.person.name}, E-Mails kommen zurück" in page.text
    assert written.person.name not in page.text
    assert db.session.scalars(select(Plan.published_at)).all() == [None]
    page = submit(organiser_client, page.url, button="Plan 1 freigeben")
    assert "Plan 1 ist freigegeben." in page.text
    work.deliver()
    sent = select(Message.about_id).where(
        Message.kind == "route-card", Message.sent_at.is_not(None)
    )
    assert db.session.scalars(sent).all() == [written.id]
    assert list(page.main.all("select")) == []


def test_publishing_twice_tells_nobody_twice(event: Event, organiser_client: Client):
    seat(event, factories.registration(event))
    form = organiser_client.page(f"{PLAN}/1/publish").form(button="Plan 1 freigeben")
    for _again in range(2):
        assert organiser_client.post(form.target, data=form.values).status_code == 302
    told = select(func.count(Message.id)).where(Message.kind == "route-card")
    assert db.session.scalar(told) == 1


def test_a_published_plan_is_changed_as_a_copy(event: Event, organiser_client: Client):
    one, two = factories.registration(event), factories.registration(event)
    seat(event, one, two, published=True)
    page = organiser_client.page(f"{PLAN}/1/round/1")
    assert list(page.main.all("select")) == []
    page = submit(organiser_client, page.url, button="Als neuen Entwurf ändern")
    assert (page.url, page.heading) == (f"{PLAN}/2/round/1", "Plan 2")
    move(organiser_client, page, one.person.name, "E – Gesundheit")
    page = organiser_client.page(f"{PLAN}/2/publish")
    assert "1 Person erhält ihren Laufzettel per E-Mail." in page.text
    assert "Für 1 Person ändert sich nichts" in page.text
    assert [row[:2] for row in page.rows[1:]] == [[one.person.name, "per E-Mail"]]
    one.bounced_at = event.created_at
    db.session.commit()
    page = organiser_client.page(page.url)
    assert [row[:2] for row in page.rows[1:]] == [[one.person.name, "durch Sie"]]
    assert queries.find_published(event.id).number == 1  # type: ignore[union-attr]


def test_an_overtaken_plan_cannot_be_published(event: Event, organiser_client: Client):
    one = factories.registration(event)
    seat(event, one)
    seat(event, one, number=2, published=True)
    page = submit(organiser_client, f"{PLAN}/1/publish", button="Plan 1 freigeben")
    assert (page.status, page.url) == (200, f"{PLAN}/1/publish")
    assert "Ein neuerer Plan ist" in page.root.first("div", id="errors").text


def test_hosts_see_their_island_as_the_published_plan_has_it(event: Event, client: Client):
    one, gone = factories.registration(event), factories.registration(event)
    address = events.host_link(factories.host(event.islands[1]))
    plan = seat(event, one, gone)
    assert "Noch steht nicht fest, wer zu Ihnen kommt." in client.page(address).text
    publishing.publish(plan.id)
    gone.state = State.CANCELLED
    db.session.commit()
    page = client.page(address)
    assert (one.person.name in page.text, gone.person.name in page.text) == (True, False)
    assert one.email is not None
    assert one.email not in page.html
    assert page.headings == ["Arbeit", "Runde 1", "Runde 2", "Runde 3"]
    assert page.text.count("In dieser Runde kommt niemand.") == 2
