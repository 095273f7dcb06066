"""The one place that decides what of somebody may be shown: for page, search, files and mails."""

from __future__ import annotations

from forum.base import clock
from forum.contacts import rules
from forum.contacts.rules import Audience, Shown, Standing
from forum.registration import consents
from forum.registration import rules as registration_rules
from forum.registration.models import Decision, Purpose, Registration


def of(registration: Registration, viewer: Audience) -> Shown:
    """Which fields of somebody `viewer` may see now, and until when.

    Asks what is loaded with the registration: its consents and its forum.
    """
    return rules.visible(standing_of(registration), viewer, clock.now())


def standing_of(registration: Registration) -> Standing:
    """What decides about somebody's entry, as plain values."""
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    ends_at = rules.a_year_after(registration.event.ends_at)
    return Standing(
        takes_part=registration.state in registration_rules.TAKING_PART,
        is_protected=registration.is_protected,
        is_granted=newest is not None and newest.decision is Decision.GRANTED,
        audiences=rules.audiences(newest.fields, newest.public_fields) if newest else {},
        ends_at=(newest and newest.ends_at) or ends_at,
    )
