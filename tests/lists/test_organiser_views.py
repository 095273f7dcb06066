"""Taking in a list in the browser: upload, look, take over."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select

from forum.base.database import db
from forum.events.models import Event
from forum.lists import selecting
from forum.lists.models import ImportDraft
from forum.registration.models import Consent, Registration
from tests import factories
from tests.support.clients import Client, submit
from tests.support.lists import DEMO
from tests.support.pages import Page

UNREADABLE = (
    "Diese Datei lässt sich nicht als Liste lesen. Bitte speichern Sie sie als CSV oder XLSX und "
    "versuchen Sie es noch einmal."
)

pytestmark = pytest.mark.usefixtures("ctx")


@pytest.fixture
def event() -> Event:
    return factories.event(slug="kim")


def upload(client: Client, content: bytes, **more: Any) -> Page:
    data = {"file": (io.BytesIO(content), "liste.csv"), **more}
    return submit(
        client,
        "/workspace/events/kim/registrations/import",
        data,
        content_type="multipart/form-data",
    )


def count(kind: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(kind.id))) or 0  # type: ignore[attr-defined]


def test_a_list_is_looked_at_and_taken_over(event: Event, organiser_client: Client) -> None:
    page = upload(organiser_client, DEMO)
    assert page.heading == "Was diese Liste ändern würde"
    assert [node.text for node in page.main.all("dd")] == ["84", "4", "1", "1"]
    photo = next(row for row in page.rows if row[0] == "Foto Spalte N")
    assert photo[1].split() == ["nein", "ja"]
    chosen = page.form(button="Mit diesen Spalten prüfen").values
    assert (chosen["column13"], chosen["column6"]) == (["photos"], ["email"])
    assert ["Märkische Wohnbau", "Märkische Wohnbau eG"] in page.rows
    damaged = next(row for row in page.rows if "yildiz" in row[1])
    assert damaged[0] == "Nachname Zeilen 5, 44"
    assert "Unterstützungsbedarf Zeilen 3, 13, 18, 21, 24" in page.text
    assert "Schriftdolmetschen" not in page.html
    assert (count(Registration), count(ImportDraft)) == (0, 1)
    done = submit(organiser_client, page.url, button="Diese Liste übernehmen")
    assert done.url == "/workspace/events/kim/registrations"
    assert (count(Registration), count(ImportDraft), count(Consent)) == (84, 0, 0)
    assert Page(organiser_client.get(page.url)).status == 404


def test_a_text_for_the_contact_list_makes_consents(event: Event, organiser_client: Client) -> None:
    page = upload(organiser_client, DEMO, consent_text="Ich bin einverstanden.")
    assert "56 Personen haben der Kontaktliste mit dem angegebenen Text zugestimmt." in page.text
    submit(organiser_client, page.url, button="Diese Liste übernehmen")
    assert count(Consent) == 56


def test_dropping_forgets_the_file(event: Event, organiser_client: Client) -> None:
    page = upload(organiser_client, DEMO)
    back = submit(organiser_client, page.url, button="Nicht übernehmen")
    assert back.url == "/workspace/events/kim/registrations/import"
    assert (count(Registration), count(ImportDraft)) == (0, 0)


def test_refused_rows_leave_nothing_to_press(event: Event, organiser_client: Client) -> None:
    page = upload(organiser_client, b"Vorname;Nachname;E-Mail\r\nA;B;nein\r\nC;D;\r\n")
    labels = [button.text for form in page.forms() for button in form.buttons]
    assert "Diese Liste übernehmen" not in labels
    assert any(row[0] == "Zeile 2" for row in page.rows)
    token = page.form(button="Andere Datei auswählen").values["csrf_token"][0]
    organiser_client.post(page.url, data={"csrf_token": token})
    assert count(Registration) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Diese Datei ist leer. Bitte wählen Sie die Datei mit Ihrer Liste aus."),
        (
            b"%PDF-1.7\x00\x00",
            UNREADABLE,
        ),
    ],
)
def test_a_bad_file_is_said_at_the_field(
    event: Event, organiser_client: Client, content: bytes, sentence: str
) -> None:
    page = upload(organiser_client, content, consent_text="Meine <b> Worte")
    assert page.errors == {"file": sentence}
    assert page.main.first("textarea").text == "Meine <b> Worte"
    assert count(ImportDraft) == 0


def test_no_file_is_said_at_the_field(event: Event, organiser_client: Client) -> None:
    page = submit(
        organiser_client,
        "/workspace/events/kim/registrations/import",
    )
    assert page.errors == {"file": "Bitte wählen Sie die Datei mit Ihrer Liste aus."}


def test_strange_cells_are_shown_as_letters(event: Event, organiser_client: Client) -> None:
    text = "Vorname;Nachname;Bereich\r\n<script>x</script>;مريم 🙂;<img src=x>\r\n"
    page = upload(organiser_client, text.encode())
    assert "„<img src=x>“ ist kein bekannter Bereich." in page.text
    assert "<img" not in page.html.replace("<img class", "")


def test_a_list_of_somebody_else_stays_theirs(event: Event, organiser_client: Client) -> None:
    mine = upload(organiser_client, DEMO)
    other = factories.account()
    with organiser_client.session_transaction() as session:
        session["_user_id"] = other.get_id()
    assert Page(organiser_client.get(mine.url)).status == 404


def test_who_may_only_look_takes_nothing_in(event: Event, reader_client: Client) -> None:
    page = upload(reader_client, DEMO)
    assert page.status == 409
    assert count(ImportDraft) == 0


@pytest.mark.parametrize(
    ("fmt", "kind"),
    [
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
    ],
)
def test_downloads(event: Event, organiser_client: Client, fmt: str, kind: str) -> None:
    factories.registration(event)
    response = organiser_client.get(f"/workspace/events/kim/registrations/export/{fmt}")
    assert (response.status_code, response.mimetype) == (200, kind)
    name = response.headers["Content-Disposition"]
    assert name.startswith("attachment; filename=")
    assert name.endswith(f"-kim.{fmt}")
    assert response.headers["Cache-Control"] == "no-store"
    assert len(response.data) > 50


def test_a_list_with_chosen_columns(event: Event, organiser_client: Client) -> None:
    factories.registration(event, who=factories.person("Lena", "Weber"))
    base = "/workspace/events/kim/registrations/export"
    page = Page(organiser_client.get(base))
    form = page.main.first("form", method="get")
    ticked = [
        node.attributes["value"] for node in form.all("input") if "checked" in node.attributes
    ]
    assert ticked == list(selecting.USUAL)
    chosen = "?column=last_name&column=email&state=confirmed"
    text = organiser_client.get(f"{base}/csv{chosen}").get_data(as_text=True)
    assert text == "\ufeffNachname;E-Mail-Adresse\r\nWeber;weber@post.example\r\n"
    again = Page(organiser_client.get(base + chosen)).main
    assert [node.attributes["value"] for node in again.all("input", checked="")] == [
        "last_name",
        "email",
    ]


@pytest.mark.parametrize(
    "query", ["?state=confirmed", "?column=need", "?column=email&state=expired"]
)
def test_a_choice_that_cannot_be_is_said(
    event: Event, organiser_client: Client, query: str
) -> None:
    page = Page(organiser_client.get(f"/workspace/events/kim/registrations/export/csv{query}"))
    assert (page.status, len(page.errors)) == (400, 1)


def test_columns_are_corrected_on_the_page(event: Event, organiser_client: Client) -> None:
    content = b"Wer;Wie noch;Netz\r\nLena;Weber;lena@stadt.example\r\n"
    page = upload(organiser_client, content)
    assert page.url.endswith("/columns")
    twice = {"column0": "last_name", "column1": "last_name", "column2": "email"}
    wrong = submit(organiser_client, page.url, twice)
    assert wrong.errors == {
        "column1": "„Wie noch“ und „Wer“ sind beide als „Nachname“ ausgewählt. Bitte lassen "
        "Sie nur eine davon stehen."
    }
    kept = wrong.form(button="Mit diesen Spalten prüfen").values
    assert [kept[f"column{n}"][0] for n in range(3)] == list(twice.values())
    none = submit(organiser_client, page.url, {"column2": "email"})
    assert "Bitte wählen Sie die Spalte aus, in der die Namen stehen." in none.text
    checked = submit(organiser_client, page.url, {**twice, "column0": "first_name"})
    assert checked.heading == "Was diese Liste ändern würde"
    submit(organiser_client, checked.url, button="Diese Liste übernehmen")
    assert count(Registration) == 1


def test_strangers_get_no_list(event: Event, client: Client) -> None:
    response = client.get("/workspace/events/kim/registrations/export/csv")
    assert response.status_code == 302
