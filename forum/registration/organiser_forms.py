"""What organisers type about registrations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.base.forms import (
    AddressField,
    Form,
    IntegerField,
    LineField,
    SelectField,
    needed,
)
from forum.base.shown import own
from forum.base.text import Text, _
from forum.events.models import Event, Island
from forum.organisations.models import Sector
from forum.registration import words
from forum.registration.forms import DetailsForm
from forum.registration.listing import Filter
from forum.registration.models import State

CHANGED = _("Somebody else has changed this in the meantime. Please check and send it again.")
CORRECTED = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "organisation",
    "sector",
    "role",
    "comes_at",
    "leaves_at",
    "wish1",
    "wish2",
    "wish3",
)
"""What can be corrected, in the order of the page."""


class CorrectionForm(DetailsForm):
    """What organisers correct; `version` notices that somebody else was quicker."""

    page_order = ("first_name", "last_name", "email")
    email = AddressField(_("E-mail address"))
    version = IntegerField(validators=[needed(CHANGED)], invalid_value_message=CHANGED)

    def __init__(
        self, event: Event, islands: Sequence[Island], *, is_protected: bool = False, **more: Any
    ) -> None:
        super().__init__(event, islands, **more)
        if is_protected:
            self.first_name.validators = self.last_name.validators = ()
        self.organisation.label.text = _("Organisation")
        self.role.label.text = _("Role")
        self.comes_at.label.text = _("Comes at")
        self.leaves_at.label.text = _("Leaves at")


class SearchForm(Form):
    words = LineField(
        _("Name or organisation"),
        longest=100,
        validators=[needed(_("Please enter a name or a part of it"))],
    )


class FilterForm(Form):
    """What the list is narrowed to. It changes nothing, so it needs no protection."""

    state = SelectField(_("Status"))
    sector = SelectField(_("Field"))
    first_wish = SelectField(_("First wish"))
    look = SelectField(_("To look at"))

    class Meta:
        csrf = False

    def __init__(self, islands: Sequence[Island], **more: Any) -> None:
        super().__init__(**more)
        everything: tuple[str, Text | str] = ("", _("All"))
        self.state.choices = [
            everything,
            *((state.value, name) for state, name in words.STATES.items()),
        ]
        self.sector.choices = [
            everything,
            *((one.value, name) for one, name in words.SECTORS.items()),
        ]
        self.look.choices = [everything, *words.LOOKS.items()]
        self.first_wish.choices = [
            everything,
            *((str(island.id), f"{island.letter} – {own(island, 'theme')}") for island in islands),
        ]

    def narrowed(self) -> Filter:
        """The filter; what cannot be understood narrows nothing."""
        known = {field.name: field.data for field in self if field.data in dict(field.choices)}
        return Filter(
            state=State(known["state"]) if known.get("state") else None,
            sector=Sector(known["sector"]) if known.get("sector") else None,
            look=known.get("look") or None,
            first_wish=int(known["first_wish"]) if known.get("first_wish") else None,
        )
