"""What a mail that arrives at the address of the invitations is, as plain values.

Whoever sends it may have written anything: nothing here believes it, and nothing breaks by it.
"""

from __future__ import annotations

import email
import email.utils
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from forum.calendars import failures, replies
from forum.calendars.failures import Failure
from forum.calendars.replies import Reply, clean

LIMIT = 2 * 1024 * 1024
"""A longer mail is not read: no calendar answers at such length."""
_CALENDARS = {"text/calendar", "application/ics"}
_COMMENT = re.compile(r"\([^()]*\)")
_AUTOMATIC = re.compile(
    r"^(automatische antwort|automatic reply|auto: |abwesen|out of office|auto-?reply)",
    re.IGNORECASE,
)


class Kind(enum.StrEnum):
    """What a mail is."""

    REPLY = "reply"
    COUNTER = "counter"
    OTHER_METHOD = "other_method"
    FAILURE = "failure"
    AUTOMATIC = "automatic"
    LETTER = "letter"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Mail:
    """A mail, as far as anybody needs to know it; none of its words."""

    kind: Kind
    message_id: str = ""
    sender: str = ""
    """The one address it says it is from; empty where there is none or several."""
    verdicts: tuple[tuple[str, str], ...] = ()
    """What each mail server on the way says of DMARC, the last one first."""
    reply: Reply = field(default_factory=Reply)
    failure: Failure = field(default_factory=Failure)

    @property
    def attendee(self) -> str:
        """Whose answer it is: the sender's, where they are among those who answer."""
        return self._said[0]

    @property
    def says(self) -> str:
        """What they say, by the words of RFC 5545 in capitals."""
        return self._said[1]

    @property
    def _said(self) -> tuple[str, str]:
        known = [one for one in self.reply.attendees if one[0].lower() == self.sender.lower()]
        return next(iter(known or self.reply.attendees), ("", ""))


def read(raw: bytes) -> Mail:
    """What a mail is and says. Damaged, huge and senseless ones are unreadable, never an error."""
    if len(raw) > LIMIT:
        return Mail(Kind.UNREADABLE)
    try:
        return _read(raw)
    except Exception:  # noqa: BLE001 - the library has errors of its own for what strangers write
        return Mail(Kind.UNREADABLE)


def _read(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw)
    parts = list(_parts(message))
    sender = _sender(message)
    mail = Mail(
        Kind.AUTOMATIC,
        message_id=clean(str(message["Message-ID"] or "")).strip("<>"),
        sender=sender,
        verdicts=tuple(_verdicts(message)),
    )
    text = "\n".join(_text(one) for one in parts if one.get_content_type() == "text/plain")
    failure = failures.read(message, sender, text)
    if failure is not None:
        return replace(mail, kind=Kind.FAILURE, failure=failure)
    kind, reply = _calendar(parts)
    if kind is not Kind.REPLY and _is_automatic(message):
        return mail
    return replace(mail, kind=kind, reply=reply)


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a mail, without those of mails that are attached to it."""
    content = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(content, list):
        for part in content:
            if isinstance(part, Message):
                yield from _parts(part)
    elif message.get_content_maintype() != "message":
        yield message


def _calendar(parts: list[Message]) -> tuple[Kind, Reply]:
    """What the calendar in a mail is, and its one entry; a letter where there is no calendar."""
    found = [one for one in parts if _is_calendar(one)]
    kind, reply = (Kind.UNREADABLE if found else Kind.LETTER), Reply()
    for part in found:
        method, entries = replies.read(_text(part))
        method = method or clean(str(part.get_param("method") or "")).upper()
        if len(set(entries)) == 1:  # what says two things says nothing
            return _kind_of(method), entries[0]
    return kind, reply


def _is_calendar(part: Message) -> bool:
    name = str(part.get_filename() or "").lower()
    return part.get_content_type() in _CALENDARS or name.endswith(".ics")


def _kind_of(method: str) -> Kind:
    known = {"REPLY": Kind.REPLY, "COUNTER": Kind.COUNTER}
    return known.get(method, Kind.OTHER_METHOD)


def _text(part: Message) -> str:
    """The text of a part: as it says it is written or, where that cannot be, as it looks."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    is_calendar = _is_calendar(part)
    likely = [part.get_content_charset(), "utf-8", *(["utf-16"] if is_calendar else [])]
    for charset in likely:
        try:
            text = content.decode(charset or "utf-8")
        except (LookupError, UnicodeError):
            continue
        if not is_calendar or "BEGIN:VCALENDAR" in text.upper():
            return text
    return content.decode("latin-1")


def _sender(message: Message) -> str:
    named = email.utils.getaddresses([str(one) for one in message.get_all("From", [])])
    found = [clean(address) for _name, address in named if "@" in address]
    return found[0] if len(named) == 1 and found else ""


def _verdicts(message: Message) -> Iterator[tuple[str, str]]:
    for header in message.get_all("Authentication-Results", []):
        text = clean(_without_comments(str(header))).lower()
        server, *results = text.split(";")
        found = [one.split() for one in results]
        said = next((one[0] for one in found if one and one[0].startswith("dmarc=")), "")
        yield next(iter(server.split()), ""), said.removeprefix("dmarc=")


def _without_comments(text: str) -> str:
    for _depth in range(5):
        text = _COMMENT.sub(" ", text)
    return text


def _is_automatic(message: Message) -> bool:
    """Whether a program answered instead of a person."""
    submitted = str(message["Auto-Submitted"] or "no").strip().lower()
    precedence = str(message["Precedence"] or "").strip().lower()
    headers = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")
    return (
        not submitted.startswith("no")
        or precedence in {"auto_reply", "bulk", "junk"}
        or any(message[name] for name in headers)
        or bool(_AUTOMATIC.match(_subject(message)))
    )


def _subject(message: Message) -> str:
    written = str(message["Subject"] or "")
    try:
        return clean(str(make_header(decode_header(written))))
    except (HeaderParseError, LookupError, ValueError):
        return clean(written)
