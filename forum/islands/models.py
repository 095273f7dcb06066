from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base
from forum.events.models import Island, Round
from forum.registration.models import Registration


class Plan(Base):
    """One version of who sits where; the published one with the highest number counts."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    seed: Mapped[int]
    made_by: Mapped[str]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    assignments: Mapped[list["Assignment"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, back_populates="plan"
    )


class Assignment(Base):
    """One person on one island in one round of one plan."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("plan_id", "registration_id", "round_id"),
        UniqueConstraint("plan_id", "registration_id", "island_id"),
        Index("ix_assignment_place", "plan_id", "round_id", "island_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    plan: Mapped[Plan] = relationship(back_populates="assignments")
    registration: Mapped[Registration] = relationship()
    round: Mapped[Round] = relationship()
    island: Mapped[Island] = relationship()
