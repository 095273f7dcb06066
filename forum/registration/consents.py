"""The words of each consent: the same on the form, on the personal page and as evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.base.text import Text, _
from forum.registration.models import Consent, Decision, Purpose


@dataclass(frozen=True)
class Words:
    """What somebody reads before deciding about one purpose."""

    name: Text
    question: Text
    explanation: Text


WORDS: Mapping[Purpose, Words] = {
    Purpose.CONTACT_LIST: Words(
        _("Contact list"),
        _("I would like to be on the contact list"),
        _(
            "After the forum, participants who are on the list themselves, and the organisers, see "
            "your name and your organisation, and beyond that only what you tick. We note who"
            " opens "
            "the list."
        ),
    ),
    Purpose.PHOTOS: Words(
        _("Photos"),
        _("I may be recognisable in photos"),
        _(
            "For the documentation on this website. Without your consent you receive a ribbon for "
            "your badge and will not be photographed close up."
        ),
    ),
    Purpose.INVITATIONS: Words(
        _("Invitations"),
        _("I would like to be invited to further practice forums"),
        _("At most four messages a year to your e-mail address."),
    ),
}

FIELDS: Mapping[str, Text] = {
    "name": _("name"),
    "organisation": _("organisation"),
    "email": _("e-mail address"),
    "phone": _("phone number"),
}
ALWAYS = ("name", "organisation")


def wording(purpose: Purpose, fields: Sequence[str] = ()) -> str:
    """The exact words as they are kept as evidence, in the language being spoken."""
    words = WORDS[purpose]
    lines = [str(words.question), str(words.explanation)]
    if purpose is Purpose.CONTACT_LIST:
        lines.append(", ".join(str(FIELDS[field]) for field in fields))
    return "\n".join(lines)


def fingerprint(text: str) -> str:
    """SHA-256 of the words, by which one wording is kept once."""
    return hashlib.sha256(text.encode()).hexdigest()


def latest(consents: Sequence[Consent]) -> dict[Purpose, Consent]:
    """The decision that counts for each purpose: the newest. Absent: not asked."""
    newest: dict[Purpose, Consent] = {}
    for consent in sorted(consents, key=lambda row: row.id):
        newest[consent.purpose] = consent
    return newest


def is_granted(consents: Sequence[Consent], purpose: Purpose) -> bool:
    """Whether somebody has agreed and not withdrawn."""
    decision = latest(consents).get(purpose)
    return decision is not None and decision.decision is Decision.GRANTED
