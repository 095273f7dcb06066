"""How mails come into the house: to its mail server, and from there to the product."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage

from forum.config import MailServer as MailSettings
from tests.invitations import shapes
from tests.invitations.inbox import invite_of
from tests.support.imap import Mailbox
from tests.support.programs import Program
from tests.support.smtp import MailServer


def answer_to(letter: EmailMessage) -> shapes.Answer:
    """What a calendar answers with, all of it from the letter that arrived."""
    invite = invite_of(letter)
    assert invite is not None
    organiser, guest = invite.event.organizer.value, invite.event.attendee.value
    return shapes.Answer(
        invite.uid,
        guest.removeprefix("mailto:"),
        invite.sequence,
        str(letter["Message-ID"]).strip("<>"),
        robot=organiser.removeprefix("mailto:"),
    )


def send(smtp: MailServer, one: shapes.Answer, raw: bytes) -> None:
    """Hands a mail to the mail server of the house, as somebody's own one does."""
    address = MailSettings.from_url(smtp.url)
    with smtplib.SMTP(address.host, address.port, timeout=60) as sender:
        sender.sendmail(one.address, [one.robot], raw)


def put_into(box: Mailbox) -> Callable[[bytes], str]:
    """What a mail server does that delivers into a mailbox."""

    def agent(raw: bytes) -> str:
        box.put(b"Received: from post.example by mx.stadt.example; now\r\n" + raw)
        return "250 Delivered"

    return agent


def pipe_to(product: Program, database_url: str) -> Callable[[bytes], str]:
    """What a mail server does with a mail for a command, and what its sender then hears."""

    def agent(raw: bytes) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "forum", "mail", "receive"],
            input=raw,
            env={**product.environment, "FORUM_DATABASE_URL": database_url},
            check=False,
        )
        answers = {0: "250 2.0.0 Delivered", 75: "451 4.3.0 Please try again later"}
        return answers.get(done.returncode, "554 5.3.0 Command failed")

    return agent
