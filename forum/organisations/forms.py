"""What organisers type about organisations."""

from __future__ import annotations

from typing import Any

from forum.base import clock
from forum.base.forms import (
    AddressField,
    DayField,
    Form,
    Invalid,
    LineField,
    Optional,
    SelectField,
    needed,
)
from forum.base.text import _
from forum.organisations import words
from forum.organisations.models import Level, Organisation, Sector

NAME = _("Please enter the name of the organisation.")
SHORT, LONG = 60, 200
OF_ENTRY = ("short_name", "legal_form", "place", "website", "email", "valid_from")


class OrganisationForm(Form):
    """All that is known about an organisation but its name."""

    short_name = LineField(_("Short name"), longest=SHORT)
    legal_form = LineField(_("Legal form"), longest=SHORT)
    sector = SelectField(_("Field"))
    level = SelectField(_("How far it reaches"))
    place = LineField(_("Place"), longest=100)
    website = LineField(_("Website"), longest=LONG)
    email = AddressField(_("Mailbox of the organisation"))
    valid_from = DayField(_("Exists since"), [Optional()])

    def __init__(self, organisation: Organisation, **more: Any) -> None:
        known = {name: getattr(organisation, name) for name in OF_ENTRY}
        level = organisation.level.value if organisation.level else ""
        known |= {"sector": organisation.sector.value, "level": level}
        super().__init__(data=known, **more)
        self.valid_to = organisation.valid_to
        self.sector.choices = [(one.value, name) for one, name in words.SECTORS.items()]
        self.level.choices = [
            ("", _("not known")),
            *((one.value, name) for one, name in words.LEVELS.items()),
        ]

    def validate_website(self, field: LineField) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise Invalid(_("Please enter the whole address, for example https://www.stadt.de"))

    def validate_valid_from(self, field: DayField) -> None:
        if field.data and self.valid_to and field.data > self.valid_to:
            raise Invalid(_("The organisation cannot begin after its end."))

    def values(self) -> dict[str, Any]:
        """What was typed, as the register keeps it."""
        kept = {name: self[name].data or "" for name in OF_ENTRY[:-1]}
        return {
            **kept,
            "valid_from": self.valid_from.data,
            "sector": Sector(self.sector.data),
            "level": Level(self.level.data) if self.level.data else None,
        }


class RenameForm(Form):
    name = LineField(_("New name"), longest=LONG, validators=[needed(NAME)])
    since = DayField(_("Valid from"), [needed(_("Please enter a day, for example 03.12.2026"))])


class CloseForm(Form):
    """Until when the organisation existed; empty where it goes on."""

    valid_to = DayField(_("Last day"), [Optional()])


class SpellingForm(Form):
    spelling = LineField(_("Another spelling"), longest=LONG, validators=[needed(NAME)])


class TieForm(Form):
    kind = SelectField(_("This organisation is"))
    parent = LineField(_("Name of the other organisation"), longest=LONG, validators=[needed(NAME)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [(one.value, name) for one, name in words.TIES.items()]


class TermForm(Form):
    short = LineField(
        _("Abbreviation or phrase"),
        longest=SHORT,
        validators=[needed(_("Please enter an abbreviation, for example KI"))],
    )
    meaning = LineField(
        _("What it stands for"),
        longest=LONG,
        validators=[needed(_("Please write out what the abbreviation stands for."))],
    )


def today() -> Any:
    """The day it is in Germany."""
    return clock.in_berlin(clock.now()).date()
