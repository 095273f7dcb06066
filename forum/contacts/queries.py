"""Who stands on a contact list: asked here by page, search, file and mail alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, distinct, func, select
from sqlalchemy.orm import aliased, joinedload

from forum.base import clock, typed
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.contacts import reading, rules, saying, visibility
from forum.contacts.models import AccessKind, ContactListAccess, ContactOrganisation
from forum.contacts.rules import Audience
from forum.contacts.visibility import Entry
from forum.events import rules as event_rules
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation
from forum.people.models import Affiliation
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Decision, Purpose, Registration

PAGE = 100
"""So many entries of a list are shown on one page."""


def entries(event_id: int, viewer: Audience = Audience.FORUM) -> list[Entry]:
    """The list as `viewer` sees it, by name; three queries. Organisations are for participants."""
    found = [*reading.entries(event_id, viewer, newest_consent())]
    if viewer is Audience.FORUM:
        found.extend(without_person(event_id))
    return sorted(found, key=lambda entry: (entry.sort_key, entry.key))


def agreed(
    event_ids: Sequence[int] | Select[int], *more: ColumnElement[bool]
) -> Sequence[tuple[Registration, Consent]]:
    """Everybody whose newest decision about the list is a yes, with it, as far as `more` holds;
    whether anything of it may be shown decides `visibility`. One query."""
    query = (
        select(Registration, Consent)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(
            Registration.event_id.in_(event_ids),
            Consent.purpose == Purpose.CONTACT_LIST,
            Consent.decision == Decision.GRANTED,
            Consent.id == newest_consent(),
            *more,
        )
        .options(
            joinedload(Registration.person),
            joinedload(Registration.event),
            joinedload(Registration.affiliation).joinedload(Affiliation.entry),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def newest_consent() -> ScalarSelect[int]:
    """The newest decision about the contact list, for a query that holds registrations."""
    return (
        select(func.max(Consent.id))
        .where(Consent.purpose == Purpose.CONTACT_LIST, Consent.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )


def without_person(event_id: int) -> list[Entry]:
    """The organisations that stand on the list of a forum by themselves, each once."""
    query = (
        select(ContactOrganisation)
        .where(ContactOrganisation.event_id == event_id)
        .options(joinedload(ContactOrganisation.organisation))
        .order_by(ContactOrganisation.organisation_id)
    )
    found: dict[int, Entry] = {}
    for row in db.session.scalars(query):
        leading = row.organisation.merged_into or row.organisation
        found.setdefault(leading.id, _entry_of(row.organisation_id, leading))
    return list(found.values())


def _entry_of(organisation_id: int, leading: Organisation) -> Entry:
    return Entry(
        key=f"o{organisation_id}",
        sort_key=leading.sort_key,
        organisation=leading.name,
        email=leading.email,
        fields=frozenset({"organisation", "email"}),
    )


def that_can_stand(event_id: int) -> Sequence[Organisation]:
    """Organisations that somebody with a place comes from, that have a mailbox of their own and do
    not stand on the list yet."""
    entry, standing = aliased(Organisation), aliased(Organisation)
    coming = (
        select(organisations.leading(entry))
        .join(Affiliation, Affiliation.organisation_id == entry.id)
        .join(Registration, Registration.affiliation_id == Affiliation.id)
        .where(
            Registration.event_id == event_id,
            Registration.is_protected.is_(False),
            Registration.state.in_(registration_rules.TAKING_PART),
        )
    )
    there = (
        select(organisations.leading(standing))
        .join(ContactOrganisation, ContactOrganisation.organisation_id == standing.id)
        .where(ContactOrganisation.event_id == event_id)
    )
    query = select(Organisation).where(
        Organisation.id.in_(coming), Organisation.id.not_in(there), Organisation.email != ""
    )
    return db.session.scalars(query.order_by(Organisation.sort_key, Organisation.id)).all()


def matching(shown: Sequence[Entry], words: str, organisation: str = "") -> list[Entry]:
    """Those of the entries whose shown words hold all of `words`, of an organisation where one is
    named. What is not shown is not searched."""
    wanted = typed.comparable(words).split()
    return [
        entry
        for entry in shown
        if (not organisation or entry.organisation == organisation)
        and all(word in _searched(entry) for word in wanted)
    ]


def _searched(entry: Entry) -> str:
    words = (entry.name, entry.organisation, entry.role, entry.email, entry.phone)
    said = (line for lines in entry.lines.values() for line in lines)
    return typed.comparable(" ".join((*words, *said)))


def may_see(registration: Registration) -> bool:
    """Whether this participant may look at the list now: it is open and they stand on it."""
    return event_rules.contact_list_is_open(registration.event, clock.now()) and bool(
        visibility.of(registration, Audience.FORUM)
    )


def check_may_see(registration: Registration) -> None:
    """Lets a participant pass who may look at the list.

    Raises:
        Refused: it is not open, or they do not stand on it themselves.
    """
    if not event_rules.contact_list_is_open(registration.event, clock.now()):
        raise Refused(_("The contact list of this forum is not open yet."))
    if not visibility.of(registration, Audience.FORUM):
        raise Refused(
            _(
                "Only those who stand on the contact list can see it. You can agree to it on your"
                " personal page."
            )
        )


def get_entry(shown: Sequence[Entry], number: int) -> Entry:
    """The entry of one person.

    Raises:
        NotFound: nobody with this number stands there.
    """
    for entry in shown:
        if entry.key == str(number):
            return entry
    raise NotFound(_("This entry is not on the contact list, or not any more."))


def preview(registration: Registration, viewer: Audience) -> Entry | None:
    """How others see somebody: made by what makes the list; None where they are not on it."""
    lines = saying.lines_of([registration.id]).get(registration.id, {})
    return visibility.entry_of(registration, visibility.of(registration, viewer), lines)


def is_to_renew(registration: Registration) -> bool:
    """Whether somebody's entry ends soon, so that a button to renew it stands on their page."""
    until = visibility.of(registration, Audience.FORUM).until
    return until is not None and rules.is_to_renew(clock.now(), until)


def ending(shown: Sequence[Entry]) -> int:
    """How many of the entries end soon unless they are renewed."""
    now = clock.now()
    return sum(rules.is_to_renew(now, entry.until) for entry in shown if entry.until)


DOWNLOADS = frozenset(AccessKind) - {AccessKind.PAGE}
"""What leaves a copy behind."""


@dataclass(frozen=True)
class Accesses:
    """How many people opened a version of a list, and how many took something of it along."""

    version: int | None
    opened: int
    downloaded: int


def accesses(event_id: int, *, newest: int = 10) -> list[Accesses]:
    """The newest versions that somebody looked at; one query."""
    who = func.coalesce(ContactListAccess.registration_id, -ContactListAccess.account_id)
    is_page = ContactListAccess.kind == AccessKind.PAGE
    query = (
        select(
            ContactListAccess.version,
            func.count(distinct(case((is_page, who)))),
            func.count(distinct(case((~is_page, who)))),
        )
        .where(ContactListAccess.event_id == event_id)
        .group_by(ContactListAccess.version)
        .order_by(ContactListAccess.version.desc())
        .limit(newest)
    )
    return [Accesses(*row) for row in db.session.execute(query)]
