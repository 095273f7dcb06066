import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.events.models import Island


class TeamRole(enum.StrEnum):
    """What somebody of an island's team does: receives people, writes down, or steps in."""

    HOST = "host"
    NOTE_TAKER = "note_taker"
    DEPUTY = "deputy"


class IslandHost(Base):
    """Somebody of an island's team, with a link of their own.

    Who stands in for a host who cannot come is a host meanwhile, and has their former role again
    when the host comes after all. Somebody lent by the team of another island has a row in each:
    away in their own, and standing in here.
    """

    __tablename__ = "island_host"
    __table_args__ = (
        UniqueConstraint("stands_in_for_id"),
        UniqueConstraint("lent_by_id"),
        CheckConstraint(
            "stands_in_for_id IS NULL OR (role = 'host' AND role_before IS NOT NULL)",
            name="stands_in_as_host",
        ),
        CheckConstraint("stands_in_for_id != id AND lent_by_id != id", name="for_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    role: Mapped[TeamRole] = mapped_column(
        choice(TeamRole), default=TeamRole.HOST, server_default="host"
    )
    away_at: Mapped[datetime | None]
    """Since when this person cannot come; somebody stands in."""
    stands_in_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("island_host.id", ondelete="SET NULL")
    )
    role_before: Mapped[TeamRole | None] = mapped_column(choice(TeamRole, name="role_before"))
    lent_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("island_host.id", ondelete="SET NULL")
    )
    link_id: Mapped[str] = mapped_column(unique=True)
    link_revision: Mapped[int] = mapped_column(default=0)
    island: Mapped[Island] = relationship(back_populates="hosts")

    @property
    def is_receiving(self) -> bool:
        """Whether this person receives people now."""
        return self.role is TeamRole.HOST and self.away_at is None
