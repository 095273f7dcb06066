"""Mails as calendars and mail servers of all kinds send them, about an entry that was really sent.

The forms follow what these programs write; names, addresses and texts are made up.
"""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from forum.base import clock

ROBOT = "praxisforum@stadt.example"


@dataclass(frozen=True)
class Answer:
    """What is said, by whom, about which entry."""

    uid: str
    address: str
    sequence: int
    message_id: str
    says: str = "ACCEPTED"
    at: datetime | None = None
    sender: str = ""
    mail_id: str = "1"
    robot: str = ROBOT
    """The organiser of the entry, to whom answers go."""

    def __call__(self, **changes: object) -> Answer:
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def stamp(self) -> str:
        return (self.at or clock.now()).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def event(one: Answer, *, attendee: str = "", more: str = "", organiser: bool = True) -> str:
    """The entry in an answer."""
    attendee = attendee or f"ATTENDEE;PARTSTAT={one.says}:mailto:{one.address}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        *([f"ORGANIZER:mailto:{one.robot}"] if organiser else []),
        *attendee.split("\n"),
        f"DTSTAMP:{one.stamp}",
        f"SEQUENCE:{one.sequence}",
        "DTSTART:20301203T080000Z",
        "DTEND:20301203T140000Z",
        "SUMMARY:Praxisforum",
        *more.split("\n"),
        "END:VEVENT",
    ]
    return "\r\n".join(line for line in lines if line)


def calendar(*events: str, method: str = "REPLY", product: str = "-//Test//DE") -> str:
    head = ["BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0"]
    named = [f"METHOD:{method}"] if method else []
    return "\r\n".join([*head, *named, *events, "END:VCALENDAR", ""])


def mail(one: Answer, *parts: bytes, headers: str = "", kind: str = "alternative") -> bytes:
    """A mail of these parts from whoever answers."""
    sender = one.sender or one.address
    head = (
        f"From: =?utf-8?q?=C3=9Cmit_Muster?= <{sender}>\r\nTo: Praxisforum <{one.robot}>\r\n"
        f"Subject: Antwort\r\nMessage-ID: <{one.mail_id}@post.example>\r\nMIME-Version: 1.0\r\n"
        f"{headers}"
    ).encode()
    if len(parts) == 1:
        return head + parts[0]
    inner = b"".join(b"--grenze\r\n" + part + b"\r\n" for part in parts)
    content = f'Content-Type: multipart/{kind}; boundary="grenze"\r\n\r\n'.encode()
    return head + content + inner + b"--grenze--\r\n"


def text(words: str = "Ümit Muster hat geantwortet.") -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + words.encode()


def part(content: str, *, kind: str = "text/calendar; charset=utf-8; method=REPLY") -> bytes:
    """A calendar as base64, as most programs send it."""
    encoded = base64.encodebytes(content.encode()).replace(b"\n", b"\r\n")
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + encoded


def quoted(content: str, *, kind: str = "text/calendar; charset=UTF-8; method=REPLY") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + quopri.encodestring(content.encode())


def plain(one: Answer) -> bytes:
    """The simplest answer."""
    return mail(one, text(), part(calendar(event(one))))


def outlook(one: Answer) -> bytes:
    attendee = f'ATTENDEE;PARTSTAT={one.says};CN="Muster, Ümit":MAILTO:{one.address.upper()}'
    content = calendar(
        event(one, attendee=attendee, more="X-MICROSOFT-CDO-BUSYSTATUS:BUSY\nPRIORITY:5"),
        product="Microsoft Exchange Server 2010",
    )
    headers = "X-MS-Has-Attach:\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n"
    return mail(one, text(), part(content), headers=headers)


def exchange_without_organiser(one: Answer) -> bytes:
    attendee = f"ATTENDEE;PARTSTAT={one.says};CN=Ümit Muster:mailto:{one.address}"
    return mail(one, text(), quoted(calendar(event(one, attendee=attendee, organiser=False))))


def google(one: Answer) -> bytes:
    attendee = (
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + one.says + ";CN=Ümit"
        f"\n  Muster;X-NUM-GUESTS=0:mailto:{one.address}"
    )
    content = calendar(event(one, attendee=attendee), product="-//Google Inc//Google Calendar//EN")
    file = part(content, kind='application/ics; name="invite.ics"')
    return mail(one, text(), part(content), file, kind="mixed")


def apple(one: Answer) -> bytes:
    attendee = (
        f'ATTENDEE;CN="Ümit Muster";CUTYPE=INDIVIDUAL;EMAIL="{one.address}";PARTSTAT={one.says}:'
        "urn:uuid:6f1c9a52-0000-4000-8000-000000000001"
    )
    content = calendar(event(one, attendee=attendee), product="-//Apple Inc.//macOS 15.1//EN")
    return mail(one, part(content, kind="text/calendar; method=reply; charset=us-ascii"))


def thunderbird(one: Answer) -> bytes:
    content = calendar(event(one), product="-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN")
    body = part(content, kind="text/calendar; method=REPLY; charset=UTF-8")
    file = part(content, kind='application/ics; name="invite.ics"')
    return mail(one, body, file, kind="mixed")


def zimbra(one: Answer) -> bytes:
    attendee = f"ATTENDEE;PARTSTAT={one.says};CN=Ümit Muster;X-ZIMBRA=1:mailto:{one.address}"
    body = quoted(calendar(event(one, attendee=attendee)), kind="text/calendar; charset=utf-8")
    return mail(one, text(), body)


def nextcloud(one: Answer) -> bytes:
    content = calendar(event(one), product="-//Sabre//Sabre VObject 4.5//EN")
    body = part(content, kind="text/calendar; method=REPLY; charset=UTF-8")
    return mail(one, text(), body, headers="Auto-Submitted: auto-generated\r\n")


def only_attached(one: Answer) -> bytes:
    kind = 'application/octet-stream; name="reply.ics"'
    return mail(one, text(), part(calendar(event(one)), kind=kind), kind="mixed")


def other_charset(one: Answer) -> bytes:
    """Says UTF-16 and is UTF-8."""
    return mail(one, part(calendar(event(one)), kind="text/calendar; charset=utf-16; method=REPLY"))


def unknown_charset(one: Answer) -> bytes:
    return mail(one, part(calendar(event(one)), kind="text/calendar; charset=x-dos; method=REPLY"))


def bare_lines(one: Answer) -> bytes:
    """Lines that end like on Unix, with a byte order mark before the first."""
    content = "\ufeff" + calendar(event(one)).replace("\r\n", "\n")
    return mail(one, part(content))


def with_alarm(one: Answer) -> bytes:
    alarm = f"BEGIN:VALARM\nACTION:EMAIL\nATTENDEE:mailto:{one.address}\nUID:other\nEND:VALARM"
    return mail(one, part(calendar(event(one, more=alarm))))


ANSWERS = (
    plain,
    outlook,
    exchange_without_organiser,
    google,
    apple,
    thunderbird,
    zimbra,
    nextcloud,
    only_attached,
    other_charset,
    unknown_charset,
    bare_lines,
    with_alarm,
)
