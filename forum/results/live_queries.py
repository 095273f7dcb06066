"""What can be asked about all islands of a forum while they collect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.base.database import db
from forum.events.models import Island
from forum.results.capture_models import CaptureDevice, IslandCapture, SheetPhoto
from forum.results.models import CardColumn, CardGroup, ResultCard


@dataclass(frozen=True)
class Summary:
    """An island as organisers see it while results are collected."""

    island: Island
    capture: IslandCapture | None
    cards: int
    per_column: Mapping[CardColumn, int]
    groups: int
    conflicts: int
    devices: Sequence[CaptureDevice]
    photos: int

    @property
    def seen_at(self) -> datetime | None:
        """When a device of it was last heard of."""
        return max((one.seen_at for one in self.devices), default=None)

    @property
    def waiting(self) -> int:
        """How many cards wait on its devices, as far as they have said."""
        return sum(one.waiting for one in self.devices)


def summaries(islands: Sequence[Island]) -> list[Summary]:
    """Every island of a forum with its numbers; a constant number of statements."""
    ids = [one.id for one in islands]
    captures, devices = _captures(ids), _devices(ids)
    cards, conflicts = _cards(ids)
    groups, photos = _count_by_island(CardGroup, ids), _count_by_island(SheetPhoto, ids)
    return [
        Summary(
            island=one,
            capture=captures.get(one.id),
            cards=sum(cards[one.id].values()),
            per_column=cards[one.id],
            groups=groups.get(one.id, 0),
            conflicts=conflicts[one.id],
            devices=devices[one.id],
            photos=photos.get(one.id, 0),
        )
        for one in islands
    ]


def _captures(ids: Sequence[int]) -> dict[int, IslandCapture]:
    query = (
        select(IslandCapture)
        .where(IslandCapture.island_id.in_(ids))
        .options(joinedload(IslandCapture.island))
    )
    return {one.island_id: one for one in db.session.scalars(query)}


def _cards(ids: Sequence[int]) -> tuple[dict[int, dict[CardColumn, int]], dict[int, int]]:
    """By the island's id: cards by column, and how many have two texts."""
    cards: dict[int, dict[CardColumn, int]] = {number: {} for number in ids}
    conflicts = dict.fromkeys(ids, 0)
    query = (
        select(
            ResultCard.island_id,
            ResultCard.column,
            func.count(),
            func.count(ResultCard.other_text),
        )
        .where(ResultCard.island_id.in_(ids), ResultCard.removed_at.is_(None))
        .group_by(ResultCard.island_id, ResultCard.column)
    )
    for island_id, column, number, doubled in db.session.execute(query):
        cards[island_id][column] = number
        conflicts[island_id] += doubled
    return cards, conflicts


def _devices(ids: Sequence[int]) -> dict[int, list[CaptureDevice]]:
    devices: dict[int, list[CaptureDevice]] = {number: [] for number in ids}
    query = (
        select(CaptureDevice)
        .where(CaptureDevice.island_id.in_(ids))
        .order_by(CaptureDevice.is_host.desc(), CaptureDevice.seen_at.desc())
    )
    for device in db.session.scalars(query):
        devices[device.island_id].append(device)
    return devices


def _count_by_island(table: type[CardGroup | SheetPhoto], ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(table.island_id, func.count())
        .where(table.island_id.in_(ids))
        .group_by(table.island_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
