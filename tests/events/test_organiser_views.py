"""Making and editing a forum, as an organiser does it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.events import queries
from forum.events.models import Event, Island
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page

NEW = {
    "title": "Übergänge gestalten",
    "day": "2026-12-03",
    "starts": "9:00",
    "ends": "15.30",
    "deadline": "26.11.2026",
    "capacity": "80",
}


OVERTAKEN = "In der Zwischenzeit hat jemand anderes dieses Forum geändert."
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def event(ctx) -> Event:
    return factories.event(slug="kim")


def url(page: str) -> str:
    return f"/workspace/events/kim/{page}"


def now(*names: str):
    """What now stands in the forum's row."""
    columns = [getattr(Event, name) for name in names]
    row = db.session.execute(select(*columns).where(Event.slug == "kim")).one()
    return row[0] if len(names) == 1 else tuple(row)


def wall(moment) -> str:
    return f"{clock.in_berlin(moment):%Y-%m-%d %H:%M}"


def test_a_forum_needs_few_words(ctx, organiser_client: Client):
    page = submit(organiser_client, "/workspace/new", NEW)
    assert page.url == "/workspace/events/uebergaenge-gestalten/"
    event = queries.get_event("uebergaenge-gestalten")
    assert [wall(m) for m in (event.starts_at, event.ends_at, event.registration_deadline)] == [
        "2026-12-03 09:00",
        "2026-12-03 15:30",
        "2026-11-26 23:59",
    ]
    assert (event.capacity, event.published_at) == (80, None)


TITLE = "Bitte geben Sie dem Forum einen Titel."
DAY = "Bitte geben Sie einen Tag an, zum Beispiel 03.12.2026"
PLACES = "Bitte geben Sie eine ganze Zahl von 1 bis 5000 an."
WRONG = [
    ("title", "", TITLE),
    ("title", " \x00\u200b ", TITLE),
    ("day", "bald", DAY),
    ("day", "2026-02-30", DAY),
    ("day", "0026-12-03", "Bitte geben Sie ein Jahr zwischen 2000 und 2099 an."),
    ("starts", "", "Bitte geben Sie an, wann das Forum beginnt."),
    ("ends", "25:00", "Bitte geben Sie eine Uhrzeit an, zum Beispiel 9:30"),
    ("ends", "9:00", "Bitte geben Sie ein Ende an, das nach dem Beginn liegt."),
    ("deadline", "2026-12-03", "Bitte wählen Sie für den Anmeldeschluss einen Tag vor dem Forum."),
    ("capacity", "0", PLACES),
    ("capacity", "viele", PLACES),
    ("capacity", "9" * 5000, PLACES),
    ("slug", "kim", "Ein anderes Forum hat schon diese Adresse. Bitte wählen Sie eine andere."),
]


@ON_ONE
def test_the_word_in_the_address_is_made_fit_for_it(ctx, organiser_client: Client):
    for slug, title, path in (
        (" Übergänge & mehr: 2027! ", "KIM", "uebergaenge-mehr-2027"),
        ("", "Ankommen – Straße für Straße", "ankommen-strasse-fuer-strasse"),
        ("", "مرحبا 🙂", "forum"),
    ):
        page = submit(organiser_client, "/workspace/new", {**NEW, "slug": slug, "title": title})
        assert page.url == f"/workspace/events/{path}/"


@ON_ONE
def test_what_is_wrong_with_a_new_forum_stands_at_its_field(event, organiser_client: Client):
    for name, typed, sentence in WRONG:
        page = submit(organiser_client, "/workspace/new", {**NEW, name: typed})
        assert (typed, page.status, page.errors) == (typed, 200, {name: sentence})
        kept = page.form(action="").values
        assert {n: kept[n] for n in NEW if n != name} == {
            n: [text] for n, text in NEW.items() if n != name
        }
    assert [found.slug for found in queries.all_events()] == ["kim"]


def test_settings_are_shown_and_saved(event, organiser_client: Client):
    before = now("title", "starts_at", "ends_at", "registration_deadline")
    typed = {"about": "Neu\r\n\r\nAbsatz", "about_en": "New"}
    page = submit(organiser_client, url("settings"), typed)
    assert (page.url, page.errors) == (url("settings"), {})
    assert now("about", "about_en") == ("Neu\n\nAbsatz", "New")
    assert now("title", "starts_at", "ends_at", "registration_deadline") == before


def test_who_was_overtaken_keeps_what_was_typed(event, organiser_client: Client):
    form = organiser_client.page(url("settings")).form(action="")
    submit(organiser_client, url("settings"), {"venue": "Rathaus"})
    typed = form.filled_in({"venue": "Schloss", "about": "Getippt"})
    page = Page(organiser_client.post(url("settings"), data=typed))
    assert (now("venue"), OVERTAKEN in page.text) == ("Rathaus", True)
    again = page.form(action="")
    assert (again.values["venue"], again.values["about"]) == (["Schloss"], ["Getippt"])
    organiser_client.post(url("settings"), data=again.filled_in({}))
    assert now("venue") == "Schloss"


@ON_ONE
def test_a_damaged_version_counts_as_overtaken(event, organiser_client: Client):
    for version in ("", "abc", "-1", "9" * 40):
        page = submit(organiser_client, url("settings"), {"version": version, "venue": "Rathaus"})
        assert OVERTAKEN in page.text
    assert now("venue") == "Hochschule Auenstadt"


@ON_ONE
def test_empty_pages_say_what_to_do_first(ctx, organiser_client: Client):
    submit(organiser_client, "/workspace/new", {**NEW, "slug": "leer"})
    for page, sentence in {
        "programme": "Es gibt noch kein Programm.",
        "islands": "Es gibt noch keine Inseln.",
        "rooms": "Es gibt noch keine Räume.",
    }.items():
        assert sentence in organiser_client.page(f"/workspace/events/leer/{page}").text


def test_rounds_are_made_at_once_and_renumbered(ctx, organiser_client: Client):
    submit(organiser_client, "/workspace/new", {**NEW, "slug": "kim"})
    submit(organiser_client, url("programme/rounds/new"), {"starts": "10:45"})
    rounds = queries.rounds_of(queries.get_event("kim").id)
    assert [(r.number, wall(r.starts_at), wall(r.ends_at)) for r in rounds] == [
        (1, "2026-12-03 10:45", "2026-12-03 11:10"),
        (2, "2026-12-03 11:15", "2026-12-03 11:40"),
        (3, "2026-12-03 11:45", "2026-12-03 12:10"),
    ]
    page = submit(organiser_client, url(f"programme/rounds/{rounds[0].id}"), {"starts": "11:20"})
    assert list(page.errors) == ["starts"]
    submit(organiser_client, url(f"programme/rounds/{rounds[1].id}/delete"))
    assert [r.number for r in queries.rounds_of(queries.get_event("kim").id)] == [1, 2]


def test_a_part_of_the_programme_comes_changes_and_goes(event, organiser_client: Client):
    typed = {"title": "Impuls", "kind": "keynote", "starts": "9:00", "ends": "9:20"}
    page = submit(organiser_client, url("programme/items/new"), typed)
    assert page.rows[1] == ["9:00 bis 9:20 Uhr", "Impuls", "Impulsvortrag", "–"]
    change = page.links["Impuls"]
    page = submit(organiser_client, change, {"ends": "9:40", "room": str(event.rooms[0].id)})
    assert page.rows[1] == ["9:00 bis 9:40 Uhr", "Impuls", "Impulsvortrag", "Raum 201"]
    assert "„Impuls“ ( 9:00 bis 9:40 Uhr ) und „Begrüßung“" in page.text
    page = submit(organiser_client, f"{change}/delete")
    assert page.rows[1][1] == "Begrüßung"


@ON_ONE
def test_a_part_outside_the_forum_is_pointed_out(event, organiser_client: Client):
    typed = {"title": "Aufbau", "starts": "7:00", "ends": "8:00"}
    page = submit(organiser_client, url("programme/items/new"), typed)
    assert "„Aufbau“ ( 7:00 bis 8:00 Uhr ) liegt außerhalb der Zeiten des Forums." in page.text


def test_an_island_with_a_new_room_and_a_host(ctx, organiser_client: Client):
    submit(organiser_client, "/workspace/new", {**NEW, "slug": "kim"})
    typed = {"theme": "Wohnen", "questions": "Eins?\n\n Zwei? ", "new_room": "Raum 7"}
    page = submit(organiser_client, url("islands/new"), typed)
    assert page.rows[1:] == [["Insel A, Wohnen", "Raum 7", "6 bis 18", "noch offen"]]
    island = db.session.query(Island).one()
    assert island.questions == "Eins?\nZwei?"
    host = {"name": "Kim Beispiel", "email": "kim@stadt.example"}
    page = submit(organiser_client, url(f"islands/{island.id}/hosts/new"), host)
    link = page.main.first("input", type="url").attributes["value"]
    assert link == queries.host_link(island.hosts[0])
    assert "Wohnen" in organiser_client.page(link).text
    page = submit(organiser_client, url(f"hosts/{island.hosts[0].id}/link"))
    assert page.main.first("input", type="url").attributes["value"] != link
    assert organiser_client.get(link).status_code == 404


@ON_ONE
def test_what_is_wrong_with_an_island_stands_at_its_field(event, organiser_client: Client):
    page_url = url(f"islands/{event.islands[0].id}")
    for typed, field in (
        ({"theme": ""}, "theme"),
        ({"theme": "x" * 121}, "theme"),
        ({"questions": "1?\n2?\n3?\n4?\n5?"}, "questions"),
        ({"minimum": "19"}, "maximum"),
        ({"minimum": "-1"}, "minimum"),
        ({"maximum": "0", "minimum": "0"}, "maximum"),
        ({"room": "999999"}, "room"),
        ({"room": "<script>"}, "room"),
        ({"new_room": "Noch ein Raum"}, "new_room"),
    ):
        assert (typed, list(submit(organiser_client, page_url, typed).errors)) == (typed, [field])
    assert "Aufenthalt" in organiser_client.page(url("islands")).text


@ON_ONE
def test_a_host_needs_a_name_and_a_whole_address(event, organiser_client: Client):
    page = submit(
        organiser_client,
        url(f"islands/{event.islands[0].id}/hosts/new"),
        {"name": "", "email": "kim@stadt"},
    )
    assert list(page.errors) == ["name", "email"]


@ON_ONE
def test_islands_take_few_queries(event, organiser_client: Client, count_queries):
    with count_queries() as few:
        organiser_client.get(url("islands"))
    for island in event.islands:
        factories.host(island)
    with count_queries() as many:
        organiser_client.get(url("islands"))
    assert len(many) == len(few)
