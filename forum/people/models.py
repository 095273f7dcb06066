from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
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
    """For whom a person works or volunteers, and since when. History, not a column.

    `entry` is the entry of the register that was named; `organisation` the organisation it stands
    for today, which another entry may lead.
    """

    __tablename__ = "affiliation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    entry: Mapped[Organisation | None] = relationship()

    @property
    def organisation(self) -> Organisation | None:
        return self.entry and (self.entry.merged_into or self.entry)


OPEN_ROLE = "valid_to IS NULL"
SUCCESSOR = "needs_successor"


class ContactRole(Base):
    """Somebody is whom to ask at an organisation, as long as they work there; at most once at a
    time. Where they left, `needs_successor` asks the organisers for another one."""

    __tablename__ = "contact_role"
    __table_args__ = (
        CheckConstraint("valid_to IS NOT NULL OR NOT needs_successor", name="left_first"),
        Index(
            "uq_contact_role_open",
            "affiliation_id",
            unique=True,
            sqlite_where=text(OPEN_ROLE),
            postgresql_where=text(OPEN_ROLE),
        ),
        some("ix_contact_role_successor", "affiliation_id", where=SUCCESSOR),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    affiliation_id: Mapped[int] = mapped_column(
        ForeignKey("affiliation.id", ondelete="CASCADE"), index=True
    )
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    needs_successor: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    affiliation: Mapped[Affiliation] = relationship()
