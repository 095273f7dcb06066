"""What people are told when the entry in their calendar changes for no other reason to write."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import clock, languages
from forum.base.database import db
from forum.base.text import _
from forum.invitations import content
from forum.invitations.service import CHANGED
from forum.islands import queries as islands
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import correspondence
from forum.registration import queries as registrations
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


def _changed(registration: Registration) -> Letter | None:
    """How the day now stands for somebody; the entry itself goes along with a mail."""
    if registration.event.starts_at <= clock.now():
        return None
    with languages.in_language(registration.language):
        if registration.state not in registration_rules.TAKING_PART:
            return _removed(registration)
        blocks: list[Block] = [
            Paragraph(_("Something about the forum has changed. This is how it stands now:")),
            correspondence.facts(registration.event),
        ]
        card = islands.find_route_card(registration)
        if card is not None:
            blocks.append(Facts(content.route_rows(card)))
        blocks += [
            Paragraph(
                _("The entry in your calendar changes with it, if your program takes part in that.")
            ),
            Action(_("Open my personal page"), registrations.address_of(registration)),
        ]
        return correspondence.letter_to(registration, _("Changed: your forum day"), blocks)


def _removed(registration: Registration) -> Letter:
    blocks: list[Block] = [
        Paragraph(_("You have no place in this forum any more, so it leaves your calendar.")),
        correspondence.facts(registration.event),
    ]
    return correspondence.letter_to(registration, _("Removed from your calendar"), blocks)


def _by_mail(registration_id: int) -> Letter | None:
    registration = db.session.get(
        Registration,
        registration_id,
        options=[joinedload(Registration.event), joinedload(Registration.person)],
        populate_existing=True,
    )
    letter = _changed(registration) if registration else None
    return letter if letter and letter.recipient else None


KINDS: dict[str, Callable[[int], Letter | None]] = {CHANGED: _by_mail}
