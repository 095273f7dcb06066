import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base, choice
from forum.organisations.models import Sector


class LimitKind(enum.StrEnum):
    """How a limit within a forum counts.

    SECTOR: at most so many people of the sector. ORGANISATION: at most so many of one organisation,
    of the sector if one is named. RESERVED: so many percent of the places are kept for the sector
    until registration closes.
    """

    SECTOR = "sector"
    ORGANISATION = "organisation"
    RESERVED = "reserved"


class Limit(Base):
    """A limit that holds beside the number of places of the whole forum."""

    __tablename__ = "limit_rule"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "sector"),
        Index(
            "uq_limit_rule_any_sector",
            "event_id",
            "kind",
            unique=True,
            sqlite_where=text("sector IS NULL"),
            postgresql_where=text("sector IS NULL"),
        ),
        CheckConstraint("number >= 0", name="number_not_negative"),
        CheckConstraint("kind != 'reserved' OR number <= 100", name="percent"),
        CheckConstraint("kind = 'organisation' OR sector IS NOT NULL", name="names_sector"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[LimitKind] = mapped_column(choice(LimitKind))
    sector: Mapped[Sector | None] = mapped_column(choice(Sector))
    number: Mapped[int]
