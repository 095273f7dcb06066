from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base


class ImportedRow(Base):
    """The mark of whom a list named, or of one cell it said: said again, it changes nothing."""

    __tablename__ = "imported_row"
    __table_args__ = (UniqueConstraint("event_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    fingerprint: Mapped[str]


class ImportDraft(Base):
    """A list that was uploaded and waits for its preview to be accepted; kept one day."""

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    consent_text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)
    columns: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    asked_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))


class RememberedColumn(Base):
    """What people chose for columns of this heading, where nobody could have guessed it."""

    __tablename__ = "remembered_column"

    id: Mapped[int] = mapped_column(primary_key=True)
    heading: Mapped[str] = mapped_column(unique=True)
    field: Mapped[str]
