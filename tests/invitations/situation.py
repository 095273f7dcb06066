"""A forum on a day on which clocks change, in both languages, and what its entries must say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration.models import Registration
from tests import factories
from tests.support.readers.plain import Party, Read
from tests.support.smtp import MailServer

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
TITLES = {
    "de": "Praxisforum: Case-Management im Kommunalen Integrationsmanagement",
    "en": "Practice forum: Case management in municipal integration",
}
LEADS = {
    "de": "Ein Tag für alle, die Menschen beim Ankommen begleiten.",
    "en": "A day for all; come,\nand stay.",
}
ROUTES = {
    "de": "Meine Inseln:\n"
    "10:45 bis 11:25 Uhr: Insel A – Aufenthalt, Raum 201, 2. Obergeschoss\n"
    "11:30 bis 12:10 Uhr: Insel B – Arbeit, Raum 202, 2. Obergeschoss\n"
    "13:15 bis 13:55 Uhr: Insel C – Deutscherwerb, Raum 203, 2. Obergeschoss",
    "en": "My islands:\n"
    "10:45 to 11:25: Island A – Residence, Raum 201, 2nd floor\n"
    "11:30 to 12:10: Island B – Work, Raum 202, 2nd floor\n"
    "13:15 to 13:55: Island C – German, Raum 203, 2nd floor",
}
ROUNDS = {
    "de": ("Runde 1: Insel A – Aufenthalt", "Runde 2: Insel B – Arbeit"),
    "en": ("Round 1: Island A – Residence", "Round 2: Island B – Work"),
}
PLACES = {
    "de": "Raum {}, 2. Obergeschoss, Hochschule Auenstadt",
    "en": "Raum {}, 2nd floor, Hochschule Auenstadt",
}


@dataclass(frozen=True)
class Situation:
    """A language and a day; `hours` before it the forum begins, so that it goes over the night."""

    language: str
    day: date
    hours: int = 0

    @property
    def __name__(self) -> str:
        return f"{self.language}-{self.day}"

    @property
    def speaking(self) -> dict[str, str]:
        """What somebody's browser says about languages."""
        return {"Accept-Language": self.language}


AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)
SITUATIONS = (
    Situation("de", AUTUMN, hours=12),
    Situation("en", AUTUMN),
    Situation("de", SPRING),
    Situation("en", SPRING, hours=12),
)
"""Both days on which clocks change, in both languages."""


def make_event(here: Situation) -> Event:
    """The forum, with everything that an entry can show."""
    starts_at = factories.at(here.day, 9) - timedelta(hours=here.hours)
    made = factories.event(
        slug="kim",
        day=here.day,
        starts_at=starts_at,
        series_en="Practice forum",
        lead_en=LEADS["en"],
    )
    for island, theme in zip(made.islands, ("Residence", "Work", "German"), strict=False):
        island.theme_en, island.questions = theme, "Was fehlt?\n\nWer hilft?"
        assert island.room is not None
        island.room.location_en = "2nd floor"
    db.session.commit()
    return made


def meant(event: Event, here: Situation) -> Read:
    """The day as every entry of it must be read, but for its name and number."""
    return Read(
        uid="",
        sequence=0,
        stamp=NOW,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=TITLES[here.language],
        location="Hochschule Auenstadt, Campusallee 1, 12345 Auenstadt",
        description=LEADS[here.language],
        url="http://localhost/events/kim",
    )


def invited(entry: Read, one: Registration) -> Read:
    """The same with who invites and who is invited."""
    assert one.email is not None
    return replace(
        entry,
        organiser=Party("Kim Beispiel", "praxisforum@stadt.example"),
        guest=Party(one.person.name, one.email, "ACCEPTED"),
    )


def nameless(entry: Read) -> Read:
    """An entry without what tells it from others: name, number and moment of writing."""
    return replace(entry, uid="", sequence=0, stamp=NOW)


def tell(one: Registration, kind: str = "registration-confirmed") -> None:
    """Has somebody told of something."""
    mail.queue(db.session, kind, one.id, event_id=one.event_id)  # type: ignore[arg-type]
    db.session.commit()


def pass_minutes(smtp: MailServer, number: int) -> list[bytes]:
    """The calendar files that arrive now and so many minutes later."""
    known = len(smtp.messages)
    start = clock.now()
    for minute in (0, number) if number else (0,):
        work.maintain(start + timedelta(minutes=minute))
    return files_of(smtp, known)


def files_of(smtp: MailServer, known: int = 0, until: int | None = None) -> list[bytes]:
    """The calendar files of what arrived after so many messages."""
    parts = (part for message in smtp.messages[known:until] for part in message.walk())
    found = [one for one in parts if one.get_content_type() == "text/calendar"]
    return [bytes(one.get_payload(decode=True)) for one in found]  # type: ignore[arg-type]
