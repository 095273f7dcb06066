"""What strangers are shown of a forum, as plain values: two statements, whatever it holds."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events.models import Event, Island, ProgrammeItem, Room, Round
from forum.events.team_models import IslandHost, TeamRole


@dataclass(frozen=True)
class Isle:
    """An island as strangers see it."""

    position: int
    theme: str
    theme_en: str
    questions: str
    questions_en: str
    hosts: tuple[str, ...]
    """The organisations that receive people there, each once."""

    @property
    def letter(self) -> str:
        return chr(ord("A") + self.position)

    @property
    def sign(self) -> str:
        """The name of its sign in the sprite."""
        return self.letter.lower()


@dataclass(frozen=True)
class Part:
    """A line of the day: a part of the programme, or an island round."""

    starts_at: datetime
    ends_at: datetime
    title: str
    title_en: str
    note: str
    note_en: str
    room: str
    round_number: int | None

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).seconds / 60)


@dataclass(frozen=True)
class Announcement:
    """A forum's row with its islands and its day. Equal where strangers are shown the same."""

    event: Row[Any]
    islands: tuple[Isle, ...]
    day: tuple[Part, ...]


def get(slug: str) -> Announcement:
    """The forum with this word in its address, if strangers may see it.

    Raises:
        NotFound: there is none, or it is still a draft.
    """
    event = db.session.execute(select(Event.__table__).where(Event.slug == slug)).first()
    if event is None or event.published_at is None:
        raise NotFound(_("There is no forum at this address."))
    rows = db.session.execute(_parts(), {"event_id": event.id}).all()
    islands = [row for row in rows if row.kind == "island"]
    parts = [_part(row) for row in rows if row.kind != "island"]
    day = sorted(parts, key=lambda part: (part.starts_at, part.ends_at))
    by_position = groupby(islands, key=lambda row: row.number)
    return Announcement(event, tuple(_isle(hosts) for _number, hosts in by_position), tuple(day))


@functools.cache
def _parts() -> CompoundSelect[Any]:
    """Programme, rounds and islands of the forum `event_id` in one statement."""
    return union_all(_items(), _rounds(), _islands()).order_by("kind", "number", "place")


_OF_FORUM = bindparam("event_id", type_=Integer)
_NOTHING = literal_column("''", String)
_ZERO = literal_column("0", Integer)


def _items() -> Any:
    return (
        select(
            literal_column("'item'", String).label("kind"),
            ProgrammeItem.starts_at,
            ProgrammeItem.ends_at,
            _ZERO.label("number"),
            ProgrammeItem.id.label("place"),
            ProgrammeItem.title,
            ProgrammeItem.title_en,
            ProgrammeItem.note,
            ProgrammeItem.note_en,
            func.coalesce(Room.name, "").label("beside"),
        )
        .outerjoin(ProgrammeItem.room)
        .where(ProgrammeItem.event_id == _OF_FORUM)
    )


def _rounds() -> Any:
    spans = (Round.starts_at, Round.ends_at, Round.number)
    query = select(literal_column("'round'", String), *spans, _ZERO, *[_NOTHING] * 5)
    return query.where(Round.event_id == _OF_FORUM)


def _islands() -> Any:
    """An island stands once for each host who is here."""
    query = select(
        literal_column("'island'", String),
        null(),
        null(),
        Island.position,
        func.coalesce(IslandHost.id, 0),
        Island.theme,
        Island.theme_en,
        Island.questions,
        Island.questions_en,
        func.coalesce(IslandHost.organisation, ""),
    )
    receives = and_(
        IslandHost.island_id == Island.id,
        IslandHost.role == TeamRole.HOST,
        IslandHost.away_at.is_(None),
    )
    return query.outerjoin(IslandHost, receives).where(Island.event_id == _OF_FORUM)


def _part(row: Row[Any]) -> Part:
    texts = (row.title, row.title_en, row.note, row.note_en, row.beside)
    number = row.number if row.kind == "round" else None
    return Part(row.starts_at, row.ends_at, *texts, number)


def _isle(rows: Iterable[Row[Any]]) -> Isle:
    one, *more = rows
    hosts = dict.fromkeys(row.beside for row in (one, *more) if row.beside)
    return Isle(one.number, one.title, one.title_en, one.note, one.note_en, tuple(hosts))
