"""The addresses of calendars to subscribe to: derived, and renewed when somebody wishes."""

from __future__ import annotations

from flask import current_app

from forum.base import addresses, database, links
from forum.base.database import db
from forum.invitations.models import FeedOwner, FeedRevision


def token_of(owner: FeedOwner, owner_id: int, link_id: str) -> str:
    """The token in the address of somebody's calendar. `link_id`: their random id, or their number
    as one; the seal is what nobody can guess."""
    return links.token(_key(), owner.value, link_id, _revision(owner, owner_id))


def address_of(owner: FeedOwner, owner_id: int, link_id: str) -> str:
    """The address under which somebody's calendar can be subscribed to."""
    return addresses.absolute("calendars.feed", token=token_of(owner, owner_id, link_id))


def opens(token: str, owner: FeedOwner, owner_id: int, link_id: str) -> bool:
    """Whether a token is the one that counts for somebody's calendar."""
    return links.opens(token, _key(), owner.value, link_id, _revision(owner, owner_id))


def renew(owner: FeedOwner, owner_id: int) -> None:
    """Makes a new address; the one before shows nothing any more."""
    with database.transaction() as session:
        known = session.get(FeedRevision, (owner, owner_id), with_for_update=True)
        if known is None:
            session.add(FeedRevision(owner=owner, owner_id=owner_id, revision=1))
        else:
            known.revision += 1


def number_as_id(number: int) -> str:
    """A number in the form of a link's id, for those who have no random one."""
    return f"{number:0{2 * links.ID_BYTES}x}"


def number_of(link_id: str) -> int | None:
    """The number that such an id stands for; None where it is another id."""
    number = int(link_id, 16)
    return number if 0 < number <= addresses.LARGEST else None


def _revision(owner: FeedOwner, owner_id: int) -> int:
    known = db.session.get(FeedRevision, (owner, owner_id))
    return known.revision if known else 0


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
