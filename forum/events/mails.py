"""What island hosts and those who work for a forum are told when it is postponed or cancelled."""

from __future__ import annotations

from collections.abc import Callable

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.events import team_mails
from forum.events.models import Event, Supplier
from forum.events.team_models import IslandHost
from forum.mail.letters import Block, Facts, Letter, Paragraph

GERMAN = "de"


def _letter(event: Event, recipient: str) -> Letter | None:
    if not recipient:
        return None
    if event.cancelled_at:
        subject, opening = _("The forum is cancelled"), _("The forum is cancelled. We are sorry.")
    elif event.postponed_at:
        day = shown.day(event.starts_at)
        subject = _("The forum is postponed")
        opening = _("The forum is postponed. It now takes place on %(day)s.", day=day)
    else:
        return None
    reason = shown.own(event, "off_reason")
    facts: list[tuple[Text | str, Text | str]] = [
        (_("Forum"), shown.own(event, "title")),
        (_("Day"), shown.day(event.starts_at)),
    ]
    blocks: list[Block] = [Paragraph(opening), Facts(facts)]
    if reason:
        blocks.insert(1, Paragraph(reason))
    blocks.append(Paragraph(_("Please get in touch with us about what is agreed between us.")))
    return Letter(
        recipient=recipient,
        language=GERMAN,
        subject=subject,
        greeting=_("Good day,"),
        blocks=blocks,
        sender_name=event.contact_name or "Praxisforum",
        reply_to=event.contact_email,
    )


def _to_host(host_id: int) -> Letter | None:
    host = db.session.get(IslandHost, host_id, populate_existing=True)
    with languages.in_language(GERMAN):
        return _letter(host.island.event, host.email) if host else None


def _to_supplier(supplier_id: int) -> Letter | None:
    supplier = db.session.get(Supplier, supplier_id, populate_existing=True)
    with languages.in_language(GERMAN):
        return _letter(supplier.event, supplier.email) if supplier else None


KINDS: dict[str, Callable[[int], Letter | None]] = {
    "host-called-off": _to_host,
    "host-postponed": _to_host,
    "supplier-called-off": _to_supplier,
    "supplier-postponed": _to_supplier,
    **team_mails.KINDS,
}
