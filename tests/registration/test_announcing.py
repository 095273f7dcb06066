"""Inviting the mailing list: who agreed, each address once, ended with one click."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.events.models import Event
from forum.registration import announcing, consenting, consents, organising, queries, service
from forum.registration.details import Details
from forum.registration.models import Decision, Purpose, Registration
from forum.registration.person_models import Announcement
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import NO, details, find, kinds, register

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
JOINS = {**NO, Purpose.MAILING_LIST: True}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
INVITE = "/workspace/events/neu/invite"


@pytest.fixture
def before(ctx: Flask) -> Event:
    return factories.event(slug="alt")


@pytest.fixture
def coming(ctx: Flask) -> Event:
    return factories.event(slug="neu", lead="Worum es geht.", contact_email="forum@stadt.example")


def joins(event: Event, address: str, said: Details | None = None, *, confirms: bool = True):
    sent = service.Application(
        said or details(address.partition("@")[0]), email=address, language="de", decisions=JOINS
    )
    service.register(event.id, sent)
    one = find(event, address)
    if confirms:
        service.confirm_address(one.id)
    return one


def to_whom() -> list[str]:
    return list(db.session.scalars(select(Announcement.email_key).order_by(Announcement.id)))


def mails(ctx: Flask) -> list[EmailMessage]:
    """The invitations that have left."""
    work.deliver()
    kept = (ctx.config["FORUM"].instance_path / "mailbox").glob("*.eml")
    read = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in kept]
    return [m for m in read if isinstance(m, EmailMessage) and "Einladung" in str(m["Subject"])]


def test_only_who_agreed_and_confirmed_is_invited_and_only_once(
    before: Event, coming: Event, organiser: Account
):
    joins(before, "ja@x.example")
    joins(before, "unbestaetigt@x.example", confirms=False)
    register(before, "nein@x.example", "Nein")
    service.confirm_address(find(before, "nein@x.example").id)
    joins(before, "zurueck@x.example")
    consenting.decide(find(before, "zurueck@x.example").id, Purpose.MAILING_LIST, is_granted=False)
    joins(before, "schon@x.example")
    register(coming, "schon@x.example", "schon")
    assert announcing.invited(coming.id).left == 1
    assert announcing.announce(coming.id, by=organiser.id) == 1
    assert announcing.announce(coming.id, by=organiser.id) == 0
    assert to_whom() == ["ja@x.example"]
    joins(before, "spaeter@x.example")
    assert announcing.announce(coming.id, by=organiser.id) == 1
    assert kinds().count("announcement") == 2
    done = announcing.invited(coming.id)
    assert (done.left, done.number, done.at is not None) == (0, 2, True)


def test_a_box_left_empty_later_takes_nothing_back(before: Event, coming: Event):
    joins(before, "ja@x.example")
    other = factories.event()
    register(other, "ja@x.example", "ja")
    service.confirm_address(find(other, "ja@x.example").id)
    assert announcing.invited(coming.id).left == 1


def test_who_leaves_the_list_has_left_it_in_every_forum(before: Event, coming: Event):
    first = joins(before, "ja@x.example")
    second = joins(factories.event(), "ja@x.example", details("ja"))
    consenting.decide(second.id, Purpose.MAILING_LIST, is_granted=False)
    db.session.expire_all()
    for one in (first, second):
        latest = consents.latest(one.consents)[Purpose.MAILING_LIST]
        assert latest.decision is Decision.WITHDRAWN
    assert announcing.invited(coming.id).left == 0


def test_nobody_is_invited_to_what_is_closed(before: Event, ctx: Flask, organiser: Account):
    joins(before, "ja@x.example")
    draft = factories.event(published=False)
    with pytest.raises(Refused):
        announcing.announce(draft.id, by=organiser.id)
    assert to_whom() == []


def test_nobody_gets_more_in_a_year_than_they_agreed_to(before: Event, organiser: Account):
    said = str(consents.WORDS[Purpose.MAILING_LIST].explanation)
    assert "Höchstens vier" in said
    joins(before, "ja@x.example")
    coming = [factories.event() for _number in range(5)]
    invited = [announcing.announce(one.id, by=organiser.id) for one in coming]
    assert invited == [1, 1, 1, 1, 0]
    with clock.fixed_at(clock.now() + timedelta(days=366)):
        later = factories.event(day=factories.in_weeks(60))
        assert announcing.announce(later.id, by=organiser.id) == 1


@ON_ONE
def test_who_withdraws_before_it_leaves_is_not_written_to(
    ctx: Flask, before: Event, coming: Event, organiser: Account
):
    stays, goes = joins(before, "ja@x.example"), joins(before, "geht@x.example")
    announcing.announce(coming.id, by=organiser.id)
    consenting.decide(goes.id, Purpose.MAILING_LIST, is_granted=False)
    assert [str(m["To"]) for m in mails(ctx)] == [stays.email]


@ON_ONE
def test_one_click_in_the_mail_program_ends_it(
    ctx: Flask, client: Client, before: Event, coming: Event, organiser: Account
):
    one = joins(before, "ja@x.example")
    announcing.announce(coming.id, by=organiser.id)
    (message,) = mails(ctx)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = str(message["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
    assert client.get(path).headers["Location"].endswith("/consents/mailing-list/withdraw")
    assert client.post(path).status_code == 400
    assert announcing.invited(coming.id).number == 1
    db.session.expire_all()
    assert consents.is_granted(one.consents, Purpose.MAILING_LIST)
    for _again in range(2):
        assert client.post(path, data=ONE_CLICK).status_code == 204
    db.session.expire_all()
    assert not consents.is_granted(one.consents, Purpose.MAILING_LIST)
    assert client.post(path[:-5] + "/end", data=ONE_CLICK).status_code == 404


@ON_ONE
def test_organisers_see_what_is_read_and_how_many(
    before: Event, coming: Event, organiser_client: Client
):
    assert "Im Verteiler ist noch niemand." in organiser_client.page(INVITE).text
    joins(before, "ja@x.example")
    page = organiser_client.page(INVITE)
    assert "Worum es geht." in page.main.first("article").text
    assert "ja@x.example" not in page.html
    page = submit(organiser_client, INVITE, button="1 Person einladen")
    assert "1 Person ist eingeladen, zuletzt am" in page.text
    assert "Alle im Verteiler sind schon eingeladen oder angemeldet." in page.text
    draft = factories.event(slug="entwurf", published=False)
    page = organiser_client.page(f"/workspace/events/{draft.slug}/invite")
    assert "kann sich niemand anmelden" in page.text


def test_the_database_holds_one_invitation_for_an_address(
    before: Event, coming: Event, organiser: Account
):
    one = joins(before, "ja@x.example")
    announcing.announce(coming.id, by=organiser.id)
    db.session.add(
        Announcement(
            event_id=coming.id,
            registration_id=one.id,
            email_key="ja@x.example",
            created_at=one.created_at,
        )
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.commit()
    db.session.rollback()
    assert db.session.scalar(select(func.count(Announcement.id))) == 1


@ON_ONE
def test_who_is_protected_is_on_no_list(ctx: Flask, before: Event, coming: Event):
    said = details(is_protected=True)
    sent = service.Application(said, email="ja@x.example", language="de", decisions=JOINS)
    service.register(before.id, sent)
    service.confirm_address(db.session.scalars(select(Registration.id)).one())
    assert announcing.invited(coming.id).left == 0
    assert queries.active_of_address(["ja@x.example"]) == []


def test_an_address_that_is_another_one_meanwhile_is_not_invited(
    before: Event, coming: Event, organiser: Account
):
    one = joins(before, "m@stadt.example")
    announcing.announce(coming.id, by=organiser.id)
    joins(factories.event(slug="anderes"), "m@stadt.example")
    values = {"by": organiser.id, "email": "ganz@anders.example", "version": one.version}
    organising.correct(one.id, details("m"), **values)
    announcement = db.session.scalars(select(Announcement)).one()
    assert announcing.find(announcement.id) is None
