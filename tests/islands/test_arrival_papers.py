"""What somebody gets on paper who stands at the door: route card, badge and privacy notice."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.events.models import Event
from forum.registration.models import Purpose, Registration, State
from forum.site import service as site
from tests import factories
from tests.support.clients import Client
from tests.support.pdfs import Pdf, squeezed
from tests.support.printing import seat

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LIST = "/workspace/events/kim/registrations"


@pytest.fixture
def event(ctx: Flask) -> Event:
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim")


def sheet(client: Client, one: Registration, language: str = "de") -> Pdf:
    answer = client.get(f"{LIST}/{one.id}/{language}/arrival.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return Pdf(answer.data)


@pytest.mark.parametrize(
    ("first", "last"), [("Ümit", "Muster"), ("ليلى", "حداد"), ("Олена", "Ґрицай")]
)
def test_one_sheet_holds_everything_and_can_be_read_out(
    event: Event, organiser_client: Client, first: str, last: str
) -> None:
    one = factories.registration(event, who=factories.person(first, last))
    seat(event, one, number=4)
    pdf = sheet(organiser_client, one)
    assert (len(pdf.pages), pdf.sizes) == (1, {(210, 297)})
    assert (pdf.is_tagged, pdf.language, pdf.claims) == (True, "de", {"ua-1", "a-2"})
    assert pdf.title.startswith("Namensschild, Laufzettel und Datenschutzhinweise – ")
    assert [pdf.text.count(part) for part in (first, last)] == [2, 2]
    assert len(list(pdf.structure.all("H1"))) == 3
    for words in (
        "Runde 1 10:45 bis 11:25 Uhr",
        "Insel A – Aufenthalt",
        "Datenschutz in Kürze",
        "Verantwortlich ist: Stadt Auenstadt.",
        "Plan 4, Stand",
    ):
        assert words in pdf.text
    assert "/privacy" in squeezed(pdf.text)
    alts = [figure.alt for figure in pdf.structure.all("Figure")]
    assert alts.count("QR-Code: öffnet die persönliche Seite, für den Check-in") == 1
    assert alts.count("Inselzeichen A") == 2


def test_in_english_for_who_reads_english(event: Event, organiser_client: Client) -> None:
    one = factories.registration(event)
    seat(event, one)
    pdf = sheet(organiser_client, one, "en")
    assert pdf.language == "en"
    for words in ("Privacy in brief", "Responsible: Stadt Auenstadt.", "Island A", "Plan 1, as of"):
        assert words in pdf.text


def test_who_is_protected_stands_there_as_a_guest(event: Event, organiser_client: Client) -> None:
    one = factories.registration(event, who=factories.person("Gast", "7"), is_protected=True)
    seat(event, one)
    assert sheet(organiser_client, one).text.count("Gast 7") == 2


def test_without_a_plan_or_an_island_it_says_what_to_do(
    event: Event, organiser_client: Client, reader_client: Client
) -> None:
    one = factories.registration(event)
    factories.consent(one, Purpose.PHOTOS_DOCUMENTATION)
    for client in (organiser_client, reader_client):
        pdf = sheet(client, one)
        assert "Bitte fragen Sie am Einlass" in pdf.text
        assert "Noch ohne Plan" in pdf.text
    assert "Keine Fotos" not in [figure.alt for figure in pdf.structure.all("Figure")]


def test_only_who_has_a_place_gets_one(
    event: Event, client: Client, organiser_client: Client
) -> None:
    one = factories.registration(event)
    path = f"{LIST}/{one.id}/de/arrival.pdf"
    label = "Namensschild, Laufzettel und Hinweise drucken"
    assert organiser_client.page(f"{LIST}/{one.id}").links[label] == path
    assert client.get(path).headers["Location"].startswith("/workspace/sign-in")
    elsewhere = factories.event(slug="elsewhere")
    assert (
        organiser_client.get(
            f"/workspace/events/{elsewhere.slug}/registrations/{one.id}/de/arrival.pdf"
        ).status_code
        == 404
    )
    for state in (State.WAITING, State.CANCELLED, State.ABSENT):
        one.state = state
        db.session.commit()
        assert organiser_client.get(path).status_code == 404
        assert label not in organiser_client.page(f"{LIST}/{one.id}").links
