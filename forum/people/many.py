"""Many persons at once, in as many statements as for a few. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from forum.base import clock, database, typed
from forum.people.models import Affiliation, Person


@dataclass(frozen=True)
class Named:
    """How somebody is called; without an address nobody is taken for somebody known."""

    first_name: str
    last_name: str
    email_key: str | None

    def columns(self) -> dict[str, str | None]:
        """The columns of the person, with the keys to find and to sort by."""
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email_key": self.email_key,
            "name_key": typed.comparable(f"{self.first_name} {self.last_name}"),
            "sort_key": typed.comparable(f"{self.last_name} {self.first_name}"),
        }


@dataclass(frozen=True)
class Work:
    """For whom somebody works, and as what."""

    person_id: int
    organisation_id: int | None
    role: str


def get_or_add(session: Session, wanted: Sequence[Named]) -> list[int]:
    """The ids of the persons with these names and addresses, in this order."""
    known = _known(session, {one.email_key for one in wanted if one.email_key})
    reachable = dict.fromkeys(one for one in wanted if one.email_key and one not in known)
    others = [one for one in wanted if not one.email_key]
    added = _add(session, [*reachable, *others])
    known |= dict(zip(reachable, added, strict=False))
    unknown = iter(added[len(reachable) :])
    return [known[one] if one.email_key else next(unknown) for one in wanted]


def _known(session: Session, email_keys: Iterable[str]) -> dict[Named, int]:
    rows = session.execute(
        select(Person.first_name, Person.last_name, Person.email_key, Person.id)
        .where(Person.email_key.in_(set(email_keys)))
        .order_by(Person.id.desc())
    )
    return {Named(first, last, email): number for first, last, email, number in rows}


def _add(session: Session, persons: Sequence[Named]) -> list[int]:
    now = clock.now()
    rows = [{**one.columns(), "created_at": now} for one in persons]
    return database.insert_many(session, Person, rows)


def rename(session: Session, names: Mapping[int, Named]) -> None:
    """Gives the persons with these ids other names and addresses."""
    if names:
        table = Person.__table__
        keys = ("first_name", "last_name", "email_key", "name_key", "sort_key")
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("of"))
            .values({key: bindparam(key) for key in keys}),
            [{"of": number, **one.columns()} for number, one in names.items()],
        )


def get_or_add_affiliations(session: Session, wanted: Sequence[Work]) -> list[int]:
    """The ids of the affiliations as of today, in this order; the same again where nothing is
    new."""
    rows = session.execute(
        select(Affiliation.person_id, Affiliation.organisation_id, Affiliation.role, Affiliation.id)
        .where(
            Affiliation.person_id.in_({one.person_id for one in wanted}),
            Affiliation.valid_to.is_(None),
        )
        .order_by(Affiliation.id.desc())
    )
    known = {Work(person, where, role): number for person, where, role, number in rows}
    missing = list(dict.fromkeys(one for one in wanted if one not in known))
    now = clock.now()
    added = database.insert_many(
        session,
        Affiliation,
        [
            {
                "person_id": one.person_id,
                "organisation_id": one.organisation_id,
                "role": one.role,
                "valid_from": now,
            }
            for one in missing
        ],
    )
    known |= dict(zip(missing, added, strict=True))
    return [known[one] for one in wanted]
