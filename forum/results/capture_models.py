import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.events.models import Island


class Phase(enum.StrEnum):
    """Where an island stands on its way from single cards to outcomes, in this order."""

    COLLECT = "collect"
    GROUP = "group"
    WEIGH = "weigh"
    AGREE = "agree"
    READ_BACK = "read_back"


class IslandCapture(Base):
    """That results are collected at an island, and which links and code open it."""

    __tablename__ = "island_capture"

    island_id: Mapped[int] = mapped_column(
        ForeignKey("island.id", ondelete="CASCADE"), primary_key=True
    )
    phase: Mapped[Phase] = mapped_column(choice(Phase), default=Phase.COLLECT)
    link_id: Mapped[str] = mapped_column(unique=True)
    link_revision: Mapped[int] = mapped_column(default=0)
    """Raised, every link, sign and code given out before is worthless."""
    table_revision: Mapped[int] = mapped_column(default=0)
    """Raised, the code on the table is worthless, and nothing else is."""
    created_at: Mapped[datetime]
    island: Mapped[Island] = relationship()


class CaptureDevice(Base):
    """When a device at an island was last heard of, and how many cards still waited on it."""

    __tablename__ = "capture_device"
    __table_args__ = (CheckConstraint("waiting >= 0", name="waiting_counted"),)

    island_id: Mapped[int] = mapped_column(
        ForeignKey("island.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    is_host: Mapped[bool]
    waiting: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]


class VoteBudget(Base):
    """The latest state of a voter's three dots; the voter is a hash and nobody.

    The database lets nobody put more than three (triggers on `card_vote`).
    """

    __tablename__ = "vote_budget"

    voter: Mapped[str] = mapped_column(primary_key=True)
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"), index=True)
    sequence: Mapped[int]
    """Counted on the device, so that what arrives late does not undo what came after it."""


class SheetPhoto(Base):
    """What stands on an island's flip chart in words, and its picture where there is one."""

    __tablename__ = "sheet_photo"
    __table_args__ = (
        UniqueConstraint("island_id", "digest"),
        CheckConstraint("transcription != ''", name="transcribed"),
        CheckConstraint("(image IS NULL) = (media_type IS NULL)", name="image_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    transcription: Mapped[str] = mapped_column(Text)
    image: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    media_type: Mapped[str | None]
    digest: Mapped[str]
    """Of picture and words, so that sending again adds nothing."""
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    island: Mapped[Island] = relationship()
