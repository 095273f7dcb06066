"""What can be asked about who was named for a forum."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.base import addresses, links
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.teams.models import TeamMember, TeamProposal

TEAM = "team"
"""The purpose of the link of who names colleagues."""
PROPOSED = "proposed"
"""The purpose of the link of who was named."""
GONE = _("This link does not work any more. Please ask whoever sent it to you.")


def get_team(token: str) -> TeamProposal:
    """The proposal a link belongs to, with everybody named.

    Raises:
        NotFound: there is none, or it was deleted.
    """
    query = (
        select(TeamProposal)
        .where(TeamProposal.link_id == links.link_id_of(token))
        .options(joinedload(TeamProposal.event), selectinload(TeamProposal.members))
    )
    found = db.session.scalars(query).first()
    if found is None or not links.opens(token, _key(), TEAM, found.link_id, 0):
        raise NotFound(GONE)
    return found


def get_member(token: str) -> TeamMember:
    """Who was named, by the link they got.

    Raises:
        NotFound: there is nobody, or it was deleted.
    """
    query = (
        select(TeamMember)
        .where(TeamMember.link_id == links.link_id_of(token))
        .options(joinedload(TeamMember.proposal).joinedload(TeamProposal.event))
    )
    found = db.session.scalars(query).first()
    if found is None or not links.opens(token, _key(), PROPOSED, found.link_id, 0):
        raise NotFound(GONE)
    return found


def token_of_team(proposal: TeamProposal) -> str:
    """The token of the page of who names colleagues."""
    return links.token(_key(), TEAM, proposal.link_id, 0)


def token_of_member(member: TeamMember) -> str:
    """The token of the page on which somebody who was named answers."""
    return links.token(_key(), PROPOSED, member.link_id, 0)


def address_of_team(proposal: TeamProposal) -> str:
    """The full address of the page of who names colleagues."""
    return addresses.absolute("teams.lead", token=token_of_team(proposal))


def address_of_member(member: TeamMember) -> str:
    """The full address of the page on which somebody who was named answers."""
    return addresses.absolute("teams.proposed", token=token_of_member(member))


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
