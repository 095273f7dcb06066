"""Who only looks may also search; what somebody deleted meanwhile is said, not a failure."""

from __future__ import annotations

from flask import Flask

from forum.events import programme
from tests import factories
from tests.support.clients import Client, submit


def test_a_reader_can_search(ctx: Flask, reader_client: Client) -> None:
    one = factories.registration(factories.event(slug="kim"))
    page = submit(
        reader_client,
        "/workspace/events/kim/registrations/search",
        {"words": one.person.last_name},
    )
    assert "1 Treffer" in page.text


def test_what_a_colleague_deleted_is_said(ctx: Flask, organiser_client: Client) -> None:
    event = factories.event(slug="kim")
    item = event.items[0].id
    address = f"/workspace/events/kim/programme/items/{item}"
    assert organiser_client.get(address).status_code == 200
    programme.delete_item(item)
    assert organiser_client.get(address).status_code == 404
