"""What else arrives at the address of the invitations: nothing of it does any harm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.base.database import db
from forum.calendars import answers
from forum.config import Settings
from forum.invitations import answering
from forum.invitations.models import Arrival, Outcome
from tests.invitations import shapes
from tests.invitations.shapes import ROBOT, calendar, mail, part, text
from tests.invitations.standing import event, kinds, sent, settings, untouched, who
from tests.support.sites import settings_for

__all__ = ["event", "sent", "settings"]
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
    return shapes.plain(one) + b"x" * answers.LIMIT


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


@pytest.mark.parametrize(
    ("shape", "outcome"),
    [
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
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_it_changes_nothing(sent: shapes.Answer, shape: Shape, outcome: Outcome) -> None:
    before = kinds()
    for _again in range(2):
        assert answering.receive(shape(sent(says="DECLINED"))) is outcome
    assert (untouched(), kinds()) == (True, before)
    (arrival,) = db.session.query(Arrival).all()
    about = outcome in {Outcome.FOREIGN, Outcome.PROPOSAL} or shape in {undecided, without_word}
    assert (arrival.outcome, arrival.registration_id) == (outcome, who().id if about else None)


def test_two_equal_entries_say_one_thing(sent: shapes.Answer) -> None:
    one = shapes.event(sent)
    assert answering.receive(mail(sent, part(calendar(one, one)))) is Outcome.NOTED


def test_an_answer_from_a_former_address_is_foreign(sent: shapes.Answer) -> None:
    who().email = "neu@post.example"
    db.session.commit()
    assert answering.receive(shapes.plain(sent)) is Outcome.FOREIGN


class TestWhereTheMailServerChecksSenders:
    @pytest.fixture
    def settings(self, database_url: str, tmp_path, smtp) -> Settings:
        from forum.config import MailServer

        server = MailServer.from_url(smtp.url)
        return settings_for(
            tmp_path, database_url, mail_server=server, mail_authserv="mx.stadt.example"
        )

    @pytest.mark.parametrize(
        ("lines", "outcome"),
        [
            (["mx.stadt.example; spf=pass; dmarc=pass (p=none) header.from=a"], Outcome.NOTED),
            (["MX.stadt.example 1; dkim=pass (2048 (bit); dmarc=fail)) x; dmarc=pass"], "noted"),
            (["elsewhere.example; dmarc=fail", "mx.stadt.example; dmarc=pass"], Outcome.NOTED),
            (["mx.stadt.example; dmarc=fail", "mx.stadt.example; dmarc=pass"], Outcome.FOREIGN),
            (["mx.stadt.example; spf=pass", "mx.stadt.example; dmarc=pass"], Outcome.FOREIGN),
            (["elsewhere.example; dmarc=pass"], Outcome.FOREIGN),
            (["elsewhere.example; x=mx.stadt.example; dmarc=pass"], Outcome.FOREIGN),
            (["mx.stadt.example (dmarc=pass); none"], Outcome.FOREIGN),
            ([], Outcome.FOREIGN),
        ],
    )
    def test_it_has_to_vouch_for_them(
        self, sent: shapes.Answer, lines: list[str], outcome: Outcome
    ) -> None:
        headers = "".join(f"Authentication-Results: {line}\r\n" for line in lines)
        assert answering.receive(headers.encode() + shapes.plain(sent)) == outcome
        assert untouched() is (outcome is Outcome.FOREIGN)


def test_only_one_address_is_ours() -> None:
    read = answers.read(f"From: {ROBOT}, {OTHER}\r\n\r\nx".encode())
    assert (read.sender, read.kind) == ("", answers.Kind.LETTER)
