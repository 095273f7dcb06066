"""What can be done with organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.organisations import merging, rules, suggesting
from forum.organisations.models import Organisation, OrganisationAlias, Sector, Source, Status

_BY_KEY = (
    select(Organisation)
    .join(OrganisationAlias, OrganisationAlias.organisation_id == Organisation.id)
    .where(OrganisationAlias.key == bindparam("key"))
)


def get_or_add(
    session: Session, spelling: str, sector: Sector, *, is_new: bool = False
) -> Organisation:
    """The entry with this spelling, made where it is new. In the caller's transaction.

    `is_new`: the caller has just looked and found none, so it is not looked for again.

    Raises:
        ValueError: the spelling holds no letter or digit.
    """
    key = rules.key(spelling)
    if not key:
        raise ValueError("an organisation needs a name")
    known = None
    if not is_new:
        key, known = _owner(session, spelling)
    if known is not None:
        return known
    now = clock.now()
    organisation = Organisation(name=spelling, sector=sector, created_at=now, changed_at=now)
    session.add(organisation)
    session.flush()
    if _add_alias(session, organisation.id, spelling, Source.TYPED, key=key):
        return organisation
    session.delete(organisation)  # another transaction was quicker
    session.flush()
    return session.scalars(_BY_KEY, {"key": key}).one()


def _owner(session: Session, spelling: str) -> tuple[str, Organisation | None]:
    """The key by which a spelling is found, and whom it belongs to."""
    key = rules.key(spelling)
    known = session.scalars(_BY_KEY, {"key": key}).first()
    if known is not None and rules.is_other_body(known.name, spelling):
        key = rules.key_with_form(spelling)
        known = session.scalars(_BY_KEY, {"key": key}).first()
    return key, known


def _add_alias(
    session: Session, organisation_id: int, spelling: str, source: Source, *, key: str = ""
) -> bool:
    key = key or rules.key(spelling)
    alias = {"organisation_id": organisation_id, "spelling": spelling, "key": key, "source": source}
    return database.add_once(session, OrganisationAlias, alias)


def learn(session: Session, organisation_id: int, spelling: str) -> None:
    """Remembers that somebody who registered meant this entry by a spelling, where nothing else in
    the register may be meant by it. What is less certain stays the choice of one person. Where the
    spelling belongs to an entry already, nothing changes."""
    certain = suggesting.find_certain(spelling)
    if certain is None:
        return
    entry = session.get_one(Organisation, certain)
    if organisation_id in {entry.id, entry.merged_into_id} and _add_alias(
        session, organisation_id, spelling, Source.CHOSEN
    ):
        session.get_one(Organisation, organisation_id).changed_at = clock.now()


def confirm(organisation_id: int) -> None:
    """A proposed entry is in order as it is. Again changes nothing."""
    with database.transaction() as session:
        settle(session, organisation_id)


def confirm_all(organisation_ids: Sequence[int]) -> None:
    """The same for several proposed entries."""
    with database.transaction() as session:
        for number in sorted(set(organisation_ids)):
            settle(session, number)


def settle(session: Session, organisation_id: int) -> None:
    """The same in the caller's transaction."""
    (organisation,) = merging.locked(session, organisation_id)
    if organisation.status is Status.PROPOSED:
        organisation.status = Status.CONFIRMED


def update(organisation_id: int, values: Mapping[str, Any]) -> None:
    """Changes what is known about an organisation, all but its name."""
    with database.transaction() as session:
        organisation = _leading(session, organisation_id)
        for name, value in values.items():
            setattr(organisation, name, value)
        organisation.changed_at = clock.now()


def rename(organisation_id: int, name: str, *, since: date) -> None:
    """Gives an organisation another name from a day on. Forums before that day show the old one,
    which stays a spelling.

    Raises:
        Refused: another organisation is known by this name, or the day is before the last change.
    """
    with database.transaction() as session:
        organisation = _leading(session, organisation_id)
        if name == organisation.name:
            return
        former = organisation.former_names
        if former and since.isoformat() <= former[-1]["until"]:
            raise Refused(_("The name was changed later than this day already."), field="since")
        _claim(session, organisation, name, field="name")
        until = {"name": organisation.name, "until": since.isoformat()}
        organisation.former_names = [*former, until]
        organisation.name = name
        organisation.changed_at = clock.now()


def close(organisation_id: int, on: date | None) -> None:
    """The organisation exists until this day; None: it goes on. What was before stays.

    Raises:
        Refused: the day is before it began.
    """
    with database.transaction() as session:
        organisation = _leading(session, organisation_id)
        if on and organisation.valid_from and on < organisation.valid_from:
            raise Refused(_("This is before the organisation began."), field="valid_to")
        organisation.valid_to = on
        organisation.changed_at = clock.now()


def add_spelling(organisation_id: int, spelling: str) -> None:
    """Adds a spelling by which the organisation is found. Again changes nothing.

    Raises:
        Refused: the spelling belongs to another organisation, or holds no letter or digit.
    """
    with database.transaction() as session:
        organisation = _leading(session, organisation_id)
        _claim(session, organisation, spelling, field="spelling")
        organisation.changed_at = clock.now()


def _claim(session: Session, organisation: Organisation, spelling: str, *, field: str) -> None:
    if not rules.key(spelling):
        raise Refused(_("Please enter the name of the organisation."), field=field)
    key, known = _owner(session, spelling)
    if known is None:
        _add_alias(session, organisation.id, spelling, Source.ORGANISER, key=key)
    elif organisation.id not in {known.id, known.merged_into_id}:
        other = known.merged_into or known
        raise Refused(
            _("“%(name)s” is known by this spelling. Are both one?", name=other.name), field=field
        )


def remove_spelling(organisation_id: int, alias_id: int) -> None:
    """Forgets a spelling; who comes with it from now on is asked again. Again changes nothing.

    Raises:
        Refused: it is the organisation's name.
    """
    with database.transaction() as session:
        organisation = _leading(session, organisation_id)
        alias = session.get(OrganisationAlias, alias_id)
        if alias is None or alias.organisation_id != organisation.id:
            return
        if alias.key == rules.key(organisation.name):
            raise Refused(_("This is the organisation's name. It can be changed, not removed."))
        session.delete(alias)
        organisation.changed_at = clock.now()


def _leading(session: Session, organisation_id: int) -> Organisation:
    """An entry that leads, while nobody else changes it.

    Raises:
        Refused: it was merged into another.
    """
    (organisation,) = merging.locked(session, organisation_id)
    if organisation.status is Status.MERGED:
        raise Refused(merging.GONE)
    return organisation
