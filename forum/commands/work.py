"""What is done in the background: mail leaves, and what is due each minute is done."""

from __future__ import annotations

import contextlib
import logging
import smtplib
from collections.abc import Callable
from datetime import datetime

from flask import current_app

from forum.accounts import mails as account_mails
from forum.base import clock, database, languages, limiting
from forum.contacts import codes, entering, versions, wish_digests, wish_ending, wish_mails
from forum.contacts import mails as contact_mails
from forum.cooperation import documenting
from forum.cooperation import mails as cooperation_mails
from forum.cooperation import service as cooperation
from forum.events import mails as event_mails
from forum.events import queries as events
from forum.feedback import service as feedback
from forum.invitations import arrivals, fetching, keeping
from forum.invitations import mails as invitation_mails
from forum.invitations import service as invitations
from forum.islands import mails as island_mails
from forum.islands import planning, room_changes
from forum.lists import background, drafts
from forum.mail import letters, transport, yearly
from forum.mail import rules as mail_rules
from forum.mail import service as outbox
from forum.mail.models import Message
from forum.organisations import pairing
from forum.registration import address_changes, expiry, needs, places, rescheduling
from forum.registration import mails as registration_mails
from forum.results import mails as result_mails
from forum.site import mails as site_mails
from forum.teams import mails as team_mails
from forum.teams import service as teams

log = logging.getLogger(__name__)

Writer = Callable[[int], letters.Letter | None]
TO_PARTICIPANTS = {*registration_mails.WRITERS, *island_mails.KINDS, *invitation_mails.KINDS}
KINDS: dict[str, Writer] = {
    **invitation_mails.KINDS,
    **account_mails.KINDS,
    **registration_mails.KINDS,
    **event_mails.KINDS,
    **island_mails.KINDS,
    **result_mails.KINDS,
    **cooperation_mails.KINDS,
    **contact_mails.KINDS,
    **site_mails.KINDS,
    **team_mails.KINDS,
    **wish_mails.KINDS,
}
CAN_WAIT = frozenset(
    {
        "announcement",
        "calendar-changed",
        "contact-call",
        "contact-list-left",
        "contact-list-left-organiser",
        "contact-list-renew",
        "contact-match",
        "contact-wishes",
        "documentation",
        "host-released",
        "host-team-changed",
        "next-steps",
        "outcome-news",
        "registration-reminder",
        "results-draft",
        "route-card",
        "route-changed",
    }
)
"""What nobody has just asked for and what has no term: it rests in quiet hours."""
ON_PAPER = {
    **island_mails.WRITERS,
    **invitation_mails.WRITERS,
    **contact_mails.WRITERS,
    **wish_mails.WRITERS,
    **cooperation_mails.WRITERS,
}
"""What features above registration say to participants who have no address."""


def deliver() -> None:
    """Writes and hands over every message that is due, one after the other.

    In quiet hours what can wait rests until morning, unless it is about a forum that is near.
    """
    now, hours = clock.now(), current_app.config["FORUM"].quiet_hours
    if mail_rules.is_quiet(clock.in_berlin(now), hours):
        near = events.ids_between(now, now + mail_rules.NEAR)
        _deliver(outbox.Rest(CAN_WAIT, near))
    else:
        _deliver(None)


def deliver_at_any_hour() -> None:
    """The same for whoever names a time and wants to see everything that is due then."""
    _deliver(None)


def _deliver(rest: outbox.Rest | None) -> None:
    post = transport.Post(current_app.config["FORUM"])
    while (message := outbox.take_due(rest)) is not None:
        try:
            _deliver_one(post, message)
        except transport.Away as away:
            log.warning("The mail server cannot be used", extra={"facts": {"error": str(away)}})
            wait = mail_rules.REFUSED if away.is_refusal else mail_rules.AWAY
            outbox.mark_away(message.id, problem=str(away), wait=wait)
            return


def _deliver_one(post: transport.Post, message: Message) -> None:
    """Hands over one message and notes what came of it.

    Raises:
        Away: nothing leaves at the moment.
    """
    try:
        rendered = _write(message)
        if rendered is None:
            outbox.mark_void(message.id)
            return
        post.hand_over(message.message_id, rendered, dated=message.created_at)
    except transport.Undeliverable as refusal:
        outbox.mark_failed(
            message.id, attempts=message.attempts, problem=str(refusal), for_good=True
        )
    except (OSError, smtplib.SMTPException) as trouble:
        problem = type(trouble).__name__
        outbox.mark_failed(message.id, attempts=message.attempts, problem=problem)
    except transport.Away:
        raise
    except Exception:
        log.exception("A message could not be written", extra={"facts": {"kind": message.kind}})
        outbox.mark_failed(message.id, attempts=message.attempts, problem="not written")
    else:
        outbox.mark_sent(message.id)


def _write(message: Message) -> letters.Rendered | None:
    letter = KINDS[message.kind](message.about_id)
    if letter is None or not letter.recipient:
        return None
    enclosure = _enclosure(message, letter)
    if enclosure is None and message.kind in invitations.ONLY_WITH_ENTRY:
        return None
    with current_app.test_request_context("/"), languages.in_language(letter.language):
        return letters.render(letter, enclosure)


def _enclosure(message: Message, letter: letters.Letter) -> letters.Enclosure | None:
    """What keeps the calendar of a participant true, where a message goes to one."""
    if message.kind not in TO_PARTICIPANTS:
        return None
    return invitations.enclose(message.about_id, letter.recipient, message_id=message.id)


def maintain(as_of: datetime | None = None) -> None:
    """Everything that is due at `as_of` (default: as time goes by). Safe to repeat."""
    steps = (*STEPS, deliver_at_any_hour if as_of else deliver)
    with clock.fixed_at(as_of) if as_of else contextlib.nullcontext():
        troubles = [trouble for step in steps if (trouble := _try(step))]
    if troubles:
        raise troubles[0]


def _try(step: Callable[[], None]) -> Exception | None:
    """Does one step; its failing keeps no other from being done."""
    try:
        step()
    except Exception as trouble:
        database.db.session.rollback()
        log.exception("A step failed", extra={"facts": {"step": step.__name__}})
        return trouble
    return None


STEPS = (
    fetching.fetch,
    expiry.expire,
    keeping.give_back,
    places.fill_places,
    rescheduling.remind,
    background.take_in,
    needs.forget,
    expiry.forget,
    address_changes.forget_old,
    arrivals.forget_old,
    limiting.forget_old,
    drafts.forget_old,
    teams.forget,
    planning.forget_old,
    pairing.find,
    invitations.announce,
    planning.wake_if_wanted,
    room_changes.tell,
    cooperation.ask,
    documenting.tell,
    yearly.forget,
    feedback.forget,
    wish_ending.sweep,
    wish_digests.tell,
    versions.keep_all,
    entering.remind,
    entering.forget,
    codes.forget_old,
)
"""What is done each minute before the messages that are due leave."""
JOBS: dict[str, Callable[[], None]] = {
    "deliver": deliver,
    "maintain": maintain,
    background.JOB: background.take_in,
    planning.JOB: planning.work,
}
