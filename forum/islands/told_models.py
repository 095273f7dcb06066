from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base


class ToldStop(Base):
    """What somebody was last told of one round of their route: which island, where and when.

    `…_before` is what they knew until then, as long as the message about it may be on its way.
    """

    __tablename__ = "told_stop"
    __table_args__ = (
        CheckConstraint(
            "(room_before IS NULL) = (location_before IS NULL)"
            " AND (room_before IS NULL) = (starts_before IS NULL)"
            " AND (room_before IS NULL) = (ends_before IS NULL)",
            name="before_is_whole",
        ),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    round_id: Mapped[int] = mapped_column(
        ForeignKey("round.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"), index=True)
    room: Mapped[str]
    """The name of the room; empty where none was known."""
    location: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_before: Mapped[str | None]
    location_before: Mapped[str | None]
    starts_before: Mapped[datetime | None]
    ends_before: Mapped[datetime | None]
