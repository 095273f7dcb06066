"""The organisers' list of registrations: narrowing, sorting, leafing, searching."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.registration import listing
from forum.registration.models import Registration, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LIST = "/workspace/events/kim/registrations"
NONSENSE = ["-1", "0", "abc", "1e3", "9" * 30, "9" * 5000, "<script>alert(1)</script>", "%00"]


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def shown(page: Page) -> list[str]:
    """The last names in the list."""
    links = [link for link in page.main.all("a") if "pf-table__link" in link.attributes["class"]]
    return [link.text.rpartition(" ")[2] for link in links]


def narrowed(client: Client, **chosen: str) -> list[str]:
    return shown(Page(client.get(LIST, query_string=chosen)))


def crowd(event: Event, number: int) -> list[Registration]:
    """People of whom many share every key that a list is sorted by."""
    now = clock.now()
    states = [State.CONFIRMED, State.WAITING, State.HELD]
    return [
        factories.registration(
            event,
            who=factories.person("Ana", f"Name{order % 3}", email_key=f"n{order}@post.example"),
            sector=list(Sector)[order % 3],
            state=states[order % 3],
            created_at=now - timedelta(days=order % 3),
        )
        for order in range(number)
    ]


@pytest.mark.parametrize("sort", listing.SORTS)
def test_leafing_shows_everybody_once_even_where_keys_are_equal(event: Event, sort: str):
    ids = {one.id for one in crowd(event, 11)}
    found: list[listing.Line] = []
    after = None
    sizes = []
    while True:
        page = listing.page_of(event.id, listing.Filter(), sort=sort, after=after, size=4)
        sizes.append(len(page.rows))
        assert page.is_later == (after is not None)
        found += page.rows
        after = page.next
        if after is None:
            break
        assert after == page.rows[-1].id
    assert sizes == [4, 4, 3]
    assert (len(found), {one.id for one in found}) == (11, ids)
    whole = listing.page_of(event.id, listing.Filter(), sort=sort, after=None, size=100)
    assert [one.id for one in found] == [one.id for one in whole.rows]
    keys = {
        "received": [one.created_at for one in found][::-1],
        "name": [one.last_name for one in found],
        "sector": [one.sector.value for one in found],
        "state": [one.state.value for one in found],
    }[sort]
    assert keys == sorted(keys)


def test_a_page_that_is_exactly_full_is_the_last(event: Event):
    crowd(event, 4)
    page = listing.page_of(event.id, listing.Filter(), sort="name", after=None, size=4)
    assert (len(page.rows), page.next) == (4, None)


@ON_ONE
def test_the_next_page_begins_where_the_first_ended(event: Event, organiser_client: Client):
    for number in range(53):
        factories.registration(event, who=factories.person("Ana", f"Name{number:02}"))
    first = organiser_client.page(f"{LIST}?sort=name")
    second = organiser_client.page(first.links["Nächste Seite"])
    assert shown(first) + shown(second) == [f"Name{number:02}" for number in range(53)]
    assert "Nächste Seite" not in second.links
    back = organiser_client.page(second.links["Zum Anfang"])
    assert shown(back) == shown(first)


@ON_ONE
def test_leafing_keeps_what_was_chosen(event: Event, organiser_client: Client):
    for number in range(102):
        state = State.WAITING if number % 2 else State.CONFIRMED
        factories.registration(event, state=state, who=factories.person("Ana", f"N{number:03}"))
    page = organiser_client.page(f"{LIST}?sort=name&state=waiting")
    second = organiser_client.page(page.links["Nächste Seite"])
    assert shown(second) == ["N101"]
    assert second.main.first("select", name="state").first("option", selected="").text == (
        "Warteliste"
    )


@ON_ONE
def test_a_row_that_has_gone_or_nonsense_leads_to_the_beginning(
    event: Event, organiser_client: Client
):
    names = sorted(one.person.last_name for one in crowd(event, 3))
    elsewhere = factories.registration(factories.event()).id
    for after in [*NONSENSE, str(elsewhere), "999999", ""]:
        page = Page(organiser_client.get(LIST, query_string={"sort": "name", "after": after}))
        assert (after, page.status, shown(page)) == (after, 200, names)


@ON_ONE
def test_the_list_is_narrowed_by_state_field_and_first_wish(event: Event, organiser_client: Client):
    a, b, *_rest = event.islands
    factories.registration(event, who=factories.person("Ana", "Eins"), wishes=(a, b))
    factories.registration(
        event,
        who=factories.person("Ana", "Zwei"),
        wishes=(b, a),
        state=State.WAITING,
        sector=Sector.HEALTH,
    )
    other = factories.event()
    factories.registration(other, who=factories.person("Ana", "Fremd"), wishes=(other.islands[0],))
    assert narrowed(organiser_client, sort="name") == ["Eins", "Zwei"]
    assert narrowed(organiser_client, state="waiting") == ["Zwei"]
    assert narrowed(organiser_client, sector="welfare") == ["Eins"]
    assert narrowed(organiser_client, first_wish=str(a.id)) == ["Eins"]
    assert narrowed(organiser_client, first_wish=str(b.id), state="confirmed") == []
    page = Page(organiser_client.get(LIST, query_string={"state": "expired"}))
    assert "Zu dieser Auswahl passt keine Anmeldung." in page.text
    assert page.links["Alle Anmeldungen anzeigen"] == LIST


@ON_ONE
def test_nonsense_narrows_nothing(event: Event, organiser_client: Client):
    names = [one.person.last_name for one in crowd(event, 1)]
    foreign = str(factories.event().islands[0].id)
    for word in [*NONSENSE, foreign]:
        for field in ("state", "sector", "first_wish", "sort"):
            page = Page(organiser_client.get(LIST, query_string={field: word}))
            assert (field, word, page.status, shown(page)) == (field, word, 200, names)
            assert "<script>alert" not in page.html


def test_names_are_found_without_their_accents_and_case(event: Event):
    for first, last, where in (
        ("Ümit", "Yıldız", "Straße 100% e. V."),
        ("Zoë", "Şahin_Meyer", "Ärztehaus"),
        ("مريم", "الشامي", "Verein"),
    ):
        factories.registration(
            event, who=factories.person(first, last), where=factories.organisation(where)
        )
    factories.registration(factories.event(), who=factories.person("Ümit", "Anderswo"))

    def found(words: str) -> list[str]:
        return [one.last_name for one in listing.search(event.id, words)]

    assert found("umit") == ["Yıldız"]
    assert found("ÜMIT") == ["Yıldız"]
    assert found("sahin") == ["Şahin_Meyer"]
    assert found("zoe sahin") == ["Şahin_Meyer"]
    assert found("الشامي") == ["الشامي"]
    assert found("straße 100%") == ["Yıldız"]
    assert found("100%") == ["Yıldız"]
    assert found("ärztehaus") == ["Şahin_Meyer"]
    assert found("ÄRZTEHAUS") == ["Şahin_Meyer"]
    for nothing in ("%", "_", "\\", "' OR 1=1 --", "xyz", "%%%", "a%t"):
        assert (nothing, found(nothing)) == (nothing, [])


@ON_ONE
def test_searching_says_what_is_wrong_and_keeps_the_words(event: Event, organiser_client: Client):
    for typed, sentence in (
        ("", "Bitte geben Sie einen Namen oder einen Teil davon ein"),
        (" \x00 ", "Bitte geben Sie einen Namen oder einen Teil davon ein"),
        ("x" * 101, "Name oder Organisation: Bitte kürzen Sie auf höchstens 100 Zeichen."),
    ):
        page = submit(organiser_client, f"{LIST}/search", {"words": typed})
        assert (page.status, page.errors) == (200, {"words": sentence})
    page = submit(organiser_client, f"{LIST}/search", {"words": "<script>alert(1)</script>"})
    assert "0 Treffer" in page.text
    assert page.main.first("input", name="words").attributes["value"] == "<script>alert(1)</script>"
    assert "<script>alert" not in page.html
