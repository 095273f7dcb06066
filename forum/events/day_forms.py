"""What organisers type about the day: parts of the programme and island rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms.fields.choices import SelectChoice

from forum.base import clock
from forum.base.forms import (
    ClockField,
    Form,
    LineField,
    LinesField,
    NumberField,
    SelectField,
    moment,
    needed,
)
from forum.base.text import _
from forum.events import rules
from forum.events.models import Event, ItemKind, ProgrammeItem, Room, Round

KINDS = {
    ItemKind.ARRIVAL: _("Arrival"),
    ItemKind.GREETING: _("Greeting"),
    ItemKind.TALK: _("Talk"),
    ItemKind.KEYNOTE: _("Keynote impulse"),
    ItemKind.BREAK: _("Break"),
    ItemKind.PLENARY: _("Plenary"),
    ItemKind.NETWORKING: _("Networking"),
}
NO_ROOM = "0"
_START = _("Please enter when it starts, for example 9:30")
_PICK = _("Please choose one from the list.")


class RoomField(SelectField):
    """One of the forum's rooms, or none; `room_id` is what was chosen."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, invalid_choice_message=_PICK, **more)

    def offer(self, rooms: Sequence[Room]) -> None:
        none = SelectChoice(NO_ROOM, _("No room yet"))
        self.choices = [none, *(SelectChoice(str(room.id), room.name) for room in rooms)]

    @property
    def room_id(self) -> int | None:
        return int(self.data) if self.data and self.data != NO_ROOM else None


class ItemForm(Form):
    kind = SelectField(
        _("Kind"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        invalid_choice_message=_PICK,
    )
    title = LineField(_("Title"), validators=[needed(_("Please give this part a title."))])
    title_en = LineField(_("Title in English"))
    note = LinesField(_("Note"), longest=500)
    note_en = LinesField(_("Note in English"), longest=500)
    starts = ClockField(_("Start"), [needed(_START)])
    ends = ClockField(_("End"), [needed(_("Please enter when it ends, for example 9:45"))])
    room = RoomField(_("Room"))

    def values(self, event: Event) -> dict[str, Any]:
        day = _day(event)
        return {
            "kind": ItemKind(self.kind.data),
            **{name: self[name].data for name in ("title", "title_en", "note", "note_en")},
            "starts_at": moment(day, self.starts.data),
            "ends_at": moment(day, self.ends.data),
            "room_id": self.room.room_id,
        }


class RoundForm(Form):
    starts = ClockField(_("Start"), [needed(_START)])
    minutes = NumberField(
        _("Length in minutes"),
        least=5,
        most=240,
        validators=[needed(_("Please enter how many minutes the round takes."))],
    )

    def span(self, event: Event) -> tuple[datetime, datetime]:
        start = moment(_day(event), self.starts.data)
        return start, start + timedelta(minutes=self.minutes.data)


class RowOfRoundsForm(RoundForm):
    number = NumberField(
        _("Number of rounds"),
        least=1,
        most=10,
        validators=[needed(_("Please enter how many rounds there are."))],
    )
    changeover = NumberField(
        _("Minutes to change between islands"),
        least=0,
        most=60,
        validators=[needed(_("Please enter how many minutes there are to change; 0 for none."))],
    )

    def spans(self, event: Event) -> list[tuple[datetime, datetime]]:
        return rules.row_of_rounds(
            moment(_day(event), self.starts.data),
            number=self.number.data,
            minutes=self.minutes.data,
            changeover=self.changeover.data,
        )


def item_values(item: ProgrammeItem) -> dict[str, Any]:
    """What stands in a part of the programme, as its form shows it."""
    return {
        **{name: getattr(item, name) for name in ("title", "title_en", "note", "note_en")},
        "kind": item.kind.value,
        "starts": _wall(item.starts_at),
        "ends": _wall(item.ends_at),
        "room": str(item.room_id or NO_ROOM),
    }


def round_values(round_: Round) -> dict[str, Any]:
    """What stands in an island round, as its form shows it."""
    length = round_.ends_at - round_.starts_at
    return {
        "starts": _wall(round_.starts_at),
        "minutes": round(length.total_seconds() / 60),
    }


def usual_rounds(existing: Sequence[Round]) -> dict[str, Any]:
    """What is offered to begin with: three rounds, or one more after those there are."""
    if not existing:
        return {"number": 3, "minutes": 25, "changeover": 5}
    after = existing[-1].ends_at + timedelta(minutes=5)
    return {**round_values(existing[-1]), "starts": _wall(after), "number": 1, "changeover": 5}


def _wall(at: datetime) -> time:
    return clock.in_berlin(at).time()


def _day(event: Event) -> date:
    return clock.in_berlin(event.starts_at).date()
