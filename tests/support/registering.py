"""Registering somebody through the service, and looking at what came of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.base.database import db
from forum.events.models import Event
from forum.mail.models import Message
from forum.organisations.models import Sector
from forum.registration import consents, service
from forum.registration.details import Details
from forum.registration.models import Registration

NO = dict.fromkeys(consents.ON_FORM, False)


def details(name: str = "Sandkamp", **values: object) -> Details:
    return Details(
        **{  # type: ignore[arg-type]
            "first_name": "Mirela",
            "last_name": name,
            "phone": "",
            "organisation": "Diakonie Auenstadt e. V.",
            "sector": Sector.WELFARE,
            "role": "Beratung",
            "wishes": (),
            **values,
        }
    )


def register(event: Event, email: str, name: str = "Sandkamp", **values: object) -> None:
    service.register(
        event.id,
        service.Application(details(name, **values), email=email, language="de", decisions=NO),
    )


def find(event: Event, email: str) -> Registration:
    return db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.email_key == email)
        .order_by(Registration.id.desc())
    ).first() or pytest.fail(f"{email} is not registered")


def kinds() -> list[str]:
    return list(db.session.scalars(select(Message.kind).order_by(Message.id)))
