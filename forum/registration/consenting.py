"""Recording consents: rows are only ever added, each with the words that were shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database, languages
from forum.base.refusal import Refused
from forum.base.text import _
from forum.registration import consents, rules
from forum.registration.models import (
    Channel,
    Consent,
    ConsentText,
    Decision,
    Purpose,
    Registration,
)


def decide(
    registration_id: int, purpose: Purpose, *, is_granted: bool, fields: Sequence[str] = ()
) -> None:
    """Grants or withdraws one consent from the personal page; the others stay untouched.

    Raises:
        Refused: the registration has ended; then consents can only be withdrawn.
    """
    with database.transaction() as session:
        registration = session.get_one(Registration, registration_id)
        if is_granted and registration.state not in rules.ACTIVE:
            raise Refused(_("This registration has already ended."))
        if consents.is_granted(registration.consents, purpose) or is_granted:
            record(
                session,
                registration,
                purpose,
                is_granted=is_granted,
                fields=fields,
                channel=Channel.WEB,
                otherwise=Decision.WITHDRAWN,
            )


def record_all(
    session: Session,
    registration: Registration,
    decisions: Mapping[Purpose, bool],
    contact_fields: Sequence[str],
) -> None:
    """Adds what was decided on the form about every purpose, in the caller's transaction."""
    for purpose, is_granted in decisions.items():
        record(
            session,
            registration,
            purpose,
            is_granted=is_granted,
            fields=contact_fields if purpose is Purpose.CONTACT_LIST else (),
            channel=Channel.WEB,
        )


def record(
    session: Session,
    registration: Registration,
    purpose: Purpose,
    *,
    is_granted: bool,
    channel: Channel,
    fields: Sequence[str] = (),
    otherwise: Decision = Decision.REFUSED,
) -> None:
    """Adds a decision in the caller's transaction, with the words in the language spoken now."""
    words = consents.wording(purpose, fields)
    session.add(
        Consent(
            registration_id=registration.id,
            purpose=purpose,
            decision=Decision.GRANTED if is_granted else otherwise,
            fields=list(fields) if is_granted else [],
            text=get_or_add_text(session, purpose, words),
            channel=channel,
            decided_at=clock.now(),
        )
    )


def get_or_add_text(session: Session, purpose: Purpose, words: str) -> ConsentText:
    """The row that keeps these words, made where they are new."""
    sha256 = consents.fingerprint(f"{purpose}|{words}")
    return database.add_or_find(
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
