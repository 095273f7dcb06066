"""What participants hear after a forum: the documentation once, then what they follow."""

from __future__ import annotations

import email
import email.policy
from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.cooperation import documenting, following, service
from forum.cooperation import queries as cooperation
from forum.cooperation.models import OutcomeFollower
from forum.events.models import Event
from forum.mail import rules as mail_rules
from forum.mail import transport, yearly
from forum.mail.models import Message
from forum.mail.yearly_models import Lane, Pace, YearlyMessage
from forum.registration import paper, queries
from forum.registration.models import Decision, Purpose, State
from forum.registration.person_models import Task
from forum.results import outcomes
from forum.results.commitment_models import CommitmentParty
from forum.results.demand_models import DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from forum.results.release_models import Release
from tests import factories, result_factories
from tests.cooperation import hearing
from tests.support.clients import Client, submit
from tests.support.queries import Counter

DAY = date(2026, 11, 5)
LATER = factories.at(DAY, 12) + timedelta(days=20)


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", day=DAY)


@pytest.fixture
def demand(event: Event, organiser: Account) -> Finding:
    """A published demand that waits for its answer."""
    made = hearing.demand(event, organiser)
    at = LATER - timedelta(days=12)
    with database.transaction() as session:
        session.add(
            Release(event_id=event.id, version=0, prepared_at=at, ready_at=at, released_at=at)
        )
    return made


def texts(kind: str) -> list[str]:
    """What the queued messages of a kind say."""
    ids = select(Message.about_id).where(Message.kind == kind).order_by(Message.about_id)
    return [str(work.KINDS[kind](one)) for one in db.session.scalars(ids)]


def test_the_documentation_comes_once_to_those_who_agreed(event: Event, demand: Finding) -> None:
    told, by_phone = hearing.agreed(event, "a@stadt.example"), hearing.agreed(event, None)
    hearing.agreed(event, "p@stadt.example", is_protected=True)
    hearing.agreed(event, "w@stadt.example", state=State.ABSENT)
    factories.registration(event)  # never asked
    ended = hearing.agreed(event, "z@stadt.example")
    factories.consent(ended, Purpose.FOLLOW_UP, Decision.WITHDRAWN, fields=())
    silent = hearing.agreed(event, "k@stadt.example")
    yearly.set_pace(following.key_of(silent), Pace.NONE)
    with clock.fixed_at(event.ends_at + timedelta(days=13)):
        documenting.tell()
    assert texts(documenting.DOCUMENTATION) == []
    for days in (0, 0, 1, 30):
        work.maintain(LATER + timedelta(days=days))
        with clock.fixed_at(LATER + timedelta(days=days)):
            (letter,) = texts(documenting.DOCUMENTATION)
    assert "/events/kim/results" in letter
    assert "/events/kim/feedback/" in letter
    assert [one for one, _at in hearing.told(told)] == [documenting.DOCUMENTATION]
    (task,) = db.session.scalars(select(Task)).all()
    assert task.registration_id == by_phone.id
    with clock.fixed_at(LATER):
        printed = paper.write(by_phone, task.message)
    assert printed is not None
    assert "Die Ergebnisse sind da" in str(printed.letter)


def test_following_from_the_page_to_the_news_and_out_again(
    event: Event, demand: Finding, client: Client
) -> None:
    one = factories.registration(event, email="a@stadt.example")
    mine = f"/my/{queries.token_of(one)}/outcomes"
    assert "persönlichen Seite unter „Ergebnisse“" in client.page("/events/kim/results").text
    page = submit(client, mine, button="F-2026-90 verfolgen")
    assert "Sie verfolgen dies" in page.text
    for day, status in enumerate((DemandStatus.ANSWERED, DemandStatus.ACCEPTED)):
        hearing.answered(status)
        for _twice in range(2):
            work.maintain(LATER + timedelta(days=day))
    assert [kind for kind, _at in hearing.told(one)] == [following.NEWS]
    (mail,) = transport.kept(current_app.config["FORUM"].instance_path / "mailbox")
    letter = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert letter["To"] == "a@stadt.example"
    assert letter["List-Unsubscribe"].strip() == f"<http://localhost{mine}/end>"
    words = letter.get_body(("plain",)).get_content()
    assert "Mehr Sprachkurse." in words
    assert "Antwort: Wir prüfen das." in words
    assert f"/my/{queries.token_of(one)}/messages" in words
    client.post(f"{mine}/end", data={"List-Unsubscribe": "One-Click"})
    assert texts(following.NEWS) == ["None"]
    submit(client, mine, button="F-2026-90 verfolgen")
    submit(client, mine, button="F-2026-90 nicht mehr verfolgen")
    assert db.session.scalar(select(func.count(OutcomeFollower.finding_id))) == 0
    page = submit(
        client, mine.replace("outcomes", "messages"), {"pace": "none"}, button="Speichern"
    )
    assert "Ihre Wahl ist gespeichert" in page.text
    assert yearly.pace_of("a@stadt.example") is Pace.NONE


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_no_page_or_minute_asks_more_for_more_outcomes_and_followers(
    event: Event, demand: Finding, organiser: Account, client: Client, count_queries: Counter
) -> None:
    one = hearing.follower(event, "a@stadt.example", at=LATER)
    page = f"/my/{queries.token_of(one)}/outcomes"

    def asked() -> list[int]:
        numbers = []
        for call in (lambda: client.page(page), service.ask, documenting.tell):
            with clock.fixed_at(LATER), count_queries() as statements:
                call()
            numbers.append(len(statements))
        return numbers

    with clock.fixed_at(LATER):
        documenting.tell()
    few = asked()
    for number in range(92, 97):
        hearing.demand(event, organiser, number=number)
        hearing.follower(event, f"{number}@stadt.example", at=LATER)
    with clock.fixed_at(LATER):
        documenting.tell()
    assert asked() == few
    assert few[1:] == [4, 1]


def test_an_owner_reads_the_news_in_the_reminder(
    event: Event, demand: Finding, organiser: Account, client: Client
) -> None:
    """One message for both; with fewer messages the reminder falls away, with none they call."""
    heard = hearing.follower(event, "j@stadt.example", at=LATER)
    party = owner(event, organiser, "J@stadt.example")
    hearing.answered(DemandStatus.REALISED)
    with clock.fixed_at(LATER):
        service.ask()
    assert hearing.told(heard) == []
    (letter,) = texts(service.MAIL)
    assert "Mehr Sprachkurse." in letter
    assert "'realised'" in letter
    pace = f"/next-steps/{letter.partition('/next-steps/')[2].partition('/')[0][:36]}/messages"
    submit(client, pace, {"pace": "none"}, button="Speichern")
    with clock.fixed_at(LATER + timedelta(days=10)):
        service.ask()
        (step,) = cooperation.followed(event.id)
        assert [one.id for one in step.to_call] == [party.id]
    assert len(texts(service.MAIL)) == 1


def test_a_successor_who_has_had_enough_messages_is_called(
    event: Event, demand: Finding, organiser: Account
) -> None:
    party = owner(event, organiser, "j@stadt.example")
    with database.transaction() as session:
        while yearly.take(session, "neu@stadt.example", Lane.OWNER):
            pass
    service.hand_over(party, name="Noa Neu", email="neu@stadt.example")
    assert texts(service.MAIL) == []
    (step,) = cooperation.followed(event.id)
    assert [one.id for one in step.to_call] == [party.id]


def owner(event: Event, by: Account, email: str) -> CommitmentParty:
    """Somebody who answers for a published next step since the release."""
    step = result_factories.finding(event, by, "Liste abstimmen.", FindingKind.NEXT_STEP)
    with clock.fixed_at(LATER - timedelta(days=12)):
        outcomes.add_party(
            event.id, step.id, organisation="Jobcenter", name="Kim", email=email, is_lead=True,
            by=by.id,
        )  # fmt: skip
    with database.transaction() as session:
        found = session.get_one(Finding, step.id)
        found.year, found.number, found.released_text = 2026, 91, found.text
    return db.session.scalars(select(CommitmentParty)).one()


def test_scenario_15_after_a_year_somebody_still_has_to_ask(
    event: Event, demand: Finding, organiser_client: Client, client: Client
) -> None:
    """Four weeks after it was handed over a demand comes up, again and again, and strangers never
    read a day on which somebody should have asked."""
    cockpit = "/workspace/events/kim/cooperation"
    for weeks in (4, 9, 52):
        with clock.fixed_at(factories.at(DAY, 12) + timedelta(weeks=weeks, days=2)):
            assert "Bitte nachfragen" in organiser_client.page(cockpit).text
            assert "Eine Antwort steht noch aus" in client.page("/events/kim/results").text
            assert "Wir fragen" not in client.page("/events/kim/results").text
            page = submit(organiser_client, cockpit, button="Nachfrage notieren: F-2026-90")
            assert "erscheint in vier Wochen wieder" in page.text
            assert "Bitte nachfragen" not in page.text
            assert "weitergeleitet, noch keine Antwort" in client.page("/events/kim/results").text
    hearing.answered(DemandStatus.REJECTED)
    with clock.fixed_at(LATER + timedelta(days=500)):
        assert "Bitte nachfragen" not in organiser_client.page(cockpit).text


def test_the_database_holds_the_limit(ctx: Flask) -> None:
    assert {documenting.DOCUMENTATION, following.NEWS, service.MAIL} <= work.CAN_WAIT
    with database.transaction() as session:
        taken = [yearly.take(session, "a@stadt.example", Lane.NEWS) for _ in range(12)]
        assert taken == [True] * 9 + [False] * 3
        assert yearly.take(session, "a@stadt.example", Lane.OWNER)
    row = YearlyMessage(address="x", lane=Lane.NEWS, slot=10, taken_at=clock.now())
    db.session.add(row)
    with pytest.raises(IntegrityError, match="most_in_a_year"):
        db.session.commit()
    db.session.rollback()
    with clock.fixed_at(clock.now() + mail_rules.YEAR):
        yearly.forget()
    assert db.session.scalar(select(func.count(YearlyMessage.slot))) == 0
