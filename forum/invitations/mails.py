"""What people are told when the entry in their calendar changes for no other reason to write."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import addresses, clock, languages, shown
from forum.base.database import db
from forum.base.text import _
from forum.invitations import content
from forum.invitations.keeping import DECLINED
from forum.invitations.models import Invitation
from forum.invitations.service import CHANGED, REMOVED
from forum.islands import queries as islands
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import correspondence
from forum.registration import queries as registrations
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


def changed(registration_id: int) -> Letter | None:
    """How the day now stands for somebody; the entry itself goes along."""
    registration = _find(registration_id)
    return _changed(registration) if registration else None


def _find(registration_id: int) -> Registration | None:
    return db.session.get(
        Registration,
        registration_id,
        options=[joinedload(Registration.event), joinedload(Registration.person)],
        populate_existing=True,
    )


def _changed(registration: Registration) -> Letter | None:
    if registration.event.starts_at <= clock.now():
        return None
    with languages.in_language(registration.language):
        if registration.state not in registration_rules.TAKING_PART:
            return _removed(registration)
        if registration.is_protected:
            return _hidden(registration)
        blocks: list[Block] = [
            Paragraph(_("Something about the forum has changed. This is how it stands now:")),
            correspondence.facts(registration.event),
        ]
        card = islands.find_route_card(registration)
        if card is not None:
            blocks.append(Facts(content.route_rows(card)))
        blocks.append(Action(_("Open my personal page"), registrations.address_of(registration)))
        return correspondence.letter_to(registration, _("Changed: your forum day"), blocks)


def _hidden(registration: Registration) -> Letter:
    """That the entry goes while the place stays, in words that anybody may read."""
    blocks: list[Block] = [
        Paragraph(
            _("The entry for this forum leaves your calendar. Nothing else changes for you.")
        ),
        correspondence.facts(registration.event),
        Action(_("Open my personal page"), registrations.address_of(registration)),
    ]
    return correspondence.letter_to(registration, _("Removed from your calendar"), blocks)


def _removed(registration: Registration) -> Letter:
    blocks: list[Block] = [
        Paragraph(_("You have no place in this forum any more, so it leaves your calendar.")),
        correspondence.facts(registration.event),
    ]
    return correspondence.letter_to(registration, _("Removed from your calendar"), blocks)


def declined(registration_id: int) -> Letter | None:
    """That a place is given back because the calendar declined, and how it is kept."""
    registration = _find(registration_id)
    return _declined(registration) if registration else None


def _declined(registration: Registration) -> Letter | None:
    sent = db.session.get(Invitation, registration.id, populate_existing=True)
    has_place = registration.state in registration_rules.TAKING_PART
    if sent is None or sent.gives_back_at is None or not has_place:
        return None
    if registration.event.cancelled_at is not None:
        return None
    token = registrations.token_of(registration)
    with languages.in_language(registration.language):
        moment = shown.day_and_time(sent.gives_back_at)
        blocks: list[Block] = [
            Paragraph(_("Your calendar has told us that you cannot come.")),
            correspondence.facts(registration.event),
            Paragraph(
                _(
                    "Your place is given back on %(moment)s and then goes to somebody who waits. "
                    "If you would like to come after all, please keep it before then.",
                    moment=moment,
                )
            ),
            Action(_("Keep my place"), addresses.absolute("calendars.keep", token=token)),
            Paragraph(
                _("If you are sure that you cannot come, you can also give it back at once.")
            ),
            Action(_("Give my place back"), addresses.absolute("own.cancel", token=token)),
        ]
        return correspondence.letter_to(
            registration, _("You have declined: is that right?"), blocks
        )


WRITERS: dict[str, Callable[[Registration], Letter | None]] = {
    CHANGED: _changed,
    DECLINED: _declined,
    REMOVED: _changed,
}
KINDS: dict[str, Callable[[int], Letter | None]] = {
    CHANGED: changed,
    DECLINED: declined,
    REMOVED: changed,
}
