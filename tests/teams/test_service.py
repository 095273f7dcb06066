"""Naming colleagues: nobody is entered, nobody asked twice, and an address goes with its answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.mail.models import Message
from forum.registration.models import Registration, State
from forum.teams import mails, service
from forum.teams.models import Answer, TeamMember, TeamProposal
from tests import factories, team_factories


def asked() -> list[int]:
    """Who gets a message, by the numbers of members."""
    query = select(Message.about_id).where(Message.kind == service.ASK).order_by(Message.id)
    return list(db.session.scalars(query))


def test_nobody_is_written_to_before_the_address_is_confirmed(ctx: Flask) -> None:
    event = factories.event()
    made = team_factories.proposal(event, "Ada", "Ben", asked=False)
    assert (asked(), db.session.scalar(select(func.count(Registration.id)))) == ([], 0)
    for _again in range(2):
        service.ask(made.id)
    assert asked() == [one.id for one in made.members]
    assert db.session.scalar(select(func.count(Registration.id))) == 0


def test_somebody_is_asked_once_for_a_forum_whoever_names_them(ctx: Flask) -> None:
    event = factories.event()
    first = team_factories.proposal(event, "Ada")
    service.decline(first.members[0])
    second = team_factories.proposal(event, "Ada", "Ben")
    assert asked() == [first.members[0].id, second.members[1].id]
    second.members[0].asked_at = clock.now()
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    other = team_factories.proposal(factories.event(), "Ada")
    assert asked()[-1] == other.members[0].id


def test_a_yes_is_a_registration_and_the_address_goes(ctx: Flask) -> None:
    made = team_factories.proposal(factories.event(capacity=1), "Ada", "Ben")
    ada, ben = made.members
    first = service.accept(ada, language="de")
    second = service.accept(ben, language="en")
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (State.CONFIRMED, State.WAITING)
    assert (second.language, first.consents) == ("en", [])
    db.session.refresh(ada)
    assert (ada.answer, ada.email) == (Answer.YES, None)
    assert service.accept(ada, language="de") is None
    assert mails.KINDS[service.ASK](ada.id) is None
    service.decline(ada)
    assert ada.answer is Answer.YES


def test_who_is_registered_already_keeps_that_one(ctx: Flask) -> None:
    event = factories.event()
    before = factories.registration(event, email="ada@diakonie.example")
    made = team_factories.proposal(event, "Ada")
    own = service.accept(made.members[0], language="de")
    assert own is not None
    assert own.id == before.id
    assert db.session.scalar(select(func.count(Registration.id))) == 1


def test_what_somebody_else_typed_for_an_address_is_not_confirmed_by_a_yes(ctx: Flask) -> None:
    event = factories.event()
    before = factories.registration(
        event,
        email="ada@diakonie.example",
        state=State.HELD,
        address_confirmed_at=None,
        held_until=clock.now() + timedelta(hours=48),
    )
    own = service.accept(team_factories.proposal(event, "Ada").members[0], language="de")
    assert own is not None
    db.session.refresh(before)
    assert (own.id, before.state, before.address_confirmed_at) == (before.id, State.HELD, None)


def test_once_registration_is_closed_nobody_is_asked_and_nobody_enters(ctx: Flask) -> None:
    event = factories.event()
    made = team_factories.proposal(event, "Ada")
    waiting = team_factories.proposal(event, "Ben", asked=False)
    with clock.fixed_at(event.registration_deadline + timedelta(minutes=1)):
        for call in (
            lambda: service.ask(waiting.id),
            lambda: service.accept(made.members[0], language="de"),
            lambda: service.propose(event.id, team_factories.team("Cem"), language="de"),
        ):
            with pytest.raises(Refused):
                call()
            db.session.rollback()
    assert db.session.get_one(TeamMember, made.members[0].id).answer is Answer.OPEN


def test_what_nobody_confirmed_goes_after_two_days_and_all_of_it_when_the_forum_begins(
    ctx: Flask,
) -> None:
    event = factories.event()
    kept = team_factories.proposal(event, "Ada").id
    team_factories.proposal(event, "Ben", asked=False)
    for moment, left in (
        (clock.now() + timedelta(hours=47), 2),
        (clock.now() + timedelta(hours=49), 1),
        (event.starts_at, 0),
    ):
        with clock.fixed_at(moment):
            service.forget()
        assert db.session.scalar(select(func.count(TeamProposal.id))) == left
        assert left != 1 or db.session.get(TeamProposal, kept) is not None
    assert db.session.scalar(select(func.count(TeamMember.id))) == 0


def test_a_forum_that_was_called_off_asks_nobody(ctx: Flask) -> None:
    event = factories.event()
    made = team_factories.proposal(event, "Ada", asked=False)
    letters = [mails.KINDS[service.CONFIRM](made.id), mails.KINDS[service.ASK](made.members[0].id)]
    assert [letter is not None for letter in letters] == [True, True]
    event.cancelled_at = clock.now()
    db.session.commit()
    assert mails.KINDS[service.CONFIRM](made.id) is None
    assert mails.KINDS[service.ASK](made.members[0].id) is None
