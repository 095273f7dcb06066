import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice

if TYPE_CHECKING:
    from forum.events.team_models import IslandHost


class Event(Base):
    """A practice forum: one day, one place."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity >= 1", name="capacity_positive"),
        CheckConstraint("door_places BETWEEN 0 AND capacity", name="door_places_within"),
        CheckConstraint("hold_hours >= 1 AND offer_hours >= 1", name="terms_positive"),
        CheckConstraint("reminder_days BETWEEN 0 AND 60", name="reminder_within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    series: Mapped[str] = mapped_column(default="")
    series_en: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    lead_en: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    results_use: Mapped[str] = mapped_column(Text, default="")
    results_use_en: Mapped[str] = mapped_column(Text, default="")
    venue: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    directions: Mapped[str] = mapped_column(Text, default="")
    directions_en: Mapped[str] = mapped_column(Text, default="")
    on_site: Mapped[str] = mapped_column(Text, default="")
    on_site_en: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    registration_deadline: Mapped[datetime]
    changes_until: Mapped[datetime | None]
    needs_deadline: Mapped[datetime | None]
    capacity: Mapped[int]
    door_places: Mapped[int] = mapped_column(default=0)
    hold_hours: Mapped[int] = mapped_column(default=48)
    offer_hours: Mapped[int] = mapped_column(default=48)
    reminder_days: Mapped[int] = mapped_column(default=7)
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    postponed_at: Mapped[datetime | None]
    off_reason: Mapped[str] = mapped_column(Text, default="")
    off_reason_en: Mapped[str] = mapped_column(Text, default="")
    contact_list_opened_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    rooms: Mapped[list["Room"]] = relationship(
        order_by="Room.name", cascade="all, delete-orphan", passive_deletes=True
    )
    items: Mapped[list["ProgrammeItem"]] = relationship(
        order_by="ProgrammeItem.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )
    rounds: Mapped[list["Round"]] = relationship(
        order_by="Round.number", cascade="all, delete-orphan", passive_deletes=True
    )
    islands: Mapped[list["Island"]] = relationship(
        order_by="Island.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
        back_populates="event",
    )


class Supplier(Base):
    """Somebody who works for the forum, such as interpreters or catering, and must be told when
    it is postponed or cancelled."""

    __tablename__ = "supplier"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    service: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    event: Mapped[Event] = relationship()


class Room(Base):
    """A room of the venue."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str]
    location: Mapped[str] = mapped_column(default="")
    location_en: Mapped[str] = mapped_column(default="")
    is_step_free: Mapped[bool] = mapped_column(default=False)
    has_hearing_loop: Mapped[bool] = mapped_column(default=False)


class ItemKind(enum.StrEnum):
    """What happens in a part of the programme."""

    ARRIVAL = "arrival"
    GREETING = "greeting"
    TALK = "talk"
    KEYNOTE = "keynote"
    BREAK = "break"
    PLENARY = "plenary"
    NETWORKING = "networking"


class ProgrammeItem(Base):
    """A part of the programme that is not an island round."""

    __tablename__ = "programme_item"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind))
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    room: Mapped[Room | None] = relationship()


class Round(Base):
    """An island round: everybody sits on one island from its start to its end."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    """When it last got another time."""


class Island(Base):
    """A theme island. Its position gives its letter, shape and colour: 0 is A."""

    __tablename__ = "island"
    __table_args__ = (
        UniqueConstraint("event_id", "position"),
        CheckConstraint("position BETWEEN 0 AND 25", name="has_letter"),
        CheckConstraint("maximum >= 1 AND minimum BETWEEN 0 AND maximum", name="limits"),
        CheckConstraint("table_places >= 0", name="tables"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    position: Mapped[int]
    theme: Mapped[str]
    theme_en: Mapped[str] = mapped_column(default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    questions_en: Mapped[str] = mapped_column(Text, default="")
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    minimum: Mapped[int] = mapped_column(default=0)
    maximum: Mapped[int] = mapped_column(default=18)
    languages: Mapped[str] = mapped_column(default="", server_default="")
    """In which languages people talk there, as it is shown; empty for German alone."""
    table_places: Mapped[int] = mapped_column(default=8, server_default="8")
    """So many people sit at one table of the island; 0 where there are no tables."""
    moved_at: Mapped[datetime | None]
    """When it last got another room, or its room another name or place."""
    tables_joined_at: Mapped[datetime | None]
    """Since when its tables sit together as one group, because a host is missing."""
    event: Mapped[Event] = relationship(back_populates="islands")
    room: Mapped[Room | None] = relationship()
    hosts: Mapped[list["IslandHost"]] = relationship(
        order_by="IslandHost.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
        back_populates="island",
    )

    closures: Mapped[list["IslandClosure"]] = relationship(
        order_by="IslandClosure.round_id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def letter(self) -> str:
        return chr(ord("A") + self.position)

    @property
    def sign(self) -> str:
        """The name of its sign in the sprite."""
        return self.letter.lower()

    @property
    def hosts_here(self) -> list["IslandHost"]:
        """Who receives people there now: neither who cannot come nor who has another role."""
        return [host for host in self.hosts if host.is_receiving]


class IslandClosure(Base):
    """An island takes nobody in a round."""

    __tablename__ = "island_closure"

    island_id: Mapped[int] = mapped_column(
        ForeignKey("island.id", ondelete="CASCADE"), primary_key=True
    )
    round_id: Mapped[int] = mapped_column(
        ForeignKey("round.id", ondelete="CASCADE"), primary_key=True, index=True
    )


# An island is read with its team, so whoever knows the one table knows the other.
import forum.events.team_models  # noqa: E402, F401
