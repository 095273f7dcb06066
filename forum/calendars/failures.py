"""What a mail server says about a message that it could not deliver (RFC 3464 and older ways)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from forum.calendars.replies import clean

_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_OLD_CODE = re.compile(r"\b([45])\d\d[ -]")
_ID = re.compile(r"<([^<>\s]{1,300})>")
_RETURNED_ID = re.compile(r"^[>\s]*Message-ID:\s*<([^<>\s]{1,300})>", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"<([^<>\s@]{1,100}@[^<>\s@]{1,200})>:")
_SENDERS = ("mailer-daemon@", "postmaster@")
_SUBJECTS = re.compile(
    r"undeliver|delivery (status|failure|failed)|failure notice|returned mail|unzustellbar"
    r"|mail delivery|nicht zugestellt",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Failure:
    """Which message did not reach whom, and why: the code is an enhanced one, such as 5.1.1."""

    recipients: tuple[str, ...] = ()
    code: str = ""
    message_id: str = ""
    is_failed: bool = True
    """False while the server still tries, or where it only says that all went well."""

    @property
    def is_final(self) -> bool:
        return self.is_failed and self.code.startswith("5")


def read(message: Message, sender: str, text: str) -> Failure | None:
    """The failure that a mail tells of, `text` being its readable parts; None: it is another mail.

    Servers of today send a report; qmail and some gateways send a letter with the same in it.
    """
    reports = [part for part in message.walk() if _kind(part) == "message/delivery-status"]
    if reports:
        return _of_report(message, reports[0], text)
    is_report = _kind(message) == "multipart/report"
    is_told = sender.lower().startswith(_SENDERS) and _SUBJECTS.search(str(message["Subject"]))
    if not (is_report or is_told or message["X-Failed-Recipients"]):
        return None
    named = str(message["X-Failed-Recipients"] or "").split(",")
    found = [clean(one) for one in [*named, *_ADDRESS.findall(text)] if "@" in one]
    return Failure(tuple(found), _code(text), _returned(message, text))


def _kind(part: Message) -> str:
    return part.get_content_type()


def _of_report(message: Message, report: Message, text: str) -> Failure:
    blocks = list(_blocks(report))
    failed = [one for one in blocks if _word(one["Action"]) in {"failed", ""} and one["Status"]]
    block = next(iter(failed or blocks), Message())
    told = f"{block['Status'] or ''} {block['Diagnostic-Code'] or ''}"
    names = (block["Original-Recipient"], block["Final-Recipient"])
    return Failure(
        tuple(clean(str(one).rpartition(";")[2]).strip("<>") for one in names if one),
        _code(told),
        _returned(message, text),
        is_failed=bool(failed),
    )


def _blocks(report: Message) -> Iterator[Message]:
    """What is said about each recipient; the first block is about the message."""
    parts = report.get_payload()
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, Message) and (part["Final-Recipient"] or part["Action"]):
            yield part


def _word(value: object) -> str:
    return clean(str(value or "")).split(" ")[0].lower()


def _code(text: str) -> str:
    found = _CODE.search(text)
    if found is not None:
        return found[1]
    old = _OLD_CODE.search(text)
    return f"{old[1]}.0.0" if old else ""


def _returned(message: Message, text: str) -> str:
    """The Message-ID of what came back, from its headers or from what the mail refers to."""
    for part in message.walk():
        if part is not message and part["Message-ID"] and (found := _id(part["Message-ID"])):
            return found
        if _kind(part) == "text/rfc822-headers" and (found := _id_in(str(part.get_payload()))):
            return found
    return _id_in(text) or _id(message["In-Reply-To"]) or _id(message["References"])


def _id_in(text: str) -> str:
    found = _RETURNED_ID.search(text)
    return clean(found[1]) if found else ""


def _id(header: object) -> str:
    found = _ID.findall(str(header or ""))
    return clean(found[-1]) if found else ""
