"""What organisers type about islands, rooms and hosts."""

from __future__ import annotations

from typing import Any

from wtforms import SelectChoice

from forum.base import shown
from forum.base.forms import (
    AddressField,
    BooleanField,
    Form,
    Invalid,
    LineField,
    LinesField,
    NumberField,
    SelectField,
    SelectMultipleField,
    needed,
)
from forum.base.text import Text, _
from forum.events.day_forms import NO_ROOM, RoomField
from forum.events.models import Island, Room
from forum.events.team_models import IslandHost, TeamRole

QUESTIONS = 4
ROLES: dict[TeamRole, Text] = {
    TeamRole.HOST: _("Receives people (host)"),
    TeamRole.NOTE_TAKER: _("Takes notes"),
    TeamRole.DEPUTY: _("Steps in when a host is missing (deputy)"),
}
ROLE_NAMES: dict[TeamRole, Text] = {
    TeamRole.HOST: _("Host"),
    TeamRole.NOTE_TAKER: _("Takes notes"),
    TeamRole.DEPUTY: _("Deputy"),
}
PEOPLE = 500


class IslandForm(Form):
    theme = LineField(_("Theme"), longest=120, validators=[needed(_("Please enter the theme."))])
    theme_en = LineField(_("Theme in English"), longest=120)
    questions = LinesField(_("Guiding questions"), longest=1000)
    questions_en = LinesField(_("Guiding questions in English"), longest=1000)
    room = RoomField(_("Room"))
    new_room = LineField(_("Or the name of a new room"), longest=100)
    minimum = NumberField(
        _("At least so many people"),
        least=0,
        most=PEOPLE,
        validators=[needed(_("Please enter how many people an island needs; 0 for any number."))],
    )
    maximum = NumberField(
        _("At most so many people"),
        least=1,
        most=PEOPLE,
        validators=[needed(_("Please enter how many people the island can take."))],
    )

    languages = LineField(_("Languages that are spoken there"), longest=100)
    table_places = NumberField(
        _("People at one table"),
        least=0,
        most=100,
        validators=[needed(_("Please enter how many people sit at one table; 0 for no tables."))],
    )
    closed = SelectMultipleField(_("Closed in these rounds"), coerce=int)

    def validate_questions(self, field: LinesField) -> None:
        if len(shown.lines(field.data or "")) > QUESTIONS:
            raise Invalid(
                _("Please enter at most %(most)s questions, one on each line.", most=QUESTIONS)
            )

    validate_questions_en = validate_questions

    def validate_new_room(self, field: LineField) -> None:
        if field.data and self.room.room_id:
            raise Invalid(_("Please choose a room or name a new one, not both."))

    def validate_maximum(self, field: NumberField) -> None:
        if None not in (self.minimum.data, field.data) and field.data < self.minimum.data:
            raise Invalid(_("Please enter at least as many people as the island needs."))

    def values(self) -> dict[str, Any]:
        names = ("theme", "theme_en", "new_room", "minimum", "maximum", "languages", "table_places")
        return {
            **{name: self[name].data for name in names},
            "questions": "\n".join(shown.lines(self.questions.data)),
            "questions_en": "\n".join(shown.lines(self.questions_en.data)),
            "room_id": self.room.room_id,
            "closed": self.closed.data or [],
        }


class RoomForm(Form):
    name = LineField(_("Name"), longest=100, validators=[needed(_("Please name the room."))])
    location = LineField(_("Where it is"))
    location_en = LineField(_("Where it is, in English"))
    is_step_free = BooleanField(_("Can be reached without steps"))
    has_hearing_loop = BooleanField(_("Has a hearing loop"))

    def values(self) -> dict[str, Any]:
        names = ("name", "location", "location_en", "is_step_free", "has_hearing_loop")
        return {name: self[name].data for name in names}


class HostForm(Form):
    name = LineField(_("Name"), validators=[needed(_("Please enter the name of the host."))])
    organisation = LineField(_("Organisation"))
    email = AddressField(_("E-mail address"))
    role = SelectField(
        _("What this person does"),
        choices=[SelectChoice(role.value, name) for role, name in ROLES.items()],
    )

    def values(self) -> dict[str, Any]:
        names = ("name", "organisation", "email")
        return {**{name: self[name].data for name in names}, "role": TeamRole(self.role.data)}


def island_values(island: Island) -> dict[str, Any]:
    """What stands on an island, as its form shows it."""
    names = (
        "theme", "theme_en", "questions", "questions_en", "minimum", "maximum",
        "languages", "table_places",
    )  # fmt: skip
    return {
        **{name: getattr(island, name) for name in names},
        "closed": [one.round_id for one in island.closures],
        "room": str(island.room_id or NO_ROOM),
    }


def room_values(room: Room) -> dict[str, Any]:
    """What is known of a room, as its form shows it."""
    names = ("name", "location", "location_en", "is_step_free", "has_hearing_loop")
    return {name: getattr(room, name) for name in names}


def host_values(host: IslandHost) -> dict[str, str]:
    """What is known of a host, as the form shows it."""
    known = {name: getattr(host, name) for name in ("name", "organisation", "email")}
    return {**known, "role": host.role.value}
