"""The day of the forum: scenarios in the words of practice."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.audit import queries as audit
from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.islands import drafting
from forum.islands import service as islands
from forum.islands.models import Assignment
from forum.registration import queries
from forum.registration.models import Channel, Registration, State
from forum.site import service as site
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.pdfs import Pdf, squeezed
from tests.support.populated import csrf_token
from tests.support.printing import opened

FORUM = "/workspace/events/kim"
LIST = f"{FORUM}/registrations"
CERTIFICATE = "Teilnahmebescheinigung"


@pytest.fixture
def event(ctx: Flask) -> Event:
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim", contact_phone="0221 4710247")


def planned(event: Event, number: int) -> list[Registration]:
    """People with seats in a published plan."""
    people = [factories.registration(event) for _one in range(number)]
    islands.publish(drafting.make_plan(event.id, seed=1, made_by="Oda").id)
    return people


def in_state(state: State) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(Registration.id).where(Registration.state == state)))


def routes() -> dict[int, list[tuple[int, int]]]:
    """Everybody's stops, by the registration's id."""
    db.session.rollback()
    rows = db.session.execute(
        select(Assignment.registration_id, Assignment.round_id, Assignment.island_id).order_by(
            Assignment.round_id
        )
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for person, round_id, island_id in rows:
        found.setdefault(person, []).append((round_id, island_id))
    return found


def sent(name: str, person: int, at: datetime, *, here: bool = True) -> dict[str, Any]:
    """A mark as a device keeps it."""
    return {"id": name, "registration": person, "here": here, "at": at.isoformat()}


def replay(client: Client, marks: list[dict[str, Any]]) -> dict[str, str]:
    headers = {"X-CSRFToken": csrf_token(client)}
    answer: dict[str, str] = client.post(
        f"{FORUM}/check-in/commands", json=marks, headers=headers
    ).json
    return answer


def notes(client: Client, person: int) -> Page:
    """Somebody at the desk presses „Ist da“, again without harm."""
    data = {"csrf_token": csrf_token(client)}
    path = f"{FORUM}/check-in/{person}/here"
    return Page(client.post(path, data=data, follow_redirects=True))


def warned_of(event: Event, present: set[int]) -> list[str]:
    """Which groups of the rounds to come have fewer people than they need, counted anew."""
    stops = [stop for person, route in routes().items() if person in present for stop in route]
    size = Counter(stops)
    return [
        f"Runde {round_.number}, Insel {island.letter}: "
        for round_ in sorted(event.rounds, key=lambda one: one.number)
        for island in sorted(event.islands, key=lambda one: one.position)
        if round_.starts_at > clock.now() and size[round_.id, island.id] < island.minimum
    ]


def warnings(client: Client) -> list[str]:
    found = client.page(f"{FORUM}/day").main.all("li")
    return [one.text.partition(": ")[0] + ": " for one in found if one.text.startswith("Runde ")]


def test_scenario_7_15_are_missing_and_6_come_without_registration(
    event: Event, organiser_client: Client, client: Client
):
    for island in event.islands:
        island.minimum = 6
    db.session.commit()
    people = [one.id for one in planned(event, 40)]
    present, missing = set(people[:25]), set(people[25:])
    with clock.fixed_at(event.starts_at):
        assert warnings(organiser_client) == []
        marks = [sent(f"m-{person}", person, clock.now()) for person in present]
        assert set(replay(organiser_client, marks).values()) == {"done"}

    first = min(event.rounds, key=lambda one: one.number)
    before = routes()
    with clock.fixed_at(first.starts_at + timedelta(minutes=1)):
        page = organiser_client.page(f"{FORUM}/day")
        page = submit(organiser_client, page.links["Check-in schließen"])
        assert "15 Personen sind als nicht erschienen vermerkt." in page.text
        assert (in_state(State.CHECKED_IN), in_state(State.ABSENT)) == (present, missing)
        assert warnings(organiser_client) == warned_of(event, present) != []
        guests = [walks_in(organiser_client, number) for number in range(6)]
        assert "31 Personen sind da" in organiser_client.page(f"{LIST}/door").text
        everybody = present | set(guests)
        assert warnings(organiser_client) == warned_of(event, everybody)
        assert len(warned_of(event, everybody)) <= len(warned_of(event, present))

    after = routes()
    assert {person: after[person] for person in people} == {p: before[p] for p in people}
    assert all(len(after[guest]) == len(event.rounds) - 1 for guest in guests)
    with clock.fixed_at(event.ends_at):
        certified = {
            one.id
            for one in db.session.scalars(select(Registration)).all()
            if client.get(f"/my/{queries.token_of(one)}/certificate.pdf").status_code == 200
        }
    assert certified == everybody


def walks_in(client: Client, number: int) -> int:
    """Somebody without a registration: a page to show, four fields, one sheet to take along."""
    page = client.page(f"{LIST}/door")
    assert "Zum Zeigen: Datenschutz in Kürze" in page.headings
    assert "Verantwortlich ist: Stadt Auenstadt." in page.text
    typed = {"first_name": "Ana", "last_name": f"Spontan {number}", "sector": "welfare"}
    page = submit(client, f"{LIST}/door", typed)
    assert (page.status, f"Ana Spontan {number} ist da" in page.text) == (200, True)
    link = page.links["Namensschild, Laufzettel und Hinweise drucken"]
    pdf = Pdf(client.get(link).data)
    assert (len(pdf.pages), pdf.text.count(f"Spontan {number}")) == (1, 2)
    for words in ("Runde 2", "Runde 3", "Datenschutz in Kürze", "Plan 1, Stand"):
        assert words in pdf.text
    assert "Runde 1" not in pdf.text
    db.session.rollback()
    one = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
    assert one is not None
    assert (one.state, one.channel) == (State.CHECKED_IN, Channel.DESK)
    assert [entry.action for entry in audit.of_registration(one.id)] == ["entered"]
    return one.id


def test_scenario_19_the_network_fails(event: Event, organiser_client: Client):
    factories.host(event.islands[0], name="Ina Insel")
    people = planned(event, 12)
    with clock.fixed_at(event.starts_at - timedelta(days=1)):
        folder = opened(organiser_client, "emergency-folder")
    text = squeezed(folder.text)
    assert "KimBeispiel,02214710247" in squeezed(folder.pages[0])
    for part in ("Begrüßung", "Mittagspause", "Ausklang", "10:45bis11:25Uhr", "13:15bis13:55Uhr"):
        assert part in text
    for one in people:  # check-in, everybody's route, and a list to sign in each round
        assert text.count(squeezed(one.person.name)) == 2 + len(event.rounds)
    for island in event.islands:
        assert f"Raum{201 + island.position}" in text
        for number in (1, 2, 3):
            assert f"Insel{island.letter}–{island.theme},Runde{number}" in text
    assert "InaInsel" in text
    lists = [table for table in folder.structure.all("Table") if len(list(table.all("TH"))) == 4]
    assert len(lists) >= len(event.islands) * len(event.rounds)
    signs = folder.pages[-len(event.islands) :]
    assert [island.theme in sign for island, sign in zip(event.islands, signs, strict=True)] == [
        True
    ] * len(event.islands)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("order", [*permutations(("device", "other", "paper", "close"))])
def test_scenario_19_marks_count_once_in_whatever_order_they_come(
    event: Event, organiser_client: Client, order: tuple[str, ...]
):
    people = [factories.registration(event).id for _one in range(9)]
    at = event.starts_at
    device = [sent(f"d-{n}", people[n], at + timedelta(minutes=n)) for n in range(4)]
    other = [sent(f"o-{n}", people[n], at + timedelta(minutes=10 + n)) for n in range(2, 6)]
    other.append(sent("o-back", people[5], at + timedelta(minutes=20), here=False))

    def from_paper() -> None:
        for person in (people[0], people[6], people[7]):
            notes(organiser_client, person)
        typed = {"first_name": "Ana", "last_name": "Spontan", "sector": "welfare"}
        submit(organiser_client, f"{LIST}/door", typed)

    does = {
        "device": lambda: replay(organiser_client, device),
        "other": lambda: replay(organiser_client, other),
        "paper": from_paper,
        "close": lambda: submit(organiser_client, f"{FORUM}/day/close"),
    }
    with clock.fixed_at(event.rounds[1].starts_at):
        for step in (*order, *order, "close"):
            does[step]()
    (guest,) = in_state(State.CHECKED_IN) - set(people)
    here = {*people[:5], *people[6:8]}
    assert in_state(State.CHECKED_IN) == {*here, guest}
    assert in_state(State.ABSENT) == {people[5], people[8]}
    assert "8 Personen sind da" in organiser_client.page(f"{LIST}/door").text
    for person in here:
        log = [entry.action for entry in audit.of_registration(person)]
        assert log.count("checked_in") == 1
