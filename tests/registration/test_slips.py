"""A slip in an address, a name taken later, answers by telephone, and what nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import service as accounts
from forum.accounts.models import Account, Right
from forum.attendance import service as attendance
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.people.models import Person
from forum.registration import (
    changing,
    entering,
    needs,
    questions,
    rescheduling,
    service,
)
from forum.registration.details import Needs
from forum.registration.models import Channel, Registration, State
from forum.registration.person_models import (
    Need,
    ProtectedIdentity,
    ProtectedQuestion,
    Task,
    TaskKind,
)
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import details, find, kinds, register

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def entered(event, name: str = "Telefon", **more) -> int:
    said = entering.Entry(details(name), channel=Channel.PHONE, **more)
    return entering.enter(event.id, said, by=factories.account().id)


def test_a_slip_in_the_first_address_costs_nobody_the_place(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "anna@stdat.example")
    register(event, "anna@stadt.example")
    right = find(event, "anna@stadt.example")
    assert right.same_as_id is not None
    service.confirm_address(right.id)
    db.session.expire_all()
    wrong = find(event, "anna@stdat.example")
    assert (right.state, right.same_as_id, wrong.state) == (State.CONFIRMED, None, State.EXPIRED)
    assert kinds()[-1] == "registration-confirmed"
    assert db.session.scalars(select(Task.done_at)).one() is not None
    with pytest.raises(Refused):
        service.confirm_address(wrong.id)


def test_who_has_confirmed_is_never_outrun(ctx: Flask) -> None:
    event = factories.event(capacity=5)
    register(event, "anna@stadt.example")
    service.confirm_address(find(event, "anna@stadt.example").id)
    register(event, "andere@stadt.example")
    service.confirm_address(find(event, "andere@stadt.example").id)
    assert find(event, "anna@stadt.example").state is State.CONFIRMED
    assert find(event, "andere@stadt.example").state is State.WAITING


def test_a_name_that_is_taken_later_becomes_a_task(ctx: Flask) -> None:
    event = factories.event()
    register(event, "eins@a.example")
    register(event, "zwei@b.example", "Anders")
    second = find(event, "zwei@b.example")
    service.confirm_address(second.id)
    changing.change(second.id, details("Sandkamp"))
    tasks = db.session.execute(select(Task.kind, Task.registration_id)).all()
    assert [tuple(row) for row in tasks] == [(TaskKind.SAME_PERSON, second.id)]


@ON_ONE
def test_that_task_leads_to_all_of_the_name(ctx: Flask, organiser_client: Client) -> None:
    event = factories.event(slug="kim")
    register(event, "eins@a.example")
    register(event, "zwei@b.example", "Anders")
    changing.change(find(event, "zwei@b.example").id, details("Sandkamp"))
    page = organiser_client.page("/workspace/events/kim/tasks")
    assert "Hat den Namen einer angemeldeten Person angenommen." in page.text
    page = organiser_client.page(page.links["Beide vergleichen"])
    assert page.status == 200
    assert "Mirela Sandkamp" in page.text


def test_taking_the_name_of_somebody_protected_asks_the_two_named(ctx: Flask) -> None:
    event = factories.event()
    register(event, "eins@a.example", is_protected=True)
    register(event, "zwei@b.example", "Anders")
    changing.change(find(event, "zwei@b.example").id, details("Sandkamp"))
    assert db.session.scalar(select(func.count(ProtectedQuestion.kept_id))) == 1
    assert db.session.scalar(select(func.count(Task.id))) == 0


def test_nobody_is_found_by_entering_an_address_under_protection(ctx: Flask) -> None:
    event = factories.event()
    register(event, "opfer@x.example", is_protected=True)
    probe = entering.Entry(
        details("Irgendwer", is_protected=True), channel=Channel.PHONE, email="opfer@x.example"
    )
    entering.enter(event.id, probe, by=factories.account().id)
    assert db.session.scalar(select(func.count(ProtectedQuestion.kept_id))) == 1
    assert set(db.session.scalars(select(ProtectedIdentity.email))) == {"opfer@x.example"}


@ON_ONE
def test_late_needs_are_a_number_for_all_and_a_name_for_few(
    ctx: Flask, organiser_client: Client, organiser: Account
) -> None:
    event = factories.event(slug="kim", needs_deadline=clock.now() - timedelta(days=1))
    one = factories.registration(event, who=factories.person("Ana", "Lopez"))
    needs.replace(one.id, Needs({Need.SIGN_LANGUAGE: ""}, is_agreed=True))
    page = organiser_client.page("/workspace/events/kim/tasks")
    assert "(1)" in page.text
    assert "Lopez" not in page.html
    detail = organiser_client.page(f"/workspace/events/kim/registrations/{one.id}").text
    assert "Frist" not in detail
    accounts.give_right(event.id, organiser.id, Right.NEEDS, by=organiser.id)
    page = submit(organiser_client, "/workspace/events/kim/needs", button="Erledigt")
    assert "Nach der Frist" not in organiser_client.page("/workspace/events/kim/needs").text


@ON_ONE
def test_a_yes_on_the_telephone_takes_the_offered_place(
    ctx: Flask, organiser_client: Client
) -> None:
    event = factories.event(slug="kim", capacity=1)
    first = factories.registration(event)
    waits = entered(event)
    service.cancel(first.id)
    page = f"/workspace/events/kim/registrations/{waits}"
    submit(organiser_client, page, button="Für diese Person zusagen")
    db.session.expire_all()
    assert db.session.get_one(Registration, waits).state is State.CONFIRMED
    told = select(Task.message).where(Task.registration_id == waits, Task.done_at.is_(None))
    assert "registration-offered" not in set(db.session.scalars(told))


def test_an_offer_that_is_over_is_no_longer_to_be_told(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    first = factories.registration(event)
    waits = entered(event)
    service.cancel(first.id)
    work.maintain(clock.now() + timedelta(hours=49))
    open_ones = select(Task.message).where(
        Task.registration_id == waits, Task.done_at.is_(None), Task.kind == TaskKind.TELL
    )
    assert "registration-offered" not in set(db.session.scalars(open_ones))


def test_nobody_is_absent_before_the_day_or_entered_into_what_is_cancelled(ctx: Flask) -> None:
    event, by = factories.event(), factories.account().id
    one = factories.registration(event)
    with pytest.raises(Refused):
        attendance.mark(event.id, one.id, State.ABSENT, by=by)
    rescheduling.call_off(event.id, by=by, reason="")
    with pytest.raises(Refused):
        entered(event)


def test_what_nobody_confirmed_is_forgotten_a_week_later(ctx: Flask) -> None:
    event = factories.event()
    register(event, "fremd@x.example", "Fremd")
    kept = factories.registration(event, state=State.EXPIRED, ended_at=clock.now())
    work.maintain(clock.now() + timedelta(days=3))
    assert db.session.scalar(select(func.count(Registration.id))) == 2
    for _again in range(2):
        work.maintain(clock.now() + timedelta(days=11))
    assert db.session.scalars(select(Registration.id)).all() == [kept.id]
    assert db.session.scalars(select(Person.id)).all() == [kept.person_id]


@ON_ONE
def test_the_other_address_is_shown_with_most_letters_left_out(ctx: Flask) -> None:
    event = factories.event()
    register(event, "eins@a.example")
    first = find(event, "eins@a.example")
    service.confirm_address(first.id)
    assert questions.masked_address_of(first) is None
    register(event, "zwei@b.example")
    assert questions.masked_address_of(first) == "z…@b.example"
