"""What the register is narrowed to."""

from __future__ import annotations

from typing import Any

from forum.base.forms import Form, LineField, SelectField
from forum.base.text import Text, _
from forum.organisations import words
from forum.organisations.models import Sector, Status
from forum.workspace.register_queries import Filter

LOOKS: dict[str, Text] = {
    "one_contact": _("with a single contact person"),
    "successor": _("contact person has left"),
    "away": _("not come for a year"),
}


class FilterForm(Form):
    """It changes nothing, so it needs no protection."""

    words = LineField(_("Name, spelling or place"), longest=100)
    sector = SelectField(_("Field"))
    status = SelectField(_("Status"))
    look = SelectField(_("To look at"))

    class Meta:
        csrf = False

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        everything: tuple[str, Text] = ("", _("All"))
        statuses = (Status.PROPOSED, Status.CONFIRMED)
        self.sector.choices = [everything, *((k.value, v) for k, v in words.SECTORS.items())]
        self.status.choices = [everything, *((k.value, words.STATUSES[k]) for k in statuses)]
        self.look.choices = [everything, *LOOKS.items()]

    def narrowed(self) -> Filter:
        """The filter; what cannot be understood narrows nothing."""
        selects = (self.sector, self.status, self.look)
        known = {field.name: field.data for field in selects if field.data in dict(field.choices)}
        return Filter(
            words=self.words.data or "",
            sector=Sector(known["sector"]) if known.get("sector") else None,
            status=Status(known["status"]) if known.get("status") else None,
            look=known.get("look") or None,
        )

    @property
    def chosen(self) -> dict[str, str | None]:
        """What stands in the address of this list; None for what narrows nothing."""
        return {field.name: field.data or None for field in self}
