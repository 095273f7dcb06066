"""What the register's choices are called for people."""

from forum.base.text import Text, _
from forum.organisations.models import Level, Sector, Source, Status
from forum.organisations.register_models import TieKind

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

STATUSES: dict[Status, Text] = {
    Status.PROPOSED: _("proposed"),
    Status.CONFIRMED: _("confirmed"),
    Status.MERGED: _("merged into another"),
}

LEVELS: dict[Level, Text] = {
    Level.LOCAL: _("town or municipality"),
    Level.DISTRICT: _("district"),
    Level.REGION: _("region"),
    Level.STATE: _("federal state"),
    Level.FEDERAL: _("whole country"),
}

TIES: dict[TieKind, Text] = {
    TieKind.PART_OF: _("part of"),
    TieKind.MEMBER_OF: _("member of"),
}

SOURCES: dict[Source, Text] = {
    Source.TYPED: _("typed or from a list"),
    Source.CHOSEN: _("chosen by somebody who registered"),
    Source.ORGANISER: _("added by organisers"),
}
