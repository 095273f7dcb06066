"""What is said about contact lists by mail. No mail holds an entry of somebody else."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import addresses, languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.contacts import codes, entering, queries, telling
from forum.contacts.rules import Audience
from forum.events.models import Event
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import consents, correspondence
from forum.registration import queries as registrations
from forum.registration.models import Registration


def _code(registration: Registration) -> Letter | None:
    """The code that opens the list, as long as it is valid."""
    code = codes.find(registration.id)
    if code is None or not queries.may_see(registration):
        return None
    blocks: list[Block] = [
        Paragraph(
            _("Somebody with your personal link would like to open the contact list of a forum.")
        ),
        Facts([(_("Your code"), code), (_("Forum"), shown.own(registration.event, "title"))]),
        Paragraph(
            _(
                "Please type it in on the page that you opened. It is valid for ten minutes. If it "
                "was not you, you need not do anything; please give the code to nobody."
            )
        ),
    ]
    return correspondence.letter_to(registration, _("Your code for the contact list"), blocks)


def _left(registration: Registration) -> Letter | None:
    """Something was taken off a list that somebody took along; not what, and not why."""
    blocks = _what_left(registration.event)
    return correspondence.letter_to(registration, LEFT, blocks, footer=False)


LEFT = _("An entry has left the contact list")


def _what_left(event: Event) -> list[Block]:
    return [
        Paragraph(
            _(
                "An entry has left the contact list of this forum, wholly or in part. You "
                "downloaded something of this list. Please delete older copies and printouts."
            )
        ),
        correspondence.facts(event),
        Paragraph(_("What the list shows now you find where you found it before.")),
    ]


def _left_for_organiser(notice_id: int) -> Letter | None:
    notice = telling.find_notice(notice_id)
    if notice is None or notice.account is None:
        return None
    event = db.session.get_one(Event, notice.event_id)
    with languages.in_language(notice.account.language):
        return Letter(
            recipient=notice.account.email,
            language=notice.account.language,
            subject=LEFT,
            greeting=_("Good day, %(name)s,", name=notice.account.name),
            blocks=[
                *_what_left(event),
                Action(
                    _("To the contact list"),
                    addresses.absolute("workspace.contacts.index", slug=event.slug),
                ),
            ],
            sender_name=event.contact_name or "Praxisforum",
            reply_to=event.contact_email,
        )


def _renew(registration: Registration) -> Letter | None:
    """An entry ends soon, with what it shows; None where it ended or was renewed meanwhile."""
    entry = queries.preview(registration, Audience.FORUM)
    if entry is None or entry.until is None or not queries.is_to_renew(registration):
        return None
    token = registrations.token_of(registration)
    rows: list[tuple[Text | str, Text | str]] = [
        (_("Forum"), shown.own(registration.event, "title")),
        (
            _("Your entry shows"),
            consents.listed(sorted(entry.fields, key=list(consents.FIELDS).index)),
        ),
        (_("It ends on"), shown.short_day(entry.until)),
    ]
    blocks: list[Block] = [
        Paragraph(_("Your entry on the contact list ends soon. One click keeps it for a year.")),
        Facts(rows),
        Action(
            _("Look at my entry and renew it"),
            addresses.absolute("contact_entry.page", token=token),
        ),
        Paragraph(_("If you do nothing, your entry ends by itself.")),
    ]
    return correspondence.letter_to(registration, _("Shall your entry stay?"), blocks)


Writer = Callable[[Registration], Letter | None]


def by_registration(write: Writer) -> Callable[[int], Letter | None]:
    """A writer that finds the registration itself and speaks its language; None without address."""

    def find_and_write(registration_id: int) -> Letter | None:
        registration = db.session.get(
            Registration,
            registration_id,
            options=[joinedload(Registration.event), joinedload(Registration.person)],
            populate_existing=True,
        )
        if registration is None:
            return None
        with languages.in_language(registration.language):
            letter = write(registration)
        return letter if letter and letter.recipient else None

    return find_and_write


WRITERS: dict[str, Writer] = {telling.TO_PARTICIPANT: _left, entering.REMINDER: _renew}
"""What is read out or printed for those without an address."""
KINDS: dict[str, Callable[[int], Letter | None]] = {
    **{kind: by_registration(write) for kind, write in WRITERS.items()},
    codes.KIND: by_registration(_code),
    telling.TO_ORGANISER: _left_for_organiser,
}
