"""What can be done with accounts: invite, send a sign-in link, use it, sign out everywhere."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts import queries, rules
from forum.accounts.models import Account, Role, SignInLink
from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
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
