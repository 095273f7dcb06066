"""A real mail server on loopback that can be told to misbehave."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

CERTIFICATE = Path(__file__).with_name("localhost.pem")


class MailServer:
    """Takes mail, or does what the next entry of the script says."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.was_encrypted: list[bool] = []
        self._recipient_answers: deque[str] = deque()
        self._data_answers: deque[str] = deque()
        self._drops = 0
        self._controller = _Controller(
            self, hostname="127.0.0.1", port=0, tls_context=tls, require_starttls=tls is not None
        )

    @property
    def url(self) -> str:
        """What FORUM_MAIL_URL would be."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    def refuse_recipient(self, answer: str = "550 5.1.1 No such user") -> None:
        """Answers the next RCPT with this."""
        self._recipient_answers.append(answer)

    def greylist(self) -> None:
        """Asks the next sender to come back later."""
        self._recipient_answers.append("451 4.7.1 Greylisted, please try again later")

    def refuse_message(self, answer: str = "554 5.7.1 Not wanted here") -> None:
        """Answers the next message with this, after its text."""
        self._data_answers.append(answer)

    def drop_connection(self) -> None:
        """Hangs up in the middle of the next message."""
        self._drops += 1

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self._recipient_answers:
            return self._recipient_answers.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self._drops:
            self._drops -= 1
            assert server.transport is not None
            server.transport.abort()
            return "421 Gone"
        if self._data_answers:
            return self._data_answers.popleft()
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.raw.append(content)
        self.messages.append(message)
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        self.was_encrypted.append(session.ssl is not None)
        return "250 Message taken"


class _Controller(Controller):
    """A controller that lets the system choose the port."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(*, encrypted: bool = False) -> Iterator[MailServer]:
    """A mail server while the context lasts; `encrypted` demands STARTTLS with a certificate that
    nobody trusts by itself."""
    context = None
    if encrypted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    server = MailServer(context)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server that takes everything unless told otherwise."""
    with mail_server() as server:
        yield server
