"""Papers as files: parts, the table, everybody's own card, and what they cost."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from forum.base import languages
from forum.base.database import db
from forum.events.models import Event
from forum.islands import drafting, paper_data, papers, publishing, queries
from forum.registration import entrance
from forum.registration import queries as registrations
from forum.registration.models import Purpose, State
from tests import factories
from tests.support.clients import Client
from tests.support.pdfs import Pdf
from tests.support.printing import PAPERS, coming, opened, seat
from tests.support.queries import Counter

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
KINDS = [*papers.KINDS]
PHOTOS = Purpose.PHOTOS_DOCUMENTATION


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def test_large_forums_print_in_parts(
    event: Event, organiser_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = coming(event, "Ada", "Bo", "Cem")
    seat(event, *people)
    monkeypatch.setattr(papers, "PART", 2)
    labels = [a.text for a in organiser_client.page(PAPERS).main.all("a")]
    assert (labels.count("PDF 1–2"), labels.count("PDF 3–3"), labels.count("PDF")) == (8, 8, 6)
    first, second = (opened(organiser_client, "route-cards-a5", part=part) for part in (1, 2))
    assert ("Ada" in first.text, "Cem" in first.text) == (True, False)
    assert ("Ada" in second.text, "Cem" in second.text) == (False, True)
    for name in ("route-cards-a5-3", "route-cards-a5-0", "lists-2"):
        assert organiser_client.get(f"{PAPERS}/1/de/{name}.pdf").status_code == 404


def test_the_table_says_the_same_and_formulas_stay_text(
    event: Event, organiser_client: Client
) -> None:
    who = factories.person("=1+1", "Ärger")
    one = factories.registration(event, who=who, where=factories.organisation("@Werk"))
    late = factories.registration(event, who=factories.person("Bo", "Zett"))
    seat(event, one)
    answer = organiser_client.get(f"{PAPERS}/1/de/routes.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Name", "Organisation", "Runde 1, 10:45 bis 11:25 Uhr"]
    themes = ["A – Aufenthalt", "B – Arbeit", "C – Deutscherwerb"]
    assert rows[1][:5] == ["'=1+1 Ärger", "'@Werk", *themes]
    assert rows[1][5].startswith("Plan 1, Stand ")
    assert rows[2][:5] == ["Bo Zett", registrations.organisation_of(late), "", "", ""]


def test_everybody_gets_their_own_card(event: Event, client: Client) -> None:
    ada, bo = coming(event, "Ada", "Bo")
    late = coming(event, "Cem")[0]
    token = registrations.token_of(ada)
    assert client.get(f"/my/{token}/route-card.pdf").status_code == 404
    seat(event, ada, bo)
    answer = client.get(client.page(f"/my/{token}").links["Laufzettel als PDF"])
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    pdf = Pdf(answer.data)
    assert len(pdf.pages) == 1
    assert ("Ada" in pdf.text, "Bo" in pdf.text) == (True, False)
    assert client.get(f"/my/{registrations.token_of(late)}/route-card.pdf").status_code == 404
    bo.state = State.CANCELLED
    db.session.commit()
    assert client.get(f"/my/{registrations.token_of(bo)}/route-card.pdf").status_code == 404
    own = paper_data.gather_own(ada, queries.get_plan(event.id, 1))
    assert own.people[0].address == entrance.address_of(ada)


def test_what_cannot_be_printed_is_no_failure(event: Event, organiser_client: Client) -> None:
    seat(event, *coming(event, "张伟"))
    assert "Was nicht gedruckt werden konnte" in opened(organiser_client, "badges-wide").pages[-1]


def test_more_people_cost_no_more_queries(
    event: Event, organiser_client: Client, count_queries: Counter
) -> None:
    paths = [f"/{{plan}}/de/{kind}-1.pdf" for kind in KINDS]
    paths += ["", "/{plan}", "/{plan}/en/routes.csv"]
    counted = []
    for number in (3, 12):
        for one in coming(event, *(f"Ada{number}-{n}" for n in range(number))):
            factories.consent(one, PHOTOS)
        plan = drafting.make_plan(event.id, seed=1, made_by="Oda")
        publishing.publish(plan.id)
        sent = {}
        for path in paths:
            with count_queries() as statements:
                assert (
                    organiser_client.get(PAPERS + path.format(plan=plan.number)).status_code == 200
                )
            sent[path] = len(statements)
        counted.append(sent)
    assert counted[0] == counted[1]
    assert max(counted[0].values()) <= 14


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_languages_do_not_leak(event: Event, language: str) -> None:
    plan = seat(event, *coming(event, "Ada"))
    papers.write(event, plan, kind="door-signs", language=language)
    assert languages.current() == languages.DEFAULT
