import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.registration.models import Registration
from forum.results.commitment_models import CommitmentParty
from forum.results.outcome_models import Finding


class Occasion(enum.StrEnum):
    """What somebody who answers for a next step is asked, in the order in which it comes."""

    CONFIRM = "confirm"
    CONFIRM_AGAIN = "confirm_again"
    CALL_TO_CONFIRM = "call_to_confirm"
    BEFORE_DUE = "before_due"
    AFTER_DUE = "after_due"
    MONTHS_3 = "months_3"
    MONTHS_3_AGAIN = "months_3_again"
    MONTHS_6 = "months_6"
    MONTHS_6_AGAIN = "months_6_again"
    MONTHS_12 = "months_12"
    MONTHS_12_AGAIN = "months_12_again"


class FollowUp(Base):
    """An organisation of a next step was asked on an occasion: each once, held by the database."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("party_id", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("commitment_party.id", ondelete="CASCADE"))
    occasion: Mapped[Occasion] = mapped_column(choice(Occasion))
    at: Mapped[datetime]
    is_mailed: Mapped[bool] = mapped_column(default=False)
    """Whether a message went out; else somebody has to call."""
    party: Mapped[CommitmentParty] = relationship()


class OutcomeFollower(Base):
    """Somebody wants to hear when an outcome moves. `state` is how it stood when they last heard,
    or when they began; deleted when they want to hear no more."""

    __tablename__ = "outcome_follower"

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True
    )
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]
    state: Mapped[str]
    told_at: Mapped[datetime | None]
    finding: Mapped[Finding] = relationship()
    registration: Mapped[Registration] = relationship()


class ToldAfter(Base):
    """What somebody was told after a forum: each participant once of the documentation, and when
    the newest news of what they follow were gathered."""

    __tablename__ = "told_after"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    documentation_at: Mapped[datetime | None]
    news_at: Mapped[datetime | None]
