"""What a list that is given out holds, in the shape that an import takes in again.

Access needs never stand here; neither does what has ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, select, type_coerce
from sqlalchemy.orm import aliased

from forum.base import shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.events.models import Island
from forum.organisations.models import Organisation
from forum.people import queries as people
from forum.people.models import Affiliation, Person
from forum.registration import consents, rules
from forum.registration.models import Consent, Purpose, Registration, State, Wish

WISHES = ("wish1", "wish2", "wish3")
HEADINGS: Mapping[str, Text] = {
    "received": _("Received"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "organisation": _("Organisation"),
    "sector": _("Field"),
    "role": _("Role"),
    "email": _("E-mail address"),
    "phone": _("Phone"),
    "wish1": _("First wish"),
    "wish2": _("Second wish"),
    "wish3": _("Third wish"),
    "state": _("Status"),
    "contact_list": _("Contact list"),
    **{purpose.value: consents.WORDS[purpose].name for purpose in consents.ON_FORM[1:]},
}
LABELS: Mapping[str, Text] = {
    "wishes" if name == "wish1" else name: _("Island wishes") if name == "wish1" else heading
    for name, heading in HEADINGS.items()
    if name not in WISHES[1:]
}
"""What can be chosen; the three wishes belong together."""
ADDITIONAL = tuple(purpose.value for purpose in consents.ON_FORM[1:])
DEFAULT = tuple(name for name in LABELS if name not in ADDITIONAL)
"""What a list holds where nobody chose."""
USUAL = ("first_name", "last_name", "organisation", "role", "email", "state")
"""What is ticked when somebody begins to choose."""
BATCH = 500


@dataclass(frozen=True)
class Selection:
    """What is given out: which columns, in the order of `LABELS`, and whom."""

    columns: tuple[str, ...] = DEFAULT
    state: State | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns as they stand in the file, each wish in its own."""
        chosen = [name for name in LABELS if name in self.columns]
        return tuple(cell for name in chosen for cell in (WISHES if name == "wishes" else (name,)))


def query(event_id: int, selection: Selection) -> Select[Any]:
    """The one query of every list that is given out: whom it holds is decided here. Who is
    protected stands in none."""
    wishes = [aliased(Wish) for _rank in WISHES]
    values: dict[str, Any] = {
        "received": Registration.created_at,
        "first_name": Person.first_name,
        "last_name": Person.last_name,
        "organisation": Organisation.name,
        "sector": type_coerce(Registration.sector, String),
        "role": Affiliation.role,
        "email": Registration.email,
        "phone": Registration.phone,
        **{name: wish.island_id for name, wish in zip(WISHES, wishes, strict=True)},
        "state": type_coerce(Registration.state, String),
        **{purpose.value: _decision(purpose) for purpose in consents.ON_FORM},
    }
    states = rules.ACTIVE if selection.state is None else rules.ACTIVE & {selection.state}
    wanted = people.with_organisation(
        select(*(values[name].label(name) for name in selection.cells))
        .select_from(Registration)
        .join(Registration.person)
        .outerjoin(Registration.affiliation)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(states),
            ~Registration.is_protected,
        )
        .order_by(Registration.created_at, Registration.id)
    )
    for rank, wish in enumerate(wishes if "wishes" in selection.columns else [], start=1):
        is_theirs = (wish.registration_id == Registration.id) & (wish.rank == rank)
        wanted = wanted.outerjoin(wish, is_theirs)
    return wanted


def _decision(purpose: Purpose) -> ColumnElement[str]:
    """The newest decision about a purpose; null: not asked."""
    return (
        select(type_coerce(Consent.decision, String))
        .where(Consent.registration_id == Registration.id, Consent.purpose == purpose)
        .order_by(Consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def batches(event_id: int, selection: Selection) -> Iterator[Sequence[Row[Any]]]:
    """The rows of the list in the order they came, some at a time however many there are."""
    rows = db.session.connection().execute(
        query(event_id, selection), execution_options={"yield_per": BATCH}
    )
    return rows.partitions()


def islands(event_id: int) -> dict[int | None, str]:
    """What each island is called in a list: its theme; by letter too where themes are alike."""
    found = db.session.scalars(
        select(Island).where(Island.event_id == event_id).order_by(Island.position)
    ).all()
    themes = [shown.own(island, "theme") for island in found]
    return {
        island.id: theme if themes.count(theme) == 1 else f"{island.letter} {theme}"
        for island, theme in zip(found, themes, strict=True)
    }
