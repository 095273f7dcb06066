"""Long lists: turned over page by page, at the same cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.base import clock
from forum.contacts import queries
from forum.events.models import Event
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import address_of, agreeing, let_in
from tests.support.pages import Page

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum whose list is open."""
    return factories.event(contact_list_opened_at=clock.now())


def test_a_long_list_is_turned_over_and_no_page_is_large(
    event: Event, client: Client, organiser_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    people = [agreeing(event, public=("name", "organisation")) for _one in range(5)]
    order = sorted(one.person.last_name for one in people)

    def on(page: Page) -> list[str]:
        return [name for name in order if name in page.main.text]

    first = let_in(client, people[0])
    assert on(client.page(address_of(people[0]))) == order[:2]
    last = submit(client, address_of(people[0]), {"page": "4"}, button="Suche")
    assert (on(last), "Einträge 5 bis 5 von 5" in last.text) == (order[4:], True)
    found = submit(client, address_of(people[0]), {"words": order[3], "page": "4"}, button="Suche")
    assert on(found) == [order[3]]
    assert on(first) == order[:2]
    for who, path in (
        (client, f"/events/{event.slug}/contacts"),
        (organiser_client, f"/workspace/events/{event.slug}/contacts"),
    ):
        second = who.page(who.page(path).links["Nächste Seite"])
        assert on(second) == order[2:4]
        assert on(who.page(f"{path}?page=junk")) == order[:2]


def test_the_list_costs_as_much_with_many(
    event: Event, client: Client, organiser_client: Client, count_queries: Callable
) -> None:
    viewer = agreeing(event)
    let_in(client, viewer)
    counted = []
    for more in (2, 12):
        for _person in range(more):
            agreeing(event)
        factories.plan(event, {viewer: tuple(event.islands[:3])}, number=more)
        desk = f"/workspace/events/{event.slug}/contacts"
        of_round = []
        for who, path in (
            (client, address_of(viewer)),
            (client, f"{address_of(viewer)}/{viewer.id}.vcf"),
            (client, f"/events/{event.slug}/contacts"),
            *((organiser_client, desk + way) for way in ("", "/list.csv", "/list.xlsx", "/print")),
        ):
            with count_queries() as asked:
                assert who.get(path).status_code == 200
            of_round.append(len(asked))
        counted.append(of_round)
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 15
