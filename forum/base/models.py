from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base


class RateCount(Base):
    """How often something was done within a window of time; the key is a keyed hash."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
