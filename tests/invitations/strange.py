"""What else arrives at the address of the invitations, and what comes of it: never any harm."""

from __future__ import annotations

from collections.abc import Callable

from forum.calendars import answers
from forum.invitations.models import Outcome
from tests.invitations import failures, shapes
from tests.invitations.shapes import calendar, mail, part, text

OTHER = "boese@post.example"
Shape = Callable[[shapes.Answer], bytes]


def forged(one: shapes.Answer) -> bytes:
    return shapes.outlook(one(sender=OTHER))


def from_two(one: shapes.Answer) -> bytes:
    return shapes.outlook(one(sender=f"{one.address}>, <{OTHER}"))


def foreign(one: shapes.Answer) -> bytes:
    """Somebody to whom the invitation was forwarded answers for themselves."""
    return shapes.google(one(address=OTHER))


def delegated(one: shapes.Answer) -> bytes:
    both = (
        f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{OTHER}":mailto:{one.address}\n'
        f'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:{one.address}":mailto:{OTHER}'
    )
    return mail(one, text(), part(calendar(shapes.event(one, attendee=both))))


def for_a_delegate(one: shapes.Answer) -> bytes:
    said = f'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:{one.address}":mailto:{OTHER}'
    return mail(one(sender=OTHER), part(calendar(shapes.event(one, attendee=said))))


def countered(one: shapes.Answer) -> bytes:
    content = calendar(shapes.event(one), method="COUNTER")
    return mail(one, text(), part(content, kind="text/calendar; method=COUNTER"))


def cancelled_from_outside(one: shapes.Answer) -> bytes:
    content = calendar(shapes.event(one, more="STATUS:CANCELLED"), method="CANCEL")
    return mail(one, part(content, kind="text/calendar; method=CANCEL"))


def requested_from_outside(one: shapes.Answer) -> bytes:
    content = calendar(shapes.event(one), method="REQUEST")
    return mail(one(sender=OTHER), part(content, kind="text/calendar; method=REQUEST"))


def forwarded_as_attachment(one: shapes.Answer) -> bytes:
    """Somebody forwards an answer as it is: the mail inside is not a mail of theirs."""
    inner = b"Content-Type: message/rfc822\r\n\r\n" + shapes.outlook(one).replace(
        b"grenze", b"innen"
    )
    return mail(one(sender=OTHER), text("Zur Kenntnis"), inner, kind="mixed")


def unknown(one: shapes.Answer) -> bytes:
    return shapes.plain(one(uid="0" * 32 + "@stadt.example"))


def without_uid(one: shapes.Answer) -> bytes:
    return mail(one, part(calendar(shapes.event(one)).replace(f"UID:{one.uid}\r\n", "")))


def two_entries(one: shapes.Answer) -> bytes:
    both = shapes.event(one), shapes.event(one(says="ACCEPTED"))
    return mail(one, part(calendar(*both)))


def undecided(one: shapes.Answer) -> bytes:
    return shapes.plain(one(says="NEEDS-ACTION"))


def without_word(one: shapes.Answer) -> bytes:
    said = f"ATTENDEE:mailto:{one.address}"
    return mail(one, part(calendar(shapes.event(one, attendee=said))))


def damaged(one: shapes.Answer) -> bytes:
    return shapes.plain(one).replace(b"QkVHSU4", b"!!!!")


def empty_calendar(one: shapes.Answer) -> bytes:
    return mail(one, part(calendar()))


def huge(one: shapes.Answer) -> bytes:
    return shapes.plain(one) + b"x\r\n" * (answers.LIMIT // 3 + 1)


def out_of_office(one: shapes.Answer) -> bytes:
    """Outlook's, which sends the invitation back with it."""
    headers = "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n"
    invitation = part(calendar(shapes.event(one), method="REQUEST"), kind="text/calendar")
    return mail(one, text("Ich bin bis Montag nicht da."), invitation, headers=headers)


def vacation(one: shapes.Answer) -> bytes:
    return mail(one, text(), headers="Precedence: bulk\r\nX-Autoreply: yes\r\n")


def absent_by_subject(one: shapes.Answer) -> bytes:
    return mail(one, text()).replace(b"Antwort\r\n", b"=?utf-8?q?Automatische_Antwort=3A_Ja?=\r\n")


def letter(one: shapes.Answer) -> bytes:
    return mail(one, text("Ich komme doch nicht, DECLINED."))


def bare(one: shapes.Answer) -> bytes:
    return b"\xff\xfe\x00 what?"


def temporary(one: shapes.Answer) -> bytes:
    return failures.dsn(one, status="4.2.2")


def delayed(one: shapes.Answer) -> bytes:
    return failures.dsn(one, status="4.4.7", action="delayed")


def delivered(one: shapes.Answer) -> bytes:
    return failures.dsn(one, status="2.0.0", action="delivered")


def by_number_of_a_machine(one: shapes.Answer) -> bytes:
    """The one number like a code is part of an address, and no code at all."""
    words = b"host 192.5.1.10 says: 450 try again"
    return failures.exim(one).replace(b"550 Unknown user", words)


def of_another_message(one: shapes.Answer) -> bytes:
    return failures.dsn(one(message_id="0123456789ab@stadt.example"))


def of_no_message(one: shapes.Answer) -> bytes:
    return failures.dsn(one).replace(f"<{one.message_id}>".encode(), b"")


OUTCOMES: tuple[tuple[Shape, Outcome], ...] = (
    (forged, Outcome.FOREIGN),
    (from_two, Outcome.FOREIGN),
    (foreign, Outcome.FOREIGN),
    (delegated, Outcome.FOREIGN),
    (for_a_delegate, Outcome.FOREIGN),
    (requested_from_outside, Outcome.FOREIGN),
    (countered, Outcome.PROPOSAL),
    (cancelled_from_outside, Outcome.PROPOSAL),
    (forwarded_as_attachment, Outcome.LETTER),
    (unknown, Outcome.UNKNOWN),
    (without_uid, Outcome.UNKNOWN),
    (two_entries, Outcome.UNREADABLE),
    (undecided, Outcome.UNREADABLE),
    (without_word, Outcome.UNREADABLE),
    (damaged, Outcome.UNREADABLE),
    (empty_calendar, Outcome.UNREADABLE),
    (huge, Outcome.UNREADABLE),
    (out_of_office, Outcome.AUTOMATIC),
    (vacation, Outcome.AUTOMATIC),
    (absent_by_subject, Outcome.AUTOMATIC),
    (letter, Outcome.LETTER),
    (bare, Outcome.LETTER),
    (temporary, Outcome.AUTOMATIC),
    (delayed, Outcome.AUTOMATIC),
    (delivered, Outcome.AUTOMATIC),
    (by_number_of_a_machine, Outcome.AUTOMATIC),
    (of_another_message, Outcome.AUTOMATIC),
    (of_no_message, Outcome.AUTOMATIC),
)
"""What comes of each; said by somebody who has a place, and who keeps it."""
ABOUT_SOMEBODY = {forged, from_two, foreign, delegated, for_a_delegate, requested_from_outside}
ABOUT_SOMEBODY |= {countered, cancelled_from_outside, undecided, without_word}
"""What is noted with the person whose entry it names."""
