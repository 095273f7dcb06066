import enum
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Account
from forum.base.database import Base, choice
from forum.organisations.models import Organisation


class AccessKind(enum.StrEnum):
    """How a contact list was looked at, or taken along."""

    PAGE = "page"
    CSV = "csv"
    VCARD = "vcard"
    XLSX = "xlsx"
    PDF = "pdf"
    PRINT = "print"


BY_PARTICIPANT = "registration_id IS NOT NULL AND subject_id IS NULL"
BY_ACCOUNT = "account_id IS NOT NULL"
OF_ONE = "subject_id IS NOT NULL"


class ContactListAccess(Base):
    """Who opened or downloaded which version of a contact list, and when first; once for each way.

    `subject` is the one whose card a participant took along, `entries` what was taken along, as in
    a version. Rows without a version are from before lists had versions.
    """

    __tablename__ = "contact_list_access"
    __table_args__ = (
        Index(
            "uq_contact_list_access_participant",
            "event_id",
            "version",
            "registration_id",
            "kind",
            unique=True,
            sqlite_where=text(BY_PARTICIPANT),
            postgresql_where=text(BY_PARTICIPANT),
        ),
        Index(
            "uq_contact_list_access_account",
            "event_id",
            "version",
            "account_id",
            "kind",
            unique=True,
            sqlite_where=text(BY_ACCOUNT),
            postgresql_where=text(BY_ACCOUNT),
        ),
        Index(
            "uq_contact_list_access_one",
            "version",
            "registration_id",
            "subject_id",
            unique=True,
            sqlite_where=text(OF_ONE),
            postgresql_where=text(OF_ONE),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    subject_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int | None]
    entries: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    kind: Mapped[AccessKind] = mapped_column(choice(AccessKind))
    at: Mapped[datetime]


class ContactListVersion(Base):
    """What stood on the contact list of a forum from a moment on: each entry by its key, with the
    fields it showed and a sealed mark of them. The highest number counts."""

    __tablename__ = "contact_list_version"
    __table_args__ = (CheckConstraint("number > 0", name="counted_from_one"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class ContactListCheck(Base):
    """When the list of a forum was last compared with its newest version, and how far everything
    that it is made of had changed by then."""

    __tablename__ = "contact_list_check"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    checked_at: Mapped[datetime]
    people: Mapped[int]
    changes: Mapped[int]
    consent_id: Mapped[int]
    register_at: Mapped[datetime]
    merges: Mapped[int]


class ContactListNotice(Base):
    """Somebody who downloaded a list is told on a day that an entry has left it; at most once a
    day, because the database takes no second row."""

    __tablename__ = "contact_list_notice"
    __table_args__ = (
        CheckConstraint("(registration_id IS NULL) != (account_id IS NULL)", name="one_recipient"),
        UniqueConstraint("event_id", "registration_id", "day"),
        UniqueConstraint("event_id", "account_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date]
    account: Mapped[Account | None] = relationship()


class ContactListLeaving(Base):
    """Somebody wishes that nobody is told when their entry leaves the list."""

    __tablename__ = "contact_list_leaving"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]


class ContactListReminder(Base):
    """Somebody was asked whether the entry that a consent stands for shall stay; once for each."""

    __tablename__ = "contact_list_reminder"

    consent_id: Mapped[int] = mapped_column(
        ForeignKey("consent.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]


class ContactCode(Base):
    """A code that was mailed to open a contact list. Not the code stands here but the random word
    it is derived from with the site's key, so that the database opens nothing."""

    __tablename__ = "contact_code"
    __table_args__ = (CheckConstraint("tries >= 0", name="tries_not_negative"),)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]


class ContactOrganisation(Base):
    """An organisation that stands on the contact list of a forum without a person."""

    __tablename__ = "contact_organisation"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    organisation: Mapped[Organisation] = relationship()
