"""Calendars to subscribe to: of a participant, an island host, an organiser, and of all forums."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Account
from forum.base import clock, languages, links
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.calendars import entries
from forum.calendars.entries import Entry, Look
from forum.events import queries as events
from forum.events.models import Event
from forum.events.team_models import IslandHost
from forum.invitations import content, duties, feed_links, queries
from forum.invitations.models import Invitation
from forum.islands import queries as islands
from forum.registration import rules as registration_rules
from forum.registration.models import Registration

AGAIN = timedelta(hours=4)
COLOUR = "steelblue"
GONE = _("This calendar does not exist (any more). Please take its address from your page anew.")


@dataclass(frozen=True)
class Feed:
    """A calendar to subscribe to. `etag` is another one whenever it would say something else;
    `write` makes the file."""

    etag: str
    write: Callable[[], bytes]


def find(token: str) -> Feed:
    """The calendar behind an address.

    Raises:
        NotFound: there is none, or its address was renewed.
    """
    link_id = links.link_id_of(token)
    for look in (_of_participant, _of_host, _of_organiser):
        feed = look(token, link_id) if link_id else None
        if feed is not None:
            return feed
    raise NotFound(GONE)


def of_all_forums() -> Feed:
    """Every published forum, for anybody; one statement decides whether it has changed."""
    shown = Event.published_at.is_not(None)
    stand = db.session.execute(
        select(func.count(Event.id), func.sum(Event.sequence), func.max(Event.changed_at)).where(
            shown
        )
    ).one()
    return Feed(_etag("forums", languages.current(), *stand), _all_forums)


def _all_forums() -> bytes:
    found = db.session.scalars(
        select(Event).where(Event.published_at.is_not(None)).order_by(Event.starts_at)
    ).all()
    return _file([queries.entry_of(event) for event in found], name=str(_("Practice forums")))


def _of_participant(token: str, link_id: str) -> Feed | None:
    row = db.session.execute(
        select(Registration, Invitation.uid)
        .outerjoin(Invitation, Invitation.registration_id == Registration.id)
        .where(Registration.link_id == link_id)
        .options(joinedload(Registration.event))
    ).first()
    if row is None:
        return None
    registration, invited_as = row
    if not feed_links.opens(token, feed_links.participant(registration)):
        return None
    event, plan = registration.event, islands.find_published(registration.event_id)
    etag = _etag(
        registration.state,
        registration.changed_at,
        registration.language,
        invited_as,
        event.sequence,
        event.changed_at,
        *((plan.id, islands.count_seats(plan.id, registration.id)) if plan else ()),
    )
    return Feed(etag, lambda: _personal(registration, is_invited=invited_as is not None))


def _personal(registration: Registration, *, is_invited: bool) -> bytes:
    """Each round as an entry of its own. The day itself stands in the invitation by mail; it is
    here only while there is neither that nor a route."""
    event = registration.event
    with languages.in_language(registration.language):
        found: list[Entry] = []
        if registration.state in registration_rules.TAKING_PART and event.cancelled_at is None:
            card = islands.find_route_card(registration)
            number = event.sequence + (card.plan_number if card else 0)
            at = max([event.changed_at, *([card.published_at] if card else [])])
            found = [
                content.stop(event, registration, one, sequence=number, changed_at=at)
                for one in (card.stops if card else ())
            ]
            if not found and not is_invited:
                uid = content.new_uid(f"{registration.link_id}|feed")
                found = [replace(queries.entry_of(event), uid=uid)]
        return _file(found, name=content.title(event))


def _of_host(token: str, link_id: str) -> Feed | None:
    host = events.find_host(link_id)
    if host is None or not feed_links.opens(token, feed_links.host(host)):
        return None
    event = host.island.event
    stand = (host.away_at, event.sequence, event.changed_at)
    etag = _etag(host.id, host.island_id, languages.current(), *stand)
    return Feed(etag, lambda: _host_file(host))


def _host_file(host: IslandHost) -> bytes:
    return _file(duties.of_host(host), name=content.title(host.island.event))


def _of_organiser(token: str, link_id: str) -> Feed | None:
    number = feed_links.account_id_of(link_id)
    account = db.session.get(Account, number) if number else None
    if account is None or not feed_links.opens(token, feed_links.organiser(account)):
        return None
    stand = db.session.execute(
        select(func.count(Event.id), func.sum(Event.version), func.max(Event.changed_at)).where(
            Event.ends_at > clock.now() - duties.KEPT
        )
    ).one()
    return Feed(_etag(account.id, account.language, *stand), lambda: _organiser_file(account))


def _organiser_file(account: Account) -> bytes:
    with languages.in_language(account.language):
        return _file(duties.of_organisers(), name=str(_("Organising practice forums")))


def _file(found: Sequence[Entry], *, name: str) -> bytes:
    look = Look(name, colour=COLOUR, again_after=AGAIN)
    return entries.calendar_file(found, look=look)


def _etag(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
