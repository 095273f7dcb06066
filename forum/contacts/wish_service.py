"""What can be done with contact wishes: wish, accept, decline, take back, pass on by telephone.

Contact is exchanged only where both want it. Whatever the receiver does but accept, nothing
changes for the sender until the wish expires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from forum.base import clock, database, limiting
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.contacts import directory_queries, wish_digests, wish_ending, wish_rules
from forum.contacts.directory_queries import Member
from forum.contacts.wish_models import (
    IS_OPEN,
    ContactMatch,
    ContactWish,
    DirectoryEntry,
    WishState,
)
from forum.mail import service as mail
from forum.registration import telling
from forum.registration.models import Registration
from forum.registration.person_models import TaskKind

GONE = _("This wish is not open any more.")


@dataclass(frozen=True)
class Asked:
    """What somebody says with a wish: why, how the other one may reach them once both want it, and
    whether organisers may help."""

    reason: str = ""
    fields: Sequence[str] = ()
    may_help: bool = False


def make(sender_id: int, receiver_id: int, asked: Asked) -> bool:
    """Somebody wishes for contact with somebody else in the directory. Tells whether both now want
    it, because the other one has wished for the same.

    Raises:
        NotFound: nobody with this number stands in the directory.
        Refused: the sender does not stand there, ten wishes are open, or this one was made before.
    """
    with database.transaction() as session:
        sender, there = _lock_both(session, sender_id, receiver_id)
        limiting.check(session, limiting.PER_LINK, "contact-wish", str(sender_id))
        receiver = there.get(receiver_id)
        if receiver is None or receiver_id == sender_id:
            raise NotFound(_("Nobody with this number stands in the directory."))
        _check_reachable(sender, asked.fields)
        if _find_match(session, sender_id, receiver_id) is not None:
            raise Refused(_("The two of you are in touch already."))
        wish_ending.expire_of(session, sender_id)
        _check_not_again(session, sender, receiver_id)
        crossing = _open_between(session, receiver_id, sender_id)
        if crossing is not None:
            _match(session, crossing, (receiver, sender), asked.fields)
        else:
            _add(session, sender, receiver, asked)
    mail.wake()
    return crossing is not None


def _lock_both(session: Session, one_id: int, other_id: int) -> tuple[Member, dict[int, Member]]:
    """Lets two who wish for each other act one after the other; returns the first, and both."""
    both = sorted((one_id, other_id))
    session.scalars(
        select(DirectoryEntry)
        .where(DirectoryEntry.registration_id.in_(both))
        .order_by(DirectoryEntry.registration_id)
        .with_for_update()
    ).all()
    registration = session.get_one(Registration, one_id)
    if not directory_queries.is_open(registration.event):
        raise Refused(directory_queries.CLOSED)
    there = directory_queries.members(registration.event_id, only=both)
    if one_id not in there:
        raise Refused(_("Only those who stand in the directory themselves can look into it."))
    return there[one_id], there


def _check_reachable(member: Member, fields: Sequence[str]) -> None:
    """What is ticked or shown counts only where there is such an address or number."""
    missing = {name for name in wish_rules.REACHABLE if not getattr(member.registration, name)}
    wish_rules.check_reachable(member.shown.fields - missing, set(fields) - missing)


def _check_not_again(session: Session, sender: Member, receiver_id: int) -> None:
    pair = (ContactWish.sender_id == sender.id) & (ContactWish.receiver_id == receiver_id)
    wishes = session.scalars(select(ContactWish).where(pair)).all()
    if any(wish.state is WishState.OPEN for wish in wishes):
        raise Refused(_("You have wished for this already. The wish is still open."))
    earlier = [wish.made_at for wish in wishes if wish.state is not WishState.MATCHED]
    if not wish_rules.may_wish_again(earlier, clock.now(), sender.registration.event.ends_at):
        raise Refused(
            _("You have wished for this before. You can do so once more after the forum.")
            if clock.now() < sender.registration.event.ends_at
            else _("You have wished for this before. It is not possible again.")
        )


def _open_between(session: Session, sender_id: int, receiver_id: int) -> ContactWish | None:
    query = select(ContactWish).where(
        ContactWish.sender_id == sender_id,
        ContactWish.receiver_id == receiver_id,
        ContactWish.expires_at > clock.now(),
        text(IS_OPEN),
    )
    return session.scalars(query.with_for_update()).first()


def _add(session: Session, sender: Member, receiver: Member, asked: Asked) -> None:
    taken = select(ContactWish.slot).where(ContactWish.sender_id == sender.id, text(IS_OPEN))
    event, now = sender.registration.event, clock.now()
    wish = ContactWish(
        event_id=event.id,
        sender_id=sender.id,
        receiver_id=receiver.id,
        reason=asked.reason,
        fields=[name for name in asked.fields if name in wish_rules.REACHABLE],
        may_help=asked.may_help,
        slot=wish_rules.free_slot(set(session.scalars(taken))),
        state=WishState.OPEN,
        made_at=now,
        expires_at=wish_rules.expires_at(
            *(clock.in_berlin(moment) for moment in (now, event.starts_at, event.ends_at))
        ),
    )
    session.add(wish)
    session.flush()
    if asked.may_help:
        telling.add_task(
            session, sender.registration, TaskKind.BROKER, message=wish_ending.task_of(wish)
        )


def _find_match(session: Session, one_id: int, other_id: int) -> ContactMatch | None:
    query = select(ContactMatch).where(
        ContactMatch.one_id == min(one_id, other_id),
        ContactMatch.other_id == max(one_id, other_id),
        ContactMatch.ended_at.is_(None),
    )
    return session.scalars(query).first()


def _match(
    session: Session, wish: ContactWish, both: tuple[Member, Member], fields: Sequence[str]
) -> None:
    """Both want it: the sender of the wish and its receiver, who shows `fields` of themselves."""
    sender, receiver = (member.registration for member in both)
    wish_ending.end(session, wish, WishState.MATCHED)
    back = _open_between(session, receiver.id, sender.id)
    if back is not None:
        wish_ending.end(session, back, WishState.MATCHED)
    shown = {
        sender.id: wish.fields,
        receiver.id: [name for name in fields if name in wish_rules.REACHABLE],
    }
    one, other = sorted(shown)
    pair = (ContactMatch.one_id == one) & (ContactMatch.other_id == other)
    made = session.scalars(select(ContactMatch).where(pair)).first()
    if made is None:
        made = ContactMatch(event_id=wish.event_id, one_id=one, other_id=other)
        session.add(made)
    made.one_fields, made.other_fields = shown[one], shown[other]
    made.asked_at, made.made_at, made.ended_at = wish.made_at, clock.now(), None
    wish_digests.tell_of_match(session, (sender, receiver))


def accept(receiver_id: int, wish_id: int, fields: Sequence[str]) -> None:
    """Somebody wants what was wished for of them; from now on both see how to reach each other.

    Raises:
        NotFound: there is no such wish for them any more.
        Refused: they do not stand in the directory.
    """
    with database.transaction() as session:
        wish = _waiting(session, receiver_id, wish_id)
        exchange(session, wish, receiver_id, fields)
    mail.wake()


def exchange(session: Session, wish: ContactWish, receiver_id: int, fields: Sequence[str]) -> None:
    """Makes contacts of two who both want it, in the caller's transaction.

    Raises:
        NotFound: the wish is not open any more.
        Refused: the receiver does not stand in the directory, or cannot be reached.
    """
    sender_id = wish.sender_id or 0
    receiver, there = _lock_both(session, receiver_id, sender_id)
    session.refresh(wish, with_for_update=True)
    if not is_open(wish) or sender_id not in there:
        raise NotFound(GONE)
    _check_reachable(receiver, fields)
    _match(session, wish, (there[sender_id], receiver), fields)


def _waiting(session: Session, receiver_id: int, wish_id: int) -> ContactWish:
    """An open wish for somebody that they have not declined."""
    wish = session.get(ContactWish, wish_id, populate_existing=True)
    if wish is None or wish.receiver_id != receiver_id or not is_open(wish) or wish.refused_at:
        raise NotFound(GONE)
    return wish


def is_open(wish: ContactWish) -> bool:
    """Whether a wish still waits, also before the clock has ended it in the table."""
    return wish.state is WishState.OPEN and clock.now() < wish.expires_at


def refuse(receiver_id: int, wish_id: int) -> None:
    """Somebody does not want what was wished for of them. Nobody else learns of it.

    Raises:
        NotFound: there is no such wish for them any more.
    """
    with database.transaction() as session:
        _waiting(session, receiver_id, wish_id).refused_at = clock.now()


def withdraw(sender_id: int, wish_id: int) -> None:
    """Somebody takes a wish back. Once it is over this changes nothing.

    Raises:
        NotFound: they have made no such wish.
    """
    with database.transaction() as session:
        wish = session.get(ContactWish, wish_id, populate_existing=True, with_for_update=True)
        if wish is None or wish.sender_id != sender_id:
            raise NotFound(GONE)
        if wish.state is WishState.OPEN:
            is_over = wish.expires_at <= clock.now()
            wish_ending.end(session, wish, WishState.EXPIRED if is_over else WishState.WITHDRAWN)
