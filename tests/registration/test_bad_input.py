"""Wrong, missing and late input on participants' forms: said at the field, nothing lost."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.registration import counts, queries
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Form, Page
from tests.support.populated import everything

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TYPED = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "email": "m.sandkamp@diakonie.example",
    "phone": "02300 5550",
    "organisation": "Diakonie Auenstadt",
    "sector": "welfare",
    "role": "Beratung",
}
TOO_OLD = "Diese Seite war lange geöffnet. Bitte senden Sie das Formular noch einmal ab."
SHORTER = "Für welche Organisation kommen Sie?: Bitte kürzen Sie auf höchstens 200 Zeichen."
NAME_IT = "Bitte geben Sie den Namen der Organisation an, oder lassen Sie das Feld leer."
WHICH_SECTOR = "Bitte wählen Sie den Bereich, in dem Sie arbeiten"
WHICH_ISLAND = "Bitte wählen Sie eine Insel dieses Forums."
WRONG = [
    ("first_name", "", "Bitte geben Sie Ihren Vornamen an"),
    ("first_name", " \x00\u202e\t ", "Bitte geben Sie Ihren Vornamen an"),
    ("first_name", "ä" * 101, "Vorname: Bitte kürzen Sie auf höchstens 100 Zeichen."),
    ("last_name", "", "Bitte geben Sie Ihren Nachnamen an"),
    ("last_name", "ي" * 101, "Nachname: Bitte kürzen Sie auf höchstens 100 Zeichen."),
    ("phone", "5" * 41, "Telefon: Bitte kürzen Sie auf höchstens 40 Zeichen."),
    ("phone", "<b>", "Bitte geben Sie eine Telefonnummer an, zum Beispiel 0221 4710247."),
    ("organisation", "🌻" * 201, SHORTER),
    ("organisation", "🌻", NAME_IT),
    ("role", "x" * 151, "Ihre Funktion: Bitte kürzen Sie auf höchstens 150 Zeichen."),
    ("sector", "", WHICH_SECTOR),
    ("sector", "nonsense", WHICH_SECTOR),
    ("sector", "<script>alert(1)</script>", WHICH_SECTOR),
    ("wish1", "abc", WHICH_ISLAND),
    ("wish1", "9" * 30, WHICH_ISLAND),
    ("wish2", "-1", WHICH_ISLAND),
    ("wish3", "<script>alert(1)</script>", WHICH_ISLAND),
]  # fmt: skip
CHOSEN = {"sector", "wish1", "wish2", "wish3"}
ADDRESSES = [
    ("", "Bitte geben Sie Ihre E-Mail-Adresse an, zum Beispiel name@stadt.de"),
    ("   ", "Bitte geben Sie Ihre E-Mail-Adresse an, zum Beispiel name@stadt.de"),
    *(
        (wrong, "Bitte geben Sie die E-Mail-Adresse vollständig an, zum Beispiel name@stadt.de")
        for wrong in ("m.sandkamp", "m@", "@b.example", "a b@c.example", "a@b.example, c@d.example",
                      "x" * 300 + "@a.example", "مريم@stadt.example", "🌻@stadt.example",
                      "<script>alert(1)</script>@a.example", "a@b.example\r\nBcc: c@d.example")
    ),
]  # fmt: skip


def own_page(one: Registration) -> str:
    return f"/my/{queries.token_of(one)}"


def at_field(page: Page, name: str) -> str:
    """The sentence at a field, which is also linked from the summary above and tied to it."""
    sentence = page.errors[name]
    assert page.root.first("div", id="errors").first("a", href=f"#{name}").text == sentence
    control = page.root.first("input", "select", id=name)
    assert control.attributes["aria-invalid"] == "true"
    assert f"{name}-error" in control.attributes["aria-describedby"].split()
    assert page.root.first("title").text.startswith("Fehler:")
    return sentence


def kept(form: Form, typed: dict[str, str]) -> dict[str, str]:
    """What stands in the form now, of what was typed."""
    return {name: form.values.get(name, [""])[0] for name in typed}


def typed_as_kept(typed: str) -> str:
    """One line without what nobody can see."""
    return typed.replace("\x00", "").replace("\u202e", "").replace("\r\n", " ").strip()


@ON_ONE
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(ctx: Flask, client: Client):
    factories.event(slug="kim")
    before = everything()
    blank = client.page("/events/kim/register").form(action="")
    ticked = {"contact_list": "y", "contact_phone": "y"}
    for field, typed, sentence in WRONG:
        sent = {**TYPED, **ticked, field: typed}
        page = Page(client.post("/events/kim/register", data=blank.filled_in(sent)))
        assert (page.status, list(page.errors), at_field(page, field)) == (200, [field], sentence)
        assert "alert(1)</script>" not in page.html
        left = "" if field in CHOSEN else typed_as_kept(typed)
        assert kept(page.form(action=""), sent) == {**sent, field: left}
    assert everything() == before


@ON_ONE
@pytest.mark.parametrize("path", ["/events/kim/register", "/my/lost"])
def test_what_cannot_be_an_address_is_said_at_the_field(ctx: Flask, client: Client, path: str):
    factories.event(slug="kim")
    before = everything()
    blank = client.page(path).form(action="")
    for typed, sentence in ADDRESSES:
        page = Page(client.post(path, data=blank.filled_in({**TYPED, "email": typed})))
        assert (page.status, list(page.errors), at_field(page, "email")) == (
            200,
            ["email"],
            sentence,
        )
        assert page.form(action="").values["email"] == [typed_as_kept(typed)]
        assert "<script>alert" not in page.html
    assert everything() == before


@ON_ONE
def test_an_empty_form_names_every_field_that_is_needed(ctx: Flask, client: Client):
    factories.event(slug="kim")
    page = submit(client, "/events/kim/register")
    assert list(page.errors) == ["first_name", "last_name", "email", "sector"]
    summary = page.root.first("div", id="errors")
    assert [link.attributes["href"] for link in summary.all("a")] == [
        "#first_name",
        "#last_name",
        "#email",
        "#sector",
    ]


@ON_ONE
def test_no_island_twice_none_of_another_forum(ctx: Flask, client: Client):
    event, other = factories.event(slug="kim"), factories.event()
    one, foreign = str(event.islands[0].id), str(other.islands[0].id)
    twice = submit(client, "/events/kim/register", {**TYPED, "wish1": one, "wish3": one})
    assert (twice.status, list(twice.errors)) == (200, ["wish3"])
    assert kept(twice.form(action=""), {"wish1": "", "wish3": ""}) == {"wish1": one, "wish3": one}
    page = submit(client, "/events/kim/register", {**TYPED, "wish1": foreign})
    assert page.errors == {"wish1": WHICH_ISLAND}


@ON_ONE
def test_changing_says_what_is_wrong_at_the_field_too(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    before = everything()
    blank = client.page(f"{own_page(one)}/change").form(action="")
    for field, typed, sentence in WRONG:
        sent = {name: value for name, value in TYPED.items() if name != "email"} | {field: typed}
        page = Page(client.post(f"{own_page(one)}/change", data=blank.filled_in(sent)))
        assert (page.status, list(page.errors), at_field(page, field)) == (200, [field], sentence)
        rest = {name: value for name, value in sent.items() if name != field}
        assert kept(page.form(action=""), rest) == rest
    assert everything() == before


@ON_ONE
def test_a_ticked_box_may_say_anything(ctx: Flask, client: Client):
    event = factories.event(slug="kim")
    page = submit(client, "/events/kim/register", {**TYPED, "photos": "<script>", "nowhere": "x"})
    assert page.url == "/events/kim/registered"
    page = client.page("/events/kim/register", query_string={"sector": "health", "wish1": "abc"})
    assert page.form(action="").values["sector"] == [""]
    assert counts.places_left([event.id])[event.id].held == 1


@ON_ONE
@pytest.mark.parametrize("token", [None, "", "wrong", "ä", "x" * 5000])
def test_a_form_that_was_open_too_long_comes_back_with_everything(
    ctx: Flask, client: Client, token: str | None
):
    event = factories.event(slug="kim")
    one = factories.registration(event)
    before = everything()
    sent = {**TYPED, "photos": "y", "wish1": str(event.islands[1].id), "csrf_token": token}
    sent = {name: value for name, value in sent.items() if value is not None}
    for path in ("/events/kim/register", f"{own_page(one)}/change", "/my/lost"):
        stale = ctx.test_client()
        page = Page(stale.post(path, data=sent))
        form = page.form(action="")
        typed = {n: v for n, v in sent.items() if n in form.values and n != "csrf_token"}
        assert (page.status, kept(form, typed)) == (400, typed)
        assert TOO_OLD in page.root.first("div", id="errors").text
        assert everything() == before
        again = Page(stale.post(path, data=form.values))
        assert again.status == 302
        before = everything()


@ON_ONE
def test_a_token_of_somebody_elses_session_opens_nothing(ctx: Flask, client: Client):
    factories.event(slug="kim")
    theirs = ctx.test_client().page("/events/kim/register").form(action="").values["csrf_token"]
    client.get("/events/kim/register")
    before = everything()
    page = Page(client.post("/events/kim/register", data={**TYPED, "csrf_token": theirs}))
    assert (page.status, everything() == before) == (400, True)
