"""Everything that strangers will read is looked at first, and raw words do not come back."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from dateutil import easter
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.events.models import Event
from forum.results import boards, documentation, editing, outcomes, queries, releasing, rules
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.models import ResultCard
from forum.results.outcome_models import FindingKind
from forum.results.outcomes import Standing
from tests import factories, result_factories
from tests.support.clients import Client, submit

STORY = "Herr A., 34, aus Hamm, Duldung"
PLAIN = {"first_place": "", "first_on": None, "due_on": None}


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", day=clock.in_berlin(clock.now()).date())


def standing(answer: str, name: str = "Stadt") -> Standing:
    day = date(2026, 11, 2)
    return Standing(Addressee.CITY, name, DemandStatus.ANSWERED, day, answer=answer)


def test_every_word_beside_a_sentence_is_looked_at(event: Event, organiser: Account) -> None:
    by, second = organiser.id, factories.account(name="Zora Zweit", email="zweit@stadt.example")
    step = result_factories.finding(event, organiser, "Liste.", FindingKind.NEXT_STEP)
    demand = result_factories.finding(event, organiser, "Mehr Kurse.", FindingKind.DEMAND)
    outcomes.plan_step(event.id, step.id, first_action=STORY, **PLAIN, by=by)
    outcomes.address_demand(event.id, demand.id, standing(STORY, "Frau Kahl"), by=by)
    found = {str(one.what) for row in queries.unseen(event.id) for one in row.beside}
    assert found == {"Erste Handlung", "Wer handeln muss", "Antwort"}
    with pytest.raises(Refused, match="Noch offen sind 2"):
        releasing.prepare(event.id, "", by=by)
    for one in (step, demand):
        editing.clear(event.id, one.id, by=by)
    with pytest.raises(Refused, match="frühestens"):
        releasing.prepare(event.id, "", by=by, until=clock.now().date())
    later = clock.in_berlin(clock.now()).date() + timedelta(days=30)
    releasing.prepare(event.id, "", by=by, until=later)
    soon = clock.fixed_at(clock.now() + timedelta(days=20))
    with soon, pytest.raises(Refused, match="noch Einwände"):
        releasing.release(event.id, by=second.id)
    with clock.fixed_at(clock.now() + timedelta(days=31)):
        releasing.release(event.id, by=second.id)
    at_once = (
        lambda **sure: outcomes.plan_step(
            event.id, step.id, first_action=f"{STORY}!", **PLAIN, by=by, **sure
        ),
        lambda **sure: outcomes.address_demand(
            event.id, demand.id, standing(f"{STORY}!"), by=by, **sure
        ),
        lambda **sure: outcomes.add_party(
            event.id, step.id, organisation="Herr Mau", name="", email="", is_lead=True, by=by,
            **sure,
        ),
        lambda **sure: releasing.prepare(event.id, STORY, by=by, **sure),
        lambda **sure: editing.withdraw(event.id, demand.id, STORY, by=by, **sure),
    )  # fmt: skip
    for publish in at_once:
        with pytest.raises(Refused, match="könnte eine Person betreffen") as refused:
            publish()
        assert refused.value.field == "is_about_nobody"
        publish(is_about_nobody=True)


def test_what_was_typed_comes_back_and_a_card_gets_other_words(
    event: Event, organiser: Account, organiser_client: Client
) -> None:
    step = result_factories.finding(event, organiser, "Liste.", FindingKind.NEXT_STEP)
    card = result_factories.card(event.islands[0], STORY)
    desk = "/workspace/events/kim/results"
    values = {"first_action": "Einladen", "first_on": "2027-02-01", "due_on": "2027-01-01"}
    page = submit(organiser_client, f"{desk}/{step.id}", values, button="Schritt speichern")
    assert "nicht erledigt sein" in page.text
    assert page.form(button="Schritt speichern").values["first_action"] == ["Einladen"]
    assert organiser_client.page(desk).links["Anders fassen"] == f"{desk}/cards/{card.id}"
    address = f"{desk}/cards/{card.id}"
    page = submit(organiser_client, address, {"text": ""}, button="Neue Fassung speichern")
    assert "Bitte schreiben Sie zuerst den Satz" in page.text
    for words in ("Menschen mit Duldung warten.", "Menschen warten."):
        submit(organiser_client, address, {"text": words}, button="Neue Fassung speichern")
    db.session.expire_all()
    kept = db.session.get_one(ResultCard, card.id)
    assert (kept.text, kept.raw_text) == ("Menschen warten.", STORY)
    assert (
        "Erste Fassung, bis zur Veröffentlichung: " + STORY in organiser_client.page(address).text
    )


def test_a_backup_only_adds_and_nothing_comes_back_after_the_release(
    event: Event, organiser: Account, organiser_client: Client
) -> None:
    island = event.islands[0]
    capture = boards.begin(island.id)
    token = boards.token_of(capture, boards.HOST)
    for key, values in {
        "a": {"text": "Der Satz vom Tisch"},
        "b": {"text": "Weg damit", "removed_at": clock.now()},
        "c": {"text": "Anderswo", "island_id": event.islands[1].id},
    }.items():
        result_factories.card(island, **{"key": key, **values})
    said = {"a": "Ein älterer Satz", "b": "Weg damit", "c": "Anderswo", "d": "Neu", "e": "Weg"}
    file = {
        "format": "praxisforum-cards/1",
        "island": island.id,
        "cards": [
            {"id": key, "column": "challenge", "text": text, "base": 1, "removed": key == "e"}
            for key, text in said.items()
        ],
    }

    def read_in() -> str:
        content = (io.BytesIO(json.dumps(file).encode()), "insel.json")
        address = "/workspace/events/kim/results/live/backup"
        return submit(organiser_client, address, {"file": content}).text

    text = read_in()
    assert "1 Karte wurde aufgenommen. 1 war schon hier. 2 sind auf dem Gerät oder hier" in text
    assert "1 gehört zu einer anderen Insel und wurde abgelehnt" in text
    assert "„Der Satz vom Tisch“. In der Datei: „Ein älterer Satz“" in text
    assert "Es wurde keine Karte aufgenommen. 2 waren schon hier." in read_in()
    cards = db.session.scalars(select(ResultCard).order_by(ResultCard.id)).all()
    assert [(one.key, one.text, one.other_text) for one in cards] == [
        ("a", "Der Satz vom Tisch", None), ("b", "Weg damit", None), ("c", "Anderswo", None),
        ("d", "Neu", None),
    ]  # fmt: skip
    assert boards.get(token, boards.HOST).island_id == island.id
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    host = factories.host(island)
    result_factories.finding(event, organiser, "Kürzere Wege.")
    releasing.prepare(event.id, "", by=organiser.id)
    releasing.answer(host, finding_id=None)
    releasing.release(event.id, by=second.id)
    assert documentation.find(event) is not None
    with pytest.raises(NotFound, match="veröffentlicht"):
        boards.get(token, boards.HOST)
    assert "erste Fassungen sind damit gelöscht" in read_in()


@given(st.dates(date(2000, 1, 1), date(2200, 12, 31)))
def test_the_term_is_five_working_days_without_the_holidays_of_all_states(day: date) -> None:
    sunday = easter.easter(day.year)
    moving = {sunday + timedelta(days=days) for days in (-2, 1, 39, 50)}
    assert moving <= rules.holidays(day.year)
    assert len(rules.holidays(day.year)) in {8, 9}  # Ascension Day may be the first of May
    last = rules.last_day(day)
    between = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
    working = [one for one in between if one.weekday() < 5 and one not in rules.holidays(one.year)]
    assert len(working) == rules.WORKING_DAYS
    assert working[-1] == last
