"""Messages that come back: the address is marked, and people are called instead."""

from __future__ import annotations

from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.invitations import answering, rules
from forum.invitations.models import Arrival, Outcome
from forum.mail import service as mail
from forum.mail.models import Message
from forum.registration import organising
from forum.registration import service as registrations
from forum.registration.models import Registration
from forum.registration.person_models import Task, TaskKind
from tests import factories
from tests.invitations import failures, shapes
from tests.invitations.standing import event, sent, settings, who
from tests.invitations.test_sending import arrived, tell
from tests.support.clients import Client
from tests.support.databases import one_database
from tests.support.registering import details
from tests.support.smtp import MailServer

__all__ = ["event", "sent", "settings"]


def message_of(one: shapes.Answer) -> Message:
    db.session.rollback()
    query = db.session.query(Message).filter_by(message_id=one.message_id)
    return query.populate_existing().one()


def tasks() -> list[tuple[TaskKind, str]]:
    found = db.session.query(Task).filter_by(done_at=None).order_by(Task.id)
    return [(task.kind, task.message) for task in found]


def test_what_came_back_is_told_by_telephone(sent: shapes.Answer, smtp: MailServer) -> None:
    for _again in range(2):
        assert answering.receive(failures.postfix(sent)) is Outcome.BOUNCED
    message = message_of(sent)
    assert message.given_up_at is not None
    assert message.problem.startswith("SMTP 5.")
    assert who().bounced_at is not None
    wanted = [(TaskKind.BOUNCED, ""), (TaskKind.TELL, "registration-confirmed")]
    assert tasks() == wanted
    (arrival,) = db.session.query(Arrival).all()
    assert (arrival.registration_id, arrival.event_id) == (who().id, who().event_id)
    registrations.cancel(who().id)
    assert tasks() == [*wanted, (TaskKind.TELL, "registration-cancelled")]
    assert arrived(smtp, after=5) == []


@one_database
def test_another_address_that_failed_is_for_a_person_to_decide(sent: shapes.Answer) -> None:
    mail = failures.dsn(sent, recipient="frueher@post.example")
    assert answering.receive(mail) is Outcome.BOUNCED
    assert message_of(sent).given_up_at is not None
    assert (who().bounced_at, tasks()) == (None, [])


@one_database
def test_a_right_address_gets_mail_again(sent: shapes.Answer, smtp: MailServer) -> None:
    answering.receive(failures.postfix(sent))
    one = who()
    organiser = factories.account()
    version = one.version
    organising.correct(
        one.id, details(), by=organiser.id, email="neu@post.example", version=version
    )
    assert who().bounced_at is None
    assert (TaskKind.BOUNCED, "") not in tasks()
    assert [subject for subject, _invite in arrived(smtp)] == ["Ihr persönlicher Link"]


@one_database
def test_hosts_and_forgotten_people_do_no_harm(event: Event, smtp: MailServer) -> None:
    one = factories.registration(event)
    host = factories.host(event.islands[0])
    for kind, about in (("host-called-off", host.id), ("registration-link", 4711)):
        mail.queue(db.session, kind, about, event_id=event.id)  # type: ignore[arg-type]
        db.session.commit()
        message = db.session.query(Message).filter_by(kind=kind).one()
        said = shapes.Answer("", host.email, 0, message.message_id, mail_id=kind)
        assert answering.receive(failures.postfix(said)) is Outcome.BOUNCED
    assert db.session.get_one(Registration, one.id).bounced_at is None
    assert tasks() == []
    (first, second) = db.session.query(Arrival).order_by(Arrival.id)
    assert (first.registration_id, first.event_id) == (None, event.id)
    assert second.registration_id is None


@one_database
def test_organisers_see_it(event: Event, sent: shapes.Answer, organiser_client: Client) -> None:
    answering.receive(failures.postfix(sent))
    page = organiser_client.page("/workspace/events/kim/tasks")
    assert "E-Mails an diese Adresse kommen zurück" in page.text
    assert page.links["Ändern"].endswith(f"/registrations/{who().id}")
    page = organiser_client.page("/workspace/events/kim/messages")
    assert "nicht zugestellt: SMTP 5.1.1" in page.text


def test_whose_message_it_is_can_be_told_from_its_kind() -> None:
    told = {kind for kind in work.KINDS if rules.is_to_participant(kind)}
    assert told == work.TO_PARTICIPANTS


@one_database
def test_a_host_of_the_same_number_is_somebody_else(event: Event, sent: shapes.Answer) -> None:
    tell(who(), "host-called-off")
    message = db.session.query(Message).filter_by(kind="host-called-off").one()
    answering.receive(failures.postfix(sent(message_id=message.message_id)))
    assert (who().bounced_at, tasks()) == (None, [])
