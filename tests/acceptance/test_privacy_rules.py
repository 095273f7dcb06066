"""The rules of privacy and mail of the field (T1 to T36), each under its own name."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import service as accounts
from forum.accounts.models import Account, Right
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.mail import service as outbox
from forum.mail.models import Message
from forum.registration import announcing, consents, queries, service
from forum.registration.details import Needs
from forum.registration.models import Channel, Consent, Decision, Purpose, Registration, State
from forum.registration.person_models import Need
from forum.site import service as site
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import NO, details

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LEAST = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "email": "m@diakonie.example",
    "sector": "welfare",
}


@pytest.fixture
def event(ctx: Flask) -> Event:
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim")


def only() -> Registration:
    db.session.rollback()
    return db.session.scalars(select(Registration)).one()


def own(one: Registration) -> str:
    return f"/my/{queries.token_of(one)}"


def mails(ctx: Flask) -> list[EmailMessage]:
    """What has left, read back from its files."""
    work.deliver()
    kept = (ctx.config["FORUM"].instance_path / "mailbox").glob("*.eml")
    read = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in kept]
    return [one for one in read if isinstance(one, EmailMessage)]


def test_t1_with_every_optional_box_empty_one_is_fully_registered(event: Event, client: Client):
    assert submit(client, "/events/kim/register", LEAST).url == "/events/kim/registered"
    assert only().state is State.HELD


def test_t2_no_box_is_ticked_and_none_bundles(event: Event, client: Client):
    page = client.page("/events/kim/register")
    boxes = list(page.main.all("input", type="checkbox"))
    assert [box for box in boxes if "checked" in box.attributes] == []
    asked = {purpose.value for purpose in Purpose if purpose is not Purpose.ACCESS_NEEDS}
    assert asked <= {box.attributes["name"] for box in boxes}


def test_t3_withdrawing_one_leaves_the_others(event: Event, client: Client):
    one = factories.registration(event)
    for purpose in Purpose:
        factories.consent(one, purpose)
    submit(client, f"{own(one)}/consents/contact-list/withdraw")
    db.session.refresh(one)
    lost = {p for p in Purpose if not consents.is_granted(one.consents, p)}
    assert (lost, one.state) == ({Purpose.CONTACT_LIST}, State.CONFIRMED)


def test_t4_withdrawing_takes_no_more_clicks_than_granting(event: Event, client: Client):
    one = factories.registration(event)
    page = client.page(own(one))
    submit(client, page.links["Fotos: Website erlauben"])  # the link, then the button
    page = submit(client, own(one), button="Fotos: Website widerrufen")
    assert "Ihre Einwilligung ist widerrufen." in page.text  # one button


def test_t5_each_consent_can_be_proved(event: Event, client: Client):
    submit(client, "/events/kim/register", {**LEAST, "photos_press": "y"})
    for row in db.session.scalars(select(Consent)):
        assert (len(row.text.sha256), row.channel) == (64, Channel.WEB)
        assert row.decided_at is not None
    granted = select(Consent.purpose).where(Consent.decision == Decision.GRANTED)
    assert db.session.scalars(granted).all() == [Purpose.PHOTOS_PRESS]


def test_t6_the_notice_stands_before_the_button(event: Event, client: Client):
    text = client.page("/events/kim/register").text
    assert text.index("Datenschutz in Kürze") < text.index("Verbindlich anmelden")
    assert "Alle Datenschutzhinweise lesen" in text
    notice = client.page("/privacy").text
    for word in ("verantwortlich", "Datenschutzbeauftragte", "Rechtsgrundlage", "Beschwerde"):
        assert word in notice


def test_t7_only_name_one_way_of_contact_and_sector_are_needed(event: Event, client: Client):
    for left_out in LEAST:
        page = submit(client, "/events/kim/register", {**LEAST, left_out: ""})
        assert len(list(page.root.first("div", id="errors").all("li"))) == 1
    names = {n.attributes.get("name") for n in page.main.all("input")}
    assert not names & {"birthday", "street", "nationality", "gender"}


def test_t9_the_notice_names_the_right_to_object(event: Event, client: Client):
    assert "(Artikel 21 DSGVO)" in client.page("/privacy").text


def test_t11_catering_gets_numbers_without_names(
    event: Event, organiser_client: Client, organiser: Account
):
    sent = service.Application(
        details(), email="m@x.example", language="de", decisions=NO,
        needed=Needs({Need.DIET: "vegetarisch"}, is_agreed=True),
    )  # fmt: skip
    service.register(event.id, sent)
    accounts.give_right(event.id, organiser.id, Right.NEEDS, by=organiser.id)
    page = organiser_client.page("/workspace/events/kim/needs")
    numbers = page.main.first("section", aria_labelledby="numbers").text
    assert ("Verpflegung 1" in numbers, "Sandkamp" in numbers) == (True, False)


def everybody_is_written_to(event: Event) -> None:
    for number in range(3):
        sent = service.Application(
            details(f"Person{number}"), email=f"p{number}@x.example", language="de",
            decisions={**NO, Purpose.MAILING_LIST: True},
            needed=Needs({Need.SIGN_LANGUAGE: "", Need.DIET: "koscher"}, is_agreed=True),
        )  # fmt: skip
        service.register(event.id, sent)


def test_t31_every_message_has_one_recipient(ctx: Flask, event: Event):
    everybody_is_written_to(event)
    sent = mails(ctx)
    assert len(sent) == 3
    for one in sent:
        assert (len(one["To"].addresses), one["Cc"], one["Bcc"]) == (1, None, None)


def test_t32_no_message_speaks_of_needs_or_protection(ctx: Flask, event: Event):
    everybody_is_written_to(event)
    for one in mails(ctx):
        body = one.get_body(("plain",))
        said = str(body.get_content()) if body else ""
        for word in ("koscher", "Gebärde", "Unterstützung", "geschützt", "Schutz"):
            assert word not in said.replace("Datenschutz", "")


def test_t33_text_and_html_and_nothing_from_elsewhere(ctx: Flask, event: Event):
    everybody_is_written_to(event)
    for one in mails(ctx):
        html, plain = one.get_body(("html",)), one.get_body(("plain",))
        assert html is not None
        assert plain is not None
        written = str(html.get_content())
        assert [tag for tag in ("<img", "<link", "url(", "<script") if tag in written] == []


def test_t34_an_answer_reaches_people_and_the_notice_is_linked(ctx: Flask, event: Event):
    everybody_is_written_to(event)
    for one in mails(ctx):
        assert str(one["Reply-To"]) == event.contact_email
        plain = one.get_body(("plain",))
        assert plain is not None
        assert "/privacy" in str(plain.get_content())


def test_t35_trying_again_is_not_a_second_message(ctx: Flask, event: Event):
    everybody_is_written_to(event)
    before = {one["Message-ID"] for one in mails(ctx)}
    message = db.session.scalars(select(Message).order_by(Message.id)).first()
    assert message is not None
    outbox.mark_failed(message.id, attempts=1, problem="421")
    with_retry = {one["Message-ID"] for one in mails(ctx)}
    assert with_retry == before


def test_t36_what_belongs_to_the_registration_cannot_be_unsubscribed(ctx: Flask, event: Event):
    everybody_is_written_to(event)
    assert [one["List-Unsubscribe"] for one in mails(ctx)] == [None] * 3


def test_t36_what_one_subscribed_to_ends_with_one_click(
    ctx: Flask, event: Event, client: Client, organiser: Account
):
    everybody_is_written_to(event)
    for one in db.session.scalars(select(Registration)).all():
        service.confirm_address(one.id)
    announcing.announce(factories.event(title="Das nächste").id, by=organiser.id)
    sent = [one for one in mails(ctx) if "Das nächste" in str(one["Subject"])]
    assert {str(one["List-Unsubscribe-Post"]) for one in sent} == {"List-Unsubscribe=One-Click"}
    for one in sent:
        path = str(one["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
        assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 204
    assert announcing.invited(factories.event().id).left == 0
