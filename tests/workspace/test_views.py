"""The organisers' own pages: all forums, one forum's overview, its messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask, current_app

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.contacts import wish_digests
from forum.events.models import Event
from forum.islands import drafting, publishing
from forum.mail import queries as mails
from forum.mail.models import Message
from forum.registration import queries, service
from forum.registration.models import Channel, State
from forum.site import service as site
from forum.workspace import views
from tests import factories
from tests.contacts.wishing import listed, wish
from tests.support.clients import Client
from tests.support.pages import Page

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOME = "/workspace/events/kim"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def next_step(client: Client) -> tuple[str, str]:
    """What the overview says to do next, and where its button leads."""
    note = client.page(f"{HOME}/").main.first("div", class_="pf-note pf-flow")
    links = [link.attributes["href"].removeprefix(HOME) for link in note.all("a")]
    return note.first("strong").text, links[0] if links else ""


def test_an_empty_instance_says_how_to_begin(ctx: Flask, organiser_client: Client):
    page = organiser_client.page("/workspace/")
    assert "Willkommen. In drei Schritten steht Ihr erstes Forum." in page.text
    assert {"/workspace/site", "/workspace/new"} <= set(page.links.values())


def test_every_forum_stands_in_the_list_with_its_state(event: Event, organiser_client: Client):
    factories.registration(event)
    factories.registration(event, state=State.HELD)
    factories.registration(event, state=State.WAITING)
    factories.event(title="Entwurf", title_en="", published=False, day=factories.in_weeks(8))
    factories.event(title="Vorbei", title_en="", day=factories.in_weeks(-8))
    rows = organiser_client.page("/workspace/").rows[1:]
    assert [(row[0].split()[0], *row[2:]) for row in rows] == [
        ("Entwurf", "Entwurf", "0 von 80", "0"),
        ("Case-Management", "Anmeldung offen", "2 von 80", "1"),
        ("Vorbei", "vorbei", "0 von 80", "0"),
    ]


def test_the_overview_says_what_comes_next(event: Event, organiser_client: Client):
    assert next_step(organiser_client) == ("Die Anmeldung ist offen.", "/registrations/import")
    held = factories.registration(event, state=State.HELD)
    assert next_step(organiser_client) == ("Die Anmeldung ist offen.", "/registrations/import")
    with clock.fixed_at(event.registration_deadline):
        assert next_step(organiser_client)[0] == "Die Anmeldung ist geschlossen."
    held.state = State.CONFIRMED
    db.session.commit()
    assert next_step(organiser_client) == ("1 Person hat einen Platz.", "/plan")
    plan = drafting.make_plan(event.id, seed=1, made_by="Oda")
    assert next_step(organiser_client) == ("Plan 1 ist fertig.", "/plan/1/publish")
    publishing.publish(plan.id)
    assert next_step(organiser_client) == ("Plan 1 ist freigegeben.", "/plan")
    with clock.fixed_at(event.ends_at):
        assert next_step(organiser_client) == ("Das Forum ist vorbei.", "/contacts")
    event.cancelled_at = clock.now()
    db.session.commit()
    assert next_step(organiser_client) == ("Dieses Forum ist abgesagt.", "")


def test_a_draft_is_led_to_its_publication(event: Event, organiser_client: Client):
    event.published_at = None
    db.session.commit()
    assert next_step(organiser_client) == ("Das Forum ist ein Entwurf.", "/publish")
    for island in event.islands:
        db.session.delete(island)
    db.session.commit()
    assert next_step(organiser_client) == ("Es gibt noch keine Inseln.", "/islands")
    for thing in [*event.items, *event.rounds]:
        db.session.delete(thing)
    db.session.commit()
    assert next_step(organiser_client) == ("Das Programm ist noch leer.", "/programme")


def test_the_overview_counts_what_there_is(event: Event, organiser_client: Client):
    caritas = factories.organisation("Caritas")
    for _person in range(2):
        one = factories.registration(event, where=caritas)
    factories.consent(one)
    factories.registration(event, channel=Channel.LIST, told_at=None)
    factories.registration(event, state=State.WAITING)
    factories.registration(event, state=State.HELD)
    page = organiser_client.page(f"{HOME}/")
    figures = page.main.first("dl", class_="pf-figures")
    assert [dd.text for dd in figures.all("dd")] == ["3", "1", "1", "2", "1"]
    assert "Eingetragene Personen benachrichtigen" in page.text
    table = [row for row in page.rows if row[0] == "Freie Wohlfahrt"]
    assert table == [["Freie Wohlfahrt", "3", "2"]]


def test_the_areas_of_a_forum_show_their_numbers(event: Event, organiser_client: Client):
    factories.registration(event)
    nav = organiser_client.page(f"{HOME}/messages").root.first("nav", class_="pf-nav")
    assert [link.text for link in nav.all("a")] == [
        "Überblick", "Programm", "Inseln 5", "Anmeldungen 1", "Aufgaben", "Plan", "Tag",
        "Ergebnisse", "Kontakte", "Was daraus wurde", "Rückmeldung", "Nachrichten",
        "Einstellungen",
    ]  # fmt: skip
    here = [link.text for link in nav.all("a", aria_current="page")]
    assert here == ["Nachrichten"]


def message(event: Event, number: int, **values: object) -> None:
    with database.transaction() as session:
        session.add(
            Message(
                **{
                    "kind": "registration-link",
                    "about_id": number,
                    "event_id": event.id,
                    "message_id": f"{number}@localhost",
                    "created_at": clock.now() + timedelta(seconds=number),
                    "due_at": clock.now(),
                    "attempts": 0,
                    "problem": "",
                    **values,
                }
            )
        )


def test_what_became_of_each_message(event: Event, organiser_client: Client):
    page = organiser_client.page(f"{HOME}/messages")
    assert "Noch keine Nachricht." in page.text
    now = clock.now()
    message(event, 1)
    message(event, 2, sent_at=now)
    message(event, 3, given_up_at=now, problem="void")
    message(event, 4, given_up_at=now, problem="SMTP 550")
    message(event, 5, attempts=2, problem="TimeoutError")
    message(factories.event(), 6)
    page = organiser_client.page(f"{HOME}/messages")
    assert [row[:2] for row in page.rows[1:]] == [
        ["Ihr persönlicher Link", "wird noch einmal versucht"],
        ["Ihr persönlicher Link", "nicht zugestellt: SMTP 550"],
        ["Ihr persönlicher Link", "nicht mehr nötig"],
        ["Ihr persönlicher Link", "aufbewahrt"],
        ["Ihr persönlicher Link", "wartet"],
    ]


def test_every_kind_of_message_has_a_name(ctx: Flask):
    about_no_forum = {"account-invitation", "account-sign-in", "barrier-reported"}
    never_listed = wish_digests.MAILS
    assert set(work.KINDS) - about_no_forum - never_listed == set(views.MESSAGES)


def test_kept_messages_hide_whose_links_they_hold(
    event: Event, organiser_client: Client, client: Client
):
    one = factories.registration(event)
    assert one.email is not None
    service.request_links(one.email)
    work.deliver()
    page = organiser_client.page(f"{HOME}/messages")
    kept = organiser_client.page(
        page.links["Aufbewahrte Nachrichten ansehen, mit verborgenen Links"]
    )
    letter = organiser_client.page(kept.links["Ihr persönlicher Link"])
    assert one.person.name in letter.text
    assert "http://localhost/my/…" in letter.text
    assert queries.token_of(one) not in letter.html
    assert one.email not in letter.html + kept.html
    assert organiser_client.get("/workspace/messages/nothing-like-it").status_code == 404
    for address in ("/mailbox", f"/mailbox/{letter.url.rpartition('/')[2]}"):
        assert client.get(address).status_code == 404


def test_nothing_tells_organisers_who_is_written_to_about_wishes(
    event: Event, organiser_client: Client
):
    """Two letters at one time would tell that two want contact; a code opens a contact list."""
    one, other = listed(event)
    wish(one, other)
    wish_digests.tell()
    work.deliver()
    wish(other, one)
    service.request_links(one.email or "")
    work.deliver()
    mailbox = current_app.config["FORUM"].instance_path / "mailbox"
    kept = mails.kept_messages(mailbox, limit=10)
    wished = [message for message in kept if message.subject != "Ihr persönlicher Link"]
    assert len(wished) == 3
    for path in (f"{HOME}/messages", "/workspace/messages"):
        page = organiser_client.page(path)
        assert [row[0] for row in page.rows[1:]] == ["Ihr persönlicher Link"]
    for message in wished:
        assert organiser_client.get(f"/workspace/messages/{message.name}").status_code == 404
    (mailbox / "unknown.eml").write_bytes(b"To: a@post.example\nSubject: X\n\nX")
    assert organiser_client.get("/workspace/messages/unknown").status_code == 404


def test_the_mailbox_of_the_demo_opens_only_on_this_machine(event: Event, client: Client):
    site.update({"operator": "Auenstadt"}, is_demo=True)
    assert "Noch keine Nachricht." in client.page("/mailbox").text
    one = factories.registration(event, who=factories.person("<b>Ana</b>", "Ü & Ö"))
    assert one.email is not None
    service.request_links(one.email)
    work.deliver()
    page = client.page("/mailbox")
    letter = client.page(page.links["Ihr persönlicher Link"])
    own = f"http://localhost/my/{queries.token_of(one)}"
    assert letter.links[own] == own
    assert "Guten Tag, <b>Ana</b> Ü & Ö," in letter.text
    for address in ("203.0.113.5", "::ffff:203.0.113.5", "10.0.0.1"):
        far = {"REMOTE_ADDR": address}
        for path in ("/mailbox", letter.url):
            assert client.get(path, environ_base=far).status_code == 404
    assert client.get("/mailbox", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200


def test_only_who_organises_comes_in(event: Event, client: Client, organiser: Account):
    for path in ("/workspace/", f"{HOME}/", f"{HOME}/messages", "/workspace/messages"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/workspace/sign-in")


def test_there_is_no_workspace_of_a_forum_that_is_not_there(ctx: Flask, organiser_client: Client):
    page: Page = organiser_client.page("/workspace/events/unbekannt/")
    assert (page.status, page.heading) == (404, "Hier ist nichts")
