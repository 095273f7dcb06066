"""Which organisation somebody means who registers: asked once, chosen by them, then remembered."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.base import limiting
from forum.base.database import db
from forum.organisations import queries, service
from forum.organisations.models import Organisation, Source, Status
from forum.registration.models import Registration, State
from tests import factories
from tests.support.browser import Live, axe
from tests.support.clients import Client
from tests.support.pages import Page as Read

FORM = "/events/kim/register"
NAME = "Caritasverband Hagen e. V."
CONFIRMED: dict[str, Any] = {"status": Status.CONFIRMED}


def send(client: Client, email: str, organisation: str, **more: str) -> Read:
    """The form as somebody sends it without JavaScript."""
    form = next(one for one in client.page(FORM).forms() if "email" in one.values)
    person = {"first_name": "Mirela", "last_name": f"Sand {email[0]}", "email": email}
    typed = {**person, "organisation": organisation, "sector": "welfare", "contact_list": "y"}
    values = form.filled_in({**typed, **more})
    return Read(client.post(FORM, data=values, follow_redirects=True))


def answer(client: Client, page: Read, said: str) -> Read:
    """Chooses in the form that came back, leaving everything else as it stands there."""
    form = next(one for one in page.forms() if "email" in one.values)
    values = form.filled_in({"organisation_choice": said})
    return Read(client.post(FORM, data=values, follow_redirects=True))


def registered(email: str) -> Registration | None:
    return db.session.scalars(select(Registration).where(Registration.email_key == email)).first()


def test_the_form_asks_once_and_learns_the_spelling(ctx: Flask, client: Client) -> None:
    factories.event(slug="kim", capacity=50)
    known = factories.organisation(NAME, **CONFIRMED)
    page = send(client, "a@post.example", "CV Hagen")
    assert "Meinen Sie eine dieser Organisationen?" in page.text
    assert registered("a@post.example") is None
    form = next(one for one in page.forms() if "email" in one.values)
    kept = {name: form.values[name] for name in ("email", "organisation", "contact_list")}
    assert kept == {
        "email": ["a@post.example"],
        "organisation": ["CV Hagen"],
        "contact_list": ["y"],
    }
    answer(client, page, f"same-{known.id}")
    one = registered("a@post.example")
    assert one is not None
    assert one.affiliation is not None
    assert (one.organisation_typed, one.affiliation.organisation_id) == ("CV Hagen", known.id)
    assert [a.source for a in queries.spellings(known.id)] == [Source.TYPED, Source.CHOSEN]
    send(client, "b@post.example", "cv hagen")
    assert registered("b@post.example") is not None


def test_an_ambiguous_spelling_stays_the_choice_of_one(ctx: Flask, client: Client) -> None:
    """“Caritas” may be any: who chose Hagen once has not chosen for everybody."""
    factories.event(slug="kim", capacity=50)
    known = factories.organisation(NAME, **CONFIRMED)
    answer(client, send(client, "a@post.example", "Caritas"), f"same-{known.id}")
    one = registered("a@post.example")
    assert one is not None
    assert one.affiliation is not None
    assert one.affiliation.organisation_id == known.id
    assert [a.spelling for a in queries.spellings(known.id)] == [NAME]
    page = send(client, "b@post.example", "Caritas")
    assert "Meinen Sie eine dieser Organisationen?" in page.text


@pytest.mark.parametrize(
    ("said", "name", "status"),
    [
        ("part", "Caritas Hagen Suchthilfe", Status.PROPOSED),
        ("new", "Caritas Hagen Suchthilfe", Status.PROPOSED),
        ("without", None, None),
    ],
)
def test_a_part_a_new_one_or_none(
    ctx: Flask, client: Client, said: str, name: str | None, status: Status | None
) -> None:
    factories.event(slug="kim", capacity=50)
    whole = factories.organisation("Caritas Hagen", **CONFIRMED)
    page = send(client, "a@post.example", "Caritas Hagen Suchthilfe")
    answer(client, page, f"part-{whole.id}" if said == "part" else said)
    one = registered("a@post.example")
    assert one is not None
    organisation = one.affiliation and one.affiliation.organisation
    assert (organisation and organisation.name) == name
    assert (organisation and organisation.status) == status
    tied = [(tie.child_id, tie.parent_id) for tie in queries.ties(whole.id)]
    assert tied == ([(organisation.id, whole.id)] if said == "part" and organisation else [])


def test_only_what_was_offered_can_be_chosen(ctx: Flask, client: Client) -> None:
    factories.event(slug="kim", capacity=50)
    factories.organisation(NAME, **CONFIRMED)
    other = factories.organisation("Diakonie Mark-Ruhr", **CONFIRMED)
    page = send(client, "a@post.example", "CV Hagen")
    for said in (f"same-{other.id}", "same-99999", "same-x", "nonsense"):
        page = answer(client, page, said)
        assert "Meinen Sie eine dieser Organisationen?" in page.text
    assert registered("a@post.example") is None
    assert len(queries.spellings(other.id)) == 1


def suggested(client: Client, text: str) -> list[str]:
    form = next(one for one in client.page(FORM).forms() if "email" in one.values)
    token = form.values["csrf_token"][0]
    found = client.post("/organisations/suggest", data={"csrf_token": token, "organisation": text})
    assert found.headers["Cache-Control"] == "no-store"
    assert found.json is not None
    return [one["label"] for one in found.json["options"] if one["value"].startswith("same")]


def test_suggestions_show_what_everybody_may_see_and_no_person(
    ctx: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = factories.event(slug="kim", capacity=50)
    known = factories.organisation(NAME, place="Hagen", **CONFIRMED)
    typed = factories.organisation("Caritas Hagen Betrug")
    gone = factories.organisation("Caritas Hagen Nord", **CONFIRMED)
    factories.registration(event, where=typed, state=State.HELD)
    assert suggested(client, "Car Ha") == [gone.name, NAME]
    assert suggested(client, "Ca") == []
    factories.registration(event, where=typed)
    service.rename(known.id, "Caritas Hagen-Mitte", since=event.starts_at.date())
    assert suggested(client, "Caritas Hagen-Mitte")[0] == "Caritas Hagen-Mitte"
    before = suggested(client, "Caritas Hagen Nord")
    service.close(gone.id, event.created_at.date().replace(year=2020))
    assert gone.name in before
    assert gone.name not in suggested(client, "Caritas Hagen Nord")
    monkeypatch.setattr(limiting, "PER_LOOK", limiting.parse("1 per 5 minutes"))
    ctx.extensions.pop("limiting", None)
    form = next(one for one in client.page(FORM).forms() if "email" in one.values)
    data = {"csrf_token": form.values["csrf_token"][0], "organisation": "Caritas"}
    answers = [client.post("/organisations/suggest", data=data).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_a_name_like_no_other_is_not_asked_about(ctx: Flask, client: Client) -> None:
    factories.event(slug="kim", capacity=50)
    factories.organisation(NAME, **CONFIRMED)
    send(client, "a@post.example", "Kaltwalzwerk Hohenbach")
    one = registered("a@post.example")
    assert one is not None
    names = db.session.scalars(select(Organisation.name).order_by(Organisation.id)).all()
    assert names == [NAME, "Kaltwalzwerk Hohenbach"]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_with_a_keyboard_a_suggestion_is_taken_while_typing(live: Live, page: Page) -> None:
    with live.app.app_context():
        factories.event(slug="kim")
        factories.organisation(NAME, **CONFIRMED)
    page.goto(f"{live.url}{FORM}")
    page.locator("#organisation").press_sequentially("Caritasv Ha")
    option = page.get_by_role("option", name=NAME).first
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    axe(page)
    page.keyboard.press("Enter")
    expect(page.locator("#organisation")).to_have_value(NAME)
    expect(option).to_be_hidden()
