"""Two registrations of one name: what is asked, of whom, and that a name tells nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import service as accounts
from forum.accounts.models import Account, Right
from forum.audit.models import LogEntry
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.mail import letters
from forum.registration import changing, queries, questions, service
from forum.registration.models import Registration, State
from forum.registration.person_models import ProtectedQuestion, Task
from forum.registration.questions import Answer
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.registering import details, find, kinds, register

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PROTECTED = "/workspace/events/kim/protected"


def everybody() -> Sequence[Registration]:
    db.session.expire_all()
    return db.session.scalars(select(Registration).order_by(Registration.id)).all()


def come(event: Event, *addresses: str, protected: Sequence[bool] = ()) -> list[Registration]:
    """People of one name, one after the other, who confirm."""
    flags = [*protected, *[False] * len(addresses)]
    for email, is_protected in zip(addresses, flags, strict=False):
        more: dict[str, Any] = {"is_protected": True, "display_name": ""} if is_protected else {}
        register(event, email, **more)
        service.confirm_address(everybody()[-1].id)
    return [*everybody()]


@pytest.mark.parametrize("protected", [(True, False), (False, True), (True, True)])
def test_the_name_of_somebody_protected_tells_nothing(ctx: Flask, protected: tuple[bool, bool]):
    event = factories.event(capacity=5)
    first, second = come(event, "a@x.example", "b@x.example", protected=protected)
    assert (first.state, second.state) == (State.CONFIRMED, State.CONFIRMED)
    assert (second.same_as_id, db.session.scalar(select(func.count(Task.id)))) == (None, 0)
    assert kinds() == ["registration-received", "registration-confirmed"] * 2
    said = {entry.action for entry in db.session.scalars(select(LogEntry))}
    assert said == {"address_confirmed"}
    asked = db.session.scalars(select(ProtectedQuestion)).one()
    assert (asked.registration_id, asked.kept_id) == (second.id, first.id)


@ON_ONE
@pytest.mark.parametrize(
    ("button", "state", "told"),
    [
        ("Dieselbe Person", State.CANCELLED, ["registration-ended"]),
        ("Zwei verschiedene Personen", State.CONFIRMED, []),
    ],
)
def test_only_the_two_named_settle_it_and_no_log_says_why(
    ctx: Flask,
    organiser: Account,
    organiser_client: Client,
    button: str,
    state: State,
    told: list[str],
):
    event = factories.event(slug="kim")
    first, second = come(event, "a@x.example", "b@x.example", protected=(True, False))
    assert organiser_client.page(PROTECTED).status == 403
    accounts.give_right(event.id, organiser.id, Right.PROTECTION, by=organiser.id)
    assert "„Mirela Sandkamp“ und „Gast 1“" in organiser_client.page(PROTECTED).text
    before = len(kinds())
    page = submit(organiser_client, PROTECTED, button=button)
    assert ("Dieselbe Person" in page.text, "ist vermerkt" in page.text) == (False, True)
    assert [one.state for one in everybody()] == [State.CONFIRMED, state]
    assert kinds()[before:] == told
    for one in (first, second):
        detail = organiser_client.page(f"/workspace/events/kim/registrations/{one.id}").text
        assert "Gleicher Name" not in detail
        assert "zusammengeführt" not in detail


@ON_ONE
def test_the_question_goes_with_what_stands_behind_the_name(ctx: Flask):
    event = factories.event()
    come(event, "a@x.example", "b@x.example", protected=(True, False))
    work.maintain(event.ends_at.replace(hour=23))
    assert db.session.scalar(select(func.count(ProtectedQuestion.kept_id))) == 1
    work.maintain(event.ends_at.replace(hour=23) + (event.ends_at - event.starts_at) * 4)
    assert db.session.scalar(select(func.count(ProtectedQuestion.kept_id))) == 0


@ON_ONE
def test_who_is_asked_about_reads_what_everybody_reads_who_waits(ctx: Flask, client: Client):
    event = factories.event(slug="kim", capacity=1)
    register(event, "a@x.example", "Anders")
    service.confirm_address(find(event, "a@x.example").id)
    register(event, "voll@x.example", "Wartend")
    register(event, "gleich@x.example", "Anders")
    waits, asked = find(event, "voll@x.example"), find(event, "gleich@x.example")
    assert (waits.same_as_id, asked.same_as_id is None) == (None, False)
    said = [written(one, "registration-received") for one in (waits, asked)]
    pages = [state_of(client, one) for one in (waits, asked)]
    for one in (waits, asked):
        service.confirm_address(one.id)
        said.append(written(one, "registration-waiting"))
        pages.append(state_of(client, one).replace("Platz 2", "Platz 1"))
    assert (said[0], said[2]) == (said[1], said[3])
    assert (pages[0], pages[2]) == (pages[1], pages[3])
    assert "auf der Warteliste" in pages[2]


def written(one: Registration, kind: str) -> str:
    letter = work.KINDS[kind](one.id)
    assert letter is not None
    return (
        letters.render(letter)
        .text.replace(queries.token_of(one), "…")
        .replace(one.person.name, "…")
    )


def state_of(client: Client, one: Registration) -> str:
    page: Page = client.page(f"/my/{queries.token_of(one)}")
    return page.main.first("section", aria_labelledby="me-heading").text.replace(
        one.person.name, "…"
    )


def test_when_the_first_ends_the_next_is_asked_about_in_its_place(ctx: Flask):
    event = factories.event(capacity=5)
    first, second, third = come(event, "a@x.example", "b@x.example", "c@x.example")
    assert (second.same_as_id, third.same_as_id) == (first.id, first.id)
    service.cancel(first.id)
    first, second, third = everybody()
    assert (second.state, second.same_as_id, second.person_key) == (
        State.OFFERED,
        None,
        first.person_key,
    )
    assert (third.state, third.same_as_id) == (State.WAITING, second.id)
    register(event, "d@x.example")
    assert find(event, "d@x.example").same_as_id == second.id


def test_somebody_known_as_another_person_inherits_the_name_too(ctx: Flask):
    event = factories.event(capacity=5)
    first, second = come(event, "a@x.example", "b@x.example")
    questions.answer(first.id, Answer.OTHER)
    service.cancel(first.id)
    register(event, "c@x.example")
    assert find(event, "c@x.example").same_as_id == second.id


def test_a_protected_name_is_inherited_among_the_protected(ctx: Flask):
    event = factories.event(capacity=5)
    first, second = come(event, "a@x.example", "b@x.example", protected=(True, True))
    service.cancel(first.id)
    first, second = everybody()
    assert second.person_key == first.person_key
    register(event, "c@x.example", is_protected=True)
    asked = select(ProtectedQuestion.kept_id).order_by(ProtectedQuestion.registration_id.desc())
    assert db.session.scalars(asked).first() == second.id


def test_a_name_that_was_corrected_goes_to_the_next(ctx: Flask):
    event = factories.event(capacity=5)
    first, second = come(event, "a@x.example", "b@x.example")
    changing.change(first.id, details("Sandkamp-Ohm"))
    first, second = everybody()
    assert (second.same_as_id, second.person_key) == (None, "mirela sandkamp")
    register(event, "c@x.example")
    assert find(event, "c@x.example").same_as_id == second.id


def test_who_is_ended_as_the_same_person_hears_it_without_a_word_about_the_other(ctx: Flask):
    event = factories.event(capacity=5, contact_email="forum@stadt.example")
    first, second = come(event, "a@x.example", "b@x.example")
    register(event, "c@x.example")
    questions.answer(first.id, Answer.SAME)
    questions.answer(first.id, Answer.SAME)
    assert [one.state for one in everybody()] == [State.CONFIRMED, *[State.CANCELLED] * 2]
    assert kinds().count("registration-ended") == 1  # the third never confirmed its address
    letter = work.KINDS["registration-ended"](second.id)
    assert letter is not None
    rendered = letters.render(letter)
    assert (letter.recipient, letter.reply_to) == ("b@x.example", "forum@stadt.example")
    assert "Name" not in rendered.text
    assert "/my/" not in rendered.text


def test_who_takes_the_new_address_is_not_written_to_at_the_old_registration(ctx: Flask):
    event = factories.event(capacity=5)
    first, _second = come(event, "a@x.example", "b@x.example")
    questions.answer(first.id, Answer.NEW_ADDRESS)
    assert "registration-ended" not in kinds()
