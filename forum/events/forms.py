"""What organisers type about a forum itself."""

from __future__ import annotations

from datetime import time
from typing import Any

from forum.base import clock, typed
from forum.base.forms import (
    AddressField,
    ClockField,
    DayField,
    Form,
    HiddenField,
    LineField,
    LinesField,
    NumberField,
    moment,
    needed,
)
from forum.base.text import Text, _
from forum.events.models import Event

LATEST = time(23, 59)
"""Until when on its last day registration is open."""
SLUG = 60


class Dates(Form):
    """When a forum takes place and how many it takes."""

    day = DayField(_("Day"), [needed(_("Please enter the day of the forum."))])
    starts = ClockField(_("Start"), [needed(_("Please enter when the forum starts."))])
    ends = ClockField(_("End"), [needed(_("Please enter when the forum ends."))])
    deadline = DayField(
        _("Registration until"),
        [needed(_("Please enter the last day for registration."))],
    )
    capacity = NumberField(
        _("Places"),
        least=1,
        most=5000,
        validators=[needed(_("Please enter how many people can take part."))],
    )

    def dates(self) -> dict[str, Any]:
        """The typed days and times as moments."""
        return {
            "starts_at": moment(self.day.data, self.starts.data),
            "ends_at": moment(self.day.data, self.ends.data),
            "registration_deadline": moment(self.deadline.data, LATEST),
            "capacity": self.capacity.data,
        }


class NewForumForm(Dates):
    page_order = ("title", "series", "slug")
    series = LineField(_("Series"))
    title = LineField(_("Title"), validators=[needed(_("Please give the forum a title."))])
    venue = LineField(_("Venue"))
    slug = LineField(_("Address of the page"), longest=SLUG)

    @property
    def word(self) -> str:
        """What stands in the address: as typed, made fit for it, or else from the title."""
        return typed.slug(self.slug.data) or typed.slug(self.title.data) or "forum"

    def values(self) -> dict[str, Any]:
        texts = {name: self[name].data for name in ("title", "series", "venue")}
        return {**self.dates(), **texts, "slug": self.word}


class SettingsForm(Dates):
    """All texts of a forum; `_en` is the English beside the German."""

    page_order = ("series", "title")
    version = HiddenField()
    series = LineField(_("Series"))
    series_en = LineField(_("Series in English"))
    title = LineField(_("Title"), validators=[needed(_("Please give the forum a title."))])
    title_en = LineField(_("Title in English"))
    lead = LinesField(_("In one sentence"), longest=500)
    lead_en = LinesField(_("In one sentence, in English"), longest=500)
    about = LinesField(_("What it is about"))
    about_en = LinesField(_("What it is about, in English"))
    results_use = LinesField(_("What happens with the results"))
    results_use_en = LinesField(_("What happens with the results, in English"))
    venue = LineField(_("Venue"))
    address = LineField(_("Address"))
    directions = LinesField(_("Getting there"))
    directions_en = LinesField(_("Getting there, in English"))
    on_site = LinesField(_("In the building"))
    on_site_en = LinesField(_("In the building, in English"))
    contact_name = LineField(_("Contact person"))
    contact_email = AddressField(_("E-mail address of the contact person"))
    contact_phone = LineField(_("Telephone of the contact person"), longest=60)

    overtaken = False

    def refuse(self, sentence: Text, field: str | None = None) -> None:
        """A refusal about the version concerns the whole form."""
        self.overtaken = field == "version"
        super().refuse(sentence, None if self.overtaken else field)

    def typed_version(self) -> int:
        """The version that was looked at; 0, which no forum has, for a damaged one."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def values(self) -> dict[str, Any]:
        return {**self.dates(), **{name: self[name].data for name in TEXTS}}


TEXTS = tuple(
    name
    for name in SettingsForm.__dict__
    if name in Event.__table__.columns and name not in {"version", "capacity"}
)


def settings_of(event: Event) -> dict[str, Any]:
    """What stands in the settings of a forum, as its form shows it."""
    starts, ends = clock.in_berlin(event.starts_at), clock.in_berlin(event.ends_at)
    return {
        **{name: getattr(event, name) for name in TEXTS},
        "version": event.version,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "deadline": clock.in_berlin(event.registration_deadline).date(),
        "capacity": event.capacity,
    }
