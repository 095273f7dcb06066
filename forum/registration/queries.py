"""What can be asked about registrations."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import Integer, Select, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum.base import addresses, links, typed
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation
from forum.people.models import Affiliation
from forum.registration import consents, rules
from forum.registration.models import Channel, PlaceCount, Purpose, Registration, State, Wish

PURPOSE = "my"
ON_PAPER = "my-on-paper"
"""The purpose of a link that organisers print: it has passed through their hands, so the page
behind it does not repeat what only the person and few others may see."""

WITH_PERSON = (
    joinedload(Registration.person),
    joinedload(Registration.affiliation).joinedload(Affiliation.entry),
    selectinload(Registration.wishes).joinedload(Wish.island),
)


def find_by_token(token: str) -> Registration | None:
    """The registration a personal link belongs to, with all its page shows."""
    link_id = links.link_id_of(token)
    if link_id is None:
        return None
    registration = db.session.scalars(
        select(Registration)
        .where(Registration.link_id == link_id)
        .options(*WITH_PERSON, joinedload(Registration.event), selectinload(Registration.consents))
    ).first()
    if registration and any(_opens(token, registration, by) for by in (PURPOSE, ON_PAPER)):
        return registration
    return None


def _opens(token: str, registration: Registration, purpose: str) -> bool:
    key = current_app.config["SECRET_KEY"]
    return links.opens(token, key, purpose, registration.link_id, registration.link_revision)


def came_on_paper(token: str, registration: Registration) -> bool:
    """Whether a personal link was printed by organisers, who know it therefore."""
    return _opens(token, registration, ON_PAPER)


def get_by_token(token: str) -> Registration:
    """The registration a personal link belongs to.

    Raises:
        NotFound: the link is damaged, unknown or was replaced by a newer one.
    """
    registration = find_by_token(token)
    if registration is None:
        raise NotFound(
            _(
                "This link does not belong to a registration. It may have been cut off when it was "
                "copied, or replaced by a newer one. You can have your link sent again."
            )
        )
    return registration


def token_of(registration: Registration, purpose: str = PURPOSE) -> str:
    """The token of the registration's personal link."""
    return links.token(
        current_app.config["SECRET_KEY"], purpose, registration.link_id, registration.link_revision
    )


def address_of(registration: Registration) -> str:
    """The full address of the registration's personal page."""
    return addresses.absolute("my.page", token=token_of(registration))


def get(event_id: int, registration_id: int) -> Registration:
    """One registration of a forum, for organisers.

    Raises:
        NotFound: this forum has no such registration.
    """
    registration = find(event_id, registration_id)
    if registration is None:
        raise NotFound(_("This forum has no such registration."))
    return registration


def find(event_id: int, registration_id: int) -> Registration | None:
    """One registration of a forum, if there is such a one."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event_id)
        .options(*WITH_PERSON, joinedload(Registration.event), selectinload(Registration.consents))
    ).first()


def namesakes(event_id: int, first_name: str, last_name: str) -> Sequence[Registration]:
    """Who is registered under a name, so that nobody is entered twice. Nobody is found who is
    protected: their name stands nowhere."""
    key = typed.comparable(f"{first_name} {last_name}")
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.person_key == key,
            Registration.state.in_(rules.ACTIVE),
        )
        .options(*WITH_PERSON)
    ).all()


def waiting_position(registration: Registration) -> int | None:
    """The place on the waiting list, counted from 1; None for who does not wait, or not yet.

    Whoever has the name of somebody registered is counted like anybody, so that nobody learns from
    it who is registered.
    """
    if registration.state is not State.WAITING or not _can_be_reached(registration):
        return None
    ahead = waiting_in_order(registration.event_id).where(
        tuple_(Registration.created_at, Registration.id)
        < tuple_(literal(registration.created_at), literal(registration.id))
    )
    before = select(func.count()).select_from(ahead.order_by(None).subquery())
    return (db.session.scalar(before) or 0) + 1


def _can_be_reached(registration: Registration) -> bool:
    return (
        registration.address_confirmed_at is not None
        or registration.email_key is None
        or registration.channel is not Channel.WEB
    )


def waiting_in_order(event_id: int) -> Select[int]:
    """Who waits for a place and can be reached, by id, in the order in which places are given."""
    return (
        select(Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.state == State.WAITING,
            Registration.same_as_id.is_(None),
            Registration.address_confirmed_at.is_not(None)
            | Registration.email_key.is_(None)
            | (Registration.channel != Channel.WEB),
        )
        .order_by(Registration.created_at, Registration.id)
    )


def taking_part(event_id: int) -> Sequence[Registration]:
    """Everybody who has a confirmed place, by name."""
    query = (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state.in_(rules.TAKING_PART))
        .options(*WITH_PERSON)
        .join(Registration.person)
    )
    found = db.session.scalars(query).unique().all()
    return sorted(found, key=lambda one: (one.person.sort_key, one.id))


def organisation_of(registration: Registration) -> str:
    """The name of the organisation somebody comes from, as it is on the day of the forum; empty
    for none."""
    organisation = registration.affiliation and registration.affiliation.organisation
    if not organisation:
        return ""
    if not organisation.former_names:  # then nobody has to ask when the forum is
        return organisation.name
    return organisations.name_at(organisation, registration.event.starts_at)


def on_contact_list(registration: Registration) -> bool:
    """Whether the newest decision about the contact list is a yes."""
    return consents.is_granted(registration.consents, Purpose.CONTACT_LIST)


def active_of_address(email_keys: Sequence[str]) -> Sequence[Registration]:
    """Every active registration of an address, in any forum; protected ones by its sealed key."""
    return db.session.scalars(
        select(Registration).where(
            Registration.email_key.in_(email_keys), Registration.state.in_(rules.ACTIVE)
        )
    ).all()


_ENTRY = aliased(Organisation)
_SENDING = (
    select(organisations.leading(_ENTRY))
    .join(PlaceCount, PlaceCount.organisation_id == _ENTRY.id)
    .where(PlaceCount.state.in_(rules.TAKING_PART), PlaceCount.number > 0)
    .distinct()
)
_NAMES = (
    select(Organisation.name)
    .where(Organisation.id.in_(_SENDING))
    .order_by(Organisation.sort_key)
    .limit(bindparam("limit", type_=Integer))
)


def sending() -> Select[int]:
    """The ids of the organisations that somebody with a confirmed place comes from."""
    return _SENDING


def organisation_names(*, limit: int = 300) -> Sequence[str]:
    """The organisations that a form suggests, by name: only those that somebody with a confirmed
    place comes from, so that nobody can publish words by typing them."""
    return db.session.scalars(_NAMES, {"limit": limit}).all()
