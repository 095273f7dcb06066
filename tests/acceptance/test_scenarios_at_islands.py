"""At the island, in the words of practice: without JavaScript, with a code, with paper."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.events import queries as events
from forum.events.models import Event
from forum.registration.models import State
from forum.results import boards
from forum.results.capture_models import IslandCapture, SheetPhoto
from forum.results.models import CardColumn, CardGroup, CardVote, ResultCard
from forum.results.outcome_models import Finding, FindingKind
from tests import factories
from tests.support import photographs
from tests.support.clients import Client, submit
from tests.support.pages import Page

STORY = "Herr A., 34, aus Hamm, Duldung, findet keine Wohnung"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", day=clock.in_berlin(clock.now()).date())


def cards() -> list[ResultCard]:
    return list(db.session.scalars(select(ResultCard).order_by(ResultCard.number)))


def path_of(event: Event, purpose: str, island: int = 0) -> str:
    capture = boards.begin(event.islands[island].id)
    return boards.address_of(capture, purpose).removeprefix("http://localhost")


def writes(client: Client, page: str, text: str, column: str) -> Page:
    return submit(client, page, {"text": text}, button=column)


def test_scenario_14_a_case_story_is_flagged_where_it_is_written(
    event: Event, client: Client, organiser_client: Client
) -> None:
    factories.registration(event, who=factories.person("Mirela", "Sandkamp"))
    table = path_of(event, boards.TABLE)
    page = writes(client, table, STORY, "Herausforderung")
    assert STORY in page.text
    assert "Das könnte eine Person betreffen: „Herr A.“" in page.text
    page = writes(client, table, "Mirela Sandkamp hilft gern", "Gelingende Praxis")
    assert "„Mirela Sandkamp“" not in page.text  # else a table could try out who is registered
    page = client.page(path_of(event, boards.HOST))
    assert "„Mirela Sandkamp“" in page.text
    assert [card.text for card in cards()] == [STORY, "Mirela Sandkamp hilft gern"]
    address = f"/workspace/events/kim/results/live/{event.islands[0].id}/type"
    page = submit(organiser_client, address, {"lines": f"121 {STORY}"})
    assert "Diese Karten könnten eine Person betreffen, bitte sehen Sie sie an: 121" in page.text


def test_an_island_without_javascript_from_the_first_card_to_a_step(
    event: Event, client: Client
) -> None:
    host_row = factories.host(event.islands[0])
    who = factories.registration(
        event, where=factories.organisation("Haus der Vielfalt e. V."), state=State.CHECKED_IN
    )
    hidden = factories.registration(event, state=State.CHECKED_IN, is_protected=True)
    factories.plan(event, {who: (event.islands[0],), hidden: (event.islands[0],)})
    own = events.host_link(host_row).removeprefix("http://localhost")
    submit(client, own, button="Ergebnisse sammeln")
    host, table = path_of(event, boards.HOST), path_of(event, boards.TABLE)
    for number in (1, 2):
        writes(client, host, f"Die Wege sind zu weit {number}", "Handlungsbedarf")
    writes(client, table, "Alle in einem Haus", "Gelingende Praxis")
    assert [one.column for one in cards()].count(CardColumn.NEED_FOR_ACTION) == 2
    submit(client, host, button="Weiter: Karten gruppieren")
    chosen = [str(one.id) for one in cards()[:2]]
    page = submit(client, host, {"cards": chosen, "title": "Zu weit"}, button="Zusammenlegen")
    assert "mindestens vier Wörtern" in page.text
    sentence = "Beratung muss in einem Haus erreichbar sein"
    column = {"column": "need_for_action", "cards": chosen, "title": sentence}
    page = submit(client, host, column, button="Zusammenlegen")
    assert sentence in page.text
    page = submit(client, host, button="Weiter: Gruppen gewichten")
    group_id = db.session.scalars(select(CardGroup.id)).one()
    submit(client, host, {f"group-{group_id}": "4"}, button="Handzeichen übernehmen")
    key = Page(client.get(table)).form(button="Punkte vergeben")
    (dots,) = [name for name in key.values if name.startswith("dots-")]
    submit(client, table, {dots: "3"}, button="Punkte vergeben")
    submit(client, table, {dots: "2"}, button="Punkte vergeben")
    assert [one.dots for one in db.session.scalars(select(CardVote))] == [2]
    submit(client, host, button="Weiter: vereinbaren, was folgt")
    page = submit(client, f"{host}/groups/{group_id}/step", {"due_on": ""})
    assert "bis wann es erledigt ist" in page.text
    step = {
        "registration": str(who.id),
        "first_action": "Die drei Beratungsstellen einladen",
        "first_on": "2027-01-12",
        "first_place": "Rathaus",
        "due_on": "2027-03-31",
    }
    for _again in range(2):
        page = submit(client, f"{host}/groups/{group_id}/step", step)
    assert "Haus der Vielfalt e. V. (offen, bis es bestätigt ist)" in page.text
    (finding,) = db.session.scalars(select(Finding)).all()
    assert (finding.kind, finding.text, finding.votes) == (FindingKind.NEXT_STEP, sentence, 6)
    assert {source.card_id for source in finding.sources} == {int(one) for one in chosen}
    (party,) = finding.commitment.parties
    assert (party.registration_id, party.is_lead, party.confirmed_at) == (who.id, True, None)
    page = client.page(f"{host}/groups/{group_id}/step")
    assert hidden.person.name not in page.text
    demand = {"addressee": "state", "addressee_name": "Ministerium"}
    submit(client, f"{host}/groups/{group_id}/demand", demand)
    (finding,) = db.session.scalars(select(Finding)).all()
    assert (finding.kind, finding.commitment) == (FindingKind.DEMAND, None)
    page = submit(client, host, button="Weiter: vorlesen")
    assert "Was unsere Insel herausgefunden hat" in page.text
    page = submit(client, host, button="Code für den Tisch erneuern")
    assert client.get(table).status_code == 404
    assert client.get(page.links["Seite des Tisches öffnen"]).status_code == 200
    assert "An: Ministerium" in page.text


def test_six_digits_open_one_island_and_are_not_guessed(event: Event, client: Client) -> None:
    door = path_of(event, boards.DOOR)
    code = boards.code_of(db.session.scalars(select(IslandCapture)).one())
    page = submit(client, door, {"code": "abc"})
    assert "nicht die sechs Ziffern" in page.text
    page = submit(client, door, {"code": f"{code[:3]} {code[3:]}"})
    assert "Neue Karte" in page.text
    other = path_of(event, boards.DOOR, island=1)
    assert "nicht die sechs Ziffern" in submit(client, other, {"code": code}).text
    for _try in range(10):
        page = submit(client, door, {"code": "000000" if code != "000000" else "1"})
    assert "sehr oft" in page.text
    submit(client, door, {"code": code})
    for days, status in ((-1, 404), (2, 200), (3, 404)):
        with clock.fixed_at(event.starts_at + timedelta(days=days)):
            assert client.get(door).status_code == status


def test_scenario_19_paper_and_backup_files_are_added_later_without_doubling(
    event: Event, client: Client, organiser_client: Client
) -> None:
    live = "/workspace/events/kim/results/live"
    island = event.islands[0].id
    submit(organiser_client, live, button="Codes erstellen")
    lines = {"lines": "\n".join(f"{n} Satz {n} vom Bogen" for n in range(101, 141))}
    for _again in range(2):
        page = submit(organiser_client, f"{live}/{island}/type", lines)
    assert "0 Karten sind aufgenommen" in page.text
    page = submit(organiser_client, f"{live}/{island}/type", {"lines": "101 Etwas anderes"})
    assert "Unter Nummer 101 steht schon ein anderer Satz" in page.text
    assert "101 Etwas anderes" in page.text
    file = {
        "format": "praxisforum-cards/1",
        "island": island,
        "cards": [{"id": "x", "column": "challenge", "text": "Aus dem Gerät", "base": 0}],
    }
    for _again in range(2):
        sent = (io.BytesIO(json.dumps(file).encode()), "insel.json")
        submit(organiser_client, f"{live}/backup", {"file": sent})
    assert [one.number for one in cards()] == [1, *range(101, 141)]
    photo = {"transcription": "Was gelingt", "image": (io.BytesIO(photographs.jpeg()), "a.jpg")}
    page = submit(organiser_client, f"{live}/{island}/flip-charts", photo)
    assert "keine Personen darauf zu sehen sein" in page.text
    photo["image"] = (io.BytesIO(photographs.jpeg()), "a.jpg")
    submit(organiser_client, f"{live}/{island}/flip-charts", {**photo, "shows_nobody": "y"})
    (kept,) = db.session.scalars(select(SheetPhoto)).all()
    picture = organiser_client.get(f"{live}/flip-charts/{kept.id}")
    assert picture.mimetype == "image/jpeg"
    assert photographs.SECRET not in picture.data
    page = organiser_client.page(live)
    assert "41 Karten sind angekommen" in page.text
