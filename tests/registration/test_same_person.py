"""One person, one place: asked, never assumed, and nothing said to strangers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.registration import consents, places, questions, service
from forum.registration.models import Purpose, Registration, State
from forum.registration.person_models import Task, TaskKind
from forum.registration.questions import Answer
from tests import factories
from tests.support.registering import NO, details, find, kinds, register

FIRST, SECOND = "m.sandkamp@diakonie.example", "mirela@privat.example"


def twice(capacity: int = 5):
    """A person registered and confirmed, and the same name from another address."""
    event = factories.event(capacity=capacity)
    register(event, FIRST)
    service.confirm_address(find(event, FIRST).id)
    register(event, SECOND)
    return event, find(event, FIRST), find(event, SECOND)


@pytest.mark.parametrize(
    "address",
    [" M.Sandkamp@Diakonie.Example ", "m.sandkamp@DIAKONIE.example"],
)
def test_case_and_spaces_are_the_same_address(ctx: Flask, address: str):
    event = factories.event()
    register(event, FIRST)
    register(event, address, "Anders")
    assert db.session.scalar(select(func.count(Registration.id))) == 1
    assert kinds() == ["registration-received", "registration-again"]


def test_both_spellings_of_an_international_domain_are_the_same(ctx: Flask):
    event = factories.event()
    register(event, "rat@bürgerbüro.example", "Eins")
    register(event, "rat@xn--brgerbro-65af.example", "Zwei")
    assert db.session.scalar(select(func.count(Registration.id))) == 1


def test_a_second_address_takes_no_second_place_and_is_asked_about(ctx: Flask):
    _event, first, second = twice()
    assert (first.state, second.state, second.same_as_id) == (
        State.CONFIRMED,
        State.WAITING,
        first.id,
    )
    assert kinds()[-2:] == ["registration-same-person", "registration-received"]
    tasks = db.session.scalars(select(Task)).all()
    assert [(task.kind, task.registration_id) for task in tasks] == [
        (TaskKind.SAME_PERSON, second.id)
    ]


def test_the_second_address_learns_nothing_and_gets_no_place(ctx: Flask):
    event, _first, second = twice()
    service.confirm_address(second.id)
    places.fill_places()
    db.session.refresh(second)
    assert second.state is State.WAITING
    assert kinds().count("registration-offered") == 0
    assert questions.of(find(event, FIRST)) is not None


def test_yes_that_was_me_keeps_the_place_and_the_address(ctx: Flask):
    _event, first, second = twice()
    questions.answer(first.id, Answer.SAME)
    questions.answer(first.id, Answer.SAME)
    db.session.expire_all()
    assert (first.email, first.state, second.state) == (FIRST, State.CONFIRMED, State.CANCELLED)
    assert db.session.scalars(select(Task.done_at)).one() is not None


def test_the_new_address_counts_once_it_is_confirmed_and_consents_do_not_go_over(ctx: Flask):
    _event, first, second = twice()
    for purpose in (Purpose.CONTACT_LIST, Purpose.PHOTOS_WEB):
        factories.consent(first, purpose)
    with pytest.raises(Refused):
        questions.answer(first.id, Answer.NEW_ADDRESS)
    service.confirm_address(second.id)
    revision = first.link_revision
    questions.answer(first.id, Answer.NEW_ADDRESS)
    db.session.expire_all()
    assert (first.email, first.state, second.state) == (SECOND, State.CONFIRMED, State.CANCELLED)
    assert first.link_revision == revision + 1
    assert consents.is_granted(first.consents, Purpose.CONTACT_LIST) is False
    assert consents.is_granted(first.consents, Purpose.PHOTOS_WEB) is True


def test_somebody_else_of_the_same_name_waits_and_moves_up_like_anybody(ctx: Flask):
    event, first, second = twice()
    service.confirm_address(second.id)
    questions.answer(first.id, Answer.OTHER)
    db.session.expire_all()
    assert (second.same_as_id, second.state) == (None, State.OFFERED)
    register(event, "dritte@privat.example")
    assert find(event, "dritte@privat.example").state is State.WAITING


def test_organisers_settle_it_where_nobody_answers(ctx: Flask):
    _event, _first, second = twice()
    by = factories.account().id
    questions.settle(second.id, is_same=True, by=by)
    db.session.refresh(second)
    assert second.state is State.CANCELLED
    assert db.session.scalars(select(Task.done_by)).one() == by


def test_both_forms_in_the_same_second_take_one_place(ctx: Flask):
    event_id = factories.event(capacity=5).id

    def send(email: str) -> None:
        with ctx.app_context():
            sent = service.Application(details(), email=email, language="de", decisions=NO)
            service.register(event_id, sent)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, [FIRST, SECOND] * 4))
    rows = db.session.scalars(select(Registration.state).order_by(Registration.id)).all()
    assert sorted(rows) == [State.HELD, State.WAITING]


def test_when_the_first_gives_the_place_back_the_second_waits_like_anybody(ctx: Flask):
    _event, first, second = twice()
    service.confirm_address(second.id)
    service.cancel(first.id)
    db.session.expire_all()
    assert (second.same_as_id, second.state) == (None, State.OFFERED)
    assert db.session.scalars(select(Task.done_at)).one() is not None


def test_nobody_is_flooded_with_the_question(ctx: Flask):
    event, _first, _second = twice()
    for number in range(10):
        register(event, f"fremd{number}@x.example")
        work.deliver()
    # five at most are caused in an hour; the second one waited together with the first
    assert kinds().count("registration-same-person") == 4
