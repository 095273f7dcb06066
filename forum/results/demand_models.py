import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.results.outcome_models import Finding


class Addressee(enum.StrEnum):
    """At which level somebody else must act."""

    CITY = "city"
    DISTRICT = "district"
    STATE = "state"
    FEDERATION = "federation"
    PROVIDER = "provider"
    OTHER = "other"


class DemandStatus(enum.StrEnum):
    """How a demand stands with its addressee."""

    RAISED = "raised"
    HANDED_OVER = "handed_over"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REALISED = "realised"


class Demand(Base):
    """Somebody else must do it: who, handed over when, and what they answered."""

    __tablename__ = "demand"
    __table_args__ = (
        CheckConstraint("addressee_name != ''", name="addressed"),
        CheckConstraint("status = 'raised' OR handed_over_on IS NOT NULL", name="handed_over"),
        CheckConstraint("status IN ('raised', 'handed_over') OR answer != ''", name="answered"),
    )

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True
    )
    addressee: Mapped[Addressee] = mapped_column(choice(Addressee))
    addressee_name: Mapped[str]
    handed_over_on: Mapped[date | None]
    ask_again_on: Mapped[date | None]
    status: Mapped[DemandStatus] = mapped_column(choice(DemandStatus), default=DemandStatus.RAISED)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    finding: Mapped[Finding] = relationship(back_populates="demand")
