"""What participants are told about their registration."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.mail.letters import Action, Block, Letter, Paragraph
from forum.registration import (
    announcement_mails,
    change_mails,
    correspondence,
    queries,
    questions,
    rules,
)
from forum.registration.models import Channel, Registration, State


def _find(registration_id: int) -> Registration | None:
    return db.session.get(
        Registration,
        registration_id,
        options=[joinedload(Registration.event), joinedload(Registration.person)],
        populate_existing=True,
    )


def _received(registration: Registration) -> Letter | None:
    if registration.address_confirmed_at or registration.state not in rules.ACTIVE:
        return None
    waits = registration.state is State.WAITING
    opening = (
        _("You are on the waiting list once you have confirmed your address.")
        if waits
        else _(
            "We are keeping a place for you. Please confirm your address so that it stays yours."
        )
    )
    blocks: list[Block] = [
        Paragraph(opening),
        correspondence.facts(registration.event),
        Action(_("Confirm my registration"), queries.address_of(registration)),
    ]
    if registration.held_until:
        until = shown.day_and_time(registration.held_until)
        blocks.append(Paragraph(_("Please confirm by %(moment)s.", moment=until)))
    blocks.append(
        Paragraph(
            _(
                "If you did not register, you need not do anything; your address will then be "
                "deleted."
            )
        )
    )
    return correspondence.letter_to(registration, _("Please confirm your registration"), blocks)


def _place(subject: Text, opening: Text) -> Callable[[Registration], Letter | None]:
    def write(registration: Registration) -> Letter | None:
        if registration.state not in rules.TAKING_PART:
            return None
        blocks: list[Block] = [
            Paragraph(opening),
            correspondence.facts(registration.event),
            Action(_("Open my personal page"), queries.address_of(registration)),
            Paragraph(
                _(
                    "There you can change your details, add the day to your calendar, or cancel. "
                    "Please cancel if you cannot come: somebody else will be glad of the place."
                )
            ),
        ]
        return correspondence.letter_to(registration, subject, blocks)

    return write


def _entered_how(registration: Registration) -> Text:
    if registration.channel is Channel.LIST:
        return _("The organisers have entered you for this forum from a list.")
    return _("The organisers have entered you for this forum, as you asked them to.")


def _entered(registration: Registration) -> Letter | None:
    if registration.state not in rules.ACTIVE:
        return None
    blocks: list[Block] = [
        Paragraph(_entered_how(registration)),
        correspondence.facts(registration.event),
        Paragraph(
            _(
                "On your personal page you see what we hold about you, decide about each consent,"
                " change it or cancel."
            )
        ),
        Action(_("Open my personal page"), queries.address_of(registration)),
    ]
    if registration.state is State.WAITING:
        waits = _("All places are given at the moment, so you are on the waiting list.")
        blocks.insert(1, Paragraph(waits))
        return correspondence.letter_to(registration, _("You are on the waiting list"), blocks)
    return correspondence.letter_to(registration, _("You are registered"), blocks)


def _link(registration: Registration) -> Letter | None:
    if registration.state not in rules.ACTIVE:
        return None
    blocks: list[Block] = [
        Paragraph(_("Here is the link to your personal page.")),
        correspondence.facts(registration.event),
        Action(_("Open my personal page"), queries.address_of(registration)),
        Paragraph(_("If you did not ask for it, you need not do anything.")),
    ]
    return correspondence.letter_to(registration, _("Your personal link"), blocks)


def _again(registration: Registration) -> Letter | None:
    if registration.state not in rules.ACTIVE:
        return None
    blocks: list[Block] = [
        Paragraph(
            _(
                "Somebody has sent the registration form with your address once more. You are "
                "already registered, so nothing was changed. On your personal page you can change "
                "your details yourself."
            )
        ),
        correspondence.facts(registration.event),
        Action(_("Open my personal page"), queries.address_of(registration)),
    ]
    if registration.address_confirmed_at is None and registration.channel is Channel.WEB:
        blocks.append(Paragraph(_("Please also confirm your registration there.")))
    return correspondence.letter_to(registration, _("You are already registered"), blocks)


def _waiting(registration: Registration) -> Letter | None:
    if registration.state is not State.WAITING:
        return None
    blocks: list[Block] = [
        Paragraph(
            _(
                "Your address is confirmed, and you are on the waiting list. As soon as a place "
                "becomes free, we write to you. On your personal page you see your position."
            )
        ),
        correspondence.facts(registration.event),
        Action(_("Open my personal page"), queries.address_of(registration)),
    ]
    return correspondence.letter_to(registration, _("You are on the waiting list"), blocks)


def _cancelled(registration: Registration) -> Letter | None:
    blocks: list[Block] = [
        Paragraph(
            _("Your registration is cancelled. If that is not right, please answer this message.")
        ),
        correspondence.facts(registration.event),
    ]
    return correspondence.letter_to(
        registration, _("Your registration is cancelled"), blocks, footer=False
    )


def _ended(registration: Registration) -> Letter | None:
    """Says nothing about another registration: it may go to a stranger."""
    blocks: list[Block] = [
        Paragraph(
            _(
                "Your registration has ended and takes no place. If you would like to come all the "
                "same, please answer this message; the organisers will see to it."
            )
        ),
        correspondence.facts(registration.event),
    ]
    return correspondence.letter_to(
        registration, _("Your registration has ended"), blocks, footer=False
    )


def _same_person(registration: Registration) -> Letter | None:
    if questions.of(registration) is None:
        return None
    blocks: list[Block] = [
        Paragraph(
            _(
                "A second registration with your name has arrived, from another address. Was that "
                "you? On your personal page you can say so with one click. Your place stays yours "
                "either way."
            )
        ),
        correspondence.facts(registration.event),
        Action(_("Answer on my personal page"), queries.address_of(registration)),
    ]
    return correspondence.letter_to(registration, _("A question about your registration"), blocks)


def write(registration: Registration, kind: str) -> Letter | None:
    """A letter to somebody as things stand now, in their language, also for paper; None where
    there is nothing to say any more."""
    if registration.event.cancelled_at and kind in OF_A_FORUM_TO_COME:
        return None
    with languages.in_language(registration.language):
        return WRITERS[kind](registration)


def _by_id(kind: str) -> Callable[[int], Letter | None]:
    def find_and_write(registration_id: int) -> Letter | None:
        registration = _find(registration_id)
        letter = write(registration, kind) if registration else None
        return letter if letter and letter.recipient else None

    return find_and_write


WRITERS: dict[str, Callable[[Registration], Letter | None]] = {
    "registration-received": _received,
    "registration-again": _again,
    "registration-waiting": _waiting,
    "registration-link": _link,
    "registration-entered": _entered,
    "registration-cancelled": _cancelled,
    "registration-ended": _ended,
    "registration-same-person": _same_person,
    "registration-confirmed": _place(
        _("Your place is confirmed"),
        _("Your place is confirmed. We look forward to seeing you."),
    ),
    "registration-promoted": _place(
        _("You have a place"), _("A place has become free, and it is yours.")
    ),
    **change_mails.WRITERS,
}
OF_A_FORUM_TO_COME = frozenset(WRITERS) - {
    "registration-called-off",
    "registration-cancelled",
    "registration-ended",
    "registration-link",
    "mailing-list-confirm",
}
"""What nobody is told any more once the forum is cancelled: that there is a place, or was one."""
KINDS: dict[str, Callable[[int], Letter | None]] = {
    **{kind: _by_id(kind) for kind in WRITERS},
    **change_mails.KINDS,
    **announcement_mails.KINDS,
}
