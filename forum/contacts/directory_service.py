"""Standing in the directory: agreeing, saying what one offers and seeks, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.contacts import directory_queries, versions, wish_ending
from forum.contacts.wish_models import DirectoryEntry, DirectoryLine, Side
from forum.registration import consenting, consents, places
from forum.registration import rules as registration_rules
from forum.registration.models import Purpose, Registration

WORDS: Text = _(
    "Until four weeks after the forum, participants who stand in the directory themselves find me"
    " there with my name, my organisation and what I offer and seek, and can wish for contact with"
    " me. What I offer and seek also stands beside my name on the contact list, as long as I stand"
    " in the directory. How I can be reached is shown only to those with whom both of us want it."
)
"""What somebody agrees to who enters the directory; kept as evidence."""


@dataclass(frozen=True)
class Said:
    """What somebody offers and seeks, and the same for their organisation."""

    offers: Sequence[str] = ()
    seeks: Sequence[str] = ()
    organisation_offers: Sequence[str] = ()
    organisation_seeks: Sequence[str] = field(default=())


def enter(registration_id: int, said: Said) -> None:
    """Somebody stands in the directory from now on, and says what they offer and seek. Again
    changes only what they say.

    Whoever is not on the contact list yet agrees to it along with this, because nobody is shown
    who is not.

    Raises:
        Refused: the registration has no place or is protected, or the directory has closed.
    """
    registration = _allowed(registration_id)
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    is_given = consents.is_granted(registration.consents, Purpose.CONTACT_LIST)
    before = newest.fields if newest and is_given else []
    fields = tuple(dict.fromkeys((*consents.ALWAYS, *before, "offers")))
    if not is_given or set(fields) - set(before):
        consenting.decide(
            registration_id,
            Purpose.CONTACT_LIST,
            is_granted=True,
            fields=fields,
            public=newest.public_fields if newest and is_given else (),
            ends_at=newest.ends_at if newest and is_given else None,
        )
    with database.transaction() as session:
        places.lock_event(session, registration.event_id)
        registration = session.get_one(Registration, registration_id)
        _agree(session, registration)
        _say(session, registration, said)
    versions.keep(registration.event_id)


def _allowed(registration_id: int) -> Registration:
    registration = database.db.session.get_one(
        Registration, registration_id, populate_existing=True
    )
    if registration.is_protected:
        raise Refused(_("Your name stands nowhere, so this is not possible."))
    if registration.state not in registration_rules.TAKING_PART:
        raise Refused(_("The directory is for those who have a place."))
    if not directory_queries.is_open(registration.event):
        raise Refused(directory_queries.CLOSED)
    return registration


def _agree(session: Session, registration: Registration) -> None:
    entry = session.get(DirectoryEntry, registration.id, populate_existing=True)
    if entry is not None and entry.left_at is None:
        return
    text = consenting.get_or_add_text(session, Purpose.CONTACT_LIST, str(WORDS))
    if entry is None:
        entry = DirectoryEntry(registration_id=registration.id)
        session.add(entry)
    entry.text_id, entry.agreed_at, entry.left_at = text.id, clock.now(), None
    places.note(session, registration, "directory_entered")


def _say(session: Session, registration: Registration, said: Said) -> None:
    session.flush()
    session.execute(delete(DirectoryLine).where(DirectoryLine.registration_id == registration.id))
    speaks = directory_queries.is_contact_person(registration)
    given = [(said.offers, Side.OFFERS, False), (said.seeks, Side.SEEKS, False)]
    if speaks:
        given.append((said.organisation_offers, Side.OFFERS, True))
        given.append((said.organisation_seeks, Side.SEEKS, True))
    rows = [
        {
            "registration_id": registration.id,
            "is_of_organisation": is_of_organisation,
            "side": side,
            "rank": rank,
            "text": text,
        }
        for texts, side, is_of_organisation in given
        for rank, text in enumerate([text for text in texts if text], start=1)
    ]
    database.add_rows(session, DirectoryLine, rows)


def leave(registration_id: int) -> None:
    """Somebody stands in the directory no longer; their wishes, those for them and what they have
    shown to others end with it. Again changes nothing."""
    with database.transaction() as session:
        registration = session.get_one(Registration, registration_id)
        wish_ending.end_all_of(session, registration)
    versions.keep(registration.event_id)
