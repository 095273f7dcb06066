"""What participants are told when something about their place, their address or the day changes."""

from __future__ import annotations

from collections.abc import Callable

from forum.base import addresses, languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.mail.letters import Action, Block, Letter, Paragraph
from forum.registration import address_changes, consents, correspondence, queries, rules
from forum.registration.models import Decision, Purpose, Registration, State
from forum.registration.person_models import AddressChange


def _own_page(label: Text, registration: Registration) -> Action:
    return Action(label, queries.address_of(registration))


def _offered(registration: Registration) -> Letter | None:
    if registration.state is not State.OFFERED or registration.answer_by is None:
        return None
    until = shown.day_and_time(registration.answer_by)
    blocks: list[Block] = [
        Paragraph(
            _(
                "A place has become free, and it is offered to you. Please say by %(moment)s "
                "whether you take it; after that it goes to the next person.",
                moment=until,
            )
        ),
        correspondence.facts(registration.event),
        _own_page(_("Answer on my personal page"), registration),
    ]
    return correspondence.letter_to(registration, _("A place is free for you"), blocks)


def _offer_over(registration: Registration) -> Letter | None:
    if registration.state is not State.EXPIRED or registration.event.cancelled_at:
        return None
    blocks: list[Block] = [
        Paragraph(
            _(
                "We have not heard from you in time, so the place we offered you goes to the next "
                "person. You can register again as long as registration is open."
            )
        ),
        correspondence.facts(registration.event),
        Action(_("To the forum"), addresses.absolute("public.event", slug=registration.event.slug)),
    ]
    return correspondence.letter_to(
        registration, _("The offered place has gone to somebody else"), blocks, footer=False
    )


def _reminder(registration: Registration) -> Letter | None:
    if registration.state not in rules.TAKING_PART or registration.event.cancelled_at:
        return None
    cancel = addresses.absolute("own.cancel", token=queries.token_of(registration))
    blocks: list[Block] = [
        Paragraph(_("The forum is coming up. We look forward to seeing you.")),
        correspondence.facts(registration.event),
        _own_page(_("Open my personal page"), registration),
        Paragraph(_("If you cannot come, please give your place back:")),
        Action(_("Cancel my registration"), cancel),
    ]
    return correspondence.letter_to(registration, _("The forum is coming up"), blocks)


def _reason(registration: Registration) -> list[Block]:
    reason = shown.own(registration.event, "off_reason")
    return [Paragraph(reason)] if reason else []


def _called_off(registration: Registration) -> Letter | None:
    if not registration.event.cancelled_at:
        return None
    blocks: list[Block] = [
        Paragraph(_("The forum is cancelled. We are sorry. You need not do anything.")),
        *_reason(registration),
        correspondence.facts(registration.event),
    ]
    return correspondence.letter_to(registration, _("The forum is cancelled"), blocks)


def _postponed(registration: Registration) -> Letter | None:
    if registration.state not in rules.ACTIVE or registration.event.cancelled_at:
        return None
    day = shown.day(registration.event.starts_at)
    blocks: list[Block] = [
        Paragraph(_("The forum is postponed. It now takes place on %(day)s.", day=day)),
        *_reason(registration),
    ]
    if registration.state is State.OFFERED and registration.answer_by:
        until = shown.day_and_time(registration.answer_by)
        blocks.append(
            Paragraph(
                _(
                    "Your place is kept for you. Please say by %(moment)s whether you come on the "
                    "new day.",
                    moment=until,
                )
            )
        )
    blocks.append(
        Paragraph(
            _(
                "What you had agreed to beyond your registration has ended, and we have deleted "
                "what belongs to it. Please look through your page and say anew what you would "
                "like."
            )
        )
    )
    blocks += [
        correspondence.facts(registration.event),
        _own_page(_("Answer on my personal page"), registration),
    ]
    return correspondence.letter_to(registration, _("The forum is postponed"), blocks)


def _mailing_list(registration: Registration) -> Letter | None:
    latest = consents.latest(registration.consents).get(Purpose.MAILING_LIST)
    if latest is None or latest.decision is not Decision.ASKED:
        return None
    token = queries.token_of(registration)
    blocks: list[Block] = [
        Paragraph(
            _(
                "You would like to be invited to further practice forums. Please confirm it with "
                "this link; without it nothing happens."
            )
        ),
        Action(
            _("Yes, please invite me"),
            addresses.absolute("consents.join_mailing_list", token=token),
        ),
    ]
    return correspondence.letter_to(registration, _("Please confirm the invitations"), blocks)


WRITERS: dict[str, Callable[[Registration], Letter | None]] = {
    "registration-offered": _offered,
    "registration-offer-over": _offer_over,
    "registration-reminder": _reminder,
    "registration-called-off": _called_off,
    "registration-postponed": _postponed,
    "mailing-list-confirm": _mailing_list,
}


def _address_change(whose: str, opening: Text) -> Callable[[int], Letter | None]:
    def write(change_id: int) -> Letter | None:
        change = db.session.get(AddressChange, change_id, populate_existing=True)
        if change is None:
            return None
        registration = change.registration
        with languages.in_language(registration.language):
            blocks: list[Block] = [
                Paragraph(opening),
                correspondence.facts(registration.event),
                Action(_("Yes, change the address"), address_changes.link_of(change, whose)),
                Paragraph(
                    _("If you did not ask for this, you need not do anything; nothing changes.")
                ),
            ]
            return correspondence.letter_about_address(
                registration,
                _("Please confirm the new e-mail address"),
                blocks,
                recipient=change.email if whose == address_changes.NEW else None,
            )

    return write


KINDS: dict[str, Callable[[int], Letter | None]] = {
    "address-change-old": _address_change(
        address_changes.OLD,
        _("Somebody would like to use another e-mail address for your registration."),
    ),
    "address-change-new": _address_change(
        address_changes.NEW,
        _("This address is to be used for a registration."),
    ),
}
