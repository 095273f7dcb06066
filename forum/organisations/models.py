import enum
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.base import typed
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


class Status(enum.StrEnum):
    """Where an entry of the register stands. A proposed one is as usable as a confirmed one."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    MERGED = "merged"


class Level(enum.StrEnum):
    """How far an organisation reaches."""

    LOCAL = "local"
    DISTRICT = "district"
    REGION = "region"
    STATE = "state"
    FEDERAL = "federal"


class Source(enum.StrEnum):
    """How a spelling came here: typed or read from a list as a new one, chosen by who registered,
    or added by an organiser."""

    TYPED = "typed"
    CHOSEN = "chosen"
    ORGANISER = "organiser"


class Organisation(Base):
    """An authority, association, company or initiative that sends people: one entry of the
    register.

    Who reads organisations follows `merged_into`; one step is enough, because the database lets no
    entry lead that is merged itself. `former_names` are names with the day until which each was
    valid, the oldest first. `compared_at`: when similar entries were last looked for.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_names"),
        CheckConstraint("merged_into_id != id", name="into_another"),
        CheckConstraint("valid_to >= valid_from", name="valid_forwards"),
        Index("ix_organisation_status", "status", "id"),
        Index("ix_organisation_by_name", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(default="", server_default="")
    short_name: Mapped[str] = mapped_column(default="", server_default="")
    legal_form: Mapped[str] = mapped_column(default="", server_default="")
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    level: Mapped[Level | None] = mapped_column(choice(Level))
    place: Mapped[str] = mapped_column(default="", server_default="")
    website: Mapped[str] = mapped_column(default="", server_default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    status: Mapped[Status] = mapped_column(
        choice(Status), default=Status.PROPOSED, server_default="proposed"
    )
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    former_names: Mapped[list[dict[str, str]]] = mapped_column(
        JSON, default=list, server_default=text("'[]'")
    )
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    compared_at: Mapped[datetime | None]
    aliases: Mapped[list["OrganisationAlias"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )
    merged_into: Mapped["Organisation | None"] = relationship(
        remote_side="Organisation.id", lazy="joined", join_depth=1
    )

    @validates("name")
    def _sort_like(self, _key: str, name: str) -> str:
        """Keeps the name by which lists are sorted as well, so that an index can sort."""
        self.sort_key = typed.comparable(name)
        return name


class OrganisationAlias(Base):
    """A spelling of an organisation; `key` is the spelling without its accidents."""

    __tablename__ = "organisation_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    spelling: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    source: Mapped[Source] = mapped_column(
        choice(Source), default=Source.TYPED, server_default="typed"
    )
    organisation: Mapped[Organisation] = relationship(back_populates="aliases")
