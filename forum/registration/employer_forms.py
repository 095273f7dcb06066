"""What organisers type when somebody works for another organisation."""

from __future__ import annotations

from typing import Any

from forum.base import clock
from forum.base.forms import AddressField, DayField, LineField, SelectField, needed
from forum.base.text import _
from forum.organisations.models import Sector
from forum.registration import choosing, words
from forum.registration.choosing_forms import OrganisationFields
from forum.registration.employers import Employer


class EmployerForm(OrganisationFields):
    """For whom somebody works now, since when, and where they are reached."""

    sector = SelectField(_("Field"))
    role = LineField(_("Role"), longest=150)
    since = DayField(_("Since"), [needed(_("Please enter a day, for example 03.12.2026"))])
    email = AddressField(_("New e-mail address"))

    def __init__(self, **more: Any) -> None:
        today = clock.in_berlin(clock.now()).date()
        super().__init__(data={"since": today}, **more)
        self.organisation.label.text = _("New organisation")
        self.sector.choices = [(one.value, name) for one, name in words.SECTORS.items()]

    def employer(self) -> Employer:
        """What was typed, as the service takes it."""
        return Employer(
            organisation="" if self.chosen == choosing.WITHOUT else self.organisation.data or "",
            choice=self.choice,
            sector=Sector(self.sector.data),
            role=self.role.data or "",
            email=self.email.data or "",
            since=self.since.data,
        )
