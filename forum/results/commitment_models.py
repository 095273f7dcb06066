import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.base.database import Base, choice, some
from forum.organisations.models import Organisation
from forum.registration.models import Registration
from forum.results.outcome_models import Finding


class Progress(enum.StrEnum):
    """How a next step stands, as those say who take part in it."""

    OPEN = "open"
    RUNS = "runs"
    DONE = "done"
    RESTS = "rests"
    DROPPED = "dropped"


class Commitment(Base):
    """A next step: we do it, with a first action and a day by which it is done."""

    __tablename__ = "commitment"

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True
    )
    first_action: Mapped[str] = mapped_column(Text, default="")
    first_place: Mapped[str] = mapped_column(default="")
    first_on: Mapped[date | None]
    due_on: Mapped[date | None]
    finding: Mapped[Finding] = relationship(back_populates="commitment")
    parties: Mapped[list["CommitmentParty"]] = relationship(
        back_populates="commitment",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="CommitmentParty.is_lead.desc(), CommitmentParty.id",
    )

    @property
    def lead(self) -> "CommitmentParty | None":
        """Who is in the lead; None while nobody is."""
        return next((one for one in self.parties if one.is_lead), None)


class CommitmentParty(Base):
    """An organisation that takes part in a next step, and who answers for it.

    It counts only once that person has confirmed by their own link.
    """

    __tablename__ = "commitment_party"
    __table_args__ = (
        UniqueConstraint("commitment_id", "organisation_id"),
        some("uq_commitment_party_lead", "commitment_id", where="is_lead", unique=True),
        CheckConstraint("confirmed_at IS NULL OR declined_at IS NULL", name="one_answer"),
        CheckConstraint(
            "registration_id IS NOT NULL OR NOT shows_person OR name != ''", name="who"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("commitment.finding_id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(default="")
    """Who answers for it, where that is not one of the participants."""
    email: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
    """When this organisation, or the person who answers for it now, was named."""
    merged_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("finding.id", ondelete="SET NULL"), index=True
    )
    """The finding that it came with when two became one, and goes back to with it."""
    led_before: Mapped[bool] = mapped_column(default=False)
    """Whether it was in the lead there."""
    shows_person: Mapped[bool] = mapped_column(default=False)
    """Whether this person agreed to be named beside the organisation."""
    link_id: Mapped[str] = mapped_column(unique=True)
    link_revision: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    progress: Mapped[Progress] = mapped_column(choice(Progress), default=Progress.OPEN)
    sentence: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime | None]
    commitment: Mapped[Commitment] = relationship(back_populates="parties")
    merged_from: Mapped[Finding | None] = relationship(foreign_keys=merged_from_id)
    organisation: Mapped[Organisation] = relationship()
    registration: Mapped[Registration | None] = relationship()

    @property
    def body(self) -> Organisation:
        """The organisation that this one is part of the register as, since it was merged."""
        return self.organisation.merged_into or self.organisation

    @property
    def person(self) -> str:
        """Who answers for it, by name; empty where nobody is named or their name stands nowhere."""
        one = self.registration
        return self.name or (one.person.name if one and not one.is_protected else "")
