"""Those who work for a forum: interpreters, catering, technicians."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.base import database
from forum.base.database import db
from forum.events.models import Supplier


def of(event_id: int) -> Sequence[Supplier]:
    """The suppliers of a forum, by name."""
    query = select(Supplier).where(Supplier.event_id == event_id)
    return db.session.scalars(query.order_by(Supplier.name, Supplier.id)).all()


def add(event_id: int, **values: str) -> None:
    """Notes somebody who works for the forum."""
    with database.transaction() as session:
        session.add(Supplier(event_id=event_id, **values))


def remove(event_id: int, supplier_id: int) -> None:
    """Takes somebody off the list. Again changes nothing."""
    with database.transaction() as session:
        supplier = session.get(Supplier, supplier_id)
        if supplier is not None and supplier.event_id == event_id:
            session.delete(supplier)
