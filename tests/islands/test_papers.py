"""The papers of a plan: where they are found, what stands on them, and for whom."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.events.models import Event
from forum.islands import paper_data, papers, queries
from forum.registration import entrance, needs
from forum.registration.details import Needs
from forum.registration.models import Decision, Purpose, State
from forum.registration.person_models import Need
from tests import factories
from tests.support.clients import Client
from tests.support.pdfs import squeezed
from tests.support.printing import PAPERS, coming, opened, seat

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
KINDS = [*papers.KINDS]
WITH_NAMES = [kind for kind in KINDS if kind != "door-signs"]
PHOTOS = Purpose.PHOTOS_DOCUMENTATION


@pytest.fixture
def event(ctx: Flask) -> Event:
    made = factories.event(slug="kim")
    made.islands[1].theme_en = "Work"
    db.session.commit()
    return made


def test_before_a_plan_is_published_the_page_says_how(
    event: Event, organiser_client: Client
) -> None:
    seat(event, *coming(event, "Ada"), published=False)
    page = organiser_client.page(PAPERS)
    assert "Es ist noch kein Plan freigegeben." in page.text
    assert "Papiere von Plan" not in organiser_client.page("/workspace/events/kim/plan").text


def test_every_paper_is_found_from_the_plan_in_both_languages(
    event: Event, organiser_client: Client, reader_client: Client
) -> None:
    seat(event, *coming(event, "Ada"))
    plan = organiser_client.page("/workspace/events/kim/plan")
    page = organiser_client.page(plan.links["Papiere von Plan 1 drucken"])
    assert page.heading == "Papiere des Tages"
    links = [
        a.attributes["href"] for a in page.main.all("a") if "/papers/1/" in a.attributes["href"]
    ]
    assert len(links) == 2 * (len(KINDS) + 1)
    assert {reader_client.get(link).status_code for link in links} == {200}
    assert len(
        {a.attributes["aria-label"] for a in page.main.all("a") if "aria-label" in a.attributes}
    ) == len(links)


def test_an_overtaken_plan_says_which_one_counts(event: Event, organiser_client: Client) -> None:
    people = coming(event, "Ada")
    seat(event, *people)
    seat(event, *people, number=2)
    seat(event, *people, number=3, published=False)
    assert "Inzwischen ist Plan 2 freigegeben" in organiser_client.page(f"{PAPERS}/1").text
    assert "überholt" not in organiser_client.page(PAPERS).text
    assert "Plan 2, Stand" in organiser_client.page(PAPERS).text
    assert "Plan 3 ist ein Entwurf" in organiser_client.page(f"{PAPERS}/3").text
    assert "Entwurf von Plan 3" in opened(organiser_client, "lists", number=3).text


@pytest.mark.parametrize("kind", KINDS)
def test_every_sheet_carries_the_number_of_its_plan(
    kind: str, event: Event, organiser_client: Client
) -> None:
    people = coming(event, "Ada", "Bo", "Cem")
    seat(event, *people)
    seat(event, *people, number=2)
    german = opened(organiser_client, kind, number=2)
    assert [p for p in german.pages if "Plan2,Stand" not in squeezed(p)] == []
    english = opened(organiser_client, kind, number=2, language="en")
    assert [p for p in english.pages if "Plan2,asof" not in squeezed(p)] == []
    assert (german.language, english.language) == ("de", "en")
    assert ("Arbeit" in english.text, "Work" in english.text) == (
        (True, True)
        if kind in {"door-signs", "emergency-folder"}
        else (False, "badges" not in kind)
    )
    assert german.title.startswith(str(papers.KINDS[kind].name))


@pytest.mark.parametrize("kind", WITH_NAMES)
def test_only_who_comes_stands_on_it_with_nothing_else_about_them(
    kind: str, event: Event, organiser_client: Client
) -> None:
    ada, gone = coming(event, "Ada", "Gonzalo")
    elsewhere = factories.event(slug="elsewhere")
    stranger = coming(elsewhere, "Strania")[0]
    seat(elsewhere, stranger)
    ada.phone = "0170 5551234"
    db.session.commit()
    needs.replace(ada.id, Needs({Need.DIET: "vegetarisch"}, is_agreed=True))
    hidden = factories.registration(event, who=factories.person("Gast", "17"), is_protected=True)
    seat(event, ada, gone, hidden)
    gone.state = State.CANCELLED
    db.session.commit()
    text = opened(organiser_client, kind).text
    assert "Ada" in text
    assert "Gast 17" in text
    for word in ("Gonzalo", "Strania", "0170", "vegetarisch", "@", "post.example"):
        assert word not in text


def test_a_plan_of_another_forum_is_not_found(event: Event, organiser_client: Client) -> None:
    elsewhere = factories.event(slug="elsewhere")
    seat(elsewhere, *coming(elsewhere, "Strania"), number=7)
    for path in (
        "7",
        "7/de/lists-1.pdf",
        "7/de/routes.csv",
        "1/de/lists-1.pdf",
        "7/fr/lists-1.pdf",
    ):
        assert organiser_client.get(f"{PAPERS}/{path}").status_code == 404


def test_papers_are_for_organisers(event: Event, client: Client) -> None:
    seat(event, *coming(event, "Ada"))
    for path in ("", "/1", "/1/de/lists-1.pdf", "/1/de/routes.csv"):
        answer = client.get(PAPERS + path)
        assert answer.headers["Location"].startswith("/workspace/sign-in")


def test_who_did_not_agree_to_photos_is_marked(event: Event, organiser_client: Client) -> None:
    yes, never, withdrawn, web = coming(event, "Ada", "Bo", "Cem", "Dana")
    factories.consent(yes, PHOTOS, Decision.REFUSED)
    factories.consent(yes, PHOTOS)
    factories.consent(withdrawn, PHOTOS)
    factories.consent(withdrawn, PHOTOS, Decision.WITHDRAWN)
    factories.consent(web, Purpose.PHOTOS_WEB)
    seat(event, yes, never, withdrawn, web)
    gathered = paper_data.gather(event, queries.get_plan(event.id, 1))
    assert [one.is_photographed for one in gathered.people] == [True, False, False, False]
    badges = opened(organiser_client, "badges-wide").structure
    assert [f.alt for f in badges.all("Figure")].count("Keine Fotos") == 3


def test_the_code_is_the_one_for_the_entrance(event: Event, client: Client) -> None:
    (ada,) = coming(event, "Ada")
    plan = seat(event, ada)
    (person,) = paper_data.gather(event, plan).people
    assert person.address.endswith(entrance.token_of(ada))
    assert client.get(person.address).status_code == 200
