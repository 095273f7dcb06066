"""Getting into a contact list as its participants do: by their link and the code from the mail."""

from __future__ import annotations

from forum.contacts import codes
from forum.registration import queries as registrations
from forum.registration.models import Registration
from tests.support.clients import Client, submit
from tests.support.pages import Page


def address_of(one: Registration) -> str:
    """Where somebody finds the contact list."""
    return f"/my/{registrations.token_of(one)}/contacts"


def let_in(client: Client, one: Registration) -> Page:
    """Asks for the code, types it in, and reads what comes back."""
    submit(client, address_of(one), button="Code zusenden")
    code = codes.find(one.id)
    assert code is not None
    return submit(client, address_of(one), {"code": code}, button="Kontaktliste öffnen")
