"""What somebody on the mailing list reads when they are invited to a forum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from forum.base import addresses, languages, shown
from forum.base.text import _
from forum.events.models import Event
from forum.mail.letters import Action, Block, Letter, Paragraph
from forum.registration import announcing, correspondence, queries
from forum.registration.models import Purpose, Registration


def sample(event: Event) -> Letter:
    """The invitation as organisers see it beforehand, to nobody."""
    return Letter(
        recipient="",
        language=languages.current(),
        subject=_("Invitation: %(title)s", title=shown.own(event, "title")),
        greeting=_("Good day,"),
        blocks=_blocks(event),
        sender_name=event.contact_name or "Praxisforum",
        reply_to=event.contact_email,
    )


def _blocks(event: Event) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(_("We would like to invite you to a practice forum.")),
        correspondence.facts(event),
        Action(
            _("To the forum and to registration"),
            addresses.absolute("public.event", slug=event.slug),
        ),
        Paragraph(
            _(
                "You receive this invitation because you agreed to be invited to further practice "
                "forums. You can end it with one click."
            )
        ),
    ]
    lead = shown.own(event, "lead")
    if lead:
        blocks.insert(1, Paragraph(lead))
    return blocks


def _write(announcement_id: int) -> Letter | None:
    found = announcing.find(announcement_id)
    if found is None:
        return None
    with languages.in_language(found.registration.language):
        return _to(found.registration, found.event)


def _to(registration: Registration, event: Event) -> Letter:
    token = queries.token_of(registration)
    withdraw = addresses.absolute(
        "consents.withdraw", token=token, purpose=Purpose.MAILING_LIST.value
    )
    return replace(
        sample(event),
        recipient=registration.email or "",
        greeting=_("Good day, %(name)s,", name=registration.person.name),
        unsubscribe=addresses.absolute("consents.end_invitations", token=token),
        footer=[
            (_("No more invitations"), withdraw),
            (_("Privacy"), addresses.absolute("site.privacy")),
        ],
    )


KINDS: dict[str, Callable[[int], Letter | None]] = {"announcement": _write}
