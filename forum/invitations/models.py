import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.registration.models import Registration


class Answer(enum.StrEnum):
    """What somebody has said in their calendar, by the words of RFC 5545."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Invitation(Base):
    """What stands in somebody's calendar: one entry for one registration, for its whole life.

    `sequence`, `is_off` and `content` say what was sent last, `sent_at` when (the entry's DTSTAMP)
    and `message_id` with which message: sent again, it carries the same. `seen_*` say how things
    stood when they were looked at last, so that most need no second look. `answered_at` is the
    moment that an answer gives for itself: an older one never counts. `gives_back_at`: the place is
    given back then, because the entry was declined.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "ix_invitation_declined",
            "gives_back_at",
            sqlite_where=text("gives_back_at IS NOT NULL"),
            postgresql_where=text("gives_back_at IS NOT NULL"),
        ),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    is_off: Mapped[bool] = mapped_column(default=False)
    content: Mapped[str]
    sent_at: Mapped[datetime]
    message_id: Mapped[int]
    seen_event: Mapped[int]
    seen_plan: Mapped[int]
    seen_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    answered_at: Mapped[datetime | None]
    gives_back_at: Mapped[datetime | None]
    registration: Mapped[Registration] = relationship()


class FeedOwner(enum.StrEnum):
    """Whose calendar it is that can be subscribed to; also the purpose of its link."""

    PARTICIPANT = "calendar"
    HOST = "host-calendar"
    ORGANISER = "organiser-calendar"


class FeedRevision(Base):
    """How often the link of a calendar was renewed; without a row never."""

    __tablename__ = "feed_revision"

    owner: Mapped[FeedOwner] = mapped_column(choice(FeedOwner), primary_key=True)
    owner_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]


class Outcome(enum.StrEnum):
    """What came of a mail that arrived at the address of the invitations."""

    NOTED = "noted"
    DECLINED = "declined"
    STALE = "stale"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    PROPOSAL = "proposal"
    BOUNCED = "bounced"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"
    LETTER = "letter"


class Arrival(Base):
    """A mail that arrived, and what came of it; never its words. `digest` is of its Message-ID or,
    without one, of all of it, so that the same mail counts once however often it is fetched."""

    __tablename__ = "invitation_arrival"
    __table_args__ = (Index("ix_invitation_arrival_open", "event_id", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    arrived_at: Mapped[datetime]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    registration: Mapped[Registration | None] = relationship()
