import enum
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base, choice


class Lane(enum.StrEnum):
    """What a message after a forum is: news for anybody, or about what somebody answers for."""

    NEWS = "news"
    OWNER = "owner"


class YearlyMessage(Base):
    """One of the messages that an address may get within a year after forums. The rows themselves
    are the limit: nine for news, six more for those who answer for next steps."""

    __tablename__ = "yearly_message"
    __table_args__ = (
        CheckConstraint(
            "slot >= 1 AND slot <= CASE lane WHEN 'news' THEN 9 ELSE 6 END", name="most_in_a_year"
        ),
    )

    address: Mapped[str] = mapped_column(primary_key=True)
    """A keyed hash of the address: it can be compared and not be read."""
    lane: Mapped[Lane] = mapped_column(choice(Lane), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken_at: Mapped[datetime]


class Pace(enum.StrEnum):
    """How often somebody wants to hear after a forum."""

    USUAL = "usual"
    FEWER = "fewer"
    NONE = "none"


class MessagePace(Base):
    """How often an address wants to hear; no row: as usual."""

    __tablename__ = "message_pace"

    address: Mapped[str] = mapped_column(primary_key=True)
    pace: Mapped[Pace] = mapped_column(choice(Pace))
