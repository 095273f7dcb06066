"""A forum opens with what became of the one before it."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from forum.accounts.models import Account
from forum.base import clock, database
from forum.results import outcomes, queries, releasing
from forum.results.commitment_models import Progress
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from forum.results.outcomes import Standing
from tests import factories, result_factories
from tests.support.clients import Client


def test_the_next_forum_opens_with_the_last_one(
    ctx: Flask, organiser: Account, client: Client
) -> None:
    last = factories.event(slug="letztes", series="kim", day=factories.in_weeks(-3))
    factories.event(slug="naechstes", series="kim")
    open_, runs = (
        result_factories.finding(last, organiser, text, FindingKind.NEXT_STEP)
        for text in ("Niemand hat es.", "Liste abstimmen.")
    )
    demand = result_factories.finding(last, organiser, "Mehr Kurse.", FindingKind.DEMAND)
    add = {"name": "", "email": "", "is_lead": True, "by": organiser.id}
    outcomes.add_party(last.id, runs.id, organisation="Jobcenter", **add)
    handed = Standing(Addressee.CITY, "Stadt", DemandStatus.HANDED_OVER, date(2026, 11, 2))
    outcomes.address_demand(last.id, demand.id, handed, by=organiser.id)
    before = "/events/naechstes/before"
    assert client.get(before).status_code == 404
    releasing.prepare(last.id, "", by=organiser.id)
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    with clock.fixed_at(clock.now() + timedelta(days=20)):
        releasing.release(last.id, by=second.id)
    with database.transaction() as session:
        party = session.get_one(Finding, runs.id).commitment.parties[0]
        party.confirmed_at, party.progress = clock.now(), Progress.RESTS
    page = client.page(before)
    assert page.heading == "Was aus dem letzten Forum wurde"
    for text in ("ruht", "offen – noch niemand zuständig", "weitergeleitet, noch keine Antwort"):
        assert text in page.text
    assert open_.text in page.text
    assert queries.find_before(last) is None
    assert client.get("/events/letztes/before").status_code == 404
