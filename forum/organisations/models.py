import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice


class Sector(enum.StrEnum):
    """The field a person or organisation works in."""

    ADMINISTRATION = "administration"
    WELFARE = "welfare"
    MIGRANT = "migrant"
    COMPANY = "company"
    EDUCATION = "education"
    HEALTH = "health"
    JUSTICE = "justice"
    OTHER = "other"


class Organisation(Base):
    """An authority, association, company or initiative that sends people."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    created_at: Mapped[datetime]
    aliases: Mapped[list["OrganisationAlias"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )


class OrganisationAlias(Base):
    """A spelling of an organisation; `key` is the spelling without its accidents."""

    __tablename__ = "organisation_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    spelling: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    organisation: Mapped[Organisation] = relationship(back_populates="aliases")
