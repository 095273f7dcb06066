"""With the digits of an island one may write there: who only looks does not get them."""

from __future__ import annotations

from flask import Flask

from forum.results import boards
from tests import factories
from tests.support.clients import Client


def test_only_who_may_change_something_sees_the_digits(
    ctx: Flask, organiser_client: Client, reader_client: Client
) -> None:
    event = factories.event(slug="kim")
    boards.begin(event.islands[0].id)
    seen = [
        "Ziffern für das Team" in client.page("/workspace/events/kim/results/live").text
        for client in (organiser_client, reader_client)
    ]
    assert seen == [True, False]
