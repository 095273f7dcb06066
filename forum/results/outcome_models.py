import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.events.models import Event, Island
from forum.results.models import ResultCard

if TYPE_CHECKING:
    from forum.results.commitment_models import Commitment
    from forum.results.demand_models import Demand


class FindingKind(enum.StrEnum):
    """What a finding says. The last two are outcomes: we do it, or somebody else must."""

    GOOD_PRACTICE = "good_practice"
    NEED_FOR_ACTION = "need_for_action"
    CHALLENGE = "challenge"
    NEXT_STEP = "next_step"
    DEMAND = "demand"


OUTCOMES = (FindingKind.NEXT_STEP, FindingKind.DEMAND)


class Finding(Base):
    """What an island, or several, found: worded at the editing desk, released under a number that
    never belongs to anything else."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("(year IS NULL) = (number IS NULL)", name="numbered_whole"),
        CheckConstraint("released_text IS NULL OR number IS NOT NULL", name="released_numbered"),
        CheckConstraint("merged_into_id != id", name="into_another"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason != ''", name="withdrawn_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FindingKind] = mapped_column(choice(FindingKind))
    text: Mapped[str] = mapped_column(Text)
    """As it is worded now; strangers read `released_text`."""
    raw_text: Mapped[str | None] = mapped_column(Text)
    """The first wording from the island; destroyed with the release."""
    released_text: Mapped[str | None] = mapped_column(Text)
    votes: Mapped[int] = mapped_column(default=0)
    released_votes: Mapped[int | None]
    """As counted when it was last released, with those of the findings it then held."""
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("card_group.id", ondelete="SET NULL"), unique=True
    )
    """The group of cards of which it is the sentence; each becomes one finding."""
    agreed_group_id: Mapped[int | None] = mapped_column(
        ForeignKey("card_group.id", ondelete="SET NULL"), unique=True
    )
    """The group of cards for which an island agreed on it; that keeps its own sentence beside it,
    unless it was a next step from the beginning."""
    year: Mapped[int | None]
    number: Mapped[int | None]
    cleared_at: Mapped[datetime | None]
    """When somebody looked at passages that may be about a person, and let them stand."""
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("finding.id", ondelete="SET NULL"), index=True
    )
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    event: Mapped[Event] = relationship()
    sources: Mapped[list["FindingSource"]] = relationship(
        back_populates="finding", cascade="all, delete-orphan", passive_deletes=True
    )
    released_islands: Mapped[list[Island]] = relationship(
        secondary="finding_island", order_by=Island.position
    )
    """The islands that strangers read beside it; they change with a release only."""
    commitment: Mapped["Commitment | None"] = relationship(
        back_populates="finding", cascade="all, delete-orphan", passive_deletes=True
    )
    demand: Mapped["Demand | None"] = relationship(
        back_populates="finding", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def groups(self) -> set[int]:
        """The groups of cards of which it is the sentence, or for which it was agreed on."""
        return {one for one in (self.group_id, self.agreed_group_id) if one is not None}

    @property
    def code(self) -> str:
        """Its number for people, such as F-2026-07; empty until it is released."""
        return f"F-{self.year}-{self.number:02}" if self.number else ""


class FindingIsland(Base):
    """An island that a released finding comes from, as of its last release."""

    __tablename__ = "finding_island"

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True
    )
    island_id: Mapped[int] = mapped_column(
        ForeignKey("island.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class FindingSource(Base):
    """Where a finding comes from: an island, and the card where there is one."""

    __tablename__ = "finding_source"
    __table_args__ = (UniqueConstraint("finding_id", "card_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(
        ForeignKey("finding.id", ondelete="CASCADE"), index=True
    )
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"), index=True)
    card_id: Mapped[int | None] = mapped_column(
        ForeignKey("result_card.id", ondelete="CASCADE"), index=True
    )
    finding: Mapped[Finding] = relationship(back_populates="sources")
    island: Mapped[Island] = relationship()
    card: Mapped[ResultCard | None] = relationship()


# A finding is read with what became of it, so whoever knows the one table knows the others.
import forum.results.commitment_models  # noqa: E402
import forum.results.demand_models  # noqa: E402, F401
