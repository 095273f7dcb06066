"""What states and fields of work are called for people."""

from forum.base.text import Text, _
from forum.organisations.models import Sector
from forum.registration.models import State

SECTORS: dict[Sector, Text] = {
    Sector.ADMINISTRATION: _("Administration"),
    Sector.WELFARE: _("Independent welfare"),
    Sector.MIGRANT: _("Migrant organisation"),
    Sector.COMPANY: _("Company"),
    Sector.EDUCATION: _("Education"),
    Sector.HEALTH: _("Health"),
    Sector.JUSTICE: _("Justice and police"),
    Sector.OTHER: _("Another field"),
}

STATES: dict[State, Text] = {
    State.CONFIRMED: _("place given"),
    State.HELD: _("not confirmed yet"),
    State.WAITING: _("waiting list"),
    State.CANCELLED: _("cancelled"),
    State.EXPIRED: _("expired"),
}

LOOKS: dict[str, Text] = {
    "damaged": _("names that have lost letters"),
    "unreachable": _("without e-mail address"),
}
