"""Recording consents: rows are only ever added, each with the words that were shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from forum.base import clock, database, languages
from forum.base.refusal import Refused
from forum.base.text import _
from forum.mail import service as mail
from forum.registration import consents, places, rules, telling
from forum.registration.models import (
    Channel,
    Consent,
    ConsentText,
    Decision,
    Purpose,
    Registration,
)


@dataclass(frozen=True)
class Shown:
    """What the contact list may show of somebody: to participants, of this to everybody, and until
    when (None: twelve months after the forum)."""

    fields: Sequence[str] = ()
    public: Sequence[str] = ()
    ends_at: datetime | None = None


_KNOWN_TEXTS = select(ConsentText.sha256, ConsentText.id).where(
    ConsentText.sha256.in_(bindparam("marks", expanding=True))
)


def decide(
    registration_id: int,
    purpose: Purpose,
    *,
    is_granted: bool,
    fields: Sequence[str] = (),
    public: Sequence[str] = (),
    ends_at: datetime | None = None,
    channel: Channel = Channel.WEB,
    by: int | None = None,
) -> None:
    """Grants or withdraws one consent; the others stay untouched. Again changes nothing.

    The mailing list needs a second yes from the mail that is sent. Of the contact list, `public`
    are the `fields` that everybody may see, and `ends_at` says when it ends by itself.

    Raises:
        Refused: the registration has ended or is protected; then consents can only be withdrawn.
    """
    with database.transaction() as session:
        registration = session.get_one(Registration, registration_id)
        if is_granted and registration.state not in rules.ACTIVE:
            raise Refused(_("This registration has already ended."))
        if is_granted and registration.is_protected and purpose in consents.NAMING:
            raise Refused(_("Your name stands nowhere, so this is not possible."))
        before = consents.latest(registration.consents).get(purpose)
        is_given = before is not None and before.decision is Decision.GRANTED
        if is_granted and is_given and purpose is not Purpose.CONTACT_LIST:
            return
        if is_granted or (before and before.decision in {Decision.GRANTED, Decision.ASKED}):
            decision = consents.decided(purpose, is_granted=is_granted)
            shown = Shown(fields, public, ends_at)
            _add(session, registration, {purpose: decision}, shown, channel, Decision.WITHDRAWN)
            if decision is Decision.ASKED:
                telling.tell(session, registration, "mailing-list-confirm")
            if decision is Decision.REFUSED and purpose is Purpose.MAILING_LIST:
                _leave_the_list(session, registration, channel)
            action = "consent_given" if is_granted else "consent_withdrawn"
            places.note(session, registration, action, by=by, detail=purpose.value)
    mail.wake()


def _leave_the_list(session: Session, registration: Registration, channel: Channel) -> None:
    """Withdraws the same from the address's other registrations: it is one list."""
    others = select(Registration).where(
        Registration.email_key == registration.email_key,
        Registration.email_key.is_not(None),
        Registration.id != registration.id,
    )
    for other in session.scalars(others).all():
        if consents.is_granted(other.consents, Purpose.MAILING_LIST):
            ended = {Purpose.MAILING_LIST: Decision.REFUSED}
            _add(session, other, ended, Shown(), channel, Decision.WITHDRAWN)


def confirm_mailing_list(session: Session, registration: Registration) -> None:
    """The second yes, from a link in a mail: what was asked for counts. Again changes nothing."""
    latest = consents.latest(registration.consents).get(Purpose.MAILING_LIST)
    if latest is not None and latest.decision is Decision.ASKED:
        _add(session, registration, {Purpose.MAILING_LIST: Decision.GRANTED}, Shown(), Channel.WEB)


def join_mailing_list(registration_id: int) -> None:
    """Carries out the second yes from the link in the mail."""
    with database.transaction() as session:
        confirm_mailing_list(session, session.get_one(Registration, registration_id))


def record_all(
    session: Session,
    registration: Registration,
    decisions: Mapping[Purpose, bool],
    contact_fields: Sequence[str],
    *,
    channel: Channel = Channel.WEB,
) -> None:
    """Adds what was decided about each purpose in the caller's transaction; two statements.

    Who is protected cannot agree to be named.
    """
    decided = {
        purpose: consents.decided(
            purpose,
            is_granted=is_granted
            and not (registration.is_protected and purpose in consents.NAMING),
        )
        for purpose, is_granted in decisions.items()
    }
    _add(session, registration, decided, Shown(contact_fields), channel)


def lapse(session: Session, registration: Registration, purposes: Sequence[Purpose]) -> None:
    """Ends consents by themselves, because what they were given for is no longer the same."""
    for purpose, consent in consents.latest(registration.consents).items():
        if purpose in purposes and consent.decision in {Decision.GRANTED, Decision.ASKED}:
            row = {
                "registration_id": registration.id,
                "purpose": purpose,
                "decision": Decision.LAPSED,
                "fields": [],
                "text_id": consent.text_id,
                "channel": consent.channel,
                "decided_at": clock.now(),
            }
            database.add_rows(session, Consent, [row])
    session.expire(registration, ["consents"])


def _add(
    session: Session,
    registration: Registration,
    decisions: Mapping[Purpose, Decision],
    shown: Shown,
    channel: Channel,
    otherwise: Decision = Decision.REFUSED,
) -> None:
    if not decisions:
        return
    words = {
        purpose: consents.wording(purpose, shown.fields, shown.public)
        if purpose is Purpose.CONTACT_LIST
        else consents.wording(purpose)
        for purpose in decisions
    }
    texts = _texts(session, words)
    now = clock.now()
    rows = [
        {
            "registration_id": registration.id,
            "purpose": purpose,
            "decision": otherwise if decision is Decision.REFUSED else decision,
            **_showing(purpose, decision, shown),
            "text_id": texts[purpose],
            "channel": channel,
            "decided_at": now,
        }
        for purpose, decision in decisions.items()
    ]
    database.add_rows(session, Consent, rows)
    session.expire(registration, ["consents"])


def _showing(purpose: Purpose, decision: Decision, shown: Shown) -> dict[str, Any]:
    """What a row keeps of the fields; nothing but for a yes to the contact list."""
    if purpose is not Purpose.CONTACT_LIST or decision is not Decision.GRANTED:
        shown = Shown()
    return {
        "fields": list(shown.fields),
        "public_fields": list(shown.public),
        "ends_at": shown.ends_at,
    }


def _texts(session: Session, words: Mapping[Purpose, str]) -> dict[Purpose, int]:
    """The rows that keep these words; one query where all are known."""
    marks = {
        consents.fingerprint(f"{purpose}|{wording}"): purpose for purpose, wording in words.items()
    }
    known = session.execute(_KNOWN_TEXTS, {"marks": list(marks)})
    found = {marks[sha256]: text_id for sha256, text_id in known}
    for purpose, wording in words.items():
        if purpose not in found:
            found[purpose] = get_or_add_text(session, purpose, wording).id
    return found


def get_or_add_text(session: Session, purpose: Purpose, words: str) -> ConsentText:
    """The row that keeps these words, made where they are new."""
    sha256 = consents.fingerprint(f"{purpose}|{words}")
    made = database.add_or_find(
        session,
        find=lambda: session.scalars(
            select(ConsentText).where(ConsentText.sha256 == sha256)
        ).first(),
        make=lambda: ConsentText(
            purpose=purpose,
            language=languages.current(),
            wording=words,
            sha256=sha256,
            created_at=clock.now(),
        ),
    )
    session.flush()
    return made
