"""What mail servers of all kinds send when a message does not arrive."""

from __future__ import annotations

from tests.invitations.shapes import Answer, mail, text

DAEMON = "MAILER-DAEMON@mx.post.example"


def dsn(
    one: Answer,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    recipient: str = "",
    returned: str = "text/rfc822-headers",
    more: str = "",
    sender: str = DAEMON,
) -> bytes:
    """A report as RFC 3464 has it, like Postfix writes it."""
    report = (
        "Content-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.post.example\r\nArrival-Date: Thu, 26 Nov 2026 06:00:00 +0100\r\n"
        f"\r\nFinal-Recipient: rfc822; {recipient or one.address}\r\n{more}"
        f"Action: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user here\r\n"
    )
    original = (
        f"Content-Type: {returned}\r\n\r\nFrom: {one.robot}\r\nTo: {one.address}\r\n"
        f"Message-ID: <{one.message_id}>\r\nSubject: Ihr Platz\r\n"
        "Content-Type: text/plain\r\n\r\nGuten Tag\r\n"
    )
    parts = (text("Undelivered"), report.encode(), original.encode())
    content = mail(one(sender=sender), *parts, kind="report; report-type=delivery-status")
    return content.replace(b"Subject: Antwort", b"Subject: Undelivered Mail Returned to Sender")


def postfix(one: Answer) -> bytes:
    return dsn(one)


def whole_message_returned(one: Answer) -> bytes:
    return dsn(one, returned="message/rfc822")


def exchange(one: Answer) -> bytes:
    """Names us in References, returns the message without its Message-ID in the way of others."""
    content = dsn(
        one, status="5.1.10", recipient=one.address.upper(), sender="postmaster@x.example"
    )
    bare = content.replace(f"Message-ID: <{one.message_id}>\r\n".encode(), b"")
    return f"In-Reply-To: <{one.message_id}>\r\n".encode() + bare


def forwarded(one: Answer) -> bytes:
    """The address forwards to another, which is the one that failed."""
    original = f"Original-Recipient: rfc822;{one.address}\r\n"
    return dsn(one, recipient="privat@anderswo.example", more=original)


def two_recipients(one: Answer) -> bytes:
    """The first went well."""
    first = "Action: relayed\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; "
    return dsn(one, recipient="a@b.example", more=first + one.address + "\r\n")


def exim(one: Answer) -> bytes:
    words = (
        "This message was created automatically by mail delivery software.\r\n\r\n"
        f"  {one.address}\r\n    host mx.post.example\r\n"
        "    SMTP error after RCPT TO: 550 Unknown user\r\n\r\n"
        f"------ This is a copy of the message. ------\r\n\r\nMessage-ID: <{one.message_id}>\r\n"
    )
    headers = f"X-Failed-Recipients: {one.address}\r\n"
    return mail(one(sender=DAEMON), text(words), headers=headers)


def qmail(one: Answer) -> bytes:
    words = (
        "Hi. This is the qmail-send program at post.example.\r\n"
        "I'm afraid I wasn't able to deliver your message.\r\n\r\n"
        f"<{one.address}>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        "--- Below this line is a copy of the message.\r\n\r\n"
        f"Return-Path: <{one.robot}>\r\nMessage-ID: <{one.message_id}>\r\n"
    )
    content = mail(one(sender=DAEMON), text(words))
    return content.replace(b"Subject: Antwort", b"Subject: failure notice")


FAILURES = (
    postfix,
    whole_message_returned,
    exchange,
    forwarded,
    two_recipients,
    exim,
    qmail,
)
