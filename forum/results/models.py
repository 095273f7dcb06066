import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice
from forum.events.models import Island, Round


class CardColumn(enum.StrEnum):
    """The four columns of an island's sheet."""

    GOOD_PRACTICE = "good_practice"
    NEED_FOR_ACTION = "need_for_action"
    CHALLENGE = "challenge"
    NEXT_STEP = "next_step"


class CardSource(enum.StrEnum):
    """How a card came here: from the host's device, from a table, typed in from paper, or out of
    a backup file."""

    HOST = "host"
    TABLE = "table"
    PAPER = "paper"
    FILE = "file"


class CardGroup(Base):
    """Cards of an island that say the same, under one full sentence."""

    __tablename__ = "card_group"
    __table_args__ = (CheckConstraint("hands IS NULL OR hands >= 0", name="hands_counted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Made on the device, so that sending again adds nothing."""
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"), index=True)
    column: Mapped[CardColumn] = mapped_column("sheet_column", choice(CardColumn))
    title: Mapped[str] = mapped_column(Text)
    hands: Mapped[int | None]
    """How many hands went up for it, where nobody has put dots."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    island: Mapped[Island] = relationship()
    cards: Mapped[list["ResultCard"]] = relationship(
        back_populates="group", order_by="ResultCard.number"
    )


class ResultCard(Base):
    """One sentence of an island, in one of its four columns."""

    __tablename__ = "result_card"
    __table_args__ = (
        UniqueConstraint("island_id", "number"),
        CheckConstraint("number >= 1", name="number_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Made on the device, so that sending again adds nothing."""
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id", ondelete="SET NULL"))
    column: Mapped[CardColumn] = mapped_column("sheet_column", choice(CardColumn))
    number: Mapped[int]
    """As on the paper sheet of its island."""
    text: Mapped[str] = mapped_column(Text)
    other_text: Mapped[str | None] = mapped_column(Text)
    """What somebody else wrote in its place at the same time, until the host has chosen."""
    raw_text: Mapped[str | None] = mapped_column(Text)
    """What stood here before somebody made it publishable; destroyed with the release."""
    source: Mapped[CardSource] = mapped_column(choice(CardSource))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("card_group.id", ondelete="SET NULL"), index=True
    )
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]
    """By the clock of the device; only shown, never used for the order."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    island: Mapped[Island] = relationship()
    round: Mapped[Round | None] = relationship()
    group: Mapped[CardGroup | None] = relationship(back_populates="cards")


class CardChange(Base):
    """A change of a card that was taken in, by the id that the device gave it: no words, only so
    that sending it again changes nothing, and that the next change of this device follows it."""

    __tablename__ = "card_change"

    card_id: Mapped[int] = mapped_column(
        ForeignKey("result_card.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int | None]
    """The version of the card that it made; None where its text only stands beside another."""


class CardVote(Base):
    """How many of the three dots of a voter lie on a group; the voter is a hash and nobody."""

    __tablename__ = "card_vote"
    __table_args__ = (CheckConstraint("dots BETWEEN 1 AND 3", name="dots_within"),)

    voter: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("card_group.id", ondelete="CASCADE"), primary_key=True
    )
    dots: Mapped[int]
