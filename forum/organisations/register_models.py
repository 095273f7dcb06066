import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice, some
from forum.organisations.models import Organisation


class TieKind(enum.StrEnum):
    """How an organisation belongs to another: as a part of it, or as a member."""

    PART_OF = "part_of"
    MEMBER_OF = "member_of"


PART = "kind = 'part_of'"


class OrganisationTie(Base):
    """An organisation is a part or a member of another; a part of one at most."""

    __tablename__ = "organisation_tie"
    __table_args__ = (
        UniqueConstraint("child_id", "parent_id", "kind"),
        CheckConstraint("child_id != parent_id", name="two_organisations"),
        Index(
            "uq_organisation_tie_one_whole",
            "child_id",
            unique=True,
            sqlite_where=text(PART),
            postgresql_where=text(PART),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    parent_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[TieKind] = mapped_column(choice(TieKind))
    created_at: Mapped[datetime]
    child: Mapped[Organisation] = relationship(foreign_keys=[child_id])
    parent: Mapped[Organisation] = relationship(foreign_keys=[parent_id])


class Decision(enum.StrEnum):
    """What a person decided about two entries. LATER: asked again after all others."""

    SAME = "same"
    PART_OF = "part_of"
    DIFFERENT = "different"
    LATER = "later"


OPEN = "decision IS NULL OR decision = 'later'"


class OrganisationPair(Base):
    """Two entries that look alike, and what a person decided about them; each pair once, so that
    what was told apart is never asked about again."""

    __tablename__ = "organisation_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_when"),
        some("ix_organisation_pair_open", "id", where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    decision: Mapped[Decision | None] = mapped_column(choice(Decision))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    found_at: Mapped[datetime]
    first: Mapped[Organisation] = relationship(foreign_keys=[first_id])
    second: Mapped[Organisation] = relationship(foreign_keys=[second_id])


class OrganisationMerge(Base):
    """Two entries were made one; `before` is what has to be put back to undo it."""

    __tablename__ = "organisation_merge"
    __table_args__ = (Index("ix_organisation_merge_merged_at", "merged_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    leading_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    merged_at: Mapped[datetime]
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    leading: Mapped[Organisation] = relationship(foreign_keys=[leading_id])
    other: Mapped[Organisation] = relationship(foreign_keys=[other_id])


class OrganisationTerm(Base):
    """An abbreviation or phrase of the field and what it means, as organisers keep it."""

    __tablename__ = "organisation_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    short: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    meaning: Mapped[str]
    created_at: Mapped[datetime]
