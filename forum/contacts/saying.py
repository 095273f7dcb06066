"""What people offer and seek, as they have said it in the directory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, select

from forum.base.database import db
from forum.contacts.wish_models import DirectoryLine, Side
from forum.registration.models import Registration

Lines = Mapping[tuple[Side, bool], Sequence[str]]
"""What somebody says, by side and by whether they say it for their organisation."""


def lines_of(registration_ids: Collection[int] | Select[int]) -> dict[int, Lines]:
    """What these people say, in their order, of those who say anything; one query."""
    return _lines(DirectoryLine.registration_id.in_(registration_ids))


def lines_in(event_id: int) -> dict[int, Lines]:
    """The same of everybody in a forum; one query."""
    people = select(Registration.id).where(Registration.event_id == event_id)
    return _lines(DirectoryLine.registration_id.in_(people))


_KEYS = {(side, own): (side, own) for side in Side for own in (False, True)}


def _lines(which: ColumnElement[bool]) -> dict[int, Lines]:
    """Few objects for each person, because the garbage collector walks over all of them: the keys
    are the same for everybody, and tuples of words it leaves alone."""
    query = select(
        DirectoryLine.registration_id,
        DirectoryLine.side,
        DirectoryLine.is_of_organisation,
        DirectoryLine.text,
    )
    found: dict[int, dict[tuple[Side, bool], tuple[str, ...]]] = {}
    for number, side, own, text in db.session.execute(
        query.where(which).order_by(DirectoryLine.rank)
    ):
        said = found.setdefault(number, {})
        key = _KEYS[side, own]
        said[key] = (*said.get(key, ()), text)
    return {**found}
