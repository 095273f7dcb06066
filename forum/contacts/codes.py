"""The mailed code that opens a contact list: six digits, ten minutes, few tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app
from limits import parse
from sqlalchemy import delete

from forum.base import clock, database, limiting
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.contacts import queries
from forum.contacts.models import ContactCode
from forum.mail import service as mail
from forum.registration.models import Registration

KIND = "contact-code"
VALID = timedelta(minutes=10)
MOST_TRIES = 5
PER_PERSON = parse("5 per hour")
"""Codes that one link can cause; with their tries 25 guesses of a million in an hour."""
WRONG = _("This code is not right, or not valid any more. Please have a new one sent.")


def send(registration: Registration) -> None:
    """Mails a new code; an older one ends.

    Raises:
        Refused: there is no address to mail it to, or they may not see the list.
        TooMany: they asked very often.
    """
    queries.check_may_see(registration)
    if not registration.email:
        raise Refused(
            _("We have no e-mail address of yours. The organisers can print the list for you.")
        )
    with database.transaction() as session:
        limiting.check(session, PER_PERSON, KIND, str(registration.id))
        code = session.get(ContactCode, registration.id) or ContactCode()
        code.registration_id = registration.id
        code.word, code.tries = secrets.token_hex(16), 0
        code.expires_at = clock.now() + VALID
        session.add(code)
        mail.queue(session, KIND, registration.id, event_id=registration.event_id)
    mail.wake()


def find(registration_id: int) -> str | None:
    """The code that is valid now, as it is written into the mail."""
    code = db.session.get(ContactCode, registration_id, populate_existing=True)
    if code is None or code.expires_at <= clock.now():
        return None
    return _digits(code)


def use(registration_id: int, typed: str) -> None:
    """Lets a typed code pass, once.

    Raises:
        Refused: it is wrong, too old, or was tried too often; the try is counted.
    """
    with database.transaction() as session:
        code = session.get(ContactCode, registration_id, with_for_update=True)
        is_right = code is not None and _is_right(code, typed)
        if code is not None:
            code.tries += 1
        if code is not None and is_right:
            session.delete(code)
    if not is_right:
        raise Refused(WRONG, field="code")


def _is_right(code: ContactCode, typed: str) -> bool:
    if code.tries >= MOST_TRIES or code.expires_at <= clock.now():
        return False
    return hmac.compare_digest(_digits(code).encode(), "".join(typed.split()).encode())


def _digits(code: ContactCode) -> str:
    """Derived with the site's key: whoever reads the database cannot make it."""
    said = f"{KIND}|{code.registration_id}|{code.word}".encode()
    sealed = hmac.new(current_app.config["SECRET_KEY"].encode(), said, hashlib.sha256)
    return f"{int.from_bytes(sealed.digest()[:8], 'big') % 1_000_000:06}"


def forget_old() -> None:
    """Deletes codes that are not valid any more."""
    with database.transaction() as session:
        session.execute(delete(ContactCode).where(ContactCode.expires_at <= clock.now()))
