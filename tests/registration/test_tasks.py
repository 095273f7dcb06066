"""What organisers have to do for single people: shown, told, done, taken back."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Account
from forum.audit import queries as audit
from forum.base import languages
from forum.base.database import db
from forum.events.models import Event
from forum.mail import letters
from forum.registration import mails, organising, queries, questions, task_queries, tasks, telling
from forum.registration.models import Channel, Registration, State
from forum.registration.person_models import Task, TaskKind
from tests import factories
from tests.support.clients import Client, submit

TASKS = "/workspace/events/kim/tasks"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def unreachable(event: Event, **values: object) -> Registration:
    made = {"email": None, "phone": "02300 5550", "channel": Channel.PHONE, **values}
    return factories.registration(event, **made)


def told(event: Event, kind: str = "registration-confirmed", **values: object) -> Task:
    return factories.task(unreachable(event, **values), TaskKind.TELL, message=kind)


def test_every_kind_is_shown_with_who_and_number(event: Event, organiser_client: Client):
    for kind in (TaskKind.CALL_ME, TaskKind.LATE_NEED):
        factories.task(unreachable(event), kind)
    factories.task(unreachable(event), TaskKind.CHANGE_REQUEST, note="Bitte Insel B")
    leaves = factories.task(unreachable(event), TaskKind.CANCEL_REQUEST)
    task = told(event)
    page = organiser_client.page(TASKS)
    assert page.headings[1:] == [
        "Wie gewünscht zurückrufen (1)",
        "Wegen eines späten Wunsches anrufen (1)",
        "Möchte absagen (1)",
        "Möchte etwas ändern (1)",
        "Telefonisch oder brieflich mitteilen (1)",
    ]
    assert (page.text.count("02300 5550"), "Bitte Insel B" in page.text) == (4, True)
    assert page.links["Was zu sagen ist"] == f"{TASKS}/{task.id}/words"
    assert page.links["Anmeldung stornieren"].endswith(f"/{leaves.registration_id}/cancel")
    assert page.root.first("a", href=TASKS).text == "Aufgaben 5"
    overview = organiser_client.page("/workspace/events/kim/")
    assert overview.links["Möchte absagen"] == f"{TASKS}#cancel_request"


def test_done_says_who_and_can_be_taken_back(
    event: Event, organiser: Account, organiser_client: Client
):
    task = told(event)
    page = submit(organiser_client, TASKS, button="Erledigt")
    assert "Es ist nichts zu tun." in page.text
    assert (task.done_at is not None, task.done_by) == (True, organiser.id)
    assert organiser.name in page.text
    page = submit(organiser_client, TASKS, button="Zurücknehmen")
    assert (task.done_at, task.done_by, "Zuletzt erledigt" in page.text) == (None, None, False)
    log = [(entry.action, entry.account_id) for entry in audit.of_registration(1)]
    assert log == [("task_reopened", organiser.id), ("task_done", organiser.id)]


def test_taking_back_what_has_come_up_again_changes_nothing(event: Event, organiser: Account):
    task = told(event)
    tasks.finish(event.id, task.id, by=organiser.id)
    tasks.finish(event.id, task.id, by=organiser.id)
    telling.add_task(
        db.session(), task.registration, TaskKind.TELL, message="registration-confirmed"
    )
    db.session.commit()
    tasks.reopen(event.id, task.id, by=organiser.id)
    assert task.done_at is not None
    assert task_queries.counts(event.id) == {TaskKind.TELL: 1}
    assert len(audit.of_registration(task.registration_id)) == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_letter_says_what_the_mail_says(event: Event, organiser_client: Client, language: str):
    task = told(event, language=language)
    one = task.registration
    with languages.in_language(language):
        letter = mails.write(one, "registration-confirmed")
        assert letter is not None
        mail = letters.render(letter).text
    personal, printed = queries.token_of(one), queries.token_of(one, queries.ON_PAPER)
    mail = mail.replace(personal, printed)
    sheet = organiser_client.page(f"{TASKS}/{task.id}/words").root.first("article")
    words = {word.strip(":") for word in sheet.text.split()}
    missing = [word for word in mail.split() if word.strip(":") not in {*words, "--"}]
    assert (missing, sheet.attributes["lang"]) == ([], language)


def test_where_nothing_is_left_to_say_the_page_says_so(event: Event, organiser_client: Client):
    over = told(event, state=State.CANCELLED)
    unknown = told(event, "route-card-of-old")
    for task in (over, unknown):
        page = organiser_client.page(f"{TASKS}/{task.id}/words")
        assert "Es gibt nichts mehr mitzuteilen" in page.text
    other = factories.task(unreachable(event), TaskKind.CALL_ME)
    assert organiser_client.page(f"{TASKS}/{other.id}/words").url == TASKS


def test_who_is_protected_is_named_nowhere(event: Event, organiser_client: Client):
    who = factories.person("Gast", "7")
    task = told(event, who=who, is_protected=True, phone="")
    for path in (TASKS, f"{TASKS}/{task.id}/words"):
        page = organiser_client.page(path)
        assert "Zwei benannte Personen haben die Nummer." in page.text
        assert "Gast 7" in page.text


def pair(event: Event, **kept_values: object) -> tuple[Registration, Registration]:
    first = factories.registration(
        event, who=factories.person("Ana", "Doppelt", email_key="a@stadt.example"), **kept_values
    )
    second = factories.registration(
        event,
        who=factories.person("Ana", "Doppelt", email_key="a@post.example"),
        state=State.WAITING,
    )
    questions.ask(db.session(), second, first)
    db.session.commit()
    return first, second


@pytest.mark.parametrize(
    ("button", "state"),
    [("Dieselbe Person", State.CANCELLED), ("Zwei verschiedene Personen", State.OFFERED)],
)
def test_one_person_or_two(event: Event, organiser_client: Client, button: str, state: State):
    first, second = pair(event)
    task = db.session.query(Task).one()
    path = f"{TASKS}/{task.id}/same-person"
    page = organiser_client.page(path)
    marked = [node.text for node in page.main.all("mark")]
    assert {"a@stadt.example", "a@post.example"} <= set(marked)
    assert not {"Ana", "Doppelt", "Ana Doppelt"} & set(marked)
    page = submit(organiser_client, path, button=button)
    assert (page.url, "Es ist nichts zu tun." in page.text) == (TASKS, True)
    assert (first.state, second.state, second.same_as_id) == (State.CONFIRMED, state, None)
    assert organiser_client.page(path).url == TASKS


def test_what_another_forum_has_to_do_is_not_found(event: Event, organiser_client: Client):
    foreign = factories.task(unreachable(factories.event()), TaskKind.TELL, message="x")
    for path in ("words", "same-person"):
        assert organiser_client.get(f"{TASKS}/{foreign.id}/{path}").status_code == 404
    told(event)
    form = organiser_client.page(TASKS).form(button="Erledigt")
    for path in ("done", "reopen"):
        answer = organiser_client.post(f"{TASKS}/{foreign.id}/{path}", data=form.values)
        assert answer.status_code == 404
    assert foreign.done_at is None


def test_a_reader_sees_the_words_without_the_personal_link(event: Event, reader_client: Client):
    task = told(event)
    page = reader_client.page(f"{TASKS}/{task.id}/words")
    assert ("/my/" in page.html, "Der persönliche Link fehlt" in page.text) == (False, True)
    letter = f"/workspace/events/kim/registrations/{task.registration_id}/letter"
    assert "/my/" not in reader_client.page(letter).html
    form = reader_client.page(TASKS).form(button="Erledigt")
    assert reader_client.post(form.target, data=form.values).status_code == 409
    assert task.done_at is None


def test_many_tasks_are_shown_in_parts(event: Event, organiser: Account, organiser_client: Client):
    for _number in range(22):
        told(event)
    page = organiser_client.page(TASKS)
    assert len([b for b in page.main.all("button") if b.text == "Erledigt"]) == 20
    page = organiser_client.page(f"{TASKS}?kind=tell")
    assert len([b for b in page.main.all("button") if b.text == "Erledigt"]) == 22
    assert organising.tell_entered(event.id) == 0
