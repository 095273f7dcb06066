"""One organisation for one spelling, whoever is quicker."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.database import db
from forum.organisations import rules, service
from forum.organisations.models import Organisation, OrganisationAlias, Sector

NAME = "Verein Ankommen e. V."


def test_a_spelling_makes_an_organisation_once(ctx: Flask) -> None:
    with database.transaction() as session:
        first = service.get_or_add(session, NAME, Sector.MIGRANT)
        assert service.get_or_add(session, NAME.upper(), Sector.WELFARE) is first
    assert [alias.key for alias in first.aliases] == [rules.key(NAME)]


def test_legal_forms_that_exclude_each_other_make_two(ctx: Flask) -> None:
    with database.transaction() as session:
        club, company, again, short = (
            service.get_or_add(session, name, Sector.WELFARE).name
            for name in ("Werk Hagen e. V.", "Werk Hagen gGmbH", "WERK HAGEN gGmbH", "Werk Hagen")
        )
    assert (club, company) == ("Werk Hagen e. V.", "Werk Hagen gGmbH")
    assert (again, short) == (company, club)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_who_comes_second_takes_the_organisation_that_is_there(ctx: Flask) -> None:
    with Session(db.engine, expire_on_commit=False) as quicker:
        there = Organisation(
            name=NAME, sector=Sector.MIGRANT, created_at=clock.now(), changed_at=clock.now()
        )
        there.aliases.append(OrganisationAlias(spelling=NAME, key=rules.key(NAME)))
        quicker.add(there)
        quicker.flush()
        commits = threading.Timer(0.3, quicker.commit)
        commits.start()
        with database.transaction() as session:
            assert service.get_or_add(session, NAME, Sector.MIGRANT).id == there.id
        commits.join()
    assert db.session.scalar(select(func.count(Organisation.id))) == 1
