"""Results at the desk, in the hands of the island's team and in public: with axe and on a phone."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.base import clock, database
from forum.events import queries as events
from forum.events.models import Event
from forum.results import outcomes, releasing
from forum.results.commitment_models import Progress
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from forum.results.outcomes import Standing
from forum.site import service as site
from tests import factories, result_factories
from tests.support.browser import Live
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SENTENCES = {
    FindingKind.GOOD_PRACTICE: "Das Quartiersmanagement geht beim Einzug mit in die Wohnung.",
    FindingKind.NEED_FOR_ACTION: "Eine feste Ansprechperson vom Mietangebot bis zum Einzug.",
    FindingKind.CHALLENGE: "Große Familien finden kaum Wohnungen mit vier Zimmern.",
    FindingKind.NEXT_STEP: "Checkliste für den Umzug abstimmen.",
    FindingKind.DEMAND: "Mietbescheinigungen innerhalb von zwei Wochen.",
}


def look(who: Person, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    who.opens(path)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDER) is False, path


def found(event: Event, by: int) -> dict[FindingKind, Finding]:
    """A finding of each kind; the step has begun, the demand waits for its answer."""
    account = factories.account(name="Ina Eins", email="eins@stadt.example")
    made = {
        kind: result_factories.finding(event, account, text, kind, event.islands[3])
        for kind, text in SENTENCES.items()
    }
    step, demand = made[FindingKind.NEXT_STEP], made[FindingKind.DEMAND]
    outcomes.add_party(
        event.id, step.id, organisation="Jobcenter", name="", email="", is_lead=True, by=by
    )
    with database.transaction() as session:
        party = session.get_one(Finding, step.id).commitment.parties[0]
        party.confirmed_at, party.progress = clock.now(), Progress.RUNS
    standing = Standing(
        Addressee.CITY, "Stadt, Fachbereich Soziales", DemandStatus.HANDED_OVER, date(2026, 11, 2)
    )
    outcomes.address_demand(event.id, demand.id, standing, by=by)
    return made


def test_from_the_desk_to_everybody(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        factories.event(slug="leer")
        host = factories.host(event.islands[3])
        oda = account_service.make_link("o@stadt.example", name="Oda")
        made = found(event, oda.account_id)
        draft = f"{events.host_link(host)}/results"
        releasing.prepare(event.id, "", by=oda.account_id)
        releasing.answer(host, finding_id=None)
        second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
        releasing.release(event.id, by=second.id)
        result_factories.finding(event, second, "Herr A., 34, aus Hamm, wartet seit Mai.")
        address = accounts.address_of(oda)
        step, demand = made[FindingKind.NEXT_STEP].id, made[FindingKind.DEMAND].id
    who = Person(page, live.url, set())
    look(who, page, "/events/kim/results")
    look(who, page, "/events/kim/results/3")
    look(who, page, draft.removeprefix(live.url))
    who.opens(address)
    page.locator("main button").first.click()
    desk = "/workspace/events/kim/results"
    for path in ("", f"/{step}", f"/{demand}", "/6", "/new", "/release/prepare", "/1/withdraw"):
        look(who, page, desk + path)
    look(who, page, "/workspace/events/leer/results")
    look(who, page, f"{desk}/new")
    who.presses("Befund ergänzen")
    who.sees("Bitte schreiben Sie einen Satz")
