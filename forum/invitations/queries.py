"""Calendar files of a forum and of a participant, to download."""

from __future__ import annotations

from datetime import datetime

from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.calendars import entries
from forum.calendars.entries import Entry, Look
from forum.events.models import Event
from forum.invitations import content, rules
from forum.invitations.models import Invitation
from forum.islands import queries as islands
from forum.islands.queries import RouteCard
from forum.registration import rules as rules_of_places
from forum.registration.models import Registration, State


def entry_of(event: Event) -> Entry:
    """The day of a forum, for anybody."""
    return content.day(
        event,
        uid=content.new_uid(event.slug),
        sequence=event.sequence,
        changed_at=event.changed_at,
    )


def forum_file(event: Event) -> bytes:
    """The forum as a calendar entry for anybody."""
    day = entry_of(event)
    return entries.calendar_file([day], look=Look(day.summary))


def personal_file(registration: Registration) -> bytes:
    """The day of a participant and each of their islands, as far as a plan is published. The day is
    the same entry as the one that is sent by mail.

    Raises:
        Refused: there is no place yet that a calendar could hold.
    """
    if registration.state in {State.HELD, State.WAITING, State.OFFERED}:
        raise Refused(_("There is nothing for your calendar yet: you have no place yet."))
    event = registration.event
    card = islands.find_route_card(registration)
    is_off = registration.state in {State.CANCELLED, State.EXPIRED} or bool(event.cancelled_at)
    sent = db.session.get(Invitation, registration.id)
    changed_at = max(
        [event.changed_at, registration.changed_at, *([card.published_at] if card else [])]
    )
    day = content.day(
        event,
        uid=sent.uid if sent else content.new_uid(registration.link_id),
        sequence=_sequence(event, card, sent) + is_off,
        changed_at=changed_at,
        card=card,
        is_off=is_off,
    )
    own = [
        content.stop(event, registration, at, sequence=day.sequence, changed_at=changed_at)
        for at in (card.stops if card and not is_off else ())
    ]
    return entries.calendar_file([day, *own], look=Look(day.summary))


def gives_back_at(registration: Registration) -> datetime | None:
    """When somebody's place is given back because their calendar declined; None where it stays."""
    sent = db.session.get(Invitation, registration.id)
    has_place = registration.state in rules_of_places.TAKING_PART
    return sent.gives_back_at if sent and has_place else None


def _sequence(event: Event, card: RouteCard | None, sent: Invitation | None) -> int:
    """Not below what was sent by mail: calendars leave the older one aside."""
    standing = rules.standing(event.sequence, card.plan_number if card else 0)
    return max(standing, sent.sequence if sent else 0)
