from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, some
from forum.organisations.models import Organisation

DAMAGED = "first_name LIKE '%?%' OR last_name LIKE '%?%'"
"""Names that have lost letters on their way through a file."""


class Person(Base):
    """Somebody who takes part, across forums the same one where name and address agree."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_identity", "email_key", "name_key"),
        some("ix_person_damaged", "id", where=DAMAGED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    name_key: Mapped[str]
    sort_key: Mapped[str]
    email_key: Mapped[str | None]
    created_at: Mapped[datetime]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Affiliation(Base):
    """For whom a person works or volunteers, and since when. History, not a column."""

    __tablename__ = "affiliation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
