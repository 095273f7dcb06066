"""What people see of their own wishes, and of what others wish of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.contacts import directory_queries, visibility, wish_rules
from forum.contacts.directory_queries import Member
from forum.contacts.rules import Shown
from forum.contacts.visibility import Entry
from forum.contacts.wish_models import ContactMatch, ContactWish, DirectoryEntry, WishState
from forum.registration.models import Registration


@dataclass(frozen=True)
class Sent:
    """A wish as its sender sees it: the same whether the other one declined or did not answer.

    `to` is None where the other one may not be shown any more.
    """

    id: int
    to: Member | None
    reason: str
    made_at: datetime
    expires_at: datetime
    state: WishState

    @property
    def is_open(self) -> bool:
        return self.state is WishState.OPEN


@dataclass(frozen=True)
class Received:
    """A wish that waits for an answer, as its receiver sees it."""

    id: int
    sender: Member
    reason: str
    expires_at: datetime


@dataclass(frozen=True)
class Contact:
    """The other one of a match, with how they can be reached as far as they agreed."""

    id: int
    member: Member
    made_at: datetime
    entry: Entry

    @property
    def email(self) -> str:
        return self.entry.email

    @property
    def phone(self) -> str:
        return self.entry.phone


@dataclass(frozen=True)
class Wishes:
    """All that somebody sees of wishes."""

    contacts: Sequence[Contact]
    received: Sequence[Received]
    sent: Sequence[Sent]
    over: Sequence[Sent]
    is_member: bool

    @property
    def free(self) -> int:
        """How many more wishes can be open."""
        return wish_rules.MOST_OPEN - len(self.sent)


def of(registration: Registration) -> Wishes:
    """What somebody sees of wishes: contacts first, then what waits; the same number of queries
    whatever there is."""
    mine = registration.id
    wishes = db.session.scalars(
        select(ContactWish)
        .where(or_(ContactWish.sender_id == mine, ContactWish.receiver_id == mine))
        .order_by(ContactWish.made_at.desc(), ContactWish.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    matches = _matches_of(mine)
    others = {wish.receiver_id for wish in wishes} | {wish.sender_id for wish in wishes}
    others |= {match.one_id for match in matches} | {match.other_id for match in matches}
    asked = {number for number in others if number is not None} | {mine}
    there = directory_queries.members(registration.event_id, only=asked)
    if mine not in there:
        return Wishes((), (), (), (), is_member=False)
    sent = [_sent(wish, there) for wish in wishes if wish.sender_id == mine]
    over = [one for one in sent if not one.is_open and one.state is not WishState.MATCHED]
    return Wishes(
        contacts=[made for one in matches if (made := _contact(one, mine, there))],
        received=_received(wishes, mine, there) if _is_open(registration) else (),
        sent=[one for one in sent if one.is_open],
        over=over,
        is_member=True,
    )


def _is_open(registration: Registration) -> bool:
    return directory_queries.is_open(registration.event)


def _matches_of(registration_id: int) -> Sequence[ContactMatch]:
    mine = or_(ContactMatch.one_id == registration_id, ContactMatch.other_id == registration_id)
    query = select(ContactMatch).where(mine, ContactMatch.ended_at.is_(None))
    ordered = query.order_by(ContactMatch.made_at.desc(), ContactMatch.id.desc())
    return db.session.scalars(ordered.execution_options(populate_existing=True)).all()


def _sent(wish: ContactWish, there: dict[int, Member]) -> Sent:
    to = there.get(wish.receiver_id or 0)
    return Sent(wish.id, to, wish.reason, wish.made_at, wish.expires_at, _seen(wish, to))


def _seen(wish: ContactWish, to: Member | None) -> WishState:
    """How a wish stands for its sender now, also before the clock has ended it in the table."""
    if wish.state is not WishState.OPEN:
        return wish.state
    if clock.now() >= wish.expires_at:
        return WishState.EXPIRED
    return WishState.OPEN if to is not None else WishState.ENDED


def _received(wishes: Sequence[ContactWish], mine: int, there: dict[int, Member]) -> list[Received]:
    return [
        Received(wish.id, there[wish.sender_id], wish.reason, wish.expires_at)
        for wish in wishes
        if wish.receiver_id == mine
        and wish.refused_at is None
        and wish.sender_id in there
        and _seen(wish, there[wish.sender_id]) is WishState.OPEN
    ]


def _contact(match: ContactMatch, mine: int, there: dict[int, Member]) -> Contact | None:
    other_id = match.other_id if match.one_id == mine else match.one_id
    other = there.get(other_id or 0)
    if other is None:
        return None
    agreed = match.one_fields if other_id == match.one_id else match.other_fields
    fields = wish_rules.exchanged(other.shown.fields, agreed)
    shown = Shown(fields, other.shown.until)
    entry = visibility.entry_of(other.registration, shown, other.lines)
    return Contact(match.id, other, match.made_at, entry) if entry else None


def get_contact(registration: Registration, match_id: int) -> Contact:
    """One contact of somebody.

    Raises:
        NotFound: they have no such contact, or it has ended.
    """
    for contact in of(registration).contacts:
        if contact.id == match_id:
            return contact
    raise NotFound(_("You have no such contact."))


def get_received(registration: Registration, wish_id: int) -> Received:
    """One wish that waits for somebody's answer.

    Raises:
        NotFound: there is no such wish for them any more.
    """
    for wish in of(registration).received:
        if wish.id == wish_id:
            return wish
    raise NotFound(_("This wish is not open any more."))


def waiting_for(registration: Registration) -> int:
    """How many wishes wait for somebody's answer."""
    return len(of(registration).received)


def has_news(registration: Registration) -> bool:
    """Whether there is anything of wishes to tell somebody: one waits, or both want it."""
    found = of(registration)
    return bool(found.received or found.contacts)


def to_tell() -> Sequence[int]:
    """Who may be told today that wishes wait for them, by the ids of their registrations."""
    now = clock.now()
    query = (
        select(ContactWish.receiver_id)
        .join(DirectoryEntry, DirectoryEntry.registration_id == ContactWish.receiver_id)
        .where(
            ContactWish.state == WishState.OPEN,
            ContactWish.told_at.is_(None),
            ContactWish.refused_at.is_(None),
            ContactWish.expires_at > now,
            DirectoryEntry.left_at.is_(None),
            or_(
                DirectoryEntry.told_at.is_(None),
                DirectoryEntry.told_at <= now - wish_rules.DIGEST_EVERY,
            ),
        )
        .distinct()
    )
    return [number for number in db.session.scalars(query) if number is not None]
