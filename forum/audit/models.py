import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base, choice


class Actor(enum.StrEnum):
    """Who acted: the person themselves, an organiser, or the clock."""

    PERSON = "person"
    ORGANISER = "organiser"
    CLOCK = "clock"


class LogEntry(Base):
    """Something that was done with a registration. Rows are only ever added.

    It names the registration and the organiser's account by number, and what was changed by the
    name of the field, never by its content. A reason is in the words of the organiser who gave it.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_about", "registration_id", "id"),
        Index("ix_log_entry_event", "event_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    actor: Mapped[Actor] = mapped_column(choice(Actor))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    action: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
