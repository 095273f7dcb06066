"""One whole forum in a browser: from the registration to the contact list."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from playwright.sync_api import Browser, Page, expect

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.events import queries as events
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.walk.steps import Person

LIST = """Vorname;Nachname;Organisation;Bereich;E-Mail;1. Wunsch;2. Wunsch
Jale;Ostrowski;Jobcenter Auenstadt;Verwaltung;jale@jobcenter.example;Wohnen;Arbeit
Bodo;Winkelmann;Caritas Auenstadt e. V.;Freie Wohlfahrtspflege;bodo@caritas.example;Arbeit;
Samira;Lindqvist;caritas auenstadt;Freie Wohlfahrtspflege;samira@caritas.example;;
"""
PLANNING = 90_000
"""So many milliseconds the very first plan may take: the planner is compiled for this machine."""


@pytest.fixture
def looked_at(live: Live) -> set[str] | None:
    """The pages axe has seen. The pages of both databases are the same, so it looks at one's."""
    return set() if live.app.config["FORUM"].is_embedded else None


def _prepare(live: Live) -> dict[str, str]:
    """A published forum with islands, a host and an organiser; the addresses they were sent."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="praxisforum", title="Ankommen ohne Umwege", capacity=20)
        host = factories.host(event.islands[3], name="Katrin Severing")
        link = account_service.make_link("orga@stadt.example", name="Oda Ordner")
        return {
            "organiser": accounts.address_of(link),
            "host": events.host_link(host),
            "day": event.starts_at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%d"),
        }


def _register(someone: Person) -> str:
    """Somebody registers online, makes mistakes, corrects them, and confirms the address."""
    someone.opens("/")
    someone.follows("Ankommen ohne Umwege")
    someone.sees("Noch 20 von 20 Plätzen frei.")
    someone.follows("Zur Anmeldung")
    someone.fills(first_name="Mirela", last_name="Sandkamp", email="m.sandkamp@diakonie")
    someone.fills(wish1="Insel D – Wohnen", wish2="Insel D – Wohnen")
    someone.presses("Verbindlich anmelden")
    someone.sees("Bitte prüfen Sie 2 Angaben")
    assert someone.page.evaluate("document.activeElement.id") == "errors"
    assert someone.page.locator("#first_name").input_value() == "Mirela"
    someone.fills(email="m.sandkamp@diakonie.example", sector="Freie Wohlfahrt")
    someone.fills(organisation="Diakonie Auenstadt", phone="02300 5550")
    someone.presses("Verbindlich anmelden")
    someone.sees("Diese haben Sie schon gewünscht")
    someone.fills(wish2="Insel B – Arbeit")
    someone.ticks("Ich möchte in der Kontaktliste stehen", "meine E-Mail-Adresse")
    someone.presses("Verbindlich anmelden")
    someone.sees("Bitte bestätigen Sie Ihre Adresse")
    own_page = someone.finds_in_letter("Bitte bestätigen Sie Ihre Anmeldung", "/my/")
    someone.opens(own_page)
    someone.presses("Anmeldung bestätigen")
    someone.sees("Sie haben einen Platz")
    someone.sees("Erteilt am")
    return own_page


def _take_in(organiser: Person, tmp_path: Path) -> None:
    """The organiser signs in and takes in the list that the office keeps."""
    organiser.presses("Anmelden")
    organiser.follows("Ankommen ohne Umwege")
    organiser.goes_to("Anmeldungen")
    organiser.sees("Mirela Sandkamp")
    organiser.follows("Liste übernehmen")
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="cp1252")
    organiser.page.locator("input[type=file]").set_input_files(path)
    organiser.page.locator("main form button[type=submit]").first.click()
    organiser.looks()
    organiser.sees("3")
    organiser.page.locator("main form button[type=submit]").first.click()
    organiser.looks()
    organiser.sees("4 Plätze vergeben")
    organiser.follows("3 Personen benachrichtigen")
    organiser.presses("3 Personen benachrichtigen")


def _plan(organiser: Person) -> None:
    """One click puts everybody on islands; one person is moved by hand; the plan is published."""
    organiser.goes_to("Plan")
    organiser.page.get_by_role("button", name="Plan berechnen").click()
    expect(organiser.page.locator("h1")).to_have_text("Plan 1", timeout=PLANNING)
    organiser.sees("haben ihren Erstwunsch")
    row = organiser.page.locator(".pf-person", has_text="Samira Lindqvist")
    before = organiser.page.locator(".pf-board__col", has=row).locator("h2").inner_text()
    row.locator("summary").focus()
    organiser.page.keyboard.press("Enter")
    organiser.looks()
    row.get_by_role("button", name="Verschieben").click()
    organiser.sees("Verschoben.")
    moved = organiser.page.locator(".pf-person", has_text="Samira Lindqvist")
    after = organiser.page.locator(".pf-board__col", has=moved).locator("h2").inner_text()
    assert after != before
    organiser.follows("Plan 1 freigeben")
    organiser.sees("4 Personen erhalten ihren Laufzettel per E-Mail.")
    organiser.presses("Plan 1 freigeben")
    organiser.sees("Freigegeben am")


def _check_calendar(content: bytes, day: str) -> None:
    """A second, independent reader finds the day and three islands at Berlin's times."""
    calendar = vobject.readOne(content.decode())
    found = sorted(calendar.vevent_list, key=lambda one: one.dtstart.value)
    starts = [one.dtstart.value for one in found]
    berlin = ZoneInfo("Europe/Berlin")
    expected = ["09:00", "10:45", "11:30", "13:15"]
    assert [one.astimezone(berlin).strftime("%Y-%m-%d %H:%M") for one in starts] == [
        f"{day} {wall}" for wall in expected
    ]
    offset = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=berlin).utcoffset()
    assert {one.utcoffset() for one in starts} == {offset}
    assert "Wohnen" in "".join(one.summary.value for one in found[1:])


def test_from_the_registration_to_the_contact_list(
    live: Live, browser: Browser, page: Page, looked_at: set[str] | None, tmp_path: Path
) -> None:
    sent = _prepare(live)
    page.set_default_timeout(8000)
    participant = Person(page, live.url, looked_at)
    own_page = _register(participant)

    desk = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    desk.set_default_timeout(8000)
    organiser = Person(desk.new_page(), live.url, looked_at)
    organiser.opens(sent["organiser"])
    _take_in(organiser, tmp_path)
    _plan(organiser)

    participant.opens(own_page)
    participant.sees("Mein Laufzettel")
    participant.sees("Insel D – Wohnen")
    participant.follows("In den Kalender eintragen")
    _check_calendar(participant.downloads("Meinen Tag herunterladen"), sent["day"])
    participant.follows("Zurück")
    participant.does_not_see("Kontaktliste öffnen")

    participant.opens(sent["host"])
    participant.sees("Mirela Sandkamp")
    participant.sees("Runde 3")

    organiser.goes_to("Kontakte")
    organiser.sees("1 Eintrag")
    organiser.presses("Liste jetzt öffnen")
    rows = list(
        csv.DictReader(
            io.StringIO(organiser.downloads("Liste als CSV").decode("utf-8-sig")), delimiter=";"
        )
    )
    until = rows[0]["Bis"]
    assert rows == [
        {
            "Vorname": "Mirela",
            "Nachname": "Sandkamp",
            "Organisation": "Diakonie Auenstadt",
            "Funktion": "",
            "E-Mail-Adresse": "m.sandkamp@diakonie.example",
            "Telefon": "",
            "Bietet": "",
            "Sucht": "",
            "Bis": until,
        }
    ]
    card = vobject.readOne(organiser.downloads("Adresskarten (vCard)").decode())
    assert (card.fn.value, card.email.value) == ("Mirela Sandkamp", "m.sandkamp@diakonie.example")

    participant.opens(own_page)
    participant.follows("Kontaktliste öffnen")
    participant.presses("Code zusenden")
    participant.sees("Wir haben Ihnen einen Code gesendet.")
    gate = participant.page.url
    code = participant.reads_code("Ihr Code für die Kontaktliste")
    participant.opens(gate)
    participant.fills(code=code)
    participant.presses("Kontaktliste öffnen")
    participant.sees("m.sandkamp@diakonie.example")
    participant.does_not_see("02300 5550")
    participant.opens(own_page)
    participant.presses("Kontaktliste widerrufen")
    participant.does_not_see("Kontaktliste öffnen")
    organiser.page.reload()
    organiser.sees("Noch hat niemand mit festem Platz zugestimmt")
    desk.close()
