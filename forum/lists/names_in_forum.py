"""The keys by which one person has one place in a forum, for those whom a list names."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import links
from forum.lists.plans import Target
from forum.registration import identities, rules
from forum.registration.models import Registration

NAMING = {"first_name", "last_name", "email"}


class Names:
    """The keys by which one person has one place in the forum. Equal names in a list of the
    organisers are different people: who is the same was settled before."""

    def __init__(self, session: Session, event_id: int) -> None:
        query = select(Registration.person_key, Registration.id).where(
            Registration.event_id == event_id, Registration.state.in_(rules.ACTIVE)
        )
        self.owners: dict[str, int | None] = {}
        for key, number in session.execute(query):
            self.owners[key] = number

    def key_of(self, target: Target) -> str:
        """The key of somebody, made different where another one has the name."""
        key = identities.name_key(*target.name)
        if key in self.owners and (target.id is None or self.owners[key] != target.id):
            key = f"{key}#{links.new_id()}"
        self.owners[key] = target.id
        return key

    def now_of(self, target: Target) -> str:
        """The key of somebody registered, a new one where the name is new."""
        is_renamed = target.changes.keys() & NAMING
        return self.key_of(target) if is_renamed else target.stored.person_key
