"""What people are told about contact wishes: that there is something to see, never about whom."""

from __future__ import annotations

from collections.abc import Callable

from forum.base import addresses, languages
from forum.base.text import _, _n
from forum.contacts import mails, wish_digests, wish_queries
from forum.contacts.wish_digests import CALL_LATER, MATCH_MAIL, WAITING_MAIL
from forum.mail.letters import Action, Block, Letter, Paragraph
from forum.registration import correspondence, telling
from forum.registration import queries as registrations
from forum.registration.models import Registration


def _address(registration: Registration) -> str:
    return addresses.absolute("wishes.index", token=registrations.token_of(registration))


def _waiting(registration: Registration) -> Letter | None:
    """That wishes wait; nothing where none waits any more."""
    number = wish_queries.waiting_for(registration)
    if not number:
        return None
    blocks: list[Block] = [
        Paragraph(
            _n(
                "Somebody who takes part in your forum would like to be in touch with you.",
                "%(num)s people who take part in your forum would like to be in touch with you.",
                number,
            )
        ),
        correspondence.facts(registration.event),
        Action(_("See the wishes"), _address(registration)),
        Paragraph(
            _(
                "You decide whether you want it, too. If you do nothing, nobody learns anything"
                " about you, and the wish ends by itself."
            )
        ),
    ]
    return correspondence.letter_to(registration, _("A contact wish is waiting for you"), blocks)


def _mutual(registration: Registration) -> Letter | None:
    """That both want it; nothing where the contact has ended meanwhile."""
    if not wish_queries.of(registration).contacts:
        return None
    blocks: list[Block] = [
        Paragraph(_("You and somebody from your forum both want to be in touch.")),
        correspondence.facts(registration.event),
        Action(_("See the contact"), _address(registration)),
    ]
    return correspondence.letter_to(registration, _("You both want to be in touch"), blocks)


def _news(registration: Registration) -> Letter | None:
    """What is told by telephone or on paper: organisers, who do it, learn no more from it."""
    with languages.in_language(registration.language):
        if not wish_queries.has_news(registration):
            return None
        blocks: list[Block] = [
            Paragraph(_("There is something new about contact wishes for you.")),
            correspondence.facts(registration.event),
            Paragraph(
                _(
                    "What it is the organisers cannot see. With an e-mail address of yours we send"
                    " you a link by which you can; please tell us one if you would like that."
                )
            ),
        ]
        return correspondence.letter_to(registration, _("About contact wishes"), blocks)


def _mutual_or_call(registration: Registration) -> Letter | None:
    """The same at a later moment; where still no mail arrives, organisers are asked to call."""
    if telling.by_mail(registration):
        return _mutual(registration)
    wish_digests.call(registration.id)
    return None


KINDS: dict[str, Callable[[int], Letter | None]] = {
    WAITING_MAIL: mails.by_registration(_waiting),
    MATCH_MAIL: mails.by_registration(_mutual),
    CALL_LATER: mails.by_registration(_mutual_or_call),
}
WRITERS: dict[str, Callable[[Registration], Letter | None]] = {WAITING_MAIL: _news}
