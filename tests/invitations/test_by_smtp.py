"""Answers on their whole way: the invitation leaves the running product over SMTP, the calendar
answers over SMTP to the mail server of the house, and that hands it on as mail servers do."""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.base.database import db
from forum.commands import work
from forum.config import Inbox, Settings
from forum.config import MailServer as MailSettings
from forum.events.models import Event
from forum.invitations import fetching
from forum.invitations.models import Answer, Arrival, Invitation, Outcome
from forum.islands import publishing
from forum.registration import queries as registrations
from forum.registration.models import Registration, State
from forum.workspace.answer_views import OUTCOMES
from tests import factories
from tests.invitations import shapes
from tests.invitations.cases import CASES
from tests.invitations.posting import answer_to, pipe_to, put_into, send
from tests.invitations.situation import tell
from tests.support.clients import Client
from tests.support.databases import one_database
from tests.support.imap import Mailbox, mailbox
from tests.support.programs import Program
from tests.support.sites import settings_for
from tests.support.smtp import CERTIFICATE, MailServer

pytestmark = pytest.mark.xdist_group("processes")
ROBOT = "antworten@forum.stadt.example"
ASKED = "Sie haben abgesagt: Ist das richtig?"
AGAIN = 4
ARRIVING = CASES + CASES[::AGAIN]
DECLINED = {case.name for case in CASES if case.answer is Answer.DECLINED}
BOUNCED = {case.name for case in CASES if case.outcome is Outcome.BOUNCED}


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with mailbox() as server:
        yield server


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer, box: Mailbox) -> Settings:
    server, inbox = MailSettings.from_url(smtp.url), Inbox.from_url(box.url)
    return settings_for(tmp_path, database_url, mail_server=server, inbox=inbox, mail_sender=ROBOT)


@pytest.fixture
def product(settings: Settings, smtp: MailServer, box: Mailbox) -> Iterator[Program]:
    """The product as an operator has set it up."""
    program = Program(settings.instance_path / "product", settings.database_url)
    program.environment |= {
        "FORUM_MAIL_URL": smtp.url,
        "FORUM_INBOX_URL": box.url,
        "FORUM_SECRET_KEY": settings.secret_key,
        "FORUM_BASE_URL": settings.base_url,
        "FORUM_MAIL_SENDER": ROBOT,
        "SSL_CERT_FILE": str(CERTIFICATE),
    }
    yield program
    program.end()


def pass_a_minute(product: Program) -> None:
    """What the schedule does each minute."""
    assert product.start("maintenance").wait() == 0, product.said()


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", capacity=200)


def invited(event: Event, name: str) -> Registration:
    """Somebody who is to be told of their place."""
    who = factories.person(last_name=name)
    one = factories.registration(event, who=who, email=f"{name.lower()}@post.example")
    tell(one)
    return one


@one_database
def test_every_answer_arrives_and_comes_to_what_it_should(
    event: Event,
    smtp: MailServer,
    box: Mailbox,
    product: Program,
    client: Client,
    organiser_client: Client,
) -> None:
    """Some mails come twice, and count once."""
    people = {who: invited(event, who) for who in {case.who: None for case in CASES}}
    pass_a_minute(product)
    letters = {str(letter["To"]): answer_to(letter) for letter in smtp.messages}
    late = people["too_late"]
    publishing.publish(factories.plan(event, {late: tuple(event.islands[:3])}, published=False).id)
    work.deliver()
    known = len(smtp.messages)
    smtp.agents[ROBOT] = put_into(box)
    said = [
        letters[str(people[case.who].email)](says=case.says.upper(), mail_id=case.name)
        for case in CASES
    ]
    mails = [(one, case.shape(one)) for one, case in zip(said, CASES, strict=True)]
    for one, raw in mails + mails[::AGAIN]:
        send(smtp, one, raw)
    assert (len(box.mails), len(smtp.messages)) == (len(ARRIVING), known)
    pass_a_minute(product)
    db.session.rollback()
    db.session.expire_all()
    check_what_is_kept(people)
    check_what_is_left_for_a_person(box)
    told = Counter(to for _sender, (to,) in smtp.envelopes[known:])
    assert told == Counter(str(people[name].email) for name in DECLINED)
    assert {one["Subject"] for one in smtp.messages[known:]} == {ASKED}
    links = {
        name: client.page(f"/my/{registrations.token_of(one)}").links
        for name, one in people.items()
    }
    assert {name for name, found in links.items() if "Platz behalten" in found} == DECLINED
    check_what_organisers_see(organiser_client, people)


def check_what_is_kept(people: dict[str, Registration]) -> None:
    arrivals = db.session.query(Arrival).order_by(Arrival.id).all()
    assert {
        case.name: (arrival.outcome, arrival.registration_id)
        for case, arrival in zip(CASES, arrivals, strict=True)
    } == {
        case.name: (case.outcome, people[case.who].id if case.is_noted else None) for case in CASES
    }
    entries = {name: db.session.get_one(Invitation, one.id) for name, one in people.items()}
    assert {name: entry.answer for name, entry in entries.items()} == {
        case.who: case.answer for case in CASES
    }
    assert {name for name, entry in entries.items() if entry.gives_back_at} == DECLINED
    assert {one.state for one in people.values()} == {State.CONFIRMED}
    assert {name for name, one in people.items() if one.bounced_at} == BOUNCED


def check_what_is_left_for_a_person(box: Mailbox) -> None:
    """Whoever looks into the mailbox finds flagged what a program cannot deal with."""
    flags = [(case.name, mail.flags) for case, mail in zip(ARRIVING, box.mails, strict=True)]
    assert flags == [
        (one.name, {"\\Seen"} if one.outcome in fetching.DEALT_WITH else {"\\Seen", "\\Flagged"})
        for one in ARRIVING
    ]


def check_what_organisers_see(organiser: Client, people: dict[str, Registration]) -> None:
    page = organiser.page("/workspace/events/kim/messages/answers")
    open_ones = {
        one.first("p", class_="pf-task__name").text: one.text
        for one in page.main.all("li", class_="pf-task")
    }
    wanted = {
        people[case.name].person.name: str(OUTCOMES[case.outcome])
        for case in CASES
        if case.outcome in OUTCOMES
    }
    assert open_ones.keys() == wanted.keys()
    assert all(words in open_ones[name] for name, words in wanted.items())
    numbers = [one.text for one in page.main.all("dd")]
    said = Counter({case.who: case.answer for case in CASES}.values())
    order = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED, None)
    assert numbers == [str(said[answer]) for answer in order]
    assert {row[0] for row in page.rows[1:]} == {people[name].person.name for name in DECLINED}
    tasks = organiser.page("/workspace/events/kim/tasks")
    assert f"E-Mails an diese Adresse kommen zurück ({len(BOUNCED)})" in tasks.headings
    assert all(people[name].person.name in tasks.text for name in BOUNCED)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_mail_server_hands_an_answer_to_the_command_and_comes_again(
    event: Event, smtp: MailServer, product: Program, database_url: str
) -> None:
    """While the database is away the sender hears that it should try later; nothing is lost."""
    one = invited(event, "Muster")
    work.deliver()
    said = answer_to(smtp.messages[0])(says="DECLINED")
    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    smtp.agents[ROBOT] = pipe_to(product, away)
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        send(smtp, said, shapes.thunderbird(said))
    smtp.agents[ROBOT] = pipe_to(product, database_url)
    send(smtp, said, shapes.thunderbird(said))
    db.session.rollback()
    entry = db.session.get_one(Invitation, one.id, populate_existing=True)
    assert (entry.answer, entry.gives_back_at is not None) == (Answer.DECLINED, True)
    (arrival,) = db.session.query(Arrival).all()
    assert (arrival.outcome, arrival.registration_id) == (Outcome.DECLINED, one.id)
