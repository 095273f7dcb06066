"""The certificate of attendance: who gets it, under which name, and from whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts import service as accounts
from forum.accounts.models import Account, Right
from forum.audit import queries as audit
from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.registration import queries
from forum.registration.entering import Entry, enter
from forum.registration.models import Channel, Registration, State
from forum.site import service as site
from tests import factories
from tests.support.clients import Client
from tests.support.pages import Page
from tests.support.pdfs import Pdf
from tests.support.registering import details

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOME = "/workspace/events/kim"


@pytest.fixture
def event(ctx: Flask) -> Event:
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim")


def own(one: Registration, purpose: str = queries.PURPOSE) -> str:
    return f"/my/{queries.token_of(one, purpose)}"


def protected(event: Event, by: Account) -> Registration:
    """Somebody who takes part as a guest and was here."""
    sent = details("Geheim", is_protected=True, display_name="Gast 7")
    number = enter(event.id, Entry(sent, channel=Channel.PHONE), by=by.id)
    one = db.session.get_one(Registration, number)
    one.state = State.CHECKED_IN
    db.session.commit()
    return one


@pytest.mark.parametrize(
    ("first", "last"), [("Ümit", "Großmann"), ("ليلى", "حداد"), ("Олена", "Ґрицай")]
)
def test_whoever_was_here_opens_it_on_their_page(
    event: Event, client: Client, first: str, last: str
) -> None:
    one = factories.registration(event, who=factories.person(first, last), state=State.CHECKED_IN)
    with clock.fixed_at(event.ends_at):
        page = client.page(own(one))
        answer = client.get(page.links["Teilnahmebescheinigung"])
    assert answer.headers["Cache-Control"] == "no-store"
    pdf = Pdf(answer.data)
    assert (pdf.is_tagged, pdf.language, pdf.claims) == (True, "de", {"ua-1", "a-2"})
    assert (len(pdf.pages), pdf.sizes) == (1, {(210, 297)})
    assert len(list(pdf.structure.all("H1"))) == 1
    for words in (
        "Teilnahmebescheinigung",
        first,
        last,
        "Case-Management im Kommunalen Integrationsmanagement",
        "9:00 bis 15:30 Uhr",
        "Hochschule Auenstadt, Campusallee 1, 12345 Auenstadt",
        "Veranstaltet von Stadt Auenstadt",
    ):
        assert words in pdf.text


def test_it_names_the_part_of_the_day_and_speaks_english(event: Event, client: Client) -> None:
    one = factories.registration(
        event,
        state=State.CHECKED_IN,
        language="en",
        present_from=event.starts_at + timedelta(hours=2),
        present_until=event.ends_at - timedelta(minutes=30),
    )
    with clock.fixed_at(event.ends_at + timedelta(days=40)):
        pdf = Pdf(client.get(f"{own(one)}/certificate.pdf").data)
    assert pdf.language == "en"
    for words in ("Certificate of attendance", "11:00 to 15:00", "Case management in municipal"):
        assert words in pdf.text


@pytest.mark.parametrize("state", [one for one in State if one is not State.CHECKED_IN])
def test_nobody_else_gets_one(
    event: Event, client: Client, organiser_client: Client, state: State
) -> None:
    one = factories.registration(event, state=state)
    with clock.fixed_at(event.ends_at):
        assert "Teilnahmebescheinigung" not in client.page(own(one)).links
        answer = client.get(f"{own(one)}/certificate.pdf")
        assert (answer.status_code, "für alle, die da waren" in answer.text) == (404, True)
        page = organiser_client.page(f"{HOME}/registrations/{one.id}/de/certificate.pdf")
        assert "für alle, die da waren" in page.text


def test_not_before_the_end_and_not_for_a_forum_that_is_cancelled(
    event: Event, client: Client
) -> None:
    one = factories.registration(event, state=State.CHECKED_IN)
    path = f"{own(one)}/certificate.pdf"
    with clock.fixed_at(event.ends_at - timedelta(seconds=1)):
        assert client.get(path).status_code == 404
    event.cancelled_at = clock.now()
    db.session.commit()
    with clock.fixed_at(event.ends_at):
        assert client.get(path).status_code == 404


def test_organisers_print_it_from_the_page_of_the_registration(
    event: Event, client: Client, organiser_client: Client
) -> None:
    one = factories.registration(event, state=State.CHECKED_IN)
    path = f"{HOME}/registrations/{one.id}"
    assert "Teilnahmebescheinigung drucken" not in organiser_client.page(path).links
    with clock.fixed_at(event.ends_at):
        link = organiser_client.page(path).links["Teilnahmebescheinigung drucken"]
        assert one.person.last_name in Pdf(organiser_client.get(link).data).text
        english = link.replace("/de/", "/en/")
        assert Pdf(organiser_client.get(english).data).language == "en"
        assert client.get(link).headers["Location"].startswith("/workspace/sign-in")


def test_the_real_name_stands_only_on_the_own_copy(
    event: Event, organiser: Account, client: Client, organiser_client: Client
) -> None:
    one = protected(event, organiser)
    path = f"{HOME}/registrations/{one.id}"
    with clock.fixed_at(event.ends_at):
        pdf = Pdf(client.get(client.page(own(one)).links["Teilnahmebescheinigung"]).data)
        assert ("Mirela Geheim" in pdf.text, "Gast 7" in pdf.text) == (True, False)
        printed = own(one, queries.ON_PAPER)
        assert "Teilnahmebescheinigung" not in client.page(printed).links
        answer = client.get(f"{printed}/certificate.pdf")
        assert (answer.status_code, "Geheim" in answer.text) == (404, False)
        assert "Teilnahmebescheinigung drucken" not in organiser_client.page(path).links
        page = organiser_client.page(f"{path}/de/certificate.pdf")
        assert "drucken die zwei benannten Personen" in page.text
        assert "Geheim" not in page.html
        assert (
            "Nur Personen, die für dieses Forum benannt sind" in refused(organiser_client, one).text
        )


def refused(client: Client, one: Registration) -> Page:
    token = client.page(f"{HOME}/day/close").root.first("input", name="csrf_token")
    data = {"csrf_token": token.attributes["value"]}
    return Page(client.post(f"{HOME}/protected/{one.id}/certificate", data=data))


def test_the_two_named_people_print_it_and_that_is_noted(
    event: Event, organiser: Account, organiser_client: Client
) -> None:
    one = protected(event, organiser)
    accounts.give_right(event.id, organiser.id, Right.PROTECTION, by=organiser.id)
    label = "Teilnahmebescheinigung von Gast 7 drucken"
    assert label not in organiser_client.page(f"{HOME}/protected").text
    with clock.fixed_at(event.ends_at):
        form = organiser_client.page(f"{HOME}/protected").form(button=label)
        pdf = Pdf(organiser_client.post(form.target, data=form.filled_in({})).data)
    assert "Mirela Geheim" in pdf.text
    assert audit.of_registration(one.id)[0].action == "identity_shown"


def test_once_the_name_is_deleted_there_is_none(
    event: Event, organiser: Account, client: Client
) -> None:
    one = protected(event, organiser)
    path = own(one)
    with clock.fixed_at(event.ends_at + timedelta(days=2)):
        work.maintain(clock.now())
        assert "Teilnahmebescheinigung" not in client.page(path).links
        answer = client.get(f"{path}/certificate.pdf")
    assert (answer.status_code, "Der Name wurde" in answer.text) == (404, True)
