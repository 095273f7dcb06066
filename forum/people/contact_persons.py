"""Whom to ask at an organisation, and that another one is asked for where somebody left."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation
from forum.people.models import Affiliation, ContactRole


def name(affiliation_id: int) -> None:
    """Somebody who works at an organisation is whom to ask there from now on; a successor is not
    asked for any more. Again changes nothing.

    Raises:
        NotFound: there is no such affiliation.
        Refused: it has ended, or is with no organisation.
    """
    with database.transaction() as session:
        affiliation = session.get(Affiliation, affiliation_id)
        if affiliation is None:
            raise NotFound(_("This person is not known here."))
        if affiliation.valid_to is not None or affiliation.organisation is None:
            raise Refused(_("This person does not work there any more."))
        row = {"affiliation_id": affiliation.id, "valid_from": clock.now()}
        database.add_once(session, ContactRole, row)
        _stop_asking(session, affiliation.organisation.id)


def end(role_id: int) -> None:
    """Somebody is not whom to ask any more, without having left. Again changes nothing."""
    with database.transaction() as session:
        role = session.get(ContactRole, role_id)
        if role is not None and role.valid_to is None:
            role.valid_to = clock.now()


def stop_asking(organisation_id: int) -> None:
    """No successor is needed at an organisation. Again changes nothing."""
    with database.transaction() as session:
        _stop_asking(session, organisation_id)


def _stop_asking(session: Session, organisation_id: int) -> None:
    entries = select(Organisation.id).where(organisations.leading() == organisation_id)
    there = select(Affiliation.id).where(Affiliation.organisation_id.in_(entries))
    session.execute(
        update(ContactRole)
        .where(ContactRole.affiliation_id.in_(there), ContactRole.needs_successor)
        .values(needs_successor=False)
        .execution_options(synchronize_session=False)
    )
