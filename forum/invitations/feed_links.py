"""The addresses of calendars to subscribe to: derived, and renewed when somebody wishes."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app

from forum.accounts.models import Account
from forum.base import addresses, database, links
from forum.base.database import db
from forum.events.team_models import IslandHost
from forum.invitations.models import FeedOwner, FeedRevision
from forum.registration.models import Registration


@dataclass(frozen=True)
class Holder:
    """Somebody with a calendar of their own. `link_id` is their random id, or their number in the
    form of one: the seal is what nobody can guess. `revision` rises when all their links end."""

    owner: FeedOwner
    id: int
    link_id: str
    revision: int


def participant(registration: Registration) -> Holder:
    return Holder(
        FeedOwner.PARTICIPANT, registration.id, registration.link_id, registration.link_revision
    )


def host(one: IslandHost) -> Holder:
    return Holder(FeedOwner.HOST, one.id, one.link_id, one.link_revision)


def organiser(account: Account) -> Holder:
    link_id = f"{account.id:0{2 * links.ID_BYTES}x}"
    return Holder(FeedOwner.ORGANISER, account.id, link_id, account.session_revision)


def token_of(holder: Holder) -> str:
    """The token in the address of somebody's calendar."""
    return links.token(_key(), holder.owner.value, holder.link_id, _revision(holder))


def address_of(holder: Holder) -> str:
    """The address under which somebody's calendar can be subscribed to."""
    return addresses.absolute("calendars.feed", token=token_of(holder))


def for_programs(address: str) -> str:
    """An address in the form that calendar programs open by themselves."""
    return urlsplit(address)._replace(scheme="webcal").geturl()


def opens(token: str, holder: Holder) -> bool:
    """Whether a token is the one that counts for somebody's calendar."""
    return links.opens(token, _key(), holder.owner.value, holder.link_id, _revision(holder))


def renew(holder: Holder) -> None:
    """Makes a new address; the one before shows nothing any more."""
    with database.transaction() as session:
        known = session.get(FeedRevision, (holder.owner, holder.id), with_for_update=True)
        if known is None:
            session.add(FeedRevision(owner=holder.owner, owner_id=holder.id, revision=1))
        else:
            known.revision += 1


def account_id_of(link_id: str) -> int | None:
    """The number of the account that such an id stands for; None where it is another id."""
    number = int(link_id, 16)
    return number if 0 < number <= addresses.LARGEST else None


def _revision(holder: Holder) -> int:
    """Rises with each renewal of either kind, so that no old address ever counts again."""
    known = db.session.get(FeedRevision, (holder.owner, holder.id))
    return holder.revision + (known.revision if known else 0)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
