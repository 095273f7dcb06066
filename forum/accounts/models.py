import enum
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice


class Role(enum.StrEnum):
    """What an account may do: organise, or only look."""

    ORGANISER = "organiser"
    READER = "reader"


class Account(Base, UserMixin):
    """Somebody who organises forums and signs in by a link."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    language: Mapped[str] = mapped_column(default="de")
    session_revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]

    def get_id(self) -> str:
        """What the session cookie keeps; raising the revision signs out everywhere."""
        return f"{self.id}.{self.session_revision}"


class SignInLink(Base):
    """A link that signs an account in once, within 15 minutes."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    link_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class Right(enum.StrEnum):
    """What an account may see in one forum beyond what every organiser sees."""

    NEEDS = "needs"
    PROTECTION = "protection"


class EventRight(Base):
    """A right of an account in one forum. At most two may see who is protected."""

    __tablename__ = "event_right"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "account_id"),
        UniqueConstraint("event_id", "kind", "position"),
        CheckConstraint("position >= 1", name="position_counts"),
        CheckConstraint("kind != 'protection' OR position <= 2", name="two_know_the_protected"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Right] = mapped_column(choice(Right))
    position: Mapped[int]
    account: Mapped[Account] = relationship()
