"""The words of each consent: the same on the form, on the personal page and as evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.base.refusal import NotFound
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
            "your name and your organisation, and beyond that only what you choose. Your entry "
            "ends twelve months after the forum unless you renew it. We note who opens and who "
            "downloads the list."
        ),
    ),
    Purpose.PHOTOS_DOCUMENTATION: Words(
        _("Photos: documentation"),
        _("I may be recognisable in photos of the documentation"),
        _(
            "The documentation is given to those who took part and to those who commissioned the "
            "forum. Without your consent you receive a ribbon for your badge and will not be "
            "photographed close up."
        ),
    ),
    Purpose.PHOTOS_WEB: Words(
        _("Photos: website"),
        _("I may be recognisable in photos on this website"),
        _("Anybody can see these pictures. We take them down when you withdraw."),
    ),
    Purpose.PHOTOS_PRESS: Words(
        _("Photos: press and social networks"),
        _("I may be recognisable in photos for the press and in social networks"),
        _("What has been printed or shared by others cannot be called back."),
    ),
    Purpose.MAILING_LIST: Words(
        _("Mailing list"),
        _("I would like to be invited to further practice forums"),
        _(
            "At most four messages a year to your e-mail address. It counts once you have used the "
            "link in our message."
        ),
    ),
    Purpose.FOLLOW_UP: Words(
        _("Follow-up questions"),
        _("You may ask me after the forum what has become of it"),
        _("At most three short messages within twelve months, each with at most three questions."),
    ),
    Purpose.ACCESS_NEEDS: Words(
        _("Support needs"),
        _("I agree that the organisers use what I say about my needs"),
        _(
            "Only to prepare the day for me. Only named people see it. It is deleted seven days "
            "after the forum. It can be health data, therefore we need your explicit consent."
        ),
    ),
}
ON_FORM = tuple(purpose for purpose in Purpose if purpose is not Purpose.ACCESS_NEEDS)
"""What is asked at the end of the form; needs are asked for where they are entered."""
PHOTOS = (Purpose.PHOTOS_DOCUMENTATION, Purpose.PHOTOS_WEB, Purpose.PHOTOS_PRESS)
NAMING = (Purpose.CONTACT_LIST, *PHOTOS)
"""What shows somebody to others, and is not for who is protected."""
WITH_ADDRESS = (Purpose.CONTACT_LIST, Purpose.MAILING_LIST, Purpose.FOLLOW_UP)
"""What was agreed to for one address, and does not go over to another."""

FIELDS: Mapping[str, Text] = {
    "name": _("name"),
    "organisation": _("organisation"),
    "role": _("role"),
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "offers": _("what I offer and seek"),
}
ALWAYS = ("name", "organisation")


def wording(purpose: Purpose, fields: Sequence[str] = (), public: Sequence[str] = ()) -> str:
    """The exact words as they are kept as evidence, in the language being spoken."""
    words = WORDS[purpose]
    lines = [str(words.question), str(words.explanation)]
    if purpose is Purpose.CONTACT_LIST:
        lines.append(listed(fields))
    if public:
        lines.append(str(_("For everybody to see: %(fields)s", fields=listed(public))))
    return "\n".join(lines)


def listed(fields: Sequence[str]) -> str:
    """Fields of the contact list in words."""
    return ", ".join(str(FIELDS[field]) for field in fields)


def get_decidable(word: str) -> Purpose:
    """The purpose that pages decide about under this word. The consent about needs is not among
    them: it comes and goes with the needs themselves.

    Raises:
        NotFound: there is none.
    """
    for purpose in ON_FORM:
        if purpose.value == word:
            return purpose
    raise NotFound(_("There is no such consent."))


def fingerprint(text: str) -> str:
    """SHA-256 of the words, by which one wording is kept once."""
    return hashlib.sha256(text.encode()).hexdigest()


def decided(purpose: Purpose, *, is_granted: bool) -> Decision:
    """What a tick means: for the mailing list a wish that the mail asks to confirm."""
    if not is_granted:
        return Decision.REFUSED
    return Decision.ASKED if purpose is Purpose.MAILING_LIST else Decision.GRANTED


def latest(consents: Sequence[Consent]) -> dict[Purpose, Consent]:
    """The decision that counts for each purpose: the newest. Absent: not asked."""
    newest: dict[Purpose, Consent] = {}
    for consent in sorted(consents, key=lambda row: row.id):
        newest[consent.purpose] = consent
    return newest


def is_asked(consents: Sequence[Consent], purpose: Purpose) -> bool:
    """Whether somebody would like it and still has to confirm it from a mail."""
    decision = latest(consents).get(purpose)
    return decision is not None and decision.decision is Decision.ASKED


def is_granted(consents: Sequence[Consent], purpose: Purpose) -> bool:
    """Whether somebody has agreed and not withdrawn."""
    decision = latest(consents).get(purpose)
    return decision is not None and decision.decision is Decision.GRANTED
