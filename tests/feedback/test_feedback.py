"""At most three questions: counted, shown from five answers on, and never of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import Base, db
from forum.base.refusal import NotFound, Refused
from forum.events.models import Event
from forum.feedback import queries, rules, service, words
from forum.feedback.models import Choice, FeedbackQuestion, QuestionKind, SpentLink
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client, submit

TABLES = ("feedback_round", "feedback_count", "feedback_words", "spent_feedback_link")
KNOWN = {"event_id", "position", "said", "number", "shown", "answers", "key", "text", "is_shown"}


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", day=factories.in_weeks(-3))


def path_of(one: Registration) -> str:
    """Where the questions stand for somebody, without the site in front."""
    return "/events" + queries.link_for(one).partition("/events")[2]


def test_feedback_from_the_questions_to_the_numbers(
    event: Event, organiser_client: Client, client: Client
) -> None:
    """Nobody's answer is seen before the fifth, sending twice counts once, and the sixth waits."""
    people = [factories.registration(event) for _ in range(6)]
    page = "/workspace/events/kim/feedback"
    assert "Noch hat niemand geantwortet" in organiser_client.page(page).text
    chosen = {"text_1": "Der Tag hat mir genützt.", "text_2": "", "text_3": "Was fehlte?"}
    submit(organiser_client, f"{page}/questions", chosen, button="Speichern")
    for number, one in enumerate(people):
        said = {"question-1": "fully" if number % 2 else "rather", "question-2": f"Wort {number}"}
        asked = client.page(path_of(one)).text
        assert "Der Tag hat mir genützt." in asked
        answered = submit(client, path_of(one), said, button="Antworten absenden")
        assert "Vielen Dank" in answered.text
        submit(client, path_of(one), {"question-1": "not"}, button="Antworten absenden")
        seen = organiser_client.page(page).text
        assert ("Wort 0" in seen) is (number >= rules.LEAST - 1)
        assert "Wort 5" not in seen
    assert "6 Personen haben geantwortet. Gezeigt werden die ersten 5" in seen
    table = organiser_client.get(f"{page}.csv").get_data(as_text=True)
    assert "Der Tag hat mir genützt.;stimmt eher;3\r\n" in table
    assert "Der Tag hat mir genützt.;stimmt;2\r\n" in table
    assert "stimmt nicht;0" in table
    page = submit(organiser_client, f"{page}/questions", {"text_2": "Neu"}, button="Speichern")
    assert "Es gibt schon Antworten" in page.text
    with clock.fixed_at(event.ends_at + rules.TERM):
        assert queries.results(event).shown == 6
        service.forget()
        service.forget()
    assert db.session.scalar(select(func.count(SpentLink.mark))) == 0


def test_no_table_of_feedback_knows_anybody_or_a_time(event: Event) -> None:
    people = [factories.registration(event) for _ in range(2)]
    for one in people:
        token = queries.link_for(one).rpartition("/")[2]
        service.answer(event, token, {1: Choice.FULLY, 3: "Mehr Zeit."})
    columns = {one.name for table in TABLES for one in Base.metadata.tables[table].columns}
    assert columns == KNOWN | {"mark"}
    kept = repr([db.session.execute(Base.metadata.tables[t].select()).all() for t in TABLES])
    for one in people:
        assert one.link_id not in kept
        assert one.link_id not in queries.link_for(one)
    assert len(queries.questions(event.id)) == len(words.AT_FIRST)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_is_refused(event: Event, organiser: Account, client: Client) -> None:
    one, other = factories.registration(event), factories.event(slug="neu")
    token = queries.link_for(one).rpartition("/")[2]
    with pytest.raises(NotFound):
        service.answer(other, token, {1: Choice.FULLY})
    with pytest.raises(Refused, match="mindestens eine"):
        service.answer(event, token, {})
    page = submit(client, path_of(one), {}, button="Antworten absenden")
    assert "Bitte beantworten Sie mindestens eine Frage" in page.text
    with clock.fixed_at(event.ends_at + rules.TERM), pytest.raises(Refused, match="nicht mehr"):
        service.answer(event, token, {1: Choice.FULLY})
    service.choose(event.id, [], by=organiser.id)
    assert not queries.is_open(event)
    assert "können jetzt nicht beantwortet werden" in client.page(path_of(one)).text


def test_the_database_holds_no_fourth_question(event: Event) -> None:
    row = FeedbackQuestion(event_id=event.id, position=4, kind=QuestionKind.WORDS, text="Noch?")
    db.session.add(row)
    with pytest.raises(Exception, match="three_questions"):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize(
    ("answers", "is_over", "all_shown"),
    [(0, True, False), (4, True, False), (5, False, True), (6, False, False), (6, True, True)],
)
def test_when_everything_is_shown(answers: int, is_over: bool, all_shown: bool) -> None:
    assert rules.shows_all(answers, is_over=is_over) is all_shown
    now = clock.now()
    assert rules.is_open(now - timedelta(days=1), now)
    assert not rules.is_open(now + timedelta(days=1), now)
