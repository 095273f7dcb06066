"""The organisers' pages of the register: what they show, follow, and cost."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import python_calamine
from flask import Flask

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import db
from forum.contacts import queries as contacts
from forum.organisations import merging, pairing, queries, service, suggesting, wording
from forum.organisations.models import Sector, Status
from forum.people import contact_persons
from forum.registration import places, seating
from forum.registration import queries as registrations
from forum.registration.models import State
from forum.workspace import register_queries
from tests import factories
from tests.support.clients import Client, submit
from tests.support.queries import Counter

LIST = "/workspace/organisations"


def test_the_list_counts_merged_entries_together_and_goes_into_files(
    ctx: Flask, organiser: Account, organiser_client: Client
) -> None:
    over, ahead = factories.event(day=factories.in_weeks(-60)), factories.event()
    one, other = factories.organisation("=AWO Hagen"), factories.organisation("Arbeiterwohlfahrt")
    factories.organisation("Stadt Hagen", sector=Sector.ADMINISTRATION)
    away = factories.organisation("Diakonie Hagen", sector=Sector.COMPANY)
    factories.registration(over, where=away)
    left = factories.registration(over, where=one)
    right = factories.registration(ahead, where=other)
    merging.merge(one.id, other.id, by=organiser.id)
    for entry in (left, right):
        assert entry.affiliation_id is not None
        contact_persons.name(entry.affiliation_id)
    page = organiser_client.page(f"{LIST}?words=arbeiterwohl")
    assert "=AWO Hagen" in page.text
    assert "Stadt Hagen" not in page.text
    (line,) = register_queries.all_lines(register_queries.Filter(words="arbeiter"))
    assert (line.numbers.people, line.numbers.contacts) == (2, 2)
    assert line.numbers.last_came == over.starts_at
    assert register_queries.count_looks() == {"one_contact": 0, "successor": 0, "away": 1}
    assert "Diakonie Hagen" in organiser_client.page(f"{LIST}?look=away").text
    text = organiser_client.get(f"{LIST}/list.csv").data.decode("utf-8-sig")
    assert [row.split(";")[0] for row in text.splitlines()[1:]] == [
        "'=AWO Hagen",
        away.name,
        "Stadt Hagen",
    ]
    content = io.BytesIO(organiser_client.get(f"{LIST}/list.xlsx").data)
    rows = python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["=AWO Hagen", away.name, "Stadt Hagen"]
    sectors = {one.sector: one for one in register_queries.sectors()}
    assert sectors[Sector.WELFARE].organisations == 1
    assert sectors[Sector.WELFARE].people == 2
    assert "V – " in organiser_client.page(f"{LIST}/sectors").text


def test_limits_plans_and_lists_follow_a_merge(ctx: Flask, organiser: Account) -> None:
    event = factories.event()
    one, other = factories.organisation("Jobcenter Hagen"), factories.organisation("JC Hagen")
    first = factories.registration(event, where=one)
    second = factories.registration(event, where=other)
    for who in (first, second):
        factories.consent(who)
    merging.merge(one.id, other.id, by=organiser.id)
    db.session.expire_all()
    assert seating.group_of(second) == (Sector.WELFARE, one.id)
    _limits, taken, _is_waited = places.limits_of(db.session(), event)
    assert taken.organisations == {one.id: 2}
    assert {entry.organisation for entry in contacts.entries(event.id)} == {"Jobcenter Hagen"}
    assert list(registrations.organisation_names()) == ["Jobcenter Hagen"]


def test_a_forum_shows_the_name_of_its_day(ctx: Flask, organiser_client: Client) -> None:
    over, ahead = factories.event(day=factories.in_weeks(-20)), factories.event()
    one = factories.organisation("Arbeitsamt Hagen")
    past, future = (factories.registration(event, where=one) for event in (over, ahead))
    day = clock.in_berlin(clock.now()).date()
    page = submit(
        organiser_client,
        f"{LIST}/{one.id}/rename",
        {"name": "Agentur für Arbeit Hagen", "since": day.isoformat()},
    )
    assert "hieß damals Arbeitsamt Hagen" in page.text
    db.session.expire_all()
    assert registrations.organisation_of(past) == "Arbeitsamt Hagen"
    assert registrations.organisation_of(future) == "Agentur für Arbeit Hagen"
    assert suggesting.knows("arbeitsamt hagen")
    page = submit(organiser_client, f"{LIST}/{one.id}/rename", {"name": "X", "since": "2020-01-01"})
    assert "schon nach diesem Tag geändert" in page.text


def test_who_is_protected_stands_on_no_page_of_the_register(
    ctx: Flask, organiser_client: Client
) -> None:
    one = factories.organisation("Frauenhaus Hagen e. V.")
    who = factories.person("Vera", "Verborgen")
    factories.registration(factories.event(), who=who, where=one, is_protected=True)
    factories.registration(factories.event(), where=one, state=State.CHECKED_IN)
    page = organiser_client.page(f"{LIST}/{one.id}")
    assert "Verborgen" not in page.text.partition("Personen")[0]


def test_the_dictionary_decides_from_then_on(ctx: Flask, organiser_client: Client) -> None:
    one, other = factories.organisation("QZX Hagen"), factories.organisation("Quartierszeug Hagen")
    pairing.find()
    assert suggesting.judge(one.name, other.name).kind == "different"
    page = submit(organiser_client, f"{LIST}/dictionary", {"short": "–", "meaning": "?"})
    assert "mindestens einen Buchstaben" in page.text
    submit(organiser_client, f"{LIST}/dictionary", {"short": "QZX", "meaning": "Quartierszeug"})
    assert other.id in [found.id for found in suggesting.candidates(one.name, limit=5)]
    assert suggesting.judge(one.name, other.name).kind == "same"
    wording.remove(queries.terms()[0].id)
    assert [found.id for found in suggesting.candidates(one.name, limit=5)] == [one.id]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_no_page_costs_more_because_the_register_is_larger(
    ctx: Flask, organiser_client: Client, count_queries: Counter
) -> None:
    event = factories.event()
    leading = factories.organisation("Caritas Hagen")
    found = []
    for number in (3, 12):
        for n in range(number):
            where = factories.organisation(f"CV Hagen {number}{n}")
            one = factories.registration(event, where=where)
            assert one.affiliation_id is not None
            contact_persons.name(one.affiliation_id)
            factories.registration(event, where=leading)
        factories.plan(event, {one: tuple(event.islands[:3])}, number=number)
        pairing.find()
        counted = []
        for path in ("", "?look=one_contact", "/list.csv", "/sectors", f"/{leading.id}", "/inbox"):
            organiser_client.get(f"{LIST}{path}")
            with count_queries() as statements:
                assert organiser_client.get(f"{LIST}{path}").status_code == 200
            counted.append(len(statements))
        found.append(counted)
    assert found[0] == found[1]
    assert max(found[0]) <= 19


def test_merging_by_hand_shows_what_moves_and_is_taken_back(
    ctx: Flask, organiser_client: Client
) -> None:
    event = factories.event()
    one = factories.organisation("Diakonie Hagen", place="Hagen")
    other = factories.organisation("Diakonisches Werk Hagen", place="Hagen-Mitte")
    alma = factories.person("Alma", "Anders")
    factories.registration(event, who=alma, where=one)
    factories.registration(factories.event(), who=alma, where=other)
    page = organiser_client.page(f"{LIST}/{one.id}/merge")
    assert other.name in page.text
    address = f"{LIST}/{one.id}/merge/{other.id}"
    page = organiser_client.page(address)
    assert "Alma Anders arbeitet bei beiden" in page.text
    assert "Der Ort: einmal „Hagen“, einmal „Hagen-Mitte“" in page.text
    assert "Bitte wählen Sie" in submit(organiser_client, address, {"leading": "99"}).text
    submit(organiser_client, address, {"leading": str(other.id)})
    db.session.expire_all()
    assert (one.merged_into_id, other.status) == (other.id, Status.CONFIRMED)
    page = organiser_client.page(f"{LIST}/{one.id}")
    assert page.url == f"{LIST}/{other.id}"
    submit(organiser_client, f"{LIST}/{one.id}", button="Rückgängig machen : Diakonie Hagen")
    with clock.fixed_at(clock.now() + timedelta(days=1)):
        service.confirm(one.id)
    db.session.expire_all()
    assert one.merged_into_id is None
