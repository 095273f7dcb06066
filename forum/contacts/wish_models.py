import enum
from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice, some
from forum.contacts.wish_rules import MOST_LINES, MOST_OPEN, REASON_LENGTH, TEXT_LENGTH
from forum.registration.models import Registration


class Side(enum.StrEnum):
    """What somebody says about themselves: what they offer, what they seek."""

    OFFERS = "offers"
    SEEKS = "seeks"


class DirectoryEntry(Base):
    """Somebody has agreed to stand in the directory, in the words of `text_id`, until they leave.

    `told_at`: when they were last told that wishes wait for them.
    """

    __tablename__ = "directory_entry"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    agreed_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    registration: Mapped[Registration] = relationship()


class DirectoryLine(Base):
    """One thing that somebody offers or seeks, for themselves or, as its contact person, for their
    organisation."""

    __tablename__ = "directory_line"
    __table_args__ = (
        UniqueConstraint("registration_id", "is_of_organisation", "side", "rank"),
        CheckConstraint(f"rank BETWEEN 1 AND {MOST_LINES}", name="three_ranks"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {TEXT_LENGTH}", name="short"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    is_of_organisation: Mapped[bool] = mapped_column(default=False)
    side: Mapped[Side] = mapped_column(choice(Side))
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))


class WishState(enum.StrEnum):
    """Where a wish stands. A refusal is none of these: only who refused may know it."""

    OPEN = "open"
    MATCHED = "matched"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ENDED = "ended"


IS_OPEN = "slot IS NOT NULL"


class ContactWish(Base):
    """Somebody would like to get in touch with somebody.

    An open one sits in one of its sender's slots, so that no more are open than there are slots,
    whoever asks at once. `fields` is what the other one sees of the sender once both want it.
    `refused_at` moves nothing else: to the sender a refused wish is like any other until it
    expires. Once it is long over the people are forgotten and only the row counts.
    """

    __tablename__ = "contact_wish"
    __table_args__ = (
        Index(
            "uq_contact_wish_slot",
            "sender_id",
            "slot",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        Index(
            "uq_contact_wish_pair",
            "sender_id",
            "receiver_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        Index("ix_contact_wish_receiver", "receiver_id", "state"),
        Index("ix_contact_wish_event", "event_id", "state"),
        some("ix_contact_wish_due", "expires_at", where=IS_OPEN),
        CheckConstraint(f"slot BETWEEN 1 AND {MOST_OPEN}", name="most_open"),
        CheckConstraint("(state = 'open') = (slot IS NOT NULL)", name="open_has_slot"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="over_has_end"),
        CheckConstraint("sender_id != receiver_id", name="two_people"),
        CheckConstraint("expires_at > made_at", name="has_term"),
        CheckConstraint(f"length(reason) <= {REASON_LENGTH}", name="short"),
        CheckConstraint(
            "state != 'open' OR (sender_id IS NOT NULL AND receiver_id IS NOT NULL)",
            name="open_has_people",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    sender_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    receiver_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    may_help: Mapped[bool] = mapped_column(default=False)
    slot: Mapped[int | None]
    state: Mapped[WishState] = mapped_column(choice(WishState))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    sender: Mapped[Registration | None] = relationship(foreign_keys=[sender_id])
    receiver: Mapped[Registration | None] = relationship(foreign_keys=[receiver_id])


class ContactMatch(Base):
    """Two people both want to be in touch; each pair at most once while it lasts.

    `one_fields` and `other_fields` are what each of them shows to the other; `asked_at` when the
    first of them wished for it. Once it is long over the people are forgotten and only the row
    counts.
    """

    __tablename__ = "contact_match"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="in_order"),
        CheckConstraint("(one_id IS NULL) = (other_id IS NULL)", name="both_or_neither"),
        CheckConstraint("one_id IS NOT NULL OR ended_at IS NOT NULL", name="over_before_forgotten"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    one_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    other_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Acquaintance(Base):
    """Somebody whom a participant sat with has been ticked as met, or has a note beside their name.

    The note is sealed with a key that comes from its writer's personal link.
    """

    __tablename__ = "acquaintance"
    __table_args__ = (
        UniqueConstraint("registration_id", "other_id"),
        CheckConstraint("registration_id != other_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    is_met: Mapped[bool] = mapped_column(default=False)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
