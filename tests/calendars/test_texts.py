"""Whatever somebody typed anywhere, every program reads it back as it was meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forum.base import typed
from forum.calendars import entries
from forum.calendars.entries import Entry, Look, Party
from forum.events.models import Event, Island, Room, Round
from forum.invitations import content
from forum.islands.queries import RouteCard, Stop
from forum.registration.models import Registration
from tests.support.readers.plain import Calendar
from tests.support.readers.together import Reader

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

AT, END = datetime(2026, 12, 3, 8, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
AWKWARD = (
    *'";,:\\^\'=', "\\n", "\\N", "\\;", "^n", "\n", "\r\n", "\r", "\x00", "\x0b", "\x0c", "\x1c",
    "\x85", "\u2028", "\u2029", "\t", "😀", "👩‍👩‍👧", "🇩🇪", "שלום", "مرحبا", "\u202e", "\u200f",
    "e\u0301", "Z\u0351\u036b\u0343", "\ufeff", "\r\nATTENDEE:mailto:a@b.example",
    "\nEND:VEVENT\n", "BEGIN:VALARM", "ß", "漢字", "\u00ad", " ",
)  # fmt: skip
PIECES = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
VERY_LONG = "".join(AWKWARD) * 60


@dataclass
class Typed:
    """Everything that somebody may type and a calendar shows."""

    series: str
    title: str
    lead: str
    venue: str
    address: str
    theme: str
    questions: str
    room: str
    where: str
    organiser: str
    guest: str


TYPED = st.builds(Typed, **dict.fromkeys(Typed.__annotations__, TEXTS))  # type: ignore[arg-type]
ALL_AWKWARD = Typed(*["".join(AWKWARD)] * 11)
ALL_LONG = Typed(*[VERY_LONG] * 11)
thorough = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(said: Typed) -> bytes:
    """An invitation with the route of somebody, and one island as an entry of its own."""
    event = Event(slug="kim", starts_at=AT, ends_at=END, venue=said.venue, address=said.address)
    event.series, event.title, event.lead = said.series, said.title, said.lead
    room = Room(name=said.room, location=said.where)
    island = Island(position=0, theme=said.theme, questions=said.questions, room=room)
    stop = Stop(Round(id=1, number=1, starts_at=AT, ends_at=END), island, 3)
    card = RouteCard(1, 1, AT, [stop])
    day = content.day(event, uid="b-day", sequence=4, changed_at=AT, card=card)
    whole = {**day.__dict__, "organiser": Party(said.organiser, "o@stadt.example")}
    whole["guest"] = Party(said.guest, "g@post.example", "TENTATIVE")
    one = Registration(link_id="00")
    own = content.stop(event, one, stop, sequence=4, changed_at=AT)
    named = Look(content.title(event), description=said.lead)
    return entries.calendar_file([Entry(**whole), own], look=named, method="REQUEST")


def line(*parts: str, between: str = ", ") -> str:
    """What a line of an entry shows of these parts."""
    return typed.clean_line(between.join(part for part in parts if part))


def name(text: str) -> str:
    """A name as a parameter can hold it for every program."""
    return line(text).translate({ord('"'): "'", ord("^"): "'", ord("\\"): "/"})


def check_texts(said: Typed, found: Calendar) -> None:
    """Every text is where it belongs, as it was meant."""
    day, own = sorted(found.entries, key=lambda one: one.uid != "b-day")
    title = f"{said.series}: {said.title}" if said.series else said.title
    theme = f"Insel A – {said.theme}"
    where = [said.room, said.where, "Tisch 3"]
    route = "Meine Inseln:\n9:00 bis 15:00 Uhr: " + ", ".join(p for p in (theme, *where) if p)
    description = typed.clean_lines("\n\n".join(part for part in (said.lead, route) if part))
    assert day.summary == line(title)
    assert day.location == line(said.venue, said.address)
    assert day.description == description
    assert (day.organiser.name, day.organiser.address) == (name(said.organiser), "o@stadt.example")
    assert (day.guest.name, day.guest.answer) == (name(said.guest), "TENTATIVE")
    assert own.summary == line(f"Runde 1: {theme}")
    assert own.location == line(*where, said.venue)
    questions = [one.strip() for one in said.questions.splitlines() if one.strip()]
    assert own.description == typed.clean_lines("\n".join(questions))


def check_lines(raw: bytes) -> None:
    """Lines end as they must, are no longer than allowed, and break between characters."""
    assert raw.endswith(b"\r\n")
    lines = raw[:-2].split(b"\r\n")
    for one in lines:
        assert len(one) <= 75
        assert one.decode().isprintable() or not set(one) & {*range(9), *range(10, 32), 127}
    starts = [one for one in lines if not one.startswith(b" ")]
    assert not [one for one in starts if one.startswith((b"BEGIN:VALARM", b"ATTENDEE:"))]
    assert starts.count(b"BEGIN:VEVENT") == starts.count(b"END:VEVENT") == 2


@thorough
@given(said=TYPED)
@example(said=ALL_AWKWARD)
@example(said=ALL_LONG)
@example(said=Typed(*[""] * 11))
def test_every_program_reads_what_was_typed(ctx: Flask, read_by_all: Reader, said: Typed) -> None:
    raw = written(said)
    check_lines(raw)
    check_texts(said, read_by_all(raw))


@pytest.mark.parametrize("wide", ["ä", "€", "😀", "e\u0301", "👩‍👩‍👧"])
def test_no_character_breaks_wherever_the_line_ends(
    ctx: Flask, read_by_all: Reader, wide: str
) -> None:
    for before in range(4):
        said = Typed(*["x" * before + wide * 60] * 11)
        raw = written(said)
        check_lines(raw)
        check_texts(said, read_by_all(raw))
