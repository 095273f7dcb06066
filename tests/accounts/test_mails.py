"""What organisers are told about signing in: once, in their language, only while it is true."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import queries, service
from forum.accounts.models import SignInLink
from forum.base import languages
from forum.base.database import db
from forum.commands.work import KINDS
from forum.mail import letters
from forum.mail.letters import Rendered
from tests import factories

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def write(kind: str, link: SignInLink) -> Rendered | None:
    letter = KINDS[kind](link.id)
    if letter is None:
        return None
    with languages.in_language(letter.language):
        return letters.render(letter)


def test_it_goes_to_the_account_with_its_own_link_alone(ctx: Flask):
    factories.account(name="Andere Person", email="andere@stadt.example")
    link = service.invite("Oda@stadt.example", name="Oda <b>Ordner</b>")
    message = write("account-invitation", link)
    assert message is not None
    assert (message.recipient, message.subject, message.reply_to) == (
        "Oda@stadt.example",
        "Ihre Einladung zum Organisieren",
        "",
    )
    for text in (message.text, message.html):
        assert queries.address_of(link) in text
        assert "andere@stadt.example" not in text
    assert message.text.startswith("Guten Tag, Oda <b>Ordner</b>,\n")
    assert "<b>" not in message.html


def test_it_speaks_the_language_in_which_it_was_asked_for(ctx: Flask):
    account = factories.account()
    service.request_link(account.email, language="en")
    link = db.session.scalars(select(SignInLink)).one()
    message = write("account-sign-in", link)
    assert message is not None
    assert message.subject == "Your link to sign in"


def test_a_link_that_was_used_is_not_sent_any_more(ctx: Flask):
    link = service.invite("oda@stadt.example", name="Oda Ordner")
    service.use_link(queries.address_of(link).rpartition("/")[2])
    assert [write(kind, link) for kind in ("account-invitation", "account-sign-in")] == [None, None]
    assert KINDS["account-sign-in"](999_999) is None
