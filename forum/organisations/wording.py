"""The dictionary of the field: what organisers say that an abbreviation or a phrase stands for."""

from __future__ import annotations

from sqlalchemy import delete

from forum.base import clock, database, typed
from forum.base.refusal import Refused
from forum.base.text import _
from forum.organisations.register_models import OrganisationTerm


def add(short: str, meaning: str) -> None:
    """Adds an abbreviation or phrase with what it stands for; a new meaning takes the place of the
    one before.

    Raises:
        Refused: one of them holds no letter, or both are the same.
    """
    key, said = typed.comparable(short), typed.comparable(meaning)
    for field, held in (("short", key), ("meaning", said)):
        if not any(character.isalpha() for character in held):
            raise Refused(_("Please write at least one letter."), field=field)
    if key == said:
        raise Refused(_("The meaning is the same as the abbreviation."), field="meaning")
    with database.transaction() as session:
        session.execute(delete(OrganisationTerm).where(OrganisationTerm.key == key))
        session.add(OrganisationTerm(short=short, key=key, meaning=meaning, created_at=clock.now()))


def remove(term_id: int) -> None:
    """Takes an entry out of the dictionary. Again changes nothing."""
    with database.transaction() as session:
        found = session.get(OrganisationTerm, term_id)
        if found is not None:
            session.delete(found)
