"""What has an access right or a life of its own beside a registration."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice, some
from forum.events.models import Event
from forum.registration.models import Registration


class Need(enum.StrEnum):
    """What somebody needs to take part well."""

    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    SPEECH_TO_TEXT = "speech_to_text"
    LANGUAGE_MEDIATION = "language_mediation"
    DIET = "diet"
    OTHER = "other"
    CALL_ME = "call_me"


class AccessNeed(Base):
    """One need of somebody. Only who has the right for it in this forum sees this table."""

    __tablename__ = "access_need"
    __table_args__ = (UniqueConstraint("registration_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    kind: Mapped[Need] = mapped_column(choice(Need))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()


class ProtectedIdentity(Base):
    """Who stands behind a protected registration. Only two named organisers see this table.

    The registration itself carries the chosen display name and no address, so that nothing which
    shows registrations can give somebody away.
    """

    __tablename__ = "protected_identity"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()


class ProtectedQuestion(Base):
    """Two registrations have one name, and at least one of them is protected.

    Both stand like any other, so that nobody learns from it who is registered. Only the two named
    organisers see this table and find out whether it is one person.
    """

    __tablename__ = "protected_question"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    kept_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship(foreign_keys=[registration_id])
    kept: Mapped[Registration] = relationship(foreign_keys=[kept_id])


class Announcement(Base):
    """An invitation to a forum for an address that agreed to it, at most one.

    `registration` is the one whose consent it relies on.
    """

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("event_id", "email_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    email_key: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
    registration: Mapped[Registration] = relationship()


class TaskKind(enum.StrEnum):
    """What an organiser has to do for somebody."""

    TELL = "tell"
    LATE_NEED = "late_need"
    CALL_ME = "call_me"
    SAME_PERSON = "same_person"
    CHANGE_REQUEST = "change_request"
    CANCEL_REQUEST = "cancel_request"
    BOUNCED = "bounced"
    BROKER = "broker"


OPEN = "done_at IS NULL"


class Task(Base):
    """Something an organiser has to do for one registration: a call, a letter, a request.

    `message` names the letter whose words are to be told to somebody without an address.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(
            "uq_task_open",
            "registration_id",
            "kind",
            "message",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_task_event", "event_id", "done_at", "id"),
        some("ix_task_open", "event_id", "kind", "id", where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    kind: Mapped[TaskKind] = mapped_column(choice(TaskKind))
    message: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    registration: Mapped[Registration] = relationship()


class AddressChange(Base):
    """A new e-mail address that both the old and the new one have to confirm."""

    __tablename__ = "address_change"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="has_term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), unique=True
    )
    email: Mapped[str]
    old_link_id: Mapped[str] = mapped_column(unique=True)
    new_link_id: Mapped[str] = mapped_column(unique=True)
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()
