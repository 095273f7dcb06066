"""What a forum holds before a list is taken in. Read only, a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from forum.base import typed
from forum.events.models import Island
from forum.lists import cells
from forum.lists.models import ImportedRow
from forum.lists.plans import Plan, Target
from forum.organisations.models import Organisation, OrganisationAlias
from forum.people.models import Affiliation
from forum.registration import consents
from forum.registration.models import Channel, Purpose, Registration


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
    query = (
        select(Registration)
        .where(Registration.event_id == event_id)
        .options(
            joinedload(Registration.person),
            joinedload(Registration.affiliation)
            .joinedload(Affiliation.organisation)
            .selectinload(Organisation.aliases),
            selectinload(Registration.wishes),
            selectinload(Registration.consents),
        )
        .order_by(Registration.id)
    )
    return [_target(registration) for registration in session.scalars(query)]


def _target(registration: Registration) -> Target:
    affiliation = registration.affiliation
    organisation = affiliation.organisation if affiliation else None
    values = {
        "first_name": registration.person.first_name,
        "last_name": registration.person.last_name,
        "organisation": organisation.name if organisation else "",
        "sector": registration.sector,
        "role": affiliation.role if affiliation else "",
        "email": registration.email or "",
        "phone": registration.phone,
        "wishes": tuple(wish.island_id for wish in registration.wishes),
    }
    aliases = organisation.aliases if organisation else []
    contact_list = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    return Target(
        {name: value for name, value in values.items() if value},
        id=registration.id,
        state=registration.state,
        is_own=registration.channel is Channel.WEB,
        organisation_keys=frozenset(alias.key for alias in aliases),
        contact_list=contact_list.decision if contact_list else None,
    )


def names(session: Session, plan: Plan) -> Mapping[str, str]:
    """The names of the organisations that the list's spellings already belong to."""
    keys = {
        cells.key_of("organisation", one.values["organisation"])
        for one in plan.entries
        if "organisation" in one.values
    }
    rows = session.execute(
        select(OrganisationAlias.key, Organisation.name)
        .join(OrganisationAlias.organisation)
        .where(OrganisationAlias.key.in_(keys))
    )
    return dict(rows.all())
