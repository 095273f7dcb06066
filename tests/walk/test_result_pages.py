"""Results at the desk, in the hands of the island's team and in public: with axe and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.base import clock, database
from forum.base.database import db
from forum.cooperation import queries as cooperation
from forum.events import queries as events
from forum.events.models import Event
from forum.feedback import queries as feedback
from forum.feedback import service as asking
from forum.feedback.models import Choice
from forum.registration import queries as registrations
from forum.results import boards, outcomes, releasing
from forum.results.capture_models import Phase
from forum.results.commitment_models import Progress
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from forum.results.outcomes import Standing
from forum.results.release_models import Objection
from forum.site import service as site
from tests import factories, result_factories
from tests.support.browser import Live
from tests.walk.steps import Person
from tests.walk.test_keyboard import Keyboard

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


def at_the_table(event: Event) -> dict[str, str]:
    """An island of today with a card in a group to weigh; the pages of its table and its team."""
    capture = boards.begin(event.islands[0].id)
    result_factories.group(event.islands[0], "Lange Wege kosten alle Kraft", "Zu weit", dots=2)
    boards.set_phase(capture.island_id, Phase.WEIGH)
    return {one: boards.address_of(capture, one) for one in (boards.TABLE, boards.HOST)}


def pages_afterwards(event: Event) -> list[str]:
    """What a participant follows and how often they hear; the questions about a forum that is
    over, of whose answers five can be seen and a sixth not."""
    over = factories.event(slug="vorbei", day=factories.in_weeks(-3))
    links = [feedback.link_for(factories.registration(over)) for _ in range(7)]
    for link in links[:6]:
        answers = {1: Choice.RATHER, 2: Choice.NOT, 3: "Mehr Zeit an den Inseln."}
        asking.answer(over, link.rpartition("/")[2], answers)
    mine = f"/my/{registrations.token_of(factories.registration(event))}"
    return [f"{mine}/outcomes", f"{mine}/messages", links[6], "/events/vorbei/feedback/thanks"]


@dataclass(frozen=True)
class Ready:
    """What is published and prepared, and the addresses of those who look at it."""

    draft: str
    sign_in: str
    table: str
    owners: list[str]
    participants: list[str]
    step: int
    demand: int
    card: int
    objection: int


def prepare(live: Live) -> Ready:
    """A version that is published, another that an island team objects to, and a table of today."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim", series="kim")
        factories.event(slug="leer")
        table = at_the_table(factories.event(day=clock.in_berlin(clock.now()).date()))
        host = factories.host(event.islands[3])
        oda = account_service.make_link("o@stadt.example", name="Oda")
        made = found(event, oda.account_id)
        step = made[FindingKind.NEXT_STEP].id
        add = {"name": "Kim", "email": "k@stadt.example", "is_lead": False, "by": oda.account_id}
        outcomes.add_party(event.id, step, organisation="Wortbrücke", **add)
        card = result_factories.card(event.islands[3], "Herr A., 34, aus Hamm").id
        releasing.prepare(event.id, "", by=oda.account_id)
        releasing.answer(host, finding_id=step, text="Das war anders gemeint.")
        objection = db.session.scalars(select(Objection.id)).one()
        releasing.settle(event.id, objection, "Neu gefasst.", by=oda.account_id)
        releasing.answer(host, finding_id=None)
        second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
        releasing.release(event.id, by=second.id)
        result_factories.finding(event, second, "Herr A., 34, aus Hamm, wartet seit Mai.")
        parties = db.session.get_one(Finding, step).commitment.parties
        return Ready(
            draft=f"{events.host_link(host)}/results",
            sign_in=accounts.address_of(oda),
            table=table[boards.TABLE],
            participants=pages_afterwards(event),
            owners=[f"/next-steps/{cooperation.token_of(party)}" for party in parties],
            step=step,
            demand=made[FindingKind.DEMAND].id,
            card=card,
            objection=objection,
        )


def test_from_the_desk_to_everybody(live: Live, page: Page) -> None:
    ready = prepare(live)
    who = Person(page, live.url, set())
    for path in ("/events/kim/results", "/events/kim/results/3", ready.draft, ready.table):
        look(who, page, path.removeprefix(live.url))
    for path in ready.participants:
        look(who, page, path.removeprefix(live.url))
    confirmed, asked = ready.owners
    for path in (confirmed, asked, f"{asked}/decline", f"{asked}/hand-over"):
        look(who, page, path)
    by_keys = Keyboard(page, live.url)
    by_keys.opens(asked)
    by_keys.enters("Ja, wir übernehmen das")
    who.sees("Es ist in Arbeit")
    by_keys.opens(f"{asked}/hand-over")
    by_keys.types("Wer es jetzt verantwortet", "Noa Neu")
    by_keys.types("E-Mail-Adresse", "neu@stadt.example")
    by_keys.enters("Übergeben")
    who.looks()
    who.opens(ready.sign_in)
    page.locator("main button").first.click()
    desk = "/workspace/events/kim/results"
    inside = ("", f"/{ready.step}", f"/{ready.demand}", "/6", "/new", "/release/prepare")
    more = ("/1/withdraw", "/6/drop", f"/cards/{ready.card}", "/live", "/live/backup")
    on_paper = ("/live/4/type", "/live/4/flip-charts", f"/release/objections/{ready.objection}")
    for path in (*inside, *more, *on_paper):
        look(who, page, desk + path)
    feedback_pages = ("kim/feedback", "vorbei/feedback", "kim/feedback/questions")
    for path in ("kim/cooperation", "leer/results", *feedback_pages):
        look(who, page, f"/workspace/events/{path}")
    look(who, page, f"{desk}/new")
    who.presses("Befund ergänzen")
    who.sees("Bitte schreiben Sie einen Satz")
    by_keys.opens(f"{desk}/{ready.step}")
    by_keys.types("Erste Handlung", "Frau Kahl, 34, aus Hamm einladen")
    by_keys.enters("Schritt speichern")
    who.looks()
    by_keys.ticks("Ich habe es geprüft: Es geht um keine einzelne Person")
    by_keys.enters("Schritt speichern")
    who.sees("Der nächste Schritt wurde geändert")
