import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base, choice


class AccessKind(enum.StrEnum):
    """How a contact list was looked at."""

    PAGE = "page"
    CSV = "csv"
    VCARD = "vcard"


class ContactListAccess(Base):
    """Who opened or downloaded a contact list, and when."""

    __tablename__ = "contact_list_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[AccessKind] = mapped_column(choice(AccessKind))
    at: Mapped[datetime]
