"""Who declines in the calendar: told, kept for a while, given back, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.invitations import answering, keeping
from forum.invitations.models import Answer, Outcome
from forum.registration import queries as registrations
from forum.registration import rescheduling
from forum.registration import service as registration_service
from forum.registration.models import Registration, State
from forum.registration.person_models import Task, TaskKind
from tests import factories
from tests.invitations import shapes
from tests.invitations.standing import (
    actions,
    entry,
    event,
    kinds,
    later,
    sent,
    settings,
    untouched,
    who,
)
from tests.invitations.test_sending import arrived
from tests.support.clients import Client, submit
from tests.support.databases import one_database
from tests.support.smtp import MailServer

__all__ = ["event", "sent", "settings"]


def test_who_declines_is_told_and_keeps_the_place_with_one_button(
    sent: shapes.Answer, smtp: MailServer, client: Client
) -> None:
    answering.receive(shapes.google(sent(says="DECLINED")))
    ((subject, _invite),) = arrived(smtp)
    assert subject == "Sie haben abgesagt: Ist das richtig?"
    token = registrations.token_of(who())
    body = smtp.messages[-1].get_body(("plain",))
    assert body is not None
    assert f"/my/{token}/keep" in body.get_content()
    page = client.page(f"/my/{token}/keep")
    assert page.links["Platz zurückgeben"] == f"/my/{token}/cancel"
    assert not untouched()
    page = submit(client, f"/my/{token}/keep", button="Platz behalten")
    assert "Ihr Platz bleibt Ihnen." in page.text
    assert (entry().answer, entry().gives_back_at) == (Answer.ACCEPTED, None)
    assert actions() == ["calendar_declined", "calendar_kept"]
    ((subject, invite),) = arrived(smtp, after=1)
    assert (subject, invite is not None) == ("Ihr Platz ist bestätigt", True)
    assert invite is not None
    assert (invite.method, invite.uid) == ("REQUEST", sent.uid)
    assert invite.sequence > sent.sequence
    assert invite.event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert client.page(f"/my/{token}/keep").url == f"/my/{token}"
    keeping.give_back()
    assert who().state is State.CONFIRMED


@one_database
def test_the_personal_page_says_that_it_was_declined(sent: shapes.Answer, client: Client) -> None:
    answering.receive(shapes.google(sent(says="DECLINED")))
    token = registrations.token_of(who())
    page = client.page(f"/my/{token}")
    assert page.links["Platz behalten"] == f"/my/{token}/keep"


def test_the_place_goes_to_whoever_waits(
    event: Event, sent: shapes.Answer, smtp: MailServer
) -> None:
    waiting = factories.registration(event, state=State.WAITING)
    answering.receive(shapes.apple(sent(says="DECLINED")))
    with clock.fixed_at(later(23)):
        work.maintain()
    assert who().state is State.CONFIRMED
    for hours in (25, 26):
        with clock.fixed_at(later(hours)):
            work.maintain()
    assert who().state is State.CANCELLED
    assert db.session.get_one(Registration, waiting.id).state is State.OFFERED
    assert actions() == ["calendar_declined", "calendar_given_back"]
    assert entry().gives_back_at is None
    subjects = [str(one["Subject"]) for one in smtp.messages[2:]]
    assert sorted(subjects) == ["Ein Platz ist für Sie frei", "Ihre Anmeldung ist storniert"]


@pytest.mark.parametrize("says", ["ACCEPTED", "TENTATIVE"])
@one_database
def test_a_newer_answer_takes_a_no_back(sent: shapes.Answer, says: str) -> None:
    answering.receive(shapes.outlook(sent(says="DECLINED")))
    newer = sent(says=says, mail_id="2", at=later(1))
    with clock.fixed_at(later(1)):
        assert answering.receive(shapes.outlook(newer)) is Outcome.NOTED
    with clock.fixed_at(later(30)):
        work.maintain()
    assert (who().state, entry().gives_back_at) == (State.CONFIRMED, None)


@one_database
def test_declining_again_gives_no_more_time(sent: shapes.Answer) -> None:
    answering.receive(shapes.outlook(sent(says="DECLINED")))
    at = entry().gives_back_at
    with clock.fixed_at(later(5)):
        again = sent(says="DECLINED", mail_id="2")
        assert answering.receive(shapes.plain(again)) is Outcome.DECLINED
    assert entry().gives_back_at == at
    assert actions() == ["calendar_declined"]


@one_database
def test_who_has_no_place_any_more_has_nothing_to_decline(
    sent: shapes.Answer, smtp: MailServer
) -> None:
    registration_service.cancel(who().id)
    before = kinds()
    assert answering.receive(shapes.plain(sent(says="DECLINED"))) is Outcome.STALE
    assert (untouched(), kinds()) == (True, before)
    arrived(smtp)
    assert answering.receive(shapes.plain(sent(mail_id="2", sequence=9))) is Outcome.STALE
    assert who().state is State.CANCELLED


@one_database
def test_close_to_the_day_there_is_less_time(event: Event, sent: shapes.Answer) -> None:
    now = event.starts_at - timedelta(hours=4)
    with clock.fixed_at(now):
        answering.receive(shapes.plain(sent(says="DECLINED")))
    assert entry().gives_back_at == now + timedelta(hours=2)


@pytest.mark.parametrize("hours", [1, 40])
@one_database
def test_too_late_it_is_a_request_to_the_organisers(
    event: Event, sent: shapes.Answer, hours: int
) -> None:
    event.changes_until = event.starts_at - timedelta(days=2)
    db.session.commit()
    with clock.fixed_at(event.starts_at - timedelta(hours=hours)):
        answering.receive(shapes.plain(sent(says="DECLINED")))
        assert entry().gives_back_at is None
        (task,) = db.session.query(Task).all()
        assert (task.kind, task.done_at) == (TaskKind.CANCEL_REQUEST, None)
        answering.receive(shapes.plain(sent(mail_id="2")))
    db.session.refresh(task)
    assert task.done_at is not None


@one_database
def test_another_day_forgets_that_the_old_one_was_declined(
    event: Event, sent: shapes.Answer
) -> None:
    answering.receive(shapes.plain(sent(says="DECLINED")))
    with clock.fixed_at(later(2)):
        rescheduling.postpone(
            event.id, to=factories.in_weeks(9), by=factories.account().id, reason="Sturm"
        )
        registration_service.accept_offer(who().id)
    with clock.fixed_at(later(30)):
        work.maintain()
    assert (who().state, entry().gives_back_at) == (State.CONFIRMED, None)


@one_database
def test_a_forum_that_has_begun_takes_nothing_back(event: Event, sent: shapes.Answer) -> None:
    answering.receive(shapes.plain(sent(says="DECLINED")))
    with clock.fixed_at(event.starts_at + timedelta(minutes=1)):
        keeping.give_back()
    assert (who().state, entry().gives_back_at) == (State.CONFIRMED, None)
