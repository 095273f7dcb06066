"""Who named whom for a forum, and what they answered."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice, some
from forum.events.models import Event
from forum.organisations.models import Sector


class Answer(enum.StrEnum):
    """What somebody said to being named."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


class TeamProposal(Base):
    """Colleagues whom somebody names for a forum. Nobody is written to before the address of who
    names them is confirmed; what they need and agree to only they themselves can say."""

    __tablename__ = "team_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    organisation: Mapped[str]
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    language: Mapped[str]
    link_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    members: Mapped[list[TeamMember]] = relationship(
        back_populates="proposal",
        order_by="TeamMember.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class TeamMember(Base):
    """Somebody who was named. Their address goes with the answer; its key stays, unreadable, so
    that nobody is asked twice for one forum, whoever names them."""

    __tablename__ = "team_member"
    __table_args__ = (
        UniqueConstraint("proposal_id", "email_key"),
        some(
            "uq_team_member_asked",
            "event_id",
            "email_key",
            where="asked_at IS NOT NULL",
            unique=True,
        ),
        CheckConstraint(
            "answer = 'open' OR (answered_at IS NOT NULL AND email IS NULL)",
            name="address_goes_with_answer",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("team_proposal.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str | None]
    email_key: Mapped[str]
    link_id: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime | None]
    answer: Mapped[Answer] = mapped_column(choice(Answer), default=Answer.OPEN)
    answered_at: Mapped[datetime | None]

    proposal: Mapped[TeamProposal] = relationship(back_populates="members")
