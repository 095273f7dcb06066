"""A forum with people in its directory, and what each of them sees."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forum.base.database import db
from forum.contacts import wish_service
from forum.contacts.wish_service import Asked
from forum.events.models import Event
from forum.registration import queries as registrations
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client

MAIL = ("email",)


def listed(event: Event, number: int = 2, **values: object) -> list[Registration]:
    """So many people in the directory of a forum, reachable by address and by telephone."""
    people = [
        factories.registration(event, phone=f"0221 47102{n}0", **values) for n in range(number)
    ]
    for one in people:
        factories.directory_entry(one)
    return people


def wish(sender: Registration, receiver: Registration, reason: str = "", **more: bool) -> bool:
    """Somebody wishes for somebody and would show their address; whether both want it now."""
    return wish_service.make(sender.id, receiver.id, Asked(reason, MAIL, **more))


def address(one: Registration, path: str = "wishes") -> str:
    """A page of somebody's own."""
    return f"/my/{registrations.token_of(one)}/{path}"


def seen(client: Client, one: Registration, path: str = "wishes") -> str:
    """What somebody's page says, without what differs on every page: tokens against forgery."""
    text = client.page(address(one, path)).text
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", text)


def fresh(one: Registration) -> Registration:
    """Somebody as they now stand in the database."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Registration, one.id)


def hidden(text: str, people: Sequence[Registration]) -> bool:
    """Whether a text holds neither name, address nor number of anybody of these."""
    return not any(
        said and said in text
        for one in people
        for said in (one.person.last_name, one.email, one.phone)
    )
