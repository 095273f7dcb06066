from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base

WAITING = "sent_at IS NULL AND given_up_at IS NULL AND locked_until IS NULL"


class Message(Base):
    """A message that is to leave or has left: its kind and what it is about, never its text.

    While one of a kind about the same thing waits, another is not queued: it would tell the same,
    because the text is made when it leaves. One that is just being sent does not count: what
    happens meanwhile needs a message of its own.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "uq_message_waiting",
            "kind",
            "about_id",
            unique=True,
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        Index("ix_message_due", "sent_at", "given_up_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about_id: Mapped[int]
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
