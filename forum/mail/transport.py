"""Handing a written message over: to an SMTP server, or as a file where there is none."""

from __future__ import annotations

import contextlib
import email.charset
import hashlib
import smtplib
import ssl
from datetime import datetime
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import formataddr
from pathlib import Path
from typing import Any

import flask_mail
from flask import current_app

from forum.config import MailServer, Settings
from forum.mail.letters import Enclosure, Rendered

# Flask-Mail switches UTF-8 to 8bit when imported, which lets lines grow past what servers accept.
email.charset.add_charset("utf-8", email.charset.SHORTEST, email.charset.QP, "utf-8")

TIMEOUT_SECONDS = 20


class Undeliverable(Exception):
    """The server refused this recipient or message for good."""


class Away(Exception):
    """The server cannot be reached, or does not accept us: it is about no message in particular.
    `is_refusal`: it knows us no more, so that trying often would make it worse."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__(type(trouble).__name__)
        self.is_refusal = isinstance(trouble, smtplib.SMTPAuthenticationError)


def connect(server: MailServer) -> smtplib.SMTP:
    """A connection that has checked the server's certificate and does not wait for ever.

    Raises:
        OSError, smtplib.SMTPException: the server is away, or not who it should be.
    """
    if server.security == "tls":
        host: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        host = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.security == "starttls":
            host.starttls(context=ssl.create_default_context())
        if server.username:
            host.login(server.username, server.password or "")
        host.ehlo_or_helo_if_needed()
    except BaseException:
        host.close()
        raise
    return host


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection to the server of our settings."""

    def __init__(self, mail: Any, post: Post, server: MailServer) -> None:
        super().__init__(mail)
        self.post, self.server = post, server

    def configure_host(self) -> smtplib.SMTP:
        return self.post.connect(self.server)

    def __exit__(self, *error: object) -> None:
        # The message has been taken or not by now; a rude goodbye changes nothing about it.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if self.host is not None:
                self.host.quit()


class _Message(flask_mail.Message):
    """Flask-Mail's message; a calendar file goes along as calendars need it: as the last of the
    alternatives, with its method in the header, and once more as a file (RFC 6047)."""

    def __init__(self, enclosure: Enclosure | None, **values: Any) -> None:
        super().__init__(**values)
        self.enclosure = enclosure
        if enclosure is not None:
            self.attach("invite.ics", "application/ics", enclosure.content)

    def _message(self) -> Any:
        whole: Any = super()._message()
        if self.enclosure is not None:
            method = self.enclosure.method
            part = MIMEBase("text", "calendar", charset="utf-8", method=method)
            part.set_payload(self.enclosure.content)
            encode_base64(part)
            whole.get_payload()[0].attach(part)
        self._name_boundaries(whole)
        return whole

    def _name_boundaries(self, whole: Any) -> None:
        """What stands between the parts follows from the message's id, so that the same message
        is the same to the letter; "=_" cannot stand in a part (RFC 2045 6.7)."""
        name = hashlib.sha256(self.msgId.encode()).hexdigest()[:24]
        for number, part in enumerate(one for one in whole.walk() if one.is_multipart()):
            part.set_boundary(f"=_{name}_{number}")


class Post:
    """Takes written messages out of the house."""

    def __init__(self, settings: Settings) -> None:
        self.server = settings.mail_server
        self.sender = settings.mail_sender
        self.mailbox = settings.instance_path / "mailbox"

    def hand_over(self, message_id: str, rendered: Rendered, *, dated: datetime) -> None:
        """Delivers one message to one recipient. `dated` is its own time, however late it leaves:
        handed over twice, it is the same.

        Raises:
            Undeliverable: refused for good; trying again is no use.
            Away: nothing leaves at the moment, this message or another.
            OSError, smtplib.SMTPException: not this one now; try again later.
        """
        message = self._compose(message_id, rendered, dated)
        if self.server is None:
            self._keep(message_id, message.as_bytes())
            return
        try:
            with _Connection(current_app.extensions["mail"], self, self.server) as connection:
                connection.send(message, envelope_from=self.sender)
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _text in refusal.recipients.values()]
            if all(code >= 500 for code in codes):
                raise Undeliverable(f"SMTP {codes[0]}") from None
            raise
        except smtplib.SMTPResponseException as answer:
            if answer.smtp_code >= 500 and isinstance(answer, smtplib.SMTPDataError):
                raise Undeliverable(f"SMTP {answer.smtp_code}") from None
            raise

    def connect(self, server: MailServer) -> smtplib.SMTP:
        """Connects, telling trouble with the server from trouble with a message."""
        try:
            return connect(server)
        except (OSError, smtplib.SMTPException) as trouble:
            raise Away(trouble) from trouble

    def _compose(self, message_id: str, rendered: Rendered, dated: datetime) -> flask_mail.Message:
        for header in (
            rendered.recipient,
            rendered.subject,
            rendered.sender_name,
            rendered.reply_to,
            rendered.unsubscribe,
        ):
            if "\n" in header or "\r" in header:
                raise Undeliverable("A line break in a header")
        message = _Message(
            rendered.enclosure,
            subject=rendered.subject,
            recipients=[rendered.recipient],
            body=rendered.text,
            html=rendered.html,
            sender=formataddr((rendered.sender_name, self.sender)),
            reply_to=rendered.reply_to or None,
            date=dated.timestamp(),
            extra_headers={"Auto-Submitted": "auto-generated", **_one_click(rendered)},
        )
        message.msgId = f"<{message_id}>"
        return message

    def _keep(self, message_id: str, content: bytes) -> None:
        self.mailbox.mkdir(parents=True, exist_ok=True)
        name = message_id.partition("@")[0]
        draft = self.mailbox / f"{name}.draft"
        draft.write_bytes(content)
        draft.replace(self.mailbox / f"{name}.eml")


def _one_click(rendered: Rendered) -> dict[str, str]:
    """The headers by which mail programs offer to unsubscribe (RFC 8058)."""
    if not rendered.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{rendered.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def kept(mailbox: Path) -> list[Path]:
    """The files of kept messages, newest first."""
    if not mailbox.is_dir():
        return []
    return sorted(mailbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
