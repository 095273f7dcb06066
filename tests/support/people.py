"""Who uses the site in tests."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts import queries as accounts
from forum.accounts import service
from forum.accounts.models import Account, Role
from tests import factories
from tests.support.clients import Client, submit


def sign_in(client: Client, account: Account) -> Client:
    """Signs somebody in by the link that the mail to them would carry."""
    link = service.invite(account.email, name=account.name, role=account.role)
    page = submit(client, accounts.address_of(link))
    assert page.url == "/workspace/", page.text
    return client


@pytest.fixture
def organiser(ctx: Flask) -> Account:
    """Somebody who may do everything."""
    return factories.account()


@pytest.fixture
def organiser_client(ctx: Flask, organiser: Account) -> Client:
    """An organiser at a browser, signed in."""
    return sign_in(_client(ctx), organiser)


@pytest.fixture
def reader_client(ctx: Flask) -> Client:
    """Somebody at a browser, signed in, who may look and change nothing."""
    account = factories.account(name="Rita Rasch", email="rasch@stadt.example", role=Role.READER)
    return sign_in(_client(ctx), account)


def _client(app: Flask) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    return client
