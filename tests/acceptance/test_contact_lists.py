"""Contact lists: the rules of the field (T12 to T18, T28 to T30), its scenario of withdrawal, and
the check that every way of looking shows the same, each under its name."""

from __future__ import annotations

import email
import email.policy
import io
import re
from datetime import timedelta
from email.message import EmailMessage
from itertools import product

import pytest
import python_calamine
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.contacts import entering, queries, telling, versions
from forum.contacts.models import ContactListAccess
from forum.contacts.rules import Audience
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration import consents, counts
from forum.registration import queries as registrations
from forum.registration.models import Decision, Purpose, Registration, State
from forum.site import service as site
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import address_of, let_in
from tests.support.pdfs import Pdf

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DESK = "/workspace/events/kim/contacts"
ALL = ("name", "organisation", "role", "email", "phone")
FOUR = (Purpose.CONTACT_LIST, Purpose.PHOTOS_WEB, Purpose.MAILING_LIST, Purpose.FOLLOW_UP)
FIELDS_OF: dict[Audience, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Audience.NOBODY: ((), ()),
    Audience.FORUM: (ALL, ()),
    Audience.PUBLIC: (ALL, ALL),
}


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum with an open list."""
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim", capacity=400, contact_list_opened_at=clock.now())


def agreeing(event: Event, *, fields: tuple[str, ...] = ALL, **values: object) -> Registration:
    one = factories.registration(event, phone="0221 4711", **values)
    factories.consent(one, fields=fields)
    return one


def fresh(one: Registration) -> Registration:
    db.session.expire_all()
    return registrations.get_by_token(registrations.token_of(one))


def mails(ctx: Flask) -> list[EmailMessage]:
    """What has left by now, read back from its files."""
    work.deliver_at_any_hour()
    kept = (ctx.config["FORUM"].instance_path / "mailbox").glob("*.eml")
    read = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in kept]
    return [one for one in read if isinstance(one, EmailMessage)]


def words_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return f"{mail['Subject']} {part.get_content()}"


def sheet(content: bytes) -> list[list[str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def everywhere(client: Client, organiser: Client, viewer: Registration) -> dict[str, str]:
    """Every way to look at the list, as text."""
    files = {
        kind: organiser.get(f"{DESK}/list.{kind}").data for kind in ("csv", "xlsx", "vcf", "pdf")
    }
    found = submit(client, address_of(viewer), {"words": "Muster"}, button="Suche")
    return {
        "page": client.page(address_of(viewer)).main.text,
        "search": found.main.text,
        "organisers": organiser.page(DESK).main.text,
        "print": organiser.page(f"{DESK}/print").main.text,
        "csv": files["csv"].decode("utf-8-sig"),
        "xlsx": "\n".join(";".join(row) for row in sheet(files["xlsx"])),
        "vcf": files["vcf"].decode(),
        "pdf": Pdf(files["pdf"]).text,
    }


def test_check_2_consent_truth_table(
    event: Event, client: Client, organiser_client: Client, ctx: Flask
) -> None:
    """Four consents, three audiences, before and after the end, withdrawn or not: page, search,
    print, CSV, XLSX, vCard, PDF, mail and preview show the same people, and nobody else."""
    viewer = agreeing(event, who=factories.person(last_name="Muster-999"))
    past, ahead = clock.now() - timedelta(days=1), clock.now() + timedelta(days=90)
    where = factories.organisation()
    forum, public, preview = {"999"}, set(), {}
    table = product(
        product((True, False), repeat=len(FOUR)), Audience, (ahead, past), (False, True)
    )
    for number, (given, audience, ends_at, is_withdrawn) in enumerate(table, start=100):
        who = factories.person(last_name=f"Muster-{number}")
        one = factories.registration(event, who=who, where=where, phone="0221 4711")
        fields, open_fields = FIELDS_OF[audience]
        for purpose, is_given in zip(FOUR, given, strict=True):
            if is_given:
                more = {"public_fields": list(open_fields), "ends_at": ends_at}
                factories.consent(one, purpose, fields=fields, **more)
        if is_withdrawn:
            factories.consent(one, decision=Decision.WITHDRAWN, fields=())
        if given[0] and ends_at is ahead and not is_withdrawn:
            forum |= {str(number)} if audience is not Audience.NOBODY else set()
            public |= {str(number)} if audience is Audience.PUBLIC else set()
        preview[number] = one
    assert (len(preview), len(forum), len(public)) == (192, 17, 8)
    let_in(client, viewer)

    def people(text: str) -> set[str]:
        return set(re.findall(r"Muster-(\d{3})", text))

    seen = {way: people(text) for way, text in everywhere(client, organiser_client, viewer).items()}
    assert {way: found for way, found in seen.items() if found != forum} == {}
    assert people(client.page("/events/kim/contacts").text) == public
    for audience, expected in ((Audience.FORUM, forum - {"999"}), (Audience.PUBLIC, public)):
        by_entry = {entry.key: entry for entry in queries.entries(event.id, audience)}
        for number, one in preview.items():
            assert queries.preview(fresh(one), audience) == by_entry.get(str(one.id)), number
        assert {str(n) for n, one in preview.items() if str(one.id) in by_entry} == expected
    with clock.fixed_at(ahead - timedelta(days=10)):
        event.ends_at = event.starts_at + timedelta(minutes=1)
        entering.remind()
        asked = db.session.scalars(
            select(Message.about_id).where(Message.kind == entering.REMINDER)
        ).all()
        renewed = {str(n) for n, one in preview.items() if one.id in asked}
        assert renewed == forum - {"999"}
        for mail in mails(ctx):
            assert len(people(words_of(mail)) | people(str(mail["To"]))) <= 1


def test_t12_only_what_was_agreed_to_and_organisations_without_a_person(
    event: Event, client: Client, organiser_client: Client
) -> None:
    viewer = agreeing(event)
    one = agreeing(event, fields=("name", "organisation"))
    other = factories.organisation("Beratungsstelle X", email="postfach@x.example")
    factories.registration(event, where=other)
    said = "Ist einverstanden: Beratungsstelle X in die Liste aufnehmen"
    submit(organiser_client, DESK, button=said)
    let_in(client, viewer)
    for way, text in everywhere(client, organiser_client, viewer).items():
        assert one.person.last_name in text, way
        assert str(one.email) not in text.replace("\u200b", ""), way
        assert "Beratungsstelle X" in text, way


def test_t13_what_never_stands_there(
    event: Event, client: Client, organiser_client: Client
) -> None:
    viewer = agreeing(event)
    absent = agreeing(event)
    waiting = agreeing(event, state=State.WAITING)
    silent = factories.registration(event, wishes=tuple(event.islands[:3]))
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
    event: Event, client: Client, ctx: Flask
) -> None:
    viewer, one = agreeing(event), agreeing(event)
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
    event: Event, client: Client, organiser_client: Client
) -> None:
    viewer, one = agreeing(event), agreeing(event)
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
    event: Event, client: Client, ctx: Flask
) -> None:
    one, viewer, looker = agreeing(event), agreeing(event), agreeing(event)
    let_in(client, viewer)
    client.get(f"{address_of(viewer)}/{one.id}.vcf")
    versions.note_opened(looker, 1, queries.entries(event.id))
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
    event: Event, client: Client, organiser_client: Client
) -> None:
    viewer = agreeing(event)
    let_in(client, viewer)
    ways = everywhere(client, organiser_client, viewer)
    for way in ("page", "search", "print", "pdf"):
        assert "Nur für den fachlichen Austausch" in ways[way]
        assert re.search(r"Stand: \d+\. \w+ \d{4}, \d+:\d\d Uhr, Fassung 1", ways[way]), way


def test_t18_an_office_address_stands_there_only_with_consent(event: Event) -> None:
    one = agreeing(event, fields=("name", "organisation"), email="amt@stadt.example")
    factories.registration(event, email="dienst@stadt.example")
    (entry,) = queries.entries(event.id)
    assert (entry.key, entry.email) == (str(one.id), "")


def protected(event: Event) -> Registration:
    """Somebody under a chosen name who, against all forms, even has a consent."""
    who = factories.person("Gast", "Sieben")
    one = factories.registration(event, who=who, is_protected=True, state=State.CHECKED_IN)
    factories.consent(one, fields=ALL, public_fields=list(ALL))
    return one


def test_t28_protection_is_offered_openly_and_without_a_reason(
    event: Event, client: Client
) -> None:
    page = client.page("/events/kim/register")
    assert "Mein Name soll nirgends erscheinen" in page.text
    assert "Nach einem Grund fragen wir nicht" in page.text


def test_t29_who_is_protected_is_on_no_list_and_only_counted(
    event: Event, client: Client, organiser_client: Client, ctx: Flask
) -> None:
    viewer, one = agreeing(event), protected(event)
    viewer.state = State.CHECKED_IN
    db.session.commit()
    island = event.islands[0]
    factories.plan(event, {viewer: (island,), one: (island,)})
    let_in(client, viewer)
    group = f"{address_of(viewer)}/round/1/island/{island.id}"
    ways = {
        **everywhere(client, organiser_client, viewer),
        "group": client.page(group).text,
        "public": client.page("/events/kim/contacts").text,
    }
    assert viewer.person.last_name in ways["group"]
    assert {way for way, text in ways.items() if "Sieben" in text} == set()
    assert {way for way, text in ways.items() if "+1 geschützt" in text} == {
        "organisers",
        "print",
        "pdf",
    }
    assert client.get(address_of(one)).status_code == 409
    refused = submit(client, f"/my/{registrations.token_of(one)}", button="Kontaktliste widerrufen")
    assert "widerrufen" in refused.text
    assert [m for m in mails(ctx) if "Sieben" in words_of(m)] == []


def test_t30_a_seat_without_a_name_counts(event: Event) -> None:
    before = counts.places_left([event.id])[event.id].confirmed
    protected(event)
    assert counts.places_left([event.id])[event.id].confirmed == before + 1
    assert queries.entries(event.id) == []


def test_scenario_4_twenty_three_who_downloaded_are_told(
    event: Event, client: Client, organiser_client: Client, ctx: Flask
) -> None:
    """One click, gone at once, a new version; 23 are told without a reason; photos and mailing
    list stay; all of it can be proved."""
    leaving, bystander = agreeing(event), agreeing(event)
    for purpose in (Purpose.PHOTOS_WEB, Purpose.MAILING_LIST):
        factories.consent(leaving, purpose)
    people = [agreeing(event) for _person in range(23)]
    shown = queries.entries(event.id)
    entry = queries.get_entry(shown, leaving.id)
    for one in people:
        versions.note_opened(one, 1, shown)
        versions.note_taken(one, versions.number_of(event.id, shown), shown, entry)
    versions.note_opened(bystander, 1, shown)
    let_in(client, bystander)
    own = f"/my/{registrations.token_of(leaving)}"
    submit(client, own, button="Kontaktliste widerrufen")
    assert leaving.person.last_name not in client.page(address_of(bystander)).main.text
    assert "Fassung 2" in client.page(address_of(bystander)).text
    told = [mail for mail in mails(ctx) if "weggefallen" in str(mail["Subject"])]
    assert sorted(str(mail["To"]) for mail in told) == sorted(str(one.email) for one in people)
    assert {leaving.person.last_name in words_of(mail) for mail in told} == {False}
    again = fresh(leaving)
    granted = {purpose for purpose in Purpose if consents.is_granted(again.consents, purpose)}
    assert granted == {Purpose.PHOTOS_WEB, Purpose.MAILING_LIST}
    last = again.consents[-1]
    assert (last.decision, bool(last.text.sha256)) == (Decision.WITHDRAWN, True)
    assert ["1", "24", "23"] in organiser_client.page(DESK).rows


def test_scenario_4_without_a_message(event: Event, client: Client, ctx: Flask) -> None:
    leaving, taker = agreeing(event), agreeing(event)
    let_in(client, taker)
    client.get(f"{address_of(taker)}/{leaving.id}.vcf")
    own = f"/my/{registrations.token_of(leaving)}"
    submit(client, own, {"is_silent": "y"}, button="Kontaktliste widerrufen")
    work.maintain(clock.now() + timedelta(minutes=5))
    kinds = set(db.session.scalars(select(Message.kind)).all())
    assert telling.TO_PARTICIPANT not in kinds
    assert queries.entries(event.id) == queries.entries(event.id, Audience.FORUM)
    assert [entry.key for entry in queries.entries(event.id)] == [str(taker.id)]
