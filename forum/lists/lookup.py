"""What a forum holds before a list is taken in. Read only, a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from forum.base import typed
from forum.events.models import Island
from forum.lists import cells
from forum.lists.models import ImportedRow
from forum.lists.plans import Plan, Stored, Target
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation, OrganisationAlias
from forum.people import queries as people
from forum.people.models import Affiliation, Person
from forum.registration.models import (
    Channel,
    Consent,
    Decision,
    Purpose,
    Registration,
    Wish,
)

VALUES = (
    "first_name",
    "last_name",
    "organisation",
    "sector",
    "role",
    "email",
    "phone",
    "wishes",
)


def words_for(islands: Sequence[Island]) -> dict[str, int]:
    """Every word that names an island: its theme in both languages, its letter, or both."""
    words: dict[str, int] = {}
    for island in islands:
        themes = [theme for theme in (island.theme, island.theme_en) if theme]
        signs = [island.letter, f"Insel {island.letter}", f"Island {island.letter}"]
        for word in [*themes, *signs, *(f"{sign} {theme}" for sign in signs for theme in themes)]:
            words.setdefault(typed.comparable(word), island.id)
    return words


def remembered(session: Session, event_id: int) -> dict[str, int]:
    rows = session.execute(
        select(ImportedRow.fingerprint, ImportedRow.registration_id).where(
            ImportedRow.event_id == event_id
        )
    )
    return dict(rows.all())


def targets(session: Session, event_id: int) -> list[Target]:
    """Every registration of the forum, in the order they were made; four queries."""
    wishes = _wishes(session, event_id)
    decisions = _decisions(session, event_id)
    spellings = _spellings(session, event_id)
    place = (Registration.person_id, Registration.affiliation_id, Affiliation.organisation_id)
    states = (
        Registration.version,
        Registration.person_key,
        Registration.state,
        Registration.channel,
    )
    name = (Person.first_name, Person.last_name, Organisation.name, Registration.sector)
    reach = (Affiliation.role, Registration.email, Registration.phone)
    query = people.with_organisation(
        select(Registration.id, *place, *states, *name, *reach)
        .join(Registration.person)
        .outerjoin(Registration.affiliation)
        .where(Registration.event_id == event_id)
        .order_by(Registration.id)
    )
    found = []
    for number, person_id, affiliation_id, organisation_id, *rest in session.execute(query):
        version, person_key, state, channel, *values = rest
        named = dict(zip(VALUES, [*values, tuple(wishes[number])], strict=True))
        found.append(
            Target(
                {name: value for name, value in named.items() if value},
                id=number,
                stored=Stored(person_id, affiliation_id, organisation_id, version, person_key),
                state=state,
                is_own=channel is Channel.WEB,
                organisation_keys=frozenset(spellings[organisation_id]),
                contact_list=decisions.get(number),
            )
        )
    return found


def _wishes(session: Session, event_id: int) -> Mapping[int, list[int]]:
    rows = session.execute(
        select(Wish.registration_id, Wish.island_id)
        .join(Registration, Registration.id == Wish.registration_id)
        .where(Registration.event_id == event_id)
        .order_by(Wish.registration_id, Wish.rank)
    )
    wishes: dict[int, list[int]] = defaultdict(list)
    for registration_id, island_id in rows:
        wishes[registration_id].append(island_id)
    return wishes


def _decisions(session: Session, event_id: int) -> Mapping[int, Decision]:
    """The newest decision of each registration about the contact list."""
    rows = session.execute(
        select(Consent.registration_id, Consent.decision)
        .join(Registration, Registration.id == Consent.registration_id)
        .where(Registration.event_id == event_id, Consent.purpose == Purpose.CONTACT_LIST)
        .order_by(Consent.id)
    )
    return dict(rows.all())


def _spellings(session: Session, event_id: int) -> Mapping[int | None, list[str]]:
    """The keys of all spellings of the organisations that people of the forum come from, by the
    entries of the register that they named."""
    here = (
        select(Affiliation.organisation_id)
        .join(Registration, Registration.affiliation_id == Affiliation.id)
        .where(Registration.event_id == event_id)
    )
    spelt = aliased(Organisation)
    rows = session.execute(
        select(Organisation.id, OrganisationAlias.key)
        .join(spelt, organisations.leading(spelt) == organisations.leading())
        .join(OrganisationAlias, OrganisationAlias.organisation_id == spelt.id)
        .where(Organisation.id.in_(here))
    )
    spellings: dict[int | None, list[str]] = defaultdict(list)
    for organisation_id, key in rows:
        spellings[organisation_id].append(key)
    return spellings


def names(session: Session, plan: Plan) -> Mapping[str, str]:
    """The names of the organisations that the list's spellings already belong to."""
    keys = {
        cells.key_of("organisation", one.values["organisation"])
        for one in plan.entries
        if "organisation" in one.values
    }
    spelt = aliased(Organisation)
    rows = session.execute(
        select(OrganisationAlias.key, Organisation.name)
        .join(spelt, spelt.id == OrganisationAlias.organisation_id)
        .join(Organisation, Organisation.id == organisations.leading(spelt))
        .where(OrganisationAlias.key.in_(keys))
    )
    return dict(rows.all())
