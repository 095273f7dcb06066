"""Pages for when something does not work: right status, helpful words, nothing of the inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort

from forum.app import create_app
from forum.commands.serving import put_away
from forum.config import Settings
from forum.registration import queries as registrations
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client
from tests.support.pages import Page
from tests.support.sites import own_site, settings_for

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HEADINGS = {
    400: "Das konnten wir nicht lesen",
    403: "Das ist für Sie nicht zugänglich",
    404: "Hier ist nichts",
    405: "Das lässt sich nicht direkt öffnen",
    409: "Das ist jetzt nicht möglich",
    413: "Das ist zu groß",
    429: "Das war sehr oft hintereinander",
    500: "Bei uns ist etwas schiefgegangen",
}
GERMAN = {"Accept-Language": "de"}


def is_whole(page: Page) -> bool:
    """Whether the page has all that every page has, and ways to go on."""
    links = set(page.links.values())
    ways = {"/my/lost", "/workspace/"} & {link for link in links if "#" not in link}
    return (
        {"/", "/imprint", "/accessibility/report"} <= links
        and bool(ways)
        and (
            page.root.first("html").attributes["lang"] == "de"
            and page.root.first("a").text == "Zum Inhalt springen"
        )
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    yield from own_site(settings)


@pytest.fixture
def trouble(app: Flask) -> Flask:
    """The site with addresses that fail on purpose, as it answers in production."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.logger.disabled = True

    def raises() -> str:
        raise RuntimeError("Geheime Einzelheiten in /srv/forum")

    for code in (400, 403, 404, 405, 409, 413, 418, 429, 500, 503):
        app.add_url_rule(f"/abort/{code}", f"abort-{code}", lambda code=code: abort(code))
    app.add_url_rule("/raise", "raise", raises)
    return app


@ON_ONE
@pytest.mark.parametrize("code", HEADINGS)
def test_each_error_says_what_to_do_on_a_whole_page(trouble: Flask, client: Client, code: int):
    page = client.page(f"/abort/{code}", headers=GERMAN)
    assert (page.status, page.heading, is_whole(page)) == (code, HEADINGS[code], True)
    assert page.response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@ON_ONE
def test_errors_without_own_words_borrow_the_nearest(trouble: Flask, client: Client):
    pages = [client.page(f"/abort/{code}", headers=GERMAN) for code in (418, 503)]
    assert [(page.status, page.heading) for page in pages] == [
        (418, HEADINGS[400]),
        (503, HEADINGS[500]),
    ]


@ON_ONE
def test_what_breaks_inside_stays_inside(trouble: Flask, client: Client):
    page = client.page("/raise", headers=GERMAN)
    assert (page.status, page.heading, is_whole(page)) == (500, HEADINGS[500], True)
    for inside in ("Geheime", "Traceback", "RuntimeError", "/srv/forum"):
        assert inside not in page.html


@ON_ONE
def test_errors_speak_english_too(trouble: Flask, client: Client):
    page = client.page("/raise", headers={"Accept-Language": "en-GB"})
    assert (page.heading, page.root.first("html").attributes["lang"]) == (
        "Something went wrong on our side",
        "en",
    )


def _broken(kind: str, instance: Path) -> str:
    return {
        "no file": f"sqlite:///{instance / 'away' / 'forum.sqlite'}",
        "no tables": f"sqlite:///{instance / 'empty.sqlite'}",
        "no server": "postgresql+psycopg://127.0.0.1:1/forum?connect_timeout=2",
    }[kind]


@pytest.fixture(params=["no file", "no tables", "no server"])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Client]:
    """Somebody at a browser while the database is away."""
    app = create_app(settings_for(tmp_path, _broken(str(request.param), tmp_path)))
    app.test_client_class = Client
    app.logger.disabled = True
    client = app.test_client()
    assert isinstance(client, Client)
    yield client
    put_away(app)


def test_without_a_database_the_page_still_stands(broken: Client):
    pages = [broken.page(path, headers=GERMAN) for path in ("/", "/events/kim", "/nothing")]
    assert {(page.status, page.heading, is_whole(page)) for page in pages} == {
        (500, HEADINGS[500], True)
    }


def test_without_a_database_it_stands_for_who_is_signed_in(broken: Client):
    with broken.session_transaction() as session:
        session["_user_id"] = "1.0"
    page = broken.page("/workspace/", headers=GERMAN)
    assert (page.status, page.heading, is_whole(page)) == (500, HEADINGS[500], True)


@ON_ONE
def test_a_form_without_its_token_is_asked_for_again(ctx: Flask, client: Client):
    page = Page(client.post("/language", data={"language": "en"}, headers=GERMAN))
    assert (page.status, page.heading, is_whole(page)) == (400, HEADINGS[400], True)


@ON_ONE
def test_a_button_cannot_be_opened_as_a_page(ctx: Flask, client: Client):
    token = registrations.token_of(factories.registration(factories.event()))
    page = client.page(f"/my/{token}/confirm", headers=GERMAN)
    assert (page.status, page.heading, is_whole(page)) == (405, HEADINGS[405], True)
    assert set(page.response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@ON_ONE
def test_what_is_not_possible_now_says_why(ctx: Flask, client: Client):
    one = factories.registration(factories.event(), state=State.WAITING)
    page = client.page(f"/my/{registrations.token_of(one)}/calendar.ics")
    assert (page.status, page.heading, is_whole(page)) == (409, HEADINGS[409], True)
    assert page.main.first("p").text != ""


@ON_ONE
def test_too_large_a_form_is_refused_whole(ctx: Flask, client: Client):
    event = factories.event()
    data = {"first_name": "x" * 7 * 1024 * 1024}
    page = Page(client.post(f"/events/{event.slug}/register", data=data, headers=GERMAN))
    assert (page.status, page.heading, is_whole(page)) == (413, HEADINGS[413], True)


@ON_ONE
@pytest.mark.parametrize(
    "address",
    [
        "/events/unbekannt",
        "/events/unbekannt/register",
        "/events/Großes-Wort",
        "/my/" + "a" * 36,
        "/my/" + "ä" * 36,
        "/my/" + "a" * 5000,
        "/my/%00%00%00%00%00%00%00%00",
        "/islands/" + "a" * 36,
        "/my/" + "a" * 36 + "/consents/unbekannt/grant",
        "/nirgends?x=" + "%F0%9F%98%80" * 50,
        "/..%2f..%2fetc/passwd",
    ],
)
def test_unknown_addresses_lead_on(ctx: Flask, client: Client, address: str):
    page = client.page(address, headers=GERMAN)
    assert (page.status, page.heading, is_whole(page)) == (404, HEADINGS[404], True)
