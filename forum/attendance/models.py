from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base
from forum.registration.models import Registration


class Mark(Base):
    """Somebody was noted as here or as not here: taken back, or absent, which the registration
    tells apart. Rows are only ever added; the latest one by `at` counts.

    `at` is when it happened at the entrance, `noted_at` when it arrived here: a device without a
    network sends later. `command_id` is made on the device, so that sending again adds nothing.
    """

    __tablename__ = "attendance_mark"
    __table_args__ = (Index("ix_attendance_mark_latest", "registration_id", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    is_here: Mapped[bool]
    at: Mapped[datetime]
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    command_id: Mapped[str | None] = mapped_column(unique=True)
    registration: Mapped[Registration] = relationship()
