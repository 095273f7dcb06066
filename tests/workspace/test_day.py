"""The desk at the entrance, what the hall sees, and the code on the ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.registration import entrance
from forum.registration import queries as registrations
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.populated import csrf_token
from tests.support.queries import Counter

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOME = "/workspace/events/kim"
DESK = f"{HOME}/check-in"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def found(client: Client, words: str) -> Page:
    """The desk after a search without JavaScript."""
    return submit(client, DESK, {"words": words}, action=DESK)


def test_found_checked_in_and_taken_back(event: Event, organiser_client: Client) -> None:
    one = factories.registration(event, who=factories.person("Mirela", "Sandkamp"))
    factories.plan(event, {one: tuple(event.islands[:3])})
    page = found(organiser_client, "sand")
    assert ("1 Treffer" in page.text, page.url) == (True, DESK)
    form = page.form(button="Ist da")
    sent = organiser_client.post(form.target, data=form.filled_in({}), follow_redirects=True)
    page = Page(sent)
    assert "Mirela Sandkamp ist da" in page.text
    assert f"Erste Insel: A – {event.islands[0].theme}" in page.text
    assert "1 von 1 sind da" in page.text
    db.session.refresh(one)
    assert one.state is State.CHECKED_IN
    page = submit(organiser_client, f"{DESK}?done={one.id}", button="Zurücknehmen")
    db.session.refresh(one)
    assert (one.state, "Zurückgenommen" in page.text) == (State.CONFIRMED, True)


def test_who_only_looks_may_search_and_no_name_stands_in_an_address(
    event: Event, reader_client: Client, count_queries: Counter
) -> None:
    counted = []
    for number in (1, 20):
        for _one in range(number):
            factories.registration(event, who=factories.person("Mirela"))
        with count_queries() as asked:
            page = found(reader_client, "mirela")
        assert (page.status, page.url) == (200, DESK)
        counted.append(len(asked))
    assert "21 Treffer" in page.text
    assert counted[0] == counted[1]
    assert "Treffer" not in reader_client.page(f"{DESK}?words=mirela").text


def test_a_search_without_its_token_asks_to_be_sent_again(
    event: Event, organiser_client: Client
) -> None:
    page = Page(organiser_client.post(DESK, data={"words": "sand"}))
    assert (page.status, "noch einmal" in page.text) == (400, True)
    assert "sand" in page.html


def test_weeks_before_the_day_the_desk_says_so(event: Event, organiser_client: Client) -> None:
    warning = "Auch wer vorher eingecheckt wird, gilt als gekommen"
    assert warning in organiser_client.page(DESK).text
    with clock.fixed_at(event.starts_at - timedelta(hours=1)):
        assert warning not in organiser_client.page(DESK).text


@pytest.mark.parametrize("typed", ["zoe kloeckner", "Zoë Klöckner", "klockner", "KLÖCK buro"])
def test_a_name_is_found_however_its_umlauts_are_typed(
    event: Event, organiser_client: Client, typed: str
) -> None:
    factories.registration(
        event, who=factories.person("Zoë", "Klöckner"), where=factories.organisation("Büro Süd")
    )
    assert "Zoë Klöckner" in found(organiser_client, typed).text
    assert "Klöckner" not in found(organiser_client, "?!").text


def test_who_waits_is_shown_without_a_button(event: Event, organiser_client: Client) -> None:
    factories.registration(event, who=factories.person("Tjark", "S"), state=State.WAITING)
    page = found(organiser_client, "tjark")
    assert "Über den Platz entscheiden" in page.links
    assert not [form for form in page.forms() if form.target.endswith("/here")]


def test_nobody_found_leads_to_the_door(event: Event, organiser_client: Client) -> None:
    page = found(organiser_client, "niemand")
    assert "Niemand gefunden." in page.text
    assert page.links["Ohne Anmeldung gekommen"] == f"{HOME}/registrations/door"


def test_the_code_opens_the_desk_for_those_who_work_there(
    event: Event, client: Client, organiser_client: Client
) -> None:
    one = factories.registration(event, who=factories.person("Mirela", "Sandkamp"))
    path = f"/arrive/{entrance.token_of(one)}"
    page = client.page(path)
    assert ("Bitte zeigen Sie diesen Code am Einlass." in page.text, "Sandkamp" in page.html) == (
        True,
        False,
    )
    assert client.get(f"/arrive/{entrance.token_of(one)[::-1]}").status_code == 404
    assert "Mirela Sandkamp" in organiser_client.page(path).text


def replay(client: Client, sent: object) -> Any:
    headers = {"X-CSRFToken": csrf_token(client)}
    return client.post(f"{DESK}/commands", json=sent, headers=headers)


def test_what_a_device_kept_is_carried_out(event: Event, organiser_client: Client) -> None:
    one = factories.registration(event)
    at = (clock.now() - timedelta(minutes=3)).isoformat()
    sent = [{"id": "a-1", "registration": one.id, "here": True, "at": at}]
    assert replay(organiser_client, sent).json == {"a-1": "done"}
    assert replay(organiser_client, sent).json == {"a-1": "known"}
    (told,) = organiser_client.get(f"{DESK}/people.json").json
    assert (told["here"], told["name"]) == (True, one.person.name)
    assert {"email", "phone"} & set(told) == set()


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        "x",
        [1],
        [{}],
        [{"id": "a", "registration": "1", "here": True, "at": "2026-12-03T08:00:00Z"}],
        [{"id": "a", "registration": True, "here": 1, "at": "2026-12-03T08:00:00Z"}],
        [{"id": "", "registration": 1, "here": True, "at": "2026-12-03T08:00:00Z"}],
        [{"id": "a\n", "registration": 1, "here": True, "at": "2026-12-03T08:00:00Z"}],
        [{"id": "a", "registration": 10**12, "here": True, "at": "2026-12-03T08:00:00Z"}],
        [{"id": "a", "registration": 1, "here": True, "at": "yesterday"}],
        [{"id": "a", "registration": 1, "here": True, "at": "0001-01-01T00:00:00+23:59"}],
        [{"id": "a" * 65, "registration": 1, "here": True, "at": "2026-12-03T08:00:00Z"}],
        [{}] * 501,
    ],
)
def test_nonsense_from_a_device_is_refused(
    event: Event, organiser_client: Client, sent: object
) -> None:
    assert replay(organiser_client, sent).status_code == 409


def test_who_only_looks_checks_nobody_in(event: Event, reader_client: Client) -> None:
    one = factories.registration(event)
    at = clock.now().isoformat()
    sent = [{"id": "a", "registration": one.id, "here": True, "at": at}]
    assert replay(reader_client, sent).status_code == 409
    db.session.refresh(one)
    assert one.state is State.CONFIRMED


def test_at_the_door_somebody_gets_a_route(event: Event, organiser_client: Client) -> None:
    one = factories.registration(event)
    factories.plan(event, {one: tuple(event.islands[:3])})
    typed = {"first_name": "Neu", "last_name": "Da", "sector": "welfare"}
    page = submit(organiser_client, f"{HOME}/registrations/door", typed)
    assert "Neu Da ist da" in page.text
    assert all(f"Runde {number}:" in page.text for number in (1, 2, 3))


def test_what_keeps_the_page_on_the_device_sees_only_the_desk(
    event: Event, organiser_client: Client
) -> None:
    answer = organiser_client.get(f"{DESK}/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == DESK
    assert answer.mimetype in {"text/javascript", "application/javascript"}


def test_who_has_a_place_finds_the_code_on_the_own_page(event: Event, client: Client) -> None:
    has, waits = factories.registration(event), factories.registration(event, state=State.WAITING)
    images = [
        [node.attributes["alt"] for node in client.page(f"/my/{token}").main.all("img")]
        for token in (registrations.token_of(has), registrations.token_of(waits))
    ]
    assert images == [["Code, der am Einlass gelesen wird"], []]


def test_what_is_marked_on_the_page_of_a_registration_stands_against_an_older_device(
    event: Event, organiser_client: Client
) -> None:
    one = factories.registration(event)
    with clock.fixed_at(event.starts_at + timedelta(minutes=5)):
        submit(organiser_client, f"{HOME}/registrations/{one.id}", button="Nicht erschienen")
        at = event.starts_at.isoformat()
        sent = [{"id": "a", "registration": one.id, "here": True, "at": at}]
        assert replay(organiser_client, sent).json == {"a": "overtaken"}
    db.session.refresh(one)
    assert one.state is State.ABSENT
