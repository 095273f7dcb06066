"""What is said to who names colleagues, and to who was named."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import addresses
from forum.base.database import db
from forum.base.text import Text, _, _n
from forum.mail.letters import Action, Block, Letter, Paragraph
from forum.registration import correspondence
from forum.teams import queries, service
from forum.teams.models import Answer, TeamMember, TeamProposal


def _confirm(proposal_id: int) -> Letter | None:
    """That an address is confirmed before anybody is asked; nothing once it is."""
    proposal = db.session.get(TeamProposal, proposal_id, populate_existing=True)
    if proposal is None or proposal.confirmed_at or proposal.event.cancelled_at:
        return None
    blocks: list[Block] = [
        Paragraph(
            _n(
                "You have named one person of your organisation for this forum. Please confirm "
                "that it was you; then we ask them.",
                "You have named %(num)s people of your organisation for this forum. Please "
                "confirm that it was you; then we ask each of them.",
                len(proposal.members),
            )
        ),
        correspondence.facts(proposal.event),
        Action(_("See and confirm"), queries.address_of_team(proposal)),
        Paragraph(
            _(
                "On that page you also see later who said yes or no. If it was not you, you need "
                "not do anything: nobody is written to, and after 48 hours all of it is deleted."
            )
        ),
    ]
    subject = _("Please confirm: we ask your colleagues")
    return _letter(proposal, proposal.email, subject, blocks)


def _proposed(member_id: int) -> Letter | None:
    """That somebody was named, by whom, and what becomes of what we hold (Article 14 GDPR)."""
    member = db.session.get(
        TeamMember,
        member_id,
        options=[joinedload(TeamMember.proposal).joinedload(TeamProposal.event)],
        populate_existing=True,
    )
    if member is None or member.answer is not Answer.OPEN or not member.email:
        return None
    by = member.proposal
    if by.event.cancelled_at:
        return None
    who = {"name": by.name, "organisation": by.organisation}
    blocks: list[Block] = [
        Paragraph(_("%(name)s (%(organisation)s) would like you to come to this forum.", **who)),
        correspondence.facts(by.event),
        Action(_("Say yes or no"), queries.address_of_member(member)),
        Paragraph(
            _(
                "You are not registered yet. What you need, what you agree to and which islands you"
                " would like to visit only you yourself say."
            )
        ),
        Paragraph(
            _(
                "We have your name, this address and your organisation from %(name)s, and use them "
                "only to ask you. If you say no, we delete your address at once; without an answer "
                "when the forum begins. %(name)s learns only whether you said yes or no.",
                name=by.name,
            )
        ),
    ]
    return _letter(by, member.email, _("Would you like to come to this forum?"), blocks)


def _letter(by: TeamProposal, recipient: str, subject: Text, blocks: list[Block]) -> Letter:
    return Letter(
        recipient=recipient,
        language=by.language,
        subject=subject,
        greeting=_("Good day,"),
        blocks=blocks,
        sender_name=by.event.contact_name or "Praxisforum",
        reply_to=by.event.contact_email,
        footer=[(_("Privacy"), addresses.absolute("site.privacy"))],
    )


KINDS: dict[str, Callable[[int], Letter | None]] = {
    service.CONFIRM: _confirm,
    service.ASK: _proposed,
}
