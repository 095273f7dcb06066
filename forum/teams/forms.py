"""Whom somebody names."""

from __future__ import annotations

from typing import Any

from forum.base.forms import AddressField, Form, Invalid, LineField, SelectField, needed
from forum.base.text import _
from forum.base.typed import address_key
from forum.organisations import words as organisation_words
from forum.organisations.models import Sector
from forum.teams.service import Colleague, Team

MOST = 8
"""So many colleagues can be named at once."""
OPEN_AT_FIRST = 3
NO_LINKS = _("Please write only the name here.")
WHICH_SECTOR = _("Please choose the field your organisation works in")


def _only_a_name(_form: Any, field: Any) -> None:
    """Strangers read it in a mail, so that it must not carry an address of a page."""
    if any(sign in (field.data or "") for sign in ("://", "www.", "@")):
        raise Invalid(NO_LINKS)


class TeamForm(Form):
    """Who names whom: one organisation, and up to `MOST` colleagues with an address each."""

    name = LineField(
        _("Your first and last name"),
        longest=100,
        validators=[needed(_("Please enter your name")), _only_a_name],
    )
    email = AddressField(
        _("Your e-mail address"),
        validators=[needed(_("Please enter your e-mail address, for example name@stadt.de"))],
    )
    organisation = LineField(
        _("Organisation"),
        longest=150,
        validators=[needed(_("Please enter your organisation")), _only_a_name],
    )
    sector = SelectField(
        _("Field"), validators=[needed(WHICH_SECTOR)], invalid_choice_message=WHICH_SECTOR
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.sector.choices = [
            ("", _("Please choose")),
            *((sector.value, name) for sector, name in organisation_words.SECTORS.items()),
        ]

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """First name, last name and address of each colleague."""
        return [
            (self[f"first_name_{n}"], self[f"last_name_{n}"], self[f"email_{n}"])
            for n in range(1, MOST + 1)
        ]

    @property
    def is_long(self) -> bool:
        """Whether something stands in the rows that are folded away at first."""
        more = self.rows[OPEN_AT_FIRST:]
        return any(field.data or field.errors for row in more for field in row)

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        seen: set[str] = set()
        rows = [row for row in self.rows if any(field.data for field in row)]
        problems = [self._problem(row, seen) for row in rows]
        if not rows:
            problems.append(self._at(self.rows[0][0], _("Please name at least one person.")))
        return is_valid and not any(problems)

    def _problem(self, row: tuple[Any, Any, Any], seen: set[str]) -> bool:
        first, last, email = row
        is_wrong = False
        for field, sentence in (
            (first, _("Please enter the first name")),
            (last, _("Please enter the last name")),
            (email, _("Please enter the person's own e-mail address")),
        ):
            if not field.data and not field.errors:
                is_wrong = self._at(field, sentence)
        key = address_key(email.data or "")
        if email.data and key in seen:
            sentence = _("Each person needs an address of their own, because each is asked.")
            is_wrong = self._at(email, sentence)
        seen.add(key)
        return is_wrong

    @staticmethod
    def _at(field: Any, sentence: Any) -> bool:
        field.errors = [*field.errors, sentence]
        return True

    def team(self) -> Team:
        """What was typed."""
        return Team(
            name=self.name.data,
            email=self.email.data,
            organisation=self.organisation.data,
            sector=Sector(self.sector.data),
            colleagues=[
                Colleague(first.data, last.data, email.data)
                for first, last, email in self.rows
                if email.data
            ],
        )


for _number in range(1, MOST + 1):
    for _name, _field in (
        ("first_name", LineField(_("First name"), longest=100)),
        ("last_name", LineField(_("Last name"), longest=100)),
        ("email", AddressField(_("E-mail address"))),
    ):
        setattr(TeamForm, f"{_name}_{_number}", _field)
