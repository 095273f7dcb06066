"""The code for the entrance, on tickets, badges and papers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from flask import current_app

from forum.base import addresses, links
from forum.registration.models import Registration

PURPOSE = "arrive"


def token_of(registration: Registration) -> str:
    """The token of the code for the entrance. It opens nothing but the desk's page for those who
    work there, and stays the same when the personal link is renewed, because it is printed."""
    return _token(registration.link_id)


def address_of(registration: Registration) -> str:
    """The address in the code for the entrance, which every phone camera opens."""
    return addresses_of([registration])[registration.id]


def addresses_of(people: Iterable[Registration]) -> dict[int, str]:
    """Those of many, by the registration's id: an address is built once, not for everybody."""
    anybody = "0" * 36
    before, after = addresses.absolute("arrival.page", token=anybody).split(anybody)
    return {one.id: f"{before}{token_of(one)}{after}" for one in people}


def link_id_of(token: str) -> str | None:
    """The id behind a true token, else None."""
    link_id = links.link_id_of(token)
    key = current_app.config["SECRET_KEY"]
    return link_id if link_id and links.opens(token, key, PURPOSE, link_id, 0) else None


def mark_of(link_id: str) -> str:
    """What a device without a network compares a code with; it cannot be turned back."""
    return hashlib.sha256(_token(link_id).encode()).hexdigest()[:24]


def _token(link_id: str) -> str:
    return links.token(current_app.config["SECRET_KEY"], PURPOSE, link_id, 0)
