"""The certificate of attendance: for who was checked in, once the forum is over."""

from __future__ import annotations

from forum.attendance import rules
from forum.base import clock, languages, shown
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.documents import certificates
from forum.documents.model import Certificate
from forum.documents.press import Printed
from forum.registration import protection
from forum.registration.models import Registration, State
from forum.site import queries as sites

NONE = _("A certificate is there for those who were checked in, once the forum is over.")
NOT_ON_PAPER = _(
    "The certificate carries your real name. Please open your page by the link in our message to "
    "you, or ask the organisers for the certificate."
)
DELETED = _("The name was deleted after the forum, so no certificate can be made any more.")


def is_due(registration: Registration) -> bool:
    """Whether somebody was here at a forum that is over."""
    event = registration.event
    return rules.is_certified(
        is_here=registration.state is State.CHECKED_IN,
        is_cancelled=event.cancelled_at is not None,
        ends_at=event.ends_at,
        now=clock.now(),
    )


def name_of(registration: Registration) -> str | None:
    """The name on somebody's own certificate, their real one where they are protected; None where
    there is no certificate for them."""
    if not is_due(registration):
        return None
    if registration.is_protected:
        return protection.find_name(registration)
    return registration.person.name


def write_own(registration: Registration, *, language: str) -> Printed:
    """The certificate that somebody opens on their own page.

    Raises:
        NotFound: they were not checked in, the forum is not over, or their name is deleted.
    """
    if not is_due(registration):
        raise NotFound(NONE)
    name = name_of(registration)
    if name is None:
        raise NotFound(DELETED)
    return write(registration, name, language=language)


def write(registration: Registration, name: str, *, language: str) -> Printed:
    """The certificate of somebody under a name; who may see it has been asked before."""
    event = registration.event
    starts_at = max(event.starts_at, registration.present_from or event.starts_at)
    ends_at = min(event.ends_at, registration.present_until or event.ends_at)
    now = clock.now()
    with languages.in_language(language):
        return certificates.certificate(
            Certificate(
                language=language,
                name=name,
                forum=shown.own(event, "title"),
                day=shown.day(starts_at),
                times=str(shown.times(starts_at, ends_at)),
                place=", ".join(part for part in (event.venue, event.address) if part),
                organiser=sites.get_info().operator or event.contact_name,
                issued=shown.short_day(now),
                made_at=now,
            )
        )
