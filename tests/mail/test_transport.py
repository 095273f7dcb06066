"""Handing over: headers, encryption, and the files where there is no server."""

from __future__ import annotations

import email
import email.policy
import smtplib
from datetime import UTC, datetime
from email.header import decode_header, make_header

import pytest

from forum.config import MailServer as MailSettings
from forum.mail import queries, transport
from forum.mail.letters import Rendered
from tests.support.sites import settings_for
from tests.support.smtp import CERTIFICATE, mail_server

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def rendered(**values: str) -> Rendered:
    made = {
        "recipient": "gaeste@stadt.example",
        "subject": "Ihr Platz beim Praxisforum – Grüße aus Köln",
        "text": "Guten Tag, Özgür,\n\n" + "ein sehr langer Absatz ohne Ende " * 60 + "\n",
        "html": "<p>Guten Tag, Özgür</p>" + "<span>ü</span>" * 300,
        "sender_name": "Praxisforum Stadt Köln, Büro für Übergänge",
        "reply_to": "buero@stadt.example",
        **values,
    }
    return Rendered(**made)


def post_to(tmp_path, url: str) -> transport.Post:
    settings = settings_for(tmp_path, "sqlite://", mail_server=MailSettings.from_url(url))
    return transport.Post(settings)


def hand_over(post: transport.Post, letter: Rendered) -> None:
    post.hand_over("abc@stadt.example", letter, dated=datetime(2026, 12, 3, tzinfo=UTC))


def test_umlauts_in_subject_and_sender(ctx, tmp_path, smtp):
    hand_over(post_to(tmp_path, smtp.url), rendered())
    (message,) = smtp.messages
    assert message["Subject"] == "Ihr Platz beim Praxisforum – Grüße aus Köln"
    sender = message["From"].addresses[0]
    assert sender.display_name == "Praxisforum Stadt Köln, Büro für Übergänge"
    assert sender.addr_spec == "praxisforum@stadt.example"
    assert message["Reply-To"] == "buero@stadt.example"
    assert max(len(line) for line in smtp.raw[0].split(b"\r\n")) <= 998


def test_an_international_domain_travels_as_servers_know_it(ctx, tmp_path, smtp):
    letter = rendered(recipient="info@müller.example")
    hand_over(post_to(tmp_path, smtp.url), letter)
    assert smtp.envelopes == [("praxisforum@stadt.example", ["info@xn--mller-kva.example"])]


@pytest.mark.parametrize("field", ["recipient", "subject", "sender_name", "reply_to"])
@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_a_line_break_in_a_header_is_refused(ctx, tmp_path, smtp, field, ending):
    letter = rendered(**{field: f"x@stadt.example{ending}Bcc: alle@stadt.example"})
    with pytest.raises(transport.Undeliverable):
        hand_over(post_to(tmp_path, smtp.url), letter)
    assert smtp.messages == []


def test_a_certificate_that_nobody_knows_is_refused(ctx, tmp_path):
    with mail_server(encrypted=True) as server:
        with pytest.raises(transport.Away, match="SSLCertVerificationError"):
            hand_over(post_to(tmp_path, f"{server.url}?tls=starttls"), rendered())
        assert server.messages == []


def test_a_certificate_that_is_trusted_carries_the_message(ctx, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with mail_server(encrypted=True) as server:
        hand_over(post_to(tmp_path, f"{server.url}?tls=starttls"), rendered())
        assert server.was_encrypted == [True]


def test_a_server_that_wants_encryption_gets_nothing_without(ctx, tmp_path):
    with mail_server(encrypted=True) as server:
        with pytest.raises(smtplib.SMTPSenderRefused):
            hand_over(post_to(tmp_path, server.url), rendered())
        assert server.messages == []


def test_without_a_server_messages_are_kept(ctx, tmp_path):
    post = transport.Post(settings_for(tmp_path, "sqlite://"))
    hand_over(post, rendered())
    (path,) = transport.kept(tmp_path / "mailbox")
    assert path.name == "abc.eml"
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    subject = str(make_header(decode_header(message["Subject"])))
    assert subject == "Ihr Platz beim Praxisforum – Grüße aus Köln"


def test_links_in_kept_messages_can_be_masked(ctx, tmp_path):
    token = "Abc_-" * 7 + "x"
    text = f"https://forum.stadt.example/my/{token}\n"
    post = transport.Post(settings_for(tmp_path, "sqlite://"))
    hand_over(post, rendered(text=text, html=f'<a href="{text.strip()}">x</a>'))
    mailbox = tmp_path / "mailbox"
    masked = queries.find_kept(mailbox, "abc", masked=True)
    shown = queries.find_kept(mailbox, "abc", masked=False)
    assert token not in masked.text
    assert shown.text == text
    assert queries.find_kept(mailbox, "../abc", masked=False) is None
