"""A real mail server on loopback that can be told to misbehave."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

CERTIFICATE = Path(__file__).with_name("localhost.pem")
STAGES = ("hello", "sender", "recipient", "text")
"""Where in the talk with a sender something can go wrong."""


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
        self._troubles: dict[str, deque[str]] = {stage: deque() for stage in STAGES}
        self._unknown: set[str] = set()
        self._silences = 0
        self.on_taken: Callable[[], object] = lambda: None
        """Called when a message is taken, before its sender hears of it."""
        self.agents: dict[str, Callable[[bytes], str]] = {}
        """What takes the mails of an address into the house, and what its sender then hears."""
        self.knows_us = True
        self.logins = 0
        self._tls = tls
        self._controller = self._made(port=0)

    def _made(self, port: int) -> _Controller:
        is_safe = self._tls is not None
        return _Controller(
            self,
            hostname="127.0.0.1",
            port=port,
            tls_context=self._tls,
            require_starttls=is_safe,
            authenticator=self._know,
            auth_require_tls=False,
        )

    def _know(self, *_login: Any) -> AuthResult:
        self.logins += 1
        return AuthResult(success=self.knows_us, handled=False)

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

    def trouble(self, stage: str, answer: str = "") -> None:
        """Answers the next sender with this at a stage; without an answer it hangs up there."""
        self._troubles[stage].append(answer)

    def refuse_always(self, address: str) -> None:
        """Knows nobody of this address."""
        self._unknown.add(address)

    def fall_silent(self) -> None:
        """Takes the next message and says nothing to it any more."""
        self._silences += 1

    @contextmanager
    def away(self) -> Iterator[None]:
        """Not there for a while; afterwards under the same address."""
        port = self._controller.port
        self._controller.stop()
        try:
            yield
        finally:
            self._controller = self._made(port)
            self._controller.start()

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def _answer(self, server: SMTP, stage: str, usual: str) -> str:
        """What the script says at this stage."""
        if not self._troubles[stage]:
            return usual
        answer = self._troubles[stage].popleft()
        if not answer:
            assert server.transport is not None
            server.transport.abort()
        return answer or "421 Gone"

    async def handle_EHLO(  # noqa: N802 - the names that aiosmtpd calls
        self, server: SMTP, session: Session, _envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        session.host_name = host  # type: ignore[assignment]
        answer = self._answer(server, "hello", "")
        return [answer] if answer else answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "sender", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self._recipient_answers:
            return self._recipient_answers.popleft()
        if address in self._unknown:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return self._answer(server, "recipient", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self._drops:
            self._drops -= 1
            self._troubles["text"].append("")
        if self._data_answers:
            return self._data_answers.popleft()
        answer = self._answer(server, "text", "")
        if not answer:
            answer = self._hand_on(envelope)
        if not answer:
            self._take(session, envelope)
            self.on_taken()
        if not answer and self._silences:
            self._silences -= 1
            await asyncio.Event().wait()  # until the sender hangs up
        return answer or "250 Message taken"

    def _hand_on(self, envelope: Envelope) -> str:
        """What the agent of a recipient says, like a mail server that delivers; else nothing."""
        content = envelope.original_content or b""
        agents = [self.agents[one] for one in envelope.rcpt_tos if one in self.agents]
        return agents[0](content) if agents else ""

    def _take(self, session: Session, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.raw.append(content)
        self.messages.append(message)
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        self.was_encrypted.append(session.ssl is not None)


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
