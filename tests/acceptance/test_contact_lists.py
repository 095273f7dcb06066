"""Contact lists: the rules of the field (T12 to T18, T28 to T30), each under its name."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.contacts import entering, queries, versions
from forum.contacts.models import ContactListAccess
from forum.events.models import Event
from forum.registration import counts
from forum.registration import queries as registrations
from forum.registration.models import Registration, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import (
    ALL,
    DESK,
    address_of,
    agreeing,
    everywhere,
    fresh,
    let_in,
    mails,
    words_of,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_t12_only_what_was_agreed_to_and_organisations_without_a_person(
    listed: Event, client: Client, organiser_client: Client
) -> None:
    viewer = agreeing(listed)
    one = agreeing(listed, fields=("name", "organisation"))
    other = factories.organisation("Beratungsstelle X", email="postfach@x.example")
    factories.registration(listed, where=other)
    said = "Ist einverstanden: Beratungsstelle X in die Liste aufnehmen"
    submit(organiser_client, DESK, button=said)
    let_in(client, viewer)
    for way, text in everywhere(client, organiser_client, viewer).items():
        assert one.person.last_name in text, way
        assert str(one.email) not in text.replace("\u200b", ""), way
        assert "Beratungsstelle X" in text, way


def test_t13_what_never_stands_there(
    listed: Event, client: Client, organiser_client: Client
) -> None:
    viewer = agreeing(listed)
    absent = agreeing(listed)
    waiting = agreeing(listed, state=State.WAITING)
    silent = factories.registration(listed, wishes=tuple(listed.islands[:3]))
    absent.state = State.ABSENT
    db.session.commit()
    let_in(client, viewer)
    for way, text in everywhere(client, organiser_client, viewer).items():
        hidden = [one for one in (absent, waiting, silent) if one.person.last_name in text]
        assert hidden == [], way
    sees = client.page(address_of(viewer)).main.text
    for word in ("Warteliste", "Einwilligung", "Wunsch", "Bedarf", "nicht erschienen"):
        assert word not in sees


def test_t14_a_personal_link_and_a_code_nothing_kept_and_no_total_download(
    listed: Event, client: Client, ctx: Flask
) -> None:
    viewer, one = agreeing(listed), agreeing(listed)
    assert one.person.last_name not in client.page(address_of(viewer)).text
    page = let_in(client, viewer)
    headers = client.get(address_of(viewer)).headers
    assert (headers["X-Robots-Tag"], headers["Cache-Control"]) == ("noindex, nofollow", "no-store")
    downloads = [
        href for href in page.links.values() if href.endswith((".vcf", ".csv", ".xlsx", ".pdf"))
    ]
    assert sorted(downloads) == sorted(f"{address_of(viewer)}/{p.id}.vcf" for p in (viewer, one))
    assert client.get(f"{DESK}/list.csv").status_code == 302
    stranger = ctx.test_client()
    assert one.person.last_name not in stranger.get(address_of(viewer)).text


def test_t15_who_opened_and_who_downloaded_is_kept_for_each_version_and_said_before(
    listed: Event, client: Client, organiser_client: Client
) -> None:
    viewer, one = agreeing(listed), agreeing(listed)
    assert "Wir halten fest, welche Fassung" in client.page(address_of(viewer)).text
    let_in(client, viewer)
    client.get(f"{address_of(viewer)}/{one.id}.vcf")
    entering.withdraw(fresh(one))
    client.page(address_of(viewer))
    kept = [
        (row.version, row.registration_id, row.subject_id, row.kind.value)
        for row in db.session.scalars(select(ContactListAccess).order_by(ContactListAccess.id))
    ]
    assert kept == [
        (1, viewer.id, None, "page"),
        (1, viewer.id, one.id, "vcard"),
        (2, viewer.id, None, "page"),
    ]
    rows = organiser_client.page(DESK).rows
    assert ["1", "1", "1"] in rows
    assert ["2", "2", "0"] in rows


def test_t16_withdrawn_is_gone_at_once_and_downloaders_hear_no_name_and_no_reason(
    listed: Event, client: Client, ctx: Flask
) -> None:
    one, viewer, looker = agreeing(listed), agreeing(listed), agreeing(listed)
    let_in(client, viewer)
    client.get(f"{address_of(viewer)}/{one.id}.vcf")
    versions.note_opened(looker, 1, queries.entries(listed.id))
    own = f"/my/{registrations.token_of(one)}"
    submit(client, own, button="Kontaktliste widerrufen")
    assert one.person.last_name not in client.page(address_of(viewer)).main.text
    assert "Fassung 2" in client.page(address_of(viewer)).text
    assert client.get(f"{address_of(viewer)}/{one.id}.vcf").status_code == 404
    (mail,) = [m for m in mails(ctx) if "weggefallen" in str(m["Subject"])]
    assert str(mail["To"]) == viewer.email
    assert "Bitte löschen Sie ältere Kopien" in words_of(mail)
    for word in (one.person.last_name, str(one.email), "widerr", "storniert", "geschützt"):
        assert word not in words_of(mail)


def test_t17_the_page_says_its_time_and_its_purpose(
    listed: Event, client: Client, organiser_client: Client
) -> None:
    viewer = agreeing(listed)
    let_in(client, viewer)
    ways = everywhere(client, organiser_client, viewer)
    for way in ("page", "search", "print", "pdf"):
        assert "Nur für den fachlichen Austausch" in ways[way]
        assert re.search(r"Stand: \d+\. \w+ \d{4}, \d+:\d\d Uhr, Fassung 1", ways[way]), way


def test_t18_an_office_address_stands_there_only_with_consent(listed: Event) -> None:
    one = agreeing(listed, fields=("name", "organisation"), email="amt@stadt.example")
    factories.registration(listed, email="dienst@stadt.example")
    (entry,) = queries.entries(listed.id)
    assert (entry.key, entry.email) == (str(one.id), "")


def protected(listed: Event) -> Registration:
    """Somebody under a chosen name who, against all forms, even has a consent."""
    who = factories.person("Gast", "Sieben")
    one = factories.registration(listed, who=who, is_protected=True, state=State.CHECKED_IN)
    factories.consent(one, fields=ALL, public_fields=list(ALL))
    return one


def test_t28_protection_is_offered_openly_and_without_a_reason(
    listed: Event, client: Client
) -> None:
    page = client.page("/events/kim/register")
    assert "Mein Name soll nirgends erscheinen" in page.text
    assert "Nach einem Grund fragen wir nicht" in page.text


def test_t29_who_is_protected_is_on_no_list_and_only_counted(
    listed: Event, client: Client, organiser_client: Client, ctx: Flask
) -> None:
    viewer, one = agreeing(listed), protected(listed)
    viewer.state = State.CHECKED_IN
    db.session.commit()
    island = listed.islands[0]
    factories.plan(listed, {viewer: (island,), one: (island,)})
    group = f"{address_of(viewer)}/round/1/island/{island.id}"
    with clock.fixed_at(listed.rounds[0].starts_at):
        let_in(client, viewer)
        met = client.page(group).text
    ways = {
        **everywhere(client, organiser_client, viewer),
        "group": met,
        "public": client.page("/events/kim/contacts").text,
    }
    assert viewer.person.last_name in ways["group"]
    assert {way for way, text in ways.items() if "Sieben" in text} == set()
    assert {way for way, text in ways.items() if "+1 geschützt" in text} == {
        "organisers",
        "print",
        "pdf",
    }
    refused = client.get(address_of(one))
    own = address_of(one).removesuffix("/contacts")
    assert (refused.status_code, f'href="{own}"' in refused.text) == (409, True)
    refused = submit(client, f"/my/{registrations.token_of(one)}", button="Kontaktliste widerrufen")
    assert "widerrufen" in refused.text
    assert [m for m in mails(ctx) if "Sieben" in words_of(m)] == []


def test_t30_a_seat_without_a_name_counts(listed: Event) -> None:
    before = counts.places_left([listed.id])[listed.id].confirmed
    protected(listed)
    assert counts.places_left([listed.id])[listed.id].confirmed == before + 1
    assert queries.entries(listed.id) == []
