"""The frame of every letter to a participant: greeting, facts, the way to their own page."""

from __future__ import annotations

from forum.base import addresses, shown
from forum.base.text import Text, _
from forum.events.models import Event
from forum.mail.letters import Block, Facts, Letter
from forum.registration import identities, queries
from forum.registration.models import Channel, Registration


def letter_to(
    registration: Registration, subject: Text, blocks: list[Block], *, footer: bool = True
) -> Letter:
    """A letter to a participant, with the link to their page.

    Without an address the recipient is empty: it is for paper or for the telephone.
    """
    event = registration.event
    own_page = queries.address_of(registration)
    return Letter(
        recipient=identities.recipient_of(registration),
        language=registration.language,
        subject=subject,
        greeting=_greeting(registration),
        blocks=blocks,
        sender_name=event.contact_name or "Praxisforum",
        reply_to=event.contact_email,
        footer=_footer(registration, own_page) if footer else [_privacy()],
    )


def _footer(registration: Registration, own_page: str) -> list[tuple[Text | str, str]]:
    """The ways out of a letter; nobody cancels what the organisers have called off."""
    cancel = addresses.absolute("own.cancel", token=queries.token_of(registration))
    is_on = registration.event.cancelled_at is None
    ways: list[tuple[Text | str, str]] = [(_("Your personal page"), own_page)]
    ways += [(_("Cancel my registration"), cancel)] if is_on else []
    return [*ways, _privacy()]


def _privacy() -> tuple[Text, str]:
    return _("Privacy"), addresses.absolute("site.privacy")


def letter_about_address(
    registration: Registration, subject: Text, blocks: list[Block], *, recipient: str | None
) -> Letter:
    """A letter about a change of address, without name and without personal links: to
    `recipient`, which may be a stranger's, or else to the address that is known."""
    event = registration.event
    return Letter(
        recipient=recipient or identities.recipient_of(registration),
        language=registration.language,
        subject=subject,
        greeting=_("Good day,"),
        blocks=blocks,
        sender_name=event.contact_name or "Praxisforum",
        reply_to=event.contact_email,
        footer=[_privacy()],
    )


def _greeting(registration: Registration) -> Text:
    """By name only where the address is known to be right: anybody can type any name."""
    if registration.address_confirmed_at is None and registration.channel is Channel.WEB:
        return _("Good day,")
    return _("Good day, %(name)s,", name=registration.person.name)


def facts(event: Event) -> Facts:
    """When and where, as it stands in letters."""
    rows: list[tuple[Text | str, Text | str]] = [
        (_("Forum"), shown.own(event, "title")),
        (_("Day"), shown.day(event.starts_at)),
        (_("Time"), shown.times(event.starts_at, event.ends_at)),
    ]
    if event.venue:
        rows.append((_("Place"), ", ".join(part for part in (event.venue, event.address) if part)))
    return Facts(rows)
