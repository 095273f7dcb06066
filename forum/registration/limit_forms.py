"""Limits, deadlines and terms, as organisers type them; and why a forum is off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from wtforms import Field

from forum.base import clock
from forum.base.forms import (
    DayField,
    Form,
    IntegerField,
    Invalid,
    LinesField,
    NumberField,
    Optional,
    moment,
    needed,
)
from forum.base.text import _
from forum.events.limit_models import LimitKind
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.registration import words
from forum.registration.limits import Scope

LATEST = time(23, 59)
A_NUMBER = _("Please enter a whole number, or leave this empty.")


def _count(label: Any, most: int) -> IntegerField:
    def check(_form: Any, field: Any) -> None:
        if field.data is not None and not 0 <= field.data <= most:
            raise Invalid(A_NUMBER)

    return IntegerField(label, [Optional(), check], invalid_value_message=A_NUMBER)


class TermsForm(Form):
    """Deadlines and terms."""

    door_places = NumberField(_("Places for the door"), least=0, most=5000)
    hold_hours = NumberField(_("Hours to confirm the address"), least=1, most=336)
    offer_hours = NumberField(_("Hours to take an offered place"), least=1, most=336)
    changes_until = DayField(_("Participants change and cancel until"), [Optional()])
    needs_deadline = DayField(_("Support can be arranged until"), [Optional()])
    reminder_days = NumberField(_("Reminder, days before the forum"), least=0, most=60)

    def terms(self) -> dict[str, Any]:
        """What was typed; an empty day means the start of the forum or the end of registration."""
        return {
            "door_places": self.door_places.data,
            "hold_hours": self.hold_hours.data,
            "offer_hours": self.offer_hours.data,
            "reminder_days": self.reminder_days.data,
            "changes_until": _end_of(self.changes_until.data),
            "needs_deadline": _end_of(self.needs_deadline.data),
        }


def _end_of(day: Any) -> datetime | None:
    return moment(day, LATEST) if day else None


def _name(kind: LimitKind, sector: Sector | None) -> str:
    return f"{kind.value}_{sector.value if sector else 'any'}"


SCOPES: tuple[Scope, ...] = (
    (LimitKind.ORGANISATION, None),
    *((kind, sector) for sector in Sector for kind in LimitKind),
)


class LimitsForm(TermsForm):
    """All limits of a forum: for each field of work how many people, how many of one organisation,
    and which share of the places is kept for it."""

    def scope(self, kind: str, sector: Sector | None = None) -> Field:
        """The field of one limit."""
        return self[_name(LimitKind(kind), sector)]

    def limits(self) -> dict[Scope, int]:
        """What was typed; empty and, for a share, 0 mean no limit."""
        found = {scope: self[_name(*scope)].data for scope in SCOPES}
        return {
            scope: number
            for scope, number in found.items()
            if number is not None and (number or scope[0] is not LimitKind.RESERVED)
        }


for _kind, _sector in SCOPES:
    _words = words.SECTORS[_sector] if _sector else _("Any organisation")
    setattr(
        LimitsForm,
        _name(_kind, _sector),
        _count(
            {
                LimitKind.SECTOR: _("%(name)s: people at most", name=_words),
                LimitKind.ORGANISATION: _("%(name)s: of one organisation at most", name=_words),
                LimitKind.RESERVED: _("%(name)s: percent kept", name=_words),
            }[_kind],
            100 if _kind is LimitKind.RESERVED else 5000,
        ),
    )


def shown(event: Event, limits: Mapping[Scope, int]) -> dict[str, Any]:
    """What is set, as the form shows it."""
    return {
        "door_places": event.door_places,
        "hold_hours": event.hold_hours,
        "offer_hours": event.offer_hours,
        "reminder_days": event.reminder_days,
        "changes_until": _day(event.changes_until),
        "needs_deadline": _day(event.needs_deadline),
        **{_name(*scope): number for scope, number in limits.items()},
    }


def _day(at: datetime | None) -> Any:
    return clock.in_berlin(at).date() if at else None


class OffForm(Form):
    """Why a forum is cancelled."""

    reason = LinesField(_("What participants read"), longest=1000)
    reason_en = LinesField(_("What participants read, in English"), longest=1000)


class PostponeForm(OffForm):
    page_order = ("day",)
    day = DayField(_("New day"), [needed(_("Please enter the new day."))])

    @staticmethod
    def proposed(event: Event) -> dict[str, Any]:
        """Four weeks later, on the same day of the week."""
        return {"day": (clock.in_berlin(event.starts_at) + timedelta(weeks=4)).date()}
