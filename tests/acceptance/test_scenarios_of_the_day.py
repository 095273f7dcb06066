"""The acceptance scenarios of the field that concern the day itself, in a browser where a person
acts, with axe at every step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts import queries as account_queries
from forum.accounts import service as accounts
from forum.accounts.models import Right
from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.events import queries as events
from forum.events.models import Event
from forum.events.team_models import TeamRole
from forum.islands import papers, publishing
from forum.islands import queries as islands
from forum.mail.models import Message
from forum.registration import needs, queries
from forum.registration.details import Needs
from forum.registration.person_models import Need, Task
from tests import factories
from tests.acceptance.people import event, person
from tests.support.browser import Live
from tests.support.pdfs import Pdf
from tests.walk.steps import Person

TEAMS = "/workspace/events/kim/teams"
ODA = "ordner@stadt.example"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def organiser(live: Live, page: Page) -> Person:
    """Somebody who organises, signed in."""
    with live.app.app_context():
        link = accounts.make_link(ODA, name="Oda Ordner")
        address = account_queries.address_of(link)
    who = person(live, page)
    who.opens(address)
    page.locator("main button").first.click()
    return who


@pytest.fixture
def day(kim: Live) -> Live:
    """The forum with teams and a published plan in which people sit at two tables."""
    with kim.app.app_context():
        a, b, c, *_rest = event().islands
        with database.transaction():
            a.questions, a.maximum = "Was gelingt?\nWas fehlt?", 16
        factories.host(a, name="Gesa Gast")
        factories.host(a, name="Vera Tretung", role=TeamRole.DEPUTY)
        factories.host(b, name="Bodo Bruns")
        factories.host(b, name="Dora Dehn", role=TeamRole.DEPUTY)
        for name in ("Cora Cramer", "Carl Cohn"):
            factories.host(c, name=name)
        guests = [factories.registration(event()) for _number in range(2)]
        plan = factories.plan(event(), dict.fromkeys(guests, (a, b, c)))
        with database.transaction():
            for seat in [one for one in plan.assignments if one.island_id == a.id][1:]:
                seat.table_number = 2
    return kim


def printed(found: Event, kind: str) -> str:
    """The words of a paper as it would be printed now."""
    plan = islands.find_published(found.id)
    assert plan is not None
    return Pdf(papers.write(found, plan, kind=kind, language="de").pdf).text


def test_scenario_6_the_deputy_stands_in_with_one_touch(day: Live, page: Page) -> None:
    """The deputy gets the questions and a link; sign and capacity are right, papers stay true."""
    with day.app.app_context():
        cards = printed(event(), "route-cards-a5")
        host, deputy = event().islands[0].hosts
        old, own = events.host_link(host), events.host_link(deputy)
        guest = event().islands[0].hosts[0].name
        assert guest in printed(event(), "door-signs")
    who = organiser(day, page)
    who.opens(TEAMS)
    who.presses("Kann nicht kommen – Vera Tretung springt ein")
    who.sees("Gesa Gast kann nicht kommen. Vera Tretung springt ein.")
    with day.app.app_context():
        work.deliver()
        signs = printed(event(), "door-signs")
        assert "Vera Tretung" in signs
        assert "Gesa Gast" not in signs
        assert printed(event(), "route-cards-a5") == cards
        kept = list((day.app.config["FORUM"].instance_path / "mailbox").glob("*.eml"))
        (letter,) = [path.read_bytes() for path in kept]
        assert b"Was_fehlt?" in letter or b"Was fehlt?" in letter
        assert b"Gesa" not in letter
    who.opens(own)
    who.sees("Sie springen auf Insel A ein")
    expect(page.locator(".pf-person")).to_have_count(2)
    page.goto(old)
    who.sees("Dieser Link ruht")
    who.opens(TEAMS)
    who.presses("Kann doch kommen: Gesa Gast")
    with day.app.app_context():
        assert "Gesa Gast" in printed(event(), "door-signs")


def test_scenario_6_without_a_deputy_two_are_suggested_or_tables_join(
    day: Live, page: Page
) -> None:
    """Whoever fits is asked with one touch; instead the tables sit together, on every page."""
    with day.app.app_context():
        cards = printed(event(), "route-cards-a5")
        a = event().islands[0]
        with database.transaction():
            a.hosts[1].role, a.hosts[1].name = TeamRole.NOTE_TAKER, "Nora Notiz"
        own = f"/my/{queries.token_of(_published().assignments[0].registration)}"
    who = organiser(day, page)
    who.opens(TEAMS)
    page.locator(f"#team-{a.id}").get_by_role("button", name="Kann nicht kommen: Gesa").click()
    who.looks()
    asked = page.locator(".pf-suggestion button").all_inner_texts()
    assert asked == ["Nora Notiz springt ein", "Dora Dehn springt ein"]
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDER) is False
    who.presses("Dora Dehn springt ein")
    with day.app.app_context():
        assert "Dora Dehn" in printed(event(), "door-signs")
    who.presses("Springt nicht mehr ein: Dora Dehn")
    who.presses("Tische der Insel A zusammenlegen")
    with day.app.app_context():
        assert "alle Tische bilden eine Gruppe" in printed(event(), "door-signs")
        joined = printed(event(), "route-cards-a5")
        assert "Tisch 2" in cards
        assert "Tisch 2" not in joined
        for same in ("Raum 201", "Insel A", "Plan 1, Stand"):
            assert (same, cards.count(same)) == (same, joined.count(same))
    for address in (own, "/events/kim/now", "/workspace/events/kim/plan/1/round/1"):
        who.opens(address)
        who.sees("Alle Tische bilden eine Gruppe")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_scenario_8_another_room_at_8_15(day: Live, page: Page) -> None:
    """One field is changed: public page, screen, signs, a message to all with an address, calls
    for the rest, a warning where a way without steps is needed, and old papers are recognised."""
    with day.app.app_context():
        b = event().islands[1]
        reachable, other = [seat.registration for seat in _published().assignments][::3]
        silent = factories.registration(event(), email=None)
        seats = dict.fromkeys((reachable, other, silent), tuple(event().islands[:3]))
        plan = factories.plan(event(), seats, number=2, published=False)
        needs.replace(silent.id, Needs({Need.STEP_FREE: ""}, is_agreed=True))
        oda = factories.account(email=ODA)
        accounts.give_right(event().id, oda.id, Right.NEEDS, by=oda.id)
        morning = clock.from_berlin(clock.in_berlin(event().starts_at).replace(hour=7, tzinfo=None))
        with clock.fixed_at(morning):
            publishing.publish(plan.id)
            work.maintain(morning)
        old = printed(event(), "route-cards-a5")
        own = f"/my/{queries.token_of(reachable)}"
        eight = morning + timedelta(hours=1, minutes=15)
        with clock.fixed_at(eight):
            who = organiser(day, page)
            who.opens(f"/workspace/events/kim/islands/{b.id}")
            who.fills(new_room="Aula", room="Noch kein Raum")
            who.presses("Speichern")
    who.sees("1 Person, die einen stufenfreien Weg braucht, ist auf Insel B eingeplant")
    with day.app.app_context(), clock.fixed_at(eight + timedelta(minutes=3)):
        for _again in range(2):
            work.maintain(eight + timedelta(minutes=3))
        found = event()
        assert "Aula" in printed(found, "door-signs")
        cards = printed(found, "route-cards-a5")
        assert ("7:00 Uhr" in old, "8:15 Uhr" in cards, "7:00 Uhr" in cards) == (True, True, False)
        told = select(Message.about_id).where(Message.kind == "route-changed")
        assert set(db.session.scalars(told)) == {reachable.id, other.id}
        calls = select(Task.registration_id).where(Task.message == "route-changed")
        assert db.session.scalars(calls).all() == [silent.id]
    for address in ("/events/kim/now", own):
        who.opens(address)
        who.sees("Aula")
    who.sees("Ausdrucke mit früherem Stand sind überholt")
    who.opens("/workspace/events/kim/papers")
    who.sees("Raum der Insel B")
    who.opens("/workspace/events/kim/tasks")
    who.sees("Der Laufzettel hat sich geändert")


def _published() -> islands.Plan:
    found = islands.find_published(event().id)
    assert found is not None
    return found
