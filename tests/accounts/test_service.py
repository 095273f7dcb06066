"""Inviting, asking for a link, using it."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts import queries, service
from forum.accounts.models import Account, Role, SignInLink
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.mail.models import Message
from tests import factories

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def token_of(link: SignInLink) -> str:
    return queries.address_of(link).rpartition("/")[2]


def test_invite_makes_an_account_once(ctx):
    first = service.invite("Oda@Stadt.example", name="Oda")
    second = service.invite("oda@stadt.EXAMPLE", name="Oda Ordner", role=Role.READER)
    db.session.rollback()
    (account,) = db.session.query(Account).all()
    assert (account.name, account.role) == ("Oda Ordner", Role.READER)
    assert first.link_id != second.link_id


def test_a_link_is_used_once(ctx, organiser):
    token = token_of(service.invite(organiser.email, name=organiser.name))
    assert service.use_link(token).id == organiser.id
    with pytest.raises(Refused):
        service.use_link(token)


def test_a_link_is_over_after_15_minutes(ctx, organiser):
    with clock.fixed_at(NOW):
        token = token_of(service.invite(organiser.email, name=organiser.name))
    with clock.fixed_at(NOW + timedelta(minutes=15)), pytest.raises(Refused):
        service.use_link(token)


def test_a_changed_token_opens_nothing(ctx, organiser):
    token = token_of(service.invite(organiser.email, name=organiser.name))
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[1:], "", "x" * 36, "ä"):
        assert queries.find_link(wrong) is None


def test_asking_twice_within_a_minute_sends_one_link(ctx, organiser):
    with clock.fixed_at(NOW):
        service.request_link(organiser.email, language="de")
        service.request_link(organiser.email, language="en")
    with clock.fixed_at(NOW + timedelta(minutes=1)):
        service.request_link(organiser.email, language="en")
    assert db.session.query(Message).count() == 2


def test_strangers_get_no_link(ctx, organiser):
    service.request_link("fremd@stadt.example", language="de")
    assert db.session.query(Message).count() == 0


def test_signing_out_everywhere_ends_every_session(ctx, organiser):
    session_id = organiser.get_id()
    assert queries.find_signed_in(session_id).id == organiser.id
    service.sign_out_everywhere(organiser.id)
    assert queries.find_signed_in(session_id) is None


@pytest.mark.parametrize("session_id", ["", "1", "x.0", "1.x", "99.0", "1.0.0"])
def test_a_session_that_was_made_up(ctx, session_id):
    factories.account()
    assert queries.find_signed_in(session_id) is None
