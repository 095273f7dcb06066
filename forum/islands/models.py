import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.events.models import Island, Round
from forum.registration.models import Registration


class Plan(Base):
    """One version of who sits where; the published one with the highest number counts.

    A draft is looked at and changed; once it is checked, somebody has said that it is good. A
    published one stays as it is.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("published_at IS NULL OR checked_at IS NOT NULL", name="checked_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    seed: Mapped[int]
    iterations: Mapped[int] = mapped_column(default=0, server_default="0")
    made_by: Mapped[str]
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str] = mapped_column(default="", server_default="")
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}

    assignments: Mapped[list["Assignment"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, back_populates="plan"
    )


GUEST = "NOT is_duty"


class Assignment(Base):
    """One person on one island in one round of one plan, at a table where there are several.

    A locked one stays where it is when the rest is planned anew. Nobody visits an island twice but
    its team, on duty.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("plan_id", "registration_id", "round_id"),
        Index(
            "uq_assignment_no_island_twice",
            "plan_id",
            "registration_id",
            "island_id",
            unique=True,
            sqlite_where=text(GUEST),
            postgresql_where=text(GUEST),
        ),
        Index("ix_assignment_place", "plan_id", "round_id", "island_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    table_number: Mapped[int | None]
    is_locked: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    is_duty: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    plan: Mapped[Plan] = relationship(back_populates="assignments")
    registration: Mapped[Registration] = relationship()
    round: Mapped[Round] = relationship()
    island: Mapped[Island] = relationship()


class RuleKind(enum.StrEnum):
    """What must hold for somebody in every plan.

    SERVES: belongs to the island's team in this round, and may be there more than once. MUST: has
    to be on the island in this round. NEVER: must not be on the island. TOGETHER and
    APART: always or never in one group with somebody; why is not kept.
    """

    SERVES = "serves"
    MUST = "must"
    NEVER = "never"
    TOGETHER = "together"
    APART = "apart"


PAIRS = "kind IN ('together', 'apart')"
PLACED = "kind IN ('serves', 'must')"


class PlanRule(Base):
    """Something that every plan of a forum has to respect for one person."""

    __tablename__ = "plan_rule"
    __table_args__ = (
        CheckConstraint(f"({PAIRS}) = (other_id IS NOT NULL)", name="pairs_name_another"),
        CheckConstraint(f"({PAIRS}) = (island_id IS NULL)", name="others_name_an_island"),
        CheckConstraint(
            "kind NOT IN ('serves', 'must') OR round_id IS NOT NULL", name="in_a_round"
        ),
        CheckConstraint("other_id IS NULL OR other_id != registration_id", name="two_people"),
        Index(
            "uq_plan_rule_placed",
            "registration_id",
            "round_id",
            unique=True,
            sqlite_where=text(PLACED),
            postgresql_where=text(PLACED),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RuleKind] = mapped_column(choice(RuleKind))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    island_id: Mapped[int | None] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    registration: Mapped[Registration] = relationship(foreign_keys=[registration_id])
    other: Mapped[Registration | None] = relationship(foreign_keys=[other_id])
    island: Mapped[Island | None] = relationship()
    round: Mapped[Round | None] = relationship()


class PlanMove(Base):
    """Somebody was put on another island of a draft by hand; what can be taken back."""

    __tablename__ = "plan_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    moved_by: Mapped[str]
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    registration: Mapped[Registration] = relationship()


WANTED = "done_at IS NULL"


class PlanningJob(Base):
    """A plan that is being made behind the scenes, at most one for a forum at a time.

    `share` of 0 to 1 is done. Once it is done there is a plan, or the obstacles that stand in the
    way, or somebody stopped it.
    """

    __tablename__ = "planning_job"
    __table_args__ = (
        Index(
            "uq_planning_job_wanted",
            "event_id",
            unique=True,
            sqlite_where=text(WANTED),
            postgresql_where=text(WANTED),
        ),
        CheckConstraint("share BETWEEN 0 AND 1", name="share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    seed: Mapped[int]
    iterations: Mapped[int | None]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"))
    """The plan whose locked seats stay, or whose seats change as little as possible."""
    keeps_published: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    beat_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    doing: Mapped[str] = mapped_column(default="")
    share: Mapped[float] = mapped_column(Float, default=0.0)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"))
    problem: Mapped[list[Any]] = mapped_column(JSON, default=list)
