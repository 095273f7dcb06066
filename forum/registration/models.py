import enum
from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.base.database import Base, choice, some
from forum.events.models import Event, Island
from forum.organisations.models import Sector
from forum.people.models import Affiliation, Person


class State(enum.StrEnum):
    """Where a registration stands; `rules.TRANSITIONS` says what may follow what."""

    HELD = "held"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CHECKED_IN = "checked_in"
    ABSENT = "absent"


class Channel(enum.StrEnum):
    """How a registration came in."""

    WEB = "web"
    LIST = "list"
    PHONE = "phone"
    PAPER = "paper"
    DESK = "desk"


UNTOLD = "told_at IS NULL AND email IS NOT NULL"
UNREACHABLE = "email_key IS NULL"
ACTIVE = "state NOT IN ('cancelled', 'expired')"


class Registration(Base):
    """A person's registration for one forum."""

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_active_email",
            "event_id",
            "email_key",
            unique=True,
            sqlite_where=text(ACTIVE),
            postgresql_where=text(ACTIVE),
        ),
        Index(
            "uq_registration_active_person",
            "event_id",
            "person_key",
            unique=True,
            sqlite_where=text(ACTIVE),
            postgresql_where=text(ACTIVE),
        ),
        some("ix_registration_active_email", "email_key", where=ACTIVE),
        Index("ix_registration_event_state", "event_id", "state", "created_at", "id"),
        Index("ix_registration_event_created", "event_id", "created_at", "id"),
        Index("ix_registration_by_name", "event_id", "sort_key", "id"),
        Index("ix_registration_by_sector", "event_id", "sector", "id"),
        Index("ix_registration_by_state", "event_id", "state", "id"),
        some("ix_registration_untold", "event_id", "state", where=UNTOLD),
        some("ix_registration_unreachable", "event_id", "state", where=UNREACHABLE),
        CheckConstraint("state != 'offered' OR answer_by IS NOT NULL", name="offer_has_term"),
        CheckConstraint("state != 'held' OR held_until IS NOT NULL", name="hold_has_term"),
        CheckConstraint(
            "same_as_id IS NULL OR state IN ('waiting', 'cancelled', 'expired')",
            name="question_takes_no_place",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    affiliation_id: Mapped[int | None] = mapped_column(ForeignKey("affiliation.id"), index=True)
    organisation_typed: Mapped[str] = mapped_column(default="", server_default="")
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    email: Mapped[str | None]
    email_key: Mapped[str | None]
    person_key: Mapped[str]
    sort_key: Mapped[str] = mapped_column(default="", server_default="")
    same_as_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    is_protected: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    state: Mapped[State] = mapped_column(choice(State))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    created_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    present_from: Mapped[datetime | None]
    present_until: Mapped[datetime | None]
    address_confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    link_id: Mapped[str] = mapped_column(unique=True)
    link_revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    affiliation: Mapped[Affiliation | None] = relationship()
    wishes: Mapped[list["Wish"]] = relationship(
        order_by="Wish.rank", cascade="all, delete-orphan", passive_deletes=True
    )
    consents: Mapped[list["Consent"]] = relationship(
        order_by="Consent.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @validates("person")
    def _sort_like(self, _name: str, person: Person) -> Person:
        """Keeps the name by which lists are sorted here as well, so that an index can sort."""
        self.sort_key = person.sort_key
        return person


class Wish(Base):
    """An island somebody would like to visit; rank 1 is the dearest."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("registration_id", "rank"),
        UniqueConstraint("registration_id", "island_id"),
        CheckConstraint("rank BETWEEN 1 AND 3", name="three_ranks"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    island_id: Mapped[int] = mapped_column(ForeignKey("island.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    island: Mapped[Island] = relationship()


class PlaceCount(Base):
    """How many registrations of a forum stand in a state, by sector and organisation (0: none).

    Triggers of the database keep it with every row that is written, so that nothing has to count
    registrations to know how full a forum is.
    """

    __tablename__ = "place_count"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[State] = mapped_column(choice(State), primary_key=True)
    sector: Mapped[Sector] = mapped_column(choice(Sector), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class Purpose(enum.StrEnum):
    """What a consent is for. Each stands alone."""

    CONTACT_LIST = "contact_list"
    PHOTOS_DOCUMENTATION = "photos_documentation"
    PHOTOS_WEB = "photos_web"
    PHOTOS_PRESS = "photos_press"
    MAILING_LIST = "mailing_list"
    FOLLOW_UP = "follow_up"
    ACCESS_NEEDS = "access_needs"


class Decision(enum.StrEnum):
    """What somebody decided about a purpose. No row means: not asked.

    ASKED is a wish for the mailing list that still needs the click in the mail; LAPSED a consent
    that ended by itself, because what it was given for is no longer the same.
    """

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ConsentText(Base):
    """The exact words somebody agreed to or not, kept once per wording."""

    __tablename__ = "consent_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    language: Mapped[str]
    wording: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class Consent(Base):
    """A decision about one purpose. Rows are only ever added; the newest one counts.

    Of `fields`, which participants may see, `public_fields` are for everybody. It ends by itself
    at `ends_at`; None: as the purpose has it.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_latest", "purpose", "registration_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    decision: Mapped[Decision] = mapped_column(choice(Decision))
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    public_fields: Mapped[list[str]] = mapped_column(
        JSON, default=list, server_default=text("'[]'")
    )
    ends_at: Mapped[datetime | None]
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    decided_at: Mapped[datetime]
    text: Mapped[ConsentText] = relationship()
