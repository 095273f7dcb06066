"""What guests see: the forums, one forum in every phase, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.registration import queries
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client
from tests.support.pages import Page

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
ENGLISH = {"Accept-Language": "en-GB"}


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", capacity=2)


def buttons(page: Page) -> list[str]:
    return [a.text for a in page.main.all("a") if "kern-btn" in a.attributes["class"]]


def test_without_a_forum_the_start_says_so(ctx: Flask, client: Client):
    page = client.page("/")
    assert "Zurzeit ist kein Forum angekündigt." in page.text
    assert "Vergangene Foren" not in page.headings
    assert "/my/lost" in page.links.values()


def test_forums_stand_in_the_order_of_their_days(ctx: Flask, client: Client):
    for title, weeks in (("Später", 9), ("Früher", 3), ("Alt", -9), ("Jüngst", -2)):
        factories.event(title=title, title_en="", day=factories.in_weeks(weeks))
    factories.event(title="Entwurf", title_en="", published=False)
    page = client.page("/")
    cards = [card.first("h3").text for card in page.main.all("article")]
    past = [dd.text for dd in page.main.first("dl", class_="pf-rows").all("dd")]
    assert (cards, past) == (["Früher", "Später"], ["Jüngst", "Alt"])
    assert "Entwurf" not in page.html


@pytest.mark.parametrize(
    ("moment", "line", "offered"),
    [
        ("now", "Noch 2 von 2 Plätzen frei.", ["Zur Anmeldung", "In den Kalender eintragen"]),
        ("deadline", "Die Anmeldung ist geschlossen.", ["In den Kalender eintragen"]),
        ("start", "Die Anmeldung ist geschlossen.", ["In den Kalender eintragen"]),
        ("end", "Dieses Forum ist vorbei.", []),
    ],
)
def test_a_forum_says_in_each_phase_what_can_be_done(
    event: Event, client: Client, moment: str, line: str, offered: list[str]
):
    moments = {
        "now": clock.now(),
        "deadline": event.registration_deadline,
        "start": event.starts_at,
        "end": event.ends_at,
    }
    with clock.fixed_at(moments[moment]):
        page = client.page("/events/kim")
    assert line in page.text
    assert buttons(page) == [*offered, *(["Zur Anmeldung"] if moment == "now" else [])]


def test_a_full_forum_offers_its_waiting_list(event: Event, client: Client):
    factories.registration(event)
    factories.registration(event, state=State.HELD)
    factories.registration(event, state=State.WAITING)
    page = client.page("/events/kim")
    assert "Alle 2 Plätze sind vergeben; es gibt eine Warteliste." in page.text
    assert "Auf die Warteliste setzen" in buttons(page)
    assert "Alle 2 Plätze sind vergeben" in client.page("/").text


def test_a_cancelled_forum_stays_with_its_notice(event: Event, client: Client):
    event.cancelled_at = clock.now()
    db.session.commit()
    page = client.page("/events/kim")
    assert "Dieses Forum ist abgesagt." in page.text
    assert buttons(page) == []
    assert [f.action for f in client.page("/events/kim/register").forms()] == ["/language"]


def test_a_draft_is_not_there_for_strangers(ctx: Flask, client: Client):
    factories.event(slug="kim", published=False)
    for rest in ("", "/register", "/registered", "/event.ics"):
        assert client.get(f"/events/kim{rest}").status_code == 404


def test_the_page_names_no_participants(event: Event, client: Client):
    one = factories.registration(event)
    host = factories.host(event.islands[0], name="Katrin Severing")
    for path in ("/", "/events/kim", "/events/kim/event.ics"):
        text = client.get(path).text
        found = [w for w in (one.person.last_name, one.email, host.name, host.email) if w in text]
        assert found == []
    assert "Stadt Auenstadt" in client.page("/events/kim").text


def test_english_texts_stand_where_there_are_some(event: Event, client: Client):
    event.about_en, event.islands[0].theme_en = "Five theme islands.", "Residence"
    db.session.commit()
    page = client.page("/events/kim", headers=ENGLISH)
    assert page.root.first("html").attributes["lang"] == "en"
    assert page.heading == "Case management in municipal integration"
    assert {"Residence", "Arbeit", "5 theme islands", "Programme"} <= set(page.headings)
    assert "Five theme islands." in page.text
    german = client.page("/events/kim")
    assert {"Aufenthalt", "5 Themeninseln", "Programm"} <= set(german.headings)


def test_times_are_berlins_in_summer_and_winter(ctx: Flask, client: Client):
    for slug, month in (("sommer", 7), ("winter", 12)):
        day = factories.in_weeks(60).replace(month=month, day=3)
        factories.event(slug=slug, day=day)
        page = client.page(f"/events/{slug}")
        assert "9:00 bis 15:30 Uhr" in page.text
        times = [node.text for node in page.main.all("time")]
        assert times == ["9:30", "9:45", "10:45", "11:30", "12:15", "13:15", "14:15"]


def test_pages_of_guests_are_not_kept_by_others(event: Event, client: Client):
    headers = client.get("/events/kim").headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == (
        "private, no-cache",
        "same-origin",
    )


def test_a_personal_page_in_each_state(event: Event, client: Client):
    until = clock.now() + timedelta(hours=48)
    said = {}
    for state in State:
        held = state is State.HELD
        one = factories.registration(
            event,
            state=state,
            held_until=until if held else None,
            address_confirmed_at=None if held else clock.now(),
        )
        page = client.page(f"/my/{queries.token_of(one)}")
        alerts = [div.text for div in page.main.all("div", role="status")]
        said[state] = alerts[0] if alerts else page.main.first("p", class_="pf-lead").text
    assert said == {
        State.HELD: "Bitte bestätigen Sie Ihre E-Mail-Adresse, dann gehört der Platz Ihnen.",
        State.CONFIRMED: "Sie haben einen Platz",
        State.WAITING: "Sie stehen auf der Warteliste, auf Platz 1 Sobald ein Platz für Sie frei"
        " ist, schreiben wir Ihnen. Dann haben Sie 48 Stunden Zeit, ihn anzunehmen.",
        State.OFFERED: "Ein Platz ist für Sie frei. Nehmen Sie ihn?",
        State.CANCELLED: "Ihre Anmeldung ist storniert",
        State.EXPIRED: "Ihre Anmeldung wurde nicht rechtzeitig bestätigt",
        State.CHECKED_IN: "Sie sind eingecheckt. Willkommen",
        State.ABSENT: "Sie sind als abwesend vermerkt. Wenn Sie hier sind, kommen Sie bitte zum"
        " Einlass.",
    }
