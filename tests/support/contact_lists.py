"""Contact lists as their participants and organisers meet them, by every way there is."""

from __future__ import annotations

import email
import email.policy
import io
from email.message import EmailMessage

import python_calamine
from flask import Flask

from forum.base.database import db
from forum.commands import work
from forum.contacts import codes
from forum.events.models import Event
from forum.registration import queries as registrations
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.pdfs import Pdf

ALL = ("name", "organisation", "role", "email", "phone")
DESK = "/workspace/events/kim/contacts"


def address_of(one: Registration) -> str:
    """Where somebody finds the contact list."""
    return f"/my/{registrations.token_of(one)}/contacts"


def let_in(client: Client, one: Registration) -> Page:
    """Asks for the code, types it in, and reads what comes back."""
    submit(client, address_of(one), button="Code zusenden")
    code = codes.find(one.id)
    assert code is not None
    return submit(client, address_of(one), {"code": code}, button="Kontaktliste öffnen")


def agreeing(
    event: Event, *, fields: tuple[str, ...] = ALL, public: tuple[str, ...] = (), **values: object
) -> Registration:
    """Somebody on the list, with these fields for participants and, of them, `public` for all."""
    one = factories.registration(event, phone="0221 4711", **values)
    factories.consent(one, fields=fields, public_fields=list(public))
    return one


def fresh(one: Registration) -> Registration:
    db.session.expire_all()
    return registrations.get_by_token(registrations.token_of(one))


def mails(ctx: Flask) -> list[EmailMessage]:
    """What has left by now, read back from its files."""
    work.deliver_at_any_hour()
    kept = (ctx.config["FORUM"].instance_path / "mailbox").glob("*.eml")
    read = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in kept]
    return [one for one in read if isinstance(one, EmailMessage)]


def words_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return f"{mail['Subject']} {part.get_content()}"


def sheet(content: bytes) -> list[list[str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def everywhere(client: Client, organiser: Client, viewer: Registration) -> dict[str, str]:
    """Every way to look at the list, as text."""
    files = {
        kind: organiser.get(f"{DESK}/list.{kind}").data for kind in ("csv", "xlsx", "vcf", "pdf")
    }
    found = submit(client, address_of(viewer), {"words": "Muster"}, button="Suche")
    return {
        "page": client.page(address_of(viewer)).main.text,
        "search": found.main.text,
        "organisers": organiser.page(DESK).main.text,
        "print": organiser.page(f"{DESK}/print").main.text,
        "csv": files["csv"].decode("utf-8-sig"),
        "xlsx": "\n".join(";".join(row) for row in sheet(files["xlsx"])),
        "vcf": files["vcf"].decode(),
        "pdf": Pdf(files["pdf"]).text,
    }
