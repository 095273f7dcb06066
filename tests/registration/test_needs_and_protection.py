"""Access needs and protected names: kept apart, seen by few, deleted first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import service as accounts
from forum.accounts.models import Account, Right
from forum.audit import queries as audit
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.registration import listing, needs, service
from forum.registration.details import Needs
from forum.registration.models import Registration
from forum.registration.person_models import AccessNeed, Need, ProtectedIdentity, Task, TaskKind
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import NO, details, kinds

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DIET = Needs({Need.DIET: "ohne Nüsse"}, is_agreed=True)


def send(event, email="m@diakonie.example", needed=None, **values) -> Registration:
    sent = service.Application(
        details(**values), email=email, language="de", decisions=NO, needed=needed or Needs()
    )
    service.register(event.id, sent)
    return db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()


def test_needs_are_kept_apart_with_their_consent(ctx: Flask):
    one = send(factories.event(), needed=DIET)
    assert needs.of(one.id) == {Need.DIET: "ohne Nüsse"}
    newest = one.consents[-1]
    assert (newest.purpose.value, newest.decision.value) == ("access_needs", "granted")


def test_without_the_consent_nothing_is_kept(ctx: Flask):
    with pytest.raises(Refused) as refusal:
        send(factories.event(), needed=Needs({Need.DIET: "ohne Nüsse"}))
    assert refusal.value.field == "needs_agreed"
    assert db.session.scalar(select(func.count(Registration.id))) == 0


def test_a_wish_to_be_called_needs_no_consent_and_is_a_task(ctx: Flask):
    one = send(factories.event(), needed=Needs({Need.CALL_ME: ""}))
    task = db.session.scalars(select(Task)).one()
    assert (task.kind, task.registration_id, task.note) == (TaskKind.CALL_ME, one.id, "")


def test_a_late_need_is_a_call_task_that_does_not_say_what_it_is(ctx: Flask):
    event = factories.event(needs_deadline=clock.now() - timedelta(hours=1))
    send(event, needed=DIET)
    task = db.session.scalars(select(Task)).one()
    assert (task.kind, task.note, task.message) == (TaskKind.LATE_NEED, "", "")


def test_needs_go_seven_days_after_the_forum_and_not_earlier(ctx: Flask):
    event = factories.event()
    one = send(event, needed=DIET)
    work.maintain(event.ends_at + timedelta(days=7) - timedelta(minutes=1))
    assert needs.of(one.id) != {}
    work.maintain(event.ends_at + timedelta(days=7))
    assert db.session.scalars(select(AccessNeed)).all() == []


@ON_ONE
def test_only_who_is_named_sees_needs(ctx: Flask, organiser_client: Client, organiser: Account):
    event = factories.event(slug="kim")
    send(event, needed=DIET)
    page = organiser_client.page("/workspace/events/kim/needs")
    assert (page.status, "ohne Nüsse" in page.text) == (403, False)
    accounts.give_right(event.id, organiser.id, Right.NEEDS, by=organiser.id)
    page = organiser_client.page("/workspace/events/kim/needs")
    assert (page.status, "ohne Nüsse" in page.text) == (200, True)
    for path in ("", "/registrations", "/registrations/1", "/messages"):
        assert "ohne Nüsse" not in organiser_client.page(f"/workspace/events/kim{path}").text


@ON_ONE
def test_needs_stand_in_no_message_no_list_and_no_log(ctx: Flask, organiser_client: Client, caplog):
    event = factories.event(slug="kim")
    one = send(event, needed=DIET)
    work.deliver()
    service.confirm_address(one.id)
    work.deliver()
    mailbox = ctx.config["FORUM"].instance_path / "mailbox"
    sent = [path.read_bytes() for path in mailbox.glob("*.eml")]
    assert len(sent) == 2
    exported = organiser_client.get("/workspace/events/kim/registrations/export/csv").text
    log = " ".join(f"{row.action} {row.detail} {row.reason}" for row in audit.of_event(event.id))
    for text in (exported, log, caplog.text, *(raw.decode("utf-8", "replace") for raw in sent)):
        assert "N=C3=BCsse" not in text
        assert "Nüsse" not in text


def protected(event, **values) -> Registration:
    return send(event, **{"name": "Sandkamp", "phone": "0221 4711", "is_protected": True, **values})


def everything_about(one: Registration) -> str:
    db.session.refresh(one)
    affiliation = one.affiliation
    return repr(
        [
            {column.name: getattr(one, column.name) for column in Registration.__table__.columns},
            one.person.__dict__,
            affiliation.__dict__ if affiliation else None,
        ]
    )


def test_a_protected_name_stands_nowhere_but_in_its_own_table(ctx: Flask):
    one = protected(factories.event())
    said = everything_about(one)
    for word in ("Sandkamp", "sandkamp", "Mirela", "diakonie.example", "4711", "Diakonie"):
        assert word not in said
    assert one.person.name == "Gast 1"
    identity = db.session.scalars(select(ProtectedIdentity)).one()
    assert (identity.last_name, identity.email) == ("Sandkamp", "m@diakonie.example")


def test_guests_are_numbered_and_may_choose_a_name_that_is_not_their_own(ctx: Flask):
    event = factories.event()
    protected(event)
    second = protected(event, email="b@x.example", name="Zweite")
    third = protected(event, email="c@x.example", name="Dritte", display_name="Sonne")
    assert (second.person.name, third.person.name) == ("Gast 2", "Sonne")
    with pytest.raises(Refused):
        protected(event, email="d@x.example", name="Vierte", display_name="Mirela Vierte")


def test_protected_people_have_one_place_and_get_their_mail(ctx: Flask):
    event = factories.event()
    one = protected(event)
    send(event)
    assert db.session.scalar(select(func.count(Registration.id))) == 1
    assert kinds() == ["registration-received", "registration-again"]
    letter = work.KINDS["registration-received"](one.id)
    assert letter is not None
    assert letter.recipient == "m@diakonie.example"
    assert "Sandkamp" not in str(letter)
    service.request_links("M@Diakonie.example")
    assert kinds()[-1] == "registration-link"


@ON_ONE
def test_nobody_finds_the_protected_in_search_or_export(ctx: Flask, organiser_client: Client):
    event = factories.event(slug="kim")
    one = protected(event)
    service.confirm_address(one.id)
    assert listing.search(event.id, "Sandkamp") == []
    for path in ("/registrations", f"/registrations/{one.id}", "/registrations/export/json", ""):
        assert "Sandkamp" not in organiser_client.get(f"/workspace/events/kim{path}").text


@ON_ONE
def test_two_named_people_see_who_it_is_and_each_look_is_noted(
    ctx: Flask, organiser_client: Client, organiser: Account
):
    event = factories.event(slug="kim")
    one = protected(event)
    address = "/workspace/events/kim/protected"
    assert organiser_client.page(address).status == 403
    accounts.give_right(event.id, organiser.id, Right.PROTECTION, by=organiser.id)
    page = organiser_client.page(address)
    assert ("Gast 1" in page.text, "Sandkamp" in page.text) == (True, False)
    page = submit(organiser_client, address, button="Zeigen, wer Gast 1 ist")
    assert "Mirela Sandkamp" in page.text
    newest = audit.of_registration(one.id)[0]
    assert (newest.action, newest.account_id) == ("identity_shown", organiser.id)


def test_a_third_person_is_not_named(ctx: Flask):
    event = factories.event()
    by = factories.account().id
    for _number in range(2):
        accounts.give_right(event.id, factories.account().id, Right.PROTECTION, by=by)
    with pytest.raises(Refused):
        accounts.give_right(event.id, factories.account().id, Right.PROTECTION, by=by)


def test_who_is_protected_is_forgotten_on_the_day_after(ctx: Flask):
    event = factories.event()
    protected(event)
    work.maintain(event.ends_at + timedelta(hours=23))
    assert db.session.scalar(select(func.count(ProtectedIdentity.registration_id))) == 1
    work.maintain(event.ends_at + timedelta(days=1))
    assert db.session.scalar(select(func.count(ProtectedIdentity.registration_id))) == 0
