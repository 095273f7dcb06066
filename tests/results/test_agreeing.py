"""What an island agrees on stands beside the sentence it answers, and neither is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.cooperation import rules as cooperation
from forum.cooperation.models import Occasion
from forum.events import queries as events
from forum.results import (
    agreeing,
    boards,
    documentation,
    drafting,
    queries,
    releasing,
    rules,
    teams,
)
from forum.results.agreeing import Request, Step
from forum.results.capture_models import Phase
from forum.results.demand_models import Addressee
from forum.results.models import CardColumn, CardGroup
from forum.results.outcome_models import FindingKind
from forum.results.teams import Member
from tests import factories, result_factories
from tests.support.clients import Client, submit


def agree(group: CardGroup, text: str) -> None:
    step = Step(text, "Ein Treffen", due_on=date(2099, 1, 31), organisation="AWO")
    agreeing.agree_step(group.island_id, group.id, step)


def test_a_group_keeps_its_own_sentence_beside_what_was_agreed_on(
    ctx: Flask, organiser: Account, organiser_client: Client
) -> None:
    event = factories.event(slug="kim", day=factories.in_weeks(-1))
    island = event.islands[0]
    hard = result_factories.group(
        island, "Fahrten kosten zu viel.", "eins", column=CardColumn.CHALLENGE, dots=2
    )
    need = result_factories.group(island, "Briefe sind unverständlich.", "zwei")
    step = result_factories.group(island, "Wir treffen uns.", column=CardColumn.NEXT_STEP)
    for _again in range(2):
        agree(hard, "Ein gemeinsamer Topf zahlt Fahrten.")
        agree(step, "Wir treffen uns.")
        agreeing.agree_demand(
            island.id, need.id, Request("Briefe werden einfach.", Addressee.CITY, "Stadt")
        )
    assert drafting.untaken(event.id).groups == 2
    assert [drafting.take_over(event.id, by=organiser.id) for _again in range(2)] == [2, 0]
    drafted = {one.finding.text: one for one in queries.desk(event.id)}
    kinds = {text: one.finding.kind for text, one in drafted.items()}
    assert kinds == {
        "Fahrten kosten zu viel.": FindingKind.CHALLENGE,
        "Ein gemeinsamer Topf zahlt Fahrten.": FindingKind.NEXT_STEP,
        "Briefe sind unverständlich.": FindingKind.NEED_FOR_ACTION,
        "Briefe werden einfach.": FindingKind.DEMAND,
        "Wir treffen uns.": FindingKind.NEXT_STEP,
    }
    beside = {text: [other.text for other in one.related] for text, one in drafted.items()}
    assert beside["Fahrten kosten zu viel."] == ["Ein gemeinsamer Topf zahlt Fahrten."]
    assert beside["Briefe werden einfach."] == ["Briefe sind unverständlich."]
    assert beside["Wir treffen uns."] == []
    first = drafted["Fahrten kosten zu viel."].finding.id
    page = organiser_client.page(f"/workspace/events/kim/results/{first}")
    assert "Ein gemeinsamer Topf zahlt Fahrten." in page.links
    desk = organiser_client.page("/workspace/events/kim/results")
    assert "AWO (wird drei Tage nach der Veröffentlichung gefragt)" in desk.text
    releasing.prepare(event.id, "", by=organiser.id)
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    with clock.fixed_at(clock.now() + timedelta(days=9)):
        releasing.release(event.id, by=second.id)
    found = documentation.find(event)
    assert found is not None
    about = {line.text: line.about for line in found.lines}
    codes = {line.text: line.code for line in found.lines}
    assert about["Ein gemeinsamer Topf zahlt Fahrten."] == codes["Fahrten kosten zu viel."]
    assert about["Fahrten kosten zu viel."] == ""
    (line,) = (one for one in found.lines if one.text.startswith("Ein gemeinsamer"))
    assert (line.who, line.due) == ("", "")
    with pytest.raises(Refused, match="Organisierenden"):
        agree(step, "Anders.")


def test_people_are_asked_when_the_pages_say() -> None:
    assert cooperation.CONFIRM_AFTER[Occasion.CONFIRM] == rules.ASKED_AFTER
    assert rules.asked_on(clock.now(), None) is None


def test_teams_without_an_address_are_told_by_the_organisers_and_see_the_draft(
    ctx: Flask, organiser: Account, organiser_client: Client, client: Client
) -> None:
    event = factories.event(slug="kim")
    written = factories.host(event.islands[0], name="Ada Adresse")
    told = factories.host(event.islands[0], name="Olga Ohne", email="")
    other = factories.host(event.islands[1], name="Nora Nebenan", email="")
    result_factories.finding(event, organiser, "Kürzere Wege.", island=event.islands[0])
    assert [one.id for one in teams.without_address(event.id)] == [told.id]
    own = events.host_link(told)
    assert "Entwurf ansehen" not in client.page(own).links
    desk = "/workspace/events/kim/results"
    page = submit(organiser_client, f"{desk}/release/prepare", button="Fassung vorbereiten")
    assert "1 Person der Inselteams hat keine E-Mail-Adresse" in page.text
    assert "Entwurf ansehen" in client.page(own).links
    assert "Entwurf ansehen" not in client.page(events.host_link(other)).links
    page = organiser_client.page(f"{desk}/release/teams/{told.id}")
    token = page.form(button="Diese Person weiß Bescheid").filled_in({})
    assert "Kürzere Wege." in page.text
    for _again in range(2):
        organiser_client.post(f"{desk}/release/teams/{told.id}", data=token)
    prepared = queries.find_prepared(event.id)
    assert prepared is not None
    db.session.expire_all()
    found = teams.members(prepared)
    assert {(one.host.id, one.must_be_told, bool(one.told_at)) for one in found} == {
        (written.id, False, False),
        (told.id, False, True),
    }
    assert Member(written, None, is_back=True, told_at=None).must_be_told


def test_wrong_hands_come_back_and_dots_end_with_the_weighing(ctx: Flask, client: Client) -> None:
    event = factories.event(slug="kim", day=clock.in_berlin(clock.now()).date())
    group = result_factories.group(event.islands[0], "Fahrten kosten zu viel.", "eins")
    capture = boards.begin(event.islands[0].id)
    boards.set_phase(capture.island_id, Phase.WEIGH)
    host, table = (boards.address_of(capture, one) for one in (boards.HOST, boards.TABLE))
    name, button = f"group-{group.id}", "Handzeichen übernehmen"
    page = submit(client, host, {name: "drei"}, button=button)
    assert "Es ist noch nichts übernommen" in page.text
    assert page.form(button=button).filled_in({})[name] == ["drei"]
    assert "sind übernommen" in submit(client, host, {name: "7"}, button=button).text
    page = submit(client, table, {f"dots-{group.key}": "2"}, button="Punkte vergeben")
    assert "Ihre Punkte sind vergeben" in page.text
    boards.set_phase(capture.island_id, Phase.AGREE)
    assert "Ihre drei Punkte" not in client.page(table).headings
    assert db.session.get_one(CardGroup, group.id).hands == 7
