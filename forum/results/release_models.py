from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, some
from forum.events.models import Island
from forum.events.team_models import IslandHost
from forum.results.outcome_models import Finding


class Objection(Base):
    """What somebody of an island's team answered to the draft: agreed, or why a sentence may not
    stand so."""

    __tablename__ = "objection"
    __table_args__ = (CheckConstraint("finding_id IS NULL OR text != ''", name="says_why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(
        ForeignKey("documentation_release.id", ondelete="CASCADE"), index=True
    )
    host_id: Mapped[int] = mapped_column(
        ForeignKey("island_host.id", ondelete="CASCADE"), index=True
    )
    finding_id: Mapped[int | None] = mapped_column(
        ForeignKey("finding.id", ondelete="CASCADE"), index=True
    )
    """What it is about; None where the host agrees with everything of the island."""
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    host: Mapped[IslandHost] = relationship()
    finding: Mapped[Finding | None] = relationship()


class Release(Base):
    """A version of a forum's documentation: prepared by one person, released by another."""

    __tablename__ = "documentation_release"
    __table_args__ = (
        UniqueConstraint("event_id", "version"),
        some("uq_documentation_release_open", "event_id", where="released_at IS NULL", unique=True),
        CheckConstraint("version >= 0", name="version_counts"),
        CheckConstraint(
            "released_by IS NULL OR prepared_by IS NULL OR released_by != prepared_by",
            name="two_people",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    version: Mapped[int]
    """0 is version 1, 1 is version 1.1 and so on."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What has changed since the version before; for everybody to read."""
    prepared_at: Mapped[datetime]
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    ready_at: Mapped[datetime]
    """Until then the island teams can object."""
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    @property
    def name(self) -> str:
        """The version for people: 1, 1.1, 1.2 and so on."""
        return f"1.{self.version}" if self.version else "1"

    @property
    def last_moment(self) -> datetime:
        """A moment of the last day for objections: they end with it, at midnight."""
        return self.ready_at - timedelta(minutes=1)


class DraftTold(Base):
    """Somebody of a team without an e-mail address was told of a draft by the organisers."""

    __tablename__ = "draft_told"

    release_id: Mapped[int] = mapped_column(
        ForeignKey("documentation_release.id", ondelete="CASCADE"), primary_key=True
    )
    host_id: Mapped[int] = mapped_column(
        ForeignKey("island_host.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


class IslandAttendance(Base):
    """How many people sat at an island, as counted when a version was released."""

    __tablename__ = "island_attendance"
    __table_args__ = (CheckConstraint("people >= 0", name="people_counted"),)

    release_id: Mapped[int] = mapped_column(
        ForeignKey("documentation_release.id", ondelete="CASCADE"), primary_key=True
    )
    island_id: Mapped[int] = mapped_column(
        ForeignKey("island.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    people: Mapped[int]
    island: Mapped[Island] = relationship()
