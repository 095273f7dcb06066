"""What is typed in about oneself and about wishes."""

from __future__ import annotations

from typing import Any

from forum.base.forms import (
    BooleanField,
    Form,
    HiddenField,
    LineField,
    LinesField,
    SelectField,
    SelectMultipleField,
)
from forum.base.text import Text, _
from forum.contacts.directory_queries import Sought
from forum.contacts.directory_service import Said
from forum.contacts.saying import Lines
from forum.contacts.wish_models import Side
from forum.contacts.wish_rules import MOST_LINES, REASON_LENGTH, TEXT_LENGTH
from forum.contacts.wish_service import Asked
from forum.organisations.models import Sector
from forum.organisations.words import SECTORS

NUMBERS = range(1, MOST_LINES + 1)
LONGEST_NOTE = 2000


def _lines(prefix: str, words: Text) -> dict[str, Any]:
    return {
        f"{prefix}{number}": LineField(
            _("%(what)s, %(number)s", what=words, number=number), longest=TEXT_LENGTH
        )
        for number in NUMBERS
    }


_Lines: Any = type(
    "_Lines",
    (Form,),
    {
        **_lines("offers", _("I offer")),
        **_lines("seeks", _("I seek")),
        **_lines("our_offers", _("We offer")),
        **_lines("our_seeks", _("We seek")),
    },
)


class EntryForm(_Lines):
    """What somebody offers and seeks, three lines each; the same for their organisation."""

    @staticmethod
    def shown(lines: Lines) -> dict[str, str]:
        """What stands in the fields for what was said before."""
        names = {
            "offers": (Side.OFFERS, False),
            "seeks": (Side.SEEKS, False),
            "our_offers": (Side.OFFERS, True),
            "our_seeks": (Side.SEEKS, True),
        }
        return {
            f"{name}{number}": text
            for name, key in names.items()
            for number, text in enumerate(lines.get(key, ()), start=1)
        }

    def said(self) -> Said:
        """What was typed."""
        return Said(*(self._typed(n) for n in ("offers", "seeks", "our_offers", "our_seeks")))

    def group(self, name: str) -> list[Any]:
        """The fields of one of the four questions."""
        return [self[f"{name}{number}"] for number in NUMBERS]

    def _typed(self, name: str) -> list[str]:
        return [field.data for field in self.group(name) if field.data]


class SearchForm(Form):
    """What somebody looks for in the directory."""

    words = LineField(_("Name, organisation or word"))
    sector = SelectField(_("Field of work"), validate_choice=False)
    side = SelectField(_("What they say"), validate_choice=False)
    after = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sector.choices = [("", _("all")), *((one.value, SECTORS[one]) for one in Sector)]
        self.side.choices = [
            ("", _("all")),
            (Side.OFFERS.value, _("offers something")),
            (Side.SEEKS.value, _("seeks something")),
        ]

    def sought(self) -> Sought:
        """What is looked for; a word that no list holds looks for anything."""
        sectors = {one.value: one for one in Sector}
        sides = {one.value: one for one in Side}
        return Sought(
            sectors.get(self.sector.data or ""),
            sides.get(self.side.data or ""),
            self.words.data or "",
        )


class ReachForm(Form):
    """How the other one may reach somebody, once both want it."""

    email = BooleanField(_("my e-mail address"))
    phone = BooleanField(_("my phone number"))

    def fields(self) -> list[str]:
        """What was ticked."""
        return [name for name in ("email", "phone") if self[name].data]


class WishForm(ReachForm):
    """A wish for contact with somebody."""

    reason = LineField(_("Why would you like to be in touch?"), longest=REASON_LENGTH)
    may_help = BooleanField(_("The organisers may help"))

    def asked(self) -> Asked:
        """What was typed."""
        return Asked(self.reason.data or "", self.fields(), bool(self.may_help.data))


class PhoneForm(Form):
    """How somebody who agrees by telephone may be reached."""

    email = BooleanField(_("e-mail address"))
    phone = BooleanField(_("phone number"))

    def fields(self) -> list[str]:
        """What was ticked."""
        return [name for name in ("email", "phone") if self[name].data]


class MetForm(Form):
    """Whom somebody has met, by the numbers of their registrations."""

    met = SelectMultipleField(_("Met"), coerce=int, validate_choice=False)


class NoteForm(Form):
    """A note that only its writer reads."""

    note = LinesField(_("My note"), longest=LONGEST_NOTE)
