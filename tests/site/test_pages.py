"""Legal pages, the language switch and reported barriers, as anybody meets them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.base.database import db
from forum.mail.models import Message
from forum.site import mails, queries, service
from forum.site.models import BarrierReport
from tests.support.clients import Client, submit

MISSING = "Diese Angabe fehlt noch."
LEGAL = ("/imprint", "/privacy", "/accessibility")
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TEXTS = {
    "operator": "Stadt Auenstadt",
    "imprint": "Stadt Auenstadt\nRathausplatz 1",
    "controller": "Die Oberbürgermeisterin",
    "data_protection_officer": "Datenschutz, Zimmer 12",
    "supervisory_authority": "Landesbeauftragte",
    "legal_basis": "Artikel 6 Absatz 1 Buchstabe e DSGVO",
    "accessibility_contact": "barrierefrei@stadt.example",
    "accessibility_checked": "12. Mai 2026, Selbstbewertung",
    "accessibility_limits": "Der Plan ist nur als Tabelle vorlesbar.",
    "ombuds_office": "Ombudsstelle des Landes",
}


@ON_ONE
def test_what_nobody_has_entered_is_said_to_be_missing(ctx, client: Client):
    counts = {path: client.page(path).text.count(MISSING) for path in LEGAL}
    assert counts == {"/imprint": 1, "/privacy": 4, "/accessibility": 4}
    assert "Jetzt eintragen" not in client.page("/imprint").text


def test_the_pages_show_what_the_operator_entered(ctx, client: Client):
    service.update(TEXTS)
    words = {path: client.page(path).text for path in LEGAL}
    assert [path for path in LEGAL if MISSING in words[path]] == []
    assert "Rathausplatz 1" in words["/imprint"]
    for name in ("controller", "data_protection_officer", "supervisory_authority", "legal_basis"):
        assert TEXTS[name] in words["/privacy"]
    for name in ("accessibility_contact", "accessibility_limits", "ombuds_office"):
        assert TEXTS[name] in words["/accessibility"]
    assert "Die Seiten erfüllen die Anforderungen teilweise." in words["/accessibility"]


@ON_ONE
def test_every_page_is_two_clicks_away_at_most(ctx, client: Client):
    start = client.page("/").links
    assert [path for path in (*LEGAL, "/accessibility/report", "/easy-language")
            if path not in start.values()] == []  # fmt: skip


@ON_ONE
def test_easy_language_stays_german_and_takes_the_operators_text(ctx, client: Client):
    service.update({"easy_language": "Das Rathaus hat einen Aufzug.\nSie klingeln am Eingang."})
    page = client.page("/easy-language", headers={"Accept-Language": "en"})
    assert page.main.first("div", lang="de").first("h1").text == "Leichte Sprache"
    assert "Was ist ein Praxis-Forum?" in page.headings
    assert "Sie klingeln am Eingang." in [p.text for p in page.main.all("p")]


def test_easy_language_is_easy():
    sentences = [sentence for _heading, part in queries.easy_language() for sentence in part]
    assert [s for s in sentences if len(s.split()) > 12] == []
    hard = ("nicht ", "kein", "würde", "könnte", "wird ", "wurde")
    assert [s for s in sentences if any(word in s.lower() for word in hard)] == []


def switch(client: Client, language: str, back: str) -> str:
    form = client.page("/imprint").form(action="/language")
    data = form.filled_in({"language": language, "back": back})
    answer = client.post("/language", data=data)
    assert answer.status_code == 303
    return answer.headers["Location"]


@ON_ONE
def test_the_switch_is_kept_and_leads_back(ctx, client: Client):
    assert switch(client, "en", "/privacy") == "/privacy"
    assert client.page("/privacy").heading == "Privacy"
    assert switch(client, "xx", "/privacy") == "/privacy"
    assert client.page("/privacy").heading == "Privacy"
    assert switch(client, "de", "/privacy") == "/privacy"
    assert client.page("/privacy").heading == "Datenschutz"


@ON_ONE
def test_the_switch_never_leads_elsewhere(ctx, client: Client):
    for back in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", ""):
        assert switch(client, "en", back) == "/"


def test_a_reported_barrier_is_kept_and_told_without_its_text(ctx, client: Client):
    service.update(TEXTS)
    typed = {"text": "Die <b>Tabelle</b>\nist zu breit", "page": "/", "answer_to": "a@b.example"}
    page = submit(client, "/accessibility/report", typed)
    assert (page.url, page.status) == ("/accessibility/reported", 200)
    submit(client, "/accessibility/report", {"text": "Noch eine"})
    reports = queries.barrier_reports()
    assert [(r.text, r.page, r.answer_to) for r in reports] == [
        ("Noch eine", "", ""),
        ("Die <b>Tabelle</b>\nist zu breit", "/", "a@b.example"),
    ]
    waiting = db.session.scalars(select(Message)).all()
    assert [(m.kind, m.about_id) for m in waiting] == [("barrier-reported", 1)]
    letter = mails.barrier_reported(1)
    assert letter is not None
    assert (letter.recipient, letter.language) == ("barrierefrei@stadt.example", "de")
    assert letter.blocks[1].url == "http://localhost/workspace/site"
    assert "Tabelle" not in repr(letter)


def test_nothing_is_said_where_there_is_nothing_to_say(ctx):
    assert mails.barrier_reported(1) is None
    service.report_barrier(text="Zu klein", page="", answer_to="")
    assert mails.barrier_reported(1) is None
    service.update({"accessibility_contact": "barrierefrei@stadt.example"})
    assert mails.barrier_reported(1) is not None


@ON_ONE
def test_a_report_needs_words_and_loses_none(ctx, client: Client):
    for typed, errors in (
        ({"text": " \x00 ", "page": "<script>"}, ["text"]),
        ({"text": "ä" * 3001, "page": "مرحبا 🙂"}, ["text"]),
        ({"text": "Hier", "page": "x" * 501}, ["page"]),
        ({"text": "Hier", "answer_to": "name"}, ["answer_to"]),
    ):
        page = submit(client, "/accessibility/report", typed)
        assert list(page.errors) == errors
        kept = page.form(action="").values
        assert {n: kept[n] for n in typed} == {n: [t.strip(" \x00")] for n, t in typed.items()}
        assert "<script>" not in page.html
    assert queries.count_barrier_reports() == 0


@ON_ONE
def test_the_page_that_led_there_is_filled_in_without_tokens(ctx, client: Client):
    for came, filled in (
        ("http://localhost/events/kim", "/events/kim"),
        ("http://localhost/my/geheim-geheim-geheim", "/my/…"),
        ("http://elsewhere.example/events/kim", ""),
    ):
        page = client.page("/accessibility/report", headers={"Referer": came})
        assert page.form(action="").values["page"] == [filled]


def test_organisers_read_answer_and_delete_reports(ctx, organiser_client: Client):
    service.report_barrier(text="<i>Zu klein</i>", page="/", answer_to="a@b.example")
    page = organiser_client.page("/workspace/site")
    assert "<i>Zu klein</i>" in page.text
    assert page.links["Antworten an a@b.example"] == "mailto:a@b.example"
    submit(organiser_client, page.links["Diese Meldung löschen"])
    assert db.session.scalars(select(BarrierReport)).all() == []
    assert organiser_client.get(page.links["Diese Meldung löschen"]).status_code == 404


def test_organisers_fill_the_pages(ctx, organiser_client: Client):
    page = submit(organiser_client, "/workspace/site", TEXTS)
    assert (page.url, page.errors) == ("/workspace/site", {})
    assert {name: getattr(queries.get_info(), name) for name in TEXTS} == TEXTS
    assert organiser_client.page("/imprint").root.first("title").text == (
        "Impressum – Praxisforum Stadt Auenstadt"
    )
    assert "Jetzt eintragen" not in organiser_client.page("/privacy").text


def test_who_may_only_look_changes_nothing(ctx, reader_client: Client):
    page = submit(reader_client, "/workspace/site", {"operator": "Stadt Anders"})
    assert page.status in {403, 409}
    assert queries.get_info().operator == ""
