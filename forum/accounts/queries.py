"""What can be asked about accounts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts import rules
from forum.accounts.models import Account, EventRight, Right, SignInLink
from forum.base import addresses, links
from forum.base.database import db
from forum.base.refusal import NotAllowed
from forum.base.text import _


def find_signed_in(session_id: str) -> Account | None:
    """The account a session cookie belongs to, unless it was signed out everywhere."""
    account_id, _dot, revision = session_id.partition(".")
    if not (account_id.isdigit() and revision.isdigit()):
        return None
    account = db.session.get(Account, int(account_id))
    return account if account and account.session_revision == int(revision) else None


def count() -> int:
    return db.session.scalar(select(func.count(Account.id))) or 0


def find_link(token: str) -> SignInLink | None:
    """The sign-in link a token belongs to, used or not; None for a damaged one."""
    link_id = links.link_id_of(token)
    if link_id is None:
        return None
    link = db.session.scalars(
        select(SignInLink)
        .where(SignInLink.link_id == link_id)
        .options(joinedload(SignInLink.account))
    ).first()
    key = current_app.config["SECRET_KEY"]
    if link and links.opens(token, key, rules.PURPOSE, link_id, 0):
        return link
    return None


def address_of(link: SignInLink) -> str:
    """The full address that signs in."""
    token = links.token(current_app.config["SECRET_KEY"], rules.PURPOSE, link.link_id, 0)
    return addresses.absolute("accounts.enter", token=token)


def all_accounts() -> Sequence[Account]:
    """Everybody who signs in, by name."""
    return db.session.scalars(select(Account).order_by(Account.name, Account.id)).all()


def rights_of(event_id: int) -> Sequence[EventRight]:
    """Who has which right in a forum."""
    query = select(EventRight).where(EventRight.event_id == event_id)
    options = joinedload(EventRight.account)
    return db.session.scalars(
        query.options(options).order_by(EventRight.kind, EventRight.position)
    ).all()


def has_right(account_id: int, event_id: int, kind: Right) -> bool:
    """Whether an account is named for a right in a forum."""
    query = select(EventRight.id).where(
        EventRight.event_id == event_id,
        EventRight.account_id == account_id,
        EventRight.kind == kind,
    )
    return db.session.scalar(query) is not None


def check_right(account_id: int, event_id: int, kind: Right) -> None:
    """Lets pass whoever has the right.

    Raises:
        NotAllowed: this account has not.
    """
    if not has_right(account_id, event_id, kind):
        raise NotAllowed(_("Only people who are named for this forum see this page."))
