"""One source: the page, the PDF and the table say the same under the same numbers."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.events import queries as events
from forum.events.models import Event
from forum.registration import queries as registrations
from forum.results import documentation, outcomes, releasing
from forum.results.commitment_models import Progress
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from forum.results.outcomes import Standing
from tests import factories, result_factories
from tests.support.clients import Client, submit
from tests.support.pdfs import Pdf
from tests.support.people import sign_in

CODE = re.compile(r"F\W20\d\d\W\d\d+")
NAMES = {"name": "Kim Kurz", "email": "kurz@jobcenter.example"}


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", day=factories.in_weeks(-3))


@pytest.fixture
def step(event: Event, organiser: Account) -> Finding:
    """A next step of two organisations, released with one finding of each other kind."""
    for place, kind in enumerate(FindingKind):
        result_factories.finding(
            event, organiser, f"Satz Nummer {place} der Inseln.", kind, event.islands[place % 3]
        )
    found = next(one for one in db.session.query(Finding) if one.kind is FindingKind.NEXT_STEP)
    for name in ("Jobcenter", "Wortbrücke"):
        outcomes.add_party(
            event.id, found.id, organisation=name, is_lead=False, **NAMES, by=organiser.id
        )
    outcomes.plan_step(
        event.id,
        found.id,
        first_action="Entwurf schreiben",
        first_place="Rathaus",
        first_on=date(2026, 12, 4),
        due_on=date(2099, 1, 31),
        by=organiser.id,
    )
    releasing.prepare(event.id, "", by=organiser.id)
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    with clock.fixed_at(clock.now() + timedelta(days=9)):
        releasing.release(event.id, by=second.id)
    return found


def say(step: Finding, *said: Progress) -> None:
    """So many organisations confirm and say how it stands."""
    with database.transaction() as session:
        parties = session.get_one(Finding, step.id).commitment.parties
        for party, progress in zip(parties, said, strict=False):
            party.confirmed_at, party.progress = clock.now(), progress


def state_of(step: Finding) -> tuple[str, str]:
    db.session.expire_all()
    found = documentation.find(events.get_event("kim"))
    assert found is not None
    (line,) = found.of_kind(FindingKind.NEXT_STEP)
    return line.state, line.who


def partners_of() -> str:
    found = documentation.find(events.get_event("kim"))
    assert found is not None
    (line,) = found.of_kind(FindingKind.NEXT_STEP)
    return line.partners


def test_check_6_page_pdf_and_table_carry_the_same_numbers(
    event: Event, step: Finding, client: Client
) -> None:
    page = client.page("/events/kim/results")
    table = client.get("/events/kim/results.csv").get_data().decode("utf-8-sig")
    made = client.get("/events/kim/results.pdf").get_data()
    pdf = Pdf(made)
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))[1:]
    numbers = {row[0] for row in rows}
    assert len(numbers) == len(FindingKind)
    assert set(CODE.findall(page.text)) == numbers
    assert {re.sub(r"\W", "-", code) for code in CODE.findall(pdf.text)} == numbers
    for row in rows:
        assert row[2] in page.text
        assert row[2] in pdf.text
    assert pdf.language.startswith("de")
    assert len(list(pdf.structure.all("Table"))) == 2
    assert [line for line in "DE" if f"Insel {line}" not in page.text] == ["D", "E"]
    assert client.page("/events/kim").links["Ergebnisse lesen"] == "/events/kim/results"
    mine = f"/my/{registrations.token_of(factories.registration(event))}"
    assert client.page(mine).links["Ergebnisse lesen"] == "/events/kim/results"
    head = table.splitlines()[0].split(";")
    assert len(set(head)) == len(head)
    assert "kurz@jobcenter.example" not in page.text + table + pdf.text
    assert "Kim Kurz" not in page.text + table + pdf.text
    assert client.get("/events/kim/results.pdf").get_data() == made
    assert "Inseln ohne Ergebnis" in page.headings
    island = client.page("/events/kim/results/0")
    assert island.heading == event.islands[0].theme
    assert "Satz Nummer 0 der Inseln." in island.text
    assert "Satz Nummer 1 der Inseln." not in island.text


def test_only_what_is_confirmed_is_a_promise(event: Event, step: Finding) -> None:
    assert state_of(step) == ("open – noch niemand zuständig".replace("open", "offen"), "")
    say(step, Progress.OPEN)
    assert state_of(step) == ("verabredet", "Jobcenter")
    say(step, Progress.RUNS, Progress.RUNS)
    assert state_of(step) == ("in Arbeit", "Jobcenter")
    assert partners_of() == "Wortbrücke"
    with database.transaction() as session:
        session.get_one(Finding, step.id).commitment.due_on = date(2026, 1, 1)
    assert state_of(step)[0] == "überfällig"


def test_scenario_16_a_contradiction_is_no_success_and_not_public(
    event: Event, step: Finding
) -> None:
    say(step, Progress.DONE, Progress.RESTS)
    assert state_of(step)[0] == "verabredet"


def test_scenario_15_a_demand_to_the_state_is_honest_after_a_year(
    event: Event, step: Finding, organiser: Account, client: Client
) -> None:
    demand = next(one for one in db.session.query(Finding) if one.kind is FindingKind.DEMAND)
    standing = Standing(
        Addressee.STATE,
        "Ministerium für Integration",
        DemandStatus.HANDED_OVER,
        handed_over_on=date(2026, 12, 1),
        ask_again_on=date(2026, 12, 29),
    )
    outcomes.address_demand(event.id, demand.id, standing, by=organiser.id)
    with clock.fixed_at(clock.now() + timedelta(days=400)):
        text = client.page("/events/kim/results").text
    assert "weitergeleitet, noch keine Antwort" in text
    assert "Am 1. Dezember 2026 übergeben. Eine Antwort steht noch aus." in text


def test_nothing_is_there_before_the_release(
    event: Event, organiser: Account, client: Client
) -> None:
    result_factories.finding(event, organiser)
    for address in ("", ".csv", ".pdf", "/0"):
        assert client.get(f"/events/kim/results{address}").status_code == 404


def test_from_the_desk_to_a_published_page(
    ctx: Flask, organiser_client: Client, client: Client
) -> None:
    event = factories.event(slug="werkstatt")
    host = factories.host(event.islands[0])
    result_factories.group(event.islands[0], "Frau K. wartet seit Mai.", "eins", dots=2)
    desk = "/workspace/events/werkstatt/results"
    submit(organiser_client, desk, button="Gruppen übernehmen")
    page = organiser_client.page(f"{desk}/release/prepare")
    assert "1 Satz könnte von einer Person handeln" in page.text
    words = {"text": "Bescheide dauern Monate."}
    page = submit(organiser_client, f"{desk}/1", words, button="Speichern")
    assert "Bescheide dauern Monate." in page.text
    submit(organiser_client, f"{desk}/release/prepare", button="Fassung vorbereiten")
    token = events.host_link(host)
    page = submit(
        client, f"{token}/results/1", {"text": "Es waren Wochen."}, button="Einwand senden"
    )
    assert "Sie schrieben: Es waren Wochen." in page.text
    page = submit(organiser_client, f"{desk}/release/objections/1", {"answer": "Geändert."})
    assert "Geklärt: Geändert." in page.text
    page = submit(client, f"{token}/results", button="Ich bin mit allen Sätzen einverstanden")
    assert "Sie sind einverstanden" in page.text
    page = organiser_client.page(desk)
    assert "veröffentlichen muss sie eine andere Person" in page.text
    assert "Ergebnisse veröffentlichen" not in page.links
    page = organiser_client.page(f"{desk}/release")
    assert "Wird endgültig gelöscht" in page.headings
    assert "Jetzt veröffentlichen" not in page.text
    organiser_client.post(f"{desk}/release")
    assert client.get("/events/werkstatt/results").status_code == 404
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    sign_in(client, second)
    assert "Ergebnisse veröffentlichen" in client.page(desk).links
    submit(client, f"{desk}/release", button="Jetzt veröffentlichen")
    assert "Bescheide dauern Monate." in client.page("/events/werkstatt/results").text
