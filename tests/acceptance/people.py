"""Who acts in the scenarios, and what is asked about them."""

from __future__ import annotations

from playwright.sync_api import Page
from sqlalchemy import select

from forum.base.database import db
from forum.events.models import Event
from forum.registration.models import Registration
from tests.support.browser import Live
from tests.walk.steps import Person


def person(live: Live, page: Page) -> Person:
    """Somebody in front of a browser, who has read no mail yet."""
    return Person(page, live.url, set())


def fill(who: Person, *, email: str, **more: str) -> None:
    """The form of the forum `kim`, filled in but not sent."""
    who.opens("/events/kim/register")
    who.fills(
        first_name="Mirela", last_name="Sandkamp", email=email, sector="Freie Wohlfahrt", **more
    )


def registered(email: str) -> Registration:
    """The one registration of an address, as the database has it now."""
    db.session.rollback()
    return db.session.scalars(select(Registration).where(Registration.email_key == email)).one()


def event() -> Event:
    """The forum of the scenarios."""
    return db.session.scalars(select(Event).where(Event.slug == "kim")).one()
