"""What can be done with accounts: invite, send a sign-in link, use it, sign out everywhere."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts import queries, rules
from forum.accounts.models import Account, EventRight, Right, Role, SignInLink
from forum.audit import service as audit
from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.events.models import Event
from forum.mail import service as mail


def invite(email: str, *, name: str, role: Role = Role.ORGANISER) -> SignInLink:
    """Makes an account where there is none, and a sign-in link that is also mailed."""
    with database.transaction() as session:
        link = _make_link(session, email, name, role)
        mail.queue(session, "account-invitation", link.id)
    mail.wake()
    return link


def make_link(email: str, *, name: str, role: Role = Role.ORGANISER) -> SignInLink:
    """Makes an account where there is none, and a sign-in link that is only returned."""
    with database.transaction() as session:
        return _make_link(session, email, name, role)


def _make_link(session: Session, email: str, name: str, role: Role) -> SignInLink:
    now = clock.now()
    key = address_key(email)
    account = database.add_or_find(
        session,
        find=lambda: session.scalars(select(Account).where(Account.email_key == key)).first(),
        make=lambda: Account(email=email, email_key=key, name=name, role=role, created_at=now),
    )
    account.name, account.role = name, role
    link = SignInLink(account=account, link_id=links.new_id(), created_at=now)
    session.add(link)
    session.flush()
    return link


def request_link(email: str, *, language: str) -> None:
    """Mails a sign-in link if the address belongs to an account; says nothing either way."""
    now = clock.now()
    with database.transaction() as session:
        account = session.scalars(
            select(Account).where(Account.email_key == address_key(email))
        ).first()
        if account is None:
            return
        account.language = language
        latest = session.scalars(
            select(SignInLink)
            .where(SignInLink.account_id == account.id)
            .order_by(SignInLink.id.desc())
        ).first()
        if latest and latest.created_at > now - rules.PAUSE and latest.used_at is None:
            return
        link = SignInLink(account=account, link_id=links.new_id(), created_at=now)
        session.add(link)
        session.flush()
        mail.queue(session, "account-sign-in", link.id)
    mail.wake()


def use_link(token: str) -> Account:
    """Uses up a sign-in link.

    Raises:
        Refused: it is unknown, used or too old.
    """
    found = queries.find_link(token)
    with database.transaction() as session:
        link = session.get(SignInLink, found.id, with_for_update=True) if found else None
        now = clock.now()
        if link is None or not rules.link_is_usable(link.created_at, link.used_at, now):
            raise Refused(
                _("This sign-in link has been used or is too old. Please ask for a new one.")
            )
        link.used_at = now
        link.account.last_seen_at = now
        return link.account


def sign_out_everywhere(account_id: int) -> None:
    """Ends every session of the account."""
    with database.transaction() as session:
        account = session.get_one(Account, account_id)
        account.session_revision += 1


def give_right(event_id: int, account_id: int, kind: Right, *, by: int) -> None:
    """Names somebody for a right in a forum. Again changes nothing.

    Raises:
        Refused: two people already see who is protected.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        session.get_one(Account, account_id)
        rows = session.scalars(
            select(EventRight).where(EventRight.event_id == event_id, EventRight.kind == kind)
        ).all()
        if any(row.account_id == account_id for row in rows):
            return
        taken = {row.position for row in rows}
        position = next(one for one in range(1, len(rows) + 2) if one not in taken)
        if kind is Right.PROTECTION and position > rules.KNOW_THE_PROTECTED:
            raise Refused(_("Two people see who is protected, and no more. Remove one first."))
        session.add(
            EventRight(event_id=event_id, account_id=account_id, kind=kind, position=position)
        )
        audit.note(session, "right_given", event_id=event_id, by=by, detail=kind.value)


def take_right(event_id: int, right_id: int, *, by: int) -> None:
    """Takes a right away. Again changes nothing."""
    with database.transaction() as session:
        right = session.get(EventRight, right_id)
        if right is not None and right.event_id == event_id:
            session.delete(right)
            audit.note(session, "right_taken", event_id=event_id, by=by, detail=right.kind.value)
