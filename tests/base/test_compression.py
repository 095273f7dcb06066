"""Large pages travel compressed, small ones as they are."""

import gzip

import pytest
from flask import Flask

from tests import factories
from tests.support.clients import Client

ASKING = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_board_of_many_stays_under_150_kb_with_all_it_needs(
    ctx: Flask, organiser_client: Client
) -> None:
    event = factories.event(slug="kim", capacity=100)
    seats = {factories.registration(event): tuple(event.islands[:3]) for _person in range(84)}
    factories.plan(event, seats, published=False)
    board = "/workspace/events/kim/plan/1/round/1"
    plain = organiser_client.get(board)
    packed = organiser_client.get(board, headers=ASKING)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < 40_000 < len(plain.data)
    assert gzip.decompress(packed.data).count(b"pf-person__row") == 84


def test_a_small_page_is_quick_as_it_is(app: Flask, client: Client) -> None:
    response = client.get("/", headers=ASKING)
    assert "Content-Encoding" not in response.headers
