"""Who stands in the directory, and what it shows of them. Asked here by page, wish and mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from forum.base import clock, typed
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.contacts import queries, visibility, wish_rules
from forum.contacts.rules import Audience, Shown
from forum.contacts.visibility import Entry
from forum.contacts.wish_models import DirectoryEntry, DirectoryLine, Side
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.people import queries as people
from forum.people.models import Affiliation
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Registration

CLOSED = _("The directory of this forum has closed. Your contacts stay.")
Lines = Mapping[tuple[Side, bool], Sequence[str]]
"""What somebody says, by side and by whether they say it for their organisation."""


@dataclass(frozen=True)
class Member:
    """Somebody in the directory, with only what may be shown of them; empty what may not."""

    registration: Registration
    shown: Shown
    entry: Entry
    lines: Lines = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.registration.id

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def organisation(self) -> str:
        return self.entry.organisation

    @property
    def role(self) -> str:
        return self.entry.role

    @property
    def sector(self) -> Sector:
        return self.registration.sector

    def says(self, side: Side) -> bool:
        """Whether they offer or seek anything."""
        return any(said for (where, _own), said in self.lines.items() if where is side)

    def holds(self, words: Sequence[str]) -> bool:
        """Whether what is shown holds every one of the words."""
        said = [line for lines in self.lines.values() for line in lines]
        text = typed.comparable(" ".join((self.name, self.organisation, self.role, *said)))
        return all(word in text for word in words)


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in the directory; None and empty: anything."""

    sector: Sector | None = None
    side: Side | None = None
    words: str = ""


def is_open(event: Event) -> bool:
    """Whether people of this forum can still find each other in the directory."""
    closes = wish_rules.closes_at(clock.in_berlin(event.ends_at))
    return event.cancelled_at is None and clock.now() < closes


def find_entry(registration_id: int) -> DirectoryEntry | None:
    """Somebody's consent to stand in the directory, also one that has ended."""
    return db.session.get(DirectoryEntry, registration_id)


def members(event_id: int, *, only: Collection[int] | None = None) -> dict[int, Member]:
    """Those who stand in the directory of a forum, by name, by the id of their registration; two
    queries. `only`: of these registrations."""
    query = _agreed(event_id)
    if only is not None:
        query = query.where(Registration.id.in_(only))
    found = [(row[0], row[1]) for row in db.session.execute(query)]
    lines = lines_of([one.id for one, _consent in found])
    return {
        one.id: member
        for one, consent in found
        if (member := _member(one, consent, lines[one.id])) is not None
    }


def _agreed(event_id: int) -> Select[Registration, Consent]:
    """Who would like to stand there; whether they may be shown decides `visibility`."""
    return (
        select(Registration, Consent)
        .join(DirectoryEntry, DirectoryEntry.registration_id == Registration.id)
        .join(Consent, Consent.id == queries.newest_consent())
        .where(
            Registration.event_id == event_id,
            DirectoryEntry.left_at.is_(None),
            Registration.state.in_(registration_rules.TAKING_PART),
            Registration.is_protected.is_(False),
        )
        .options(
            joinedload(Registration.person),
            joinedload(Registration.event),
            joinedload(Registration.affiliation).joinedload(Affiliation.entry),
        )
        .order_by(Registration.sort_key, Registration.id)
        .execution_options(populate_existing=True)
    )


def lines_of(registration_ids: Collection[int]) -> dict[int, Lines]:
    """What people offer and seek, in their order."""
    query = (
        select(DirectoryLine)
        .where(DirectoryLine.registration_id.in_(registration_ids))
        .order_by(DirectoryLine.rank)
    )
    found: dict[int, dict[tuple[Side, bool], list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in db.session.scalars(query):
        found[line.registration_id][line.side, line.is_of_organisation].append(line.text)
    return {number: dict(found[number]) for number in registration_ids}


def _member(registration: Registration, consent: Consent, lines: Lines) -> Member | None:
    shown = visibility.by(registration, consent, Audience.FORUM)
    entry = visibility.entry_of(registration, shown)
    if entry is None:
        return None
    return Member(registration, shown, entry, lines if "offers" in shown.fields else {})


def find(sought: Sought, registration: Registration) -> list[Member]:
    """The directory as somebody in it sees it: the others who fit.

    Raises:
        Refused: it has closed, or they do not stand in it themselves.
    """
    everybody = of_member(registration)
    words = typed.comparable(sought.words).split()
    return [
        one
        for one in everybody.values()
        if one.id != registration.id
        and sought.sector in {None, one.sector}
        and (sought.side is None or one.says(sought.side))
        and one.holds(words)
    ]


def of_member(registration: Registration) -> dict[int, Member]:
    """Everybody in the directory, for somebody who is in it.

    Raises:
        Refused: it has closed, or they do not stand in it themselves.
    """
    if not is_open(registration.event):
        raise Refused(CLOSED)
    everybody = members(registration.event_id)
    if registration.id not in everybody:
        raise Refused(_("Only those who stand in the directory themselves can look into it."))
    return everybody


def get(registration: Registration, other_id: int) -> Member:
    """Somebody else in the directory. Who is not in it cannot be told from who does not exist.

    Raises:
        NotFound: nobody with this number stands in it.
        Refused: the directory has closed, or who asks does not stand in it.
    """
    found = of_member(registration).get(other_id)
    if found is None or found.id == registration.id:
        raise NotFound(_("Nobody with this number stands in the directory."))
    return found


def is_contact_person(registration: Registration) -> bool:
    """Whether somebody speaks for their organisation: they are its contact person today."""
    return people.is_contact_person(registration.affiliation_id)
