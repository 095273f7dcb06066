"""What stands on an island's flip chart: in words always, as a picture where there is one."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.events import queries as events
from forum.results import pictures
from forum.results.capture_models import SheetPhoto


def add(event_id: int, island_id: int, transcription: str, image: bytes, *, by: int) -> None:
    """Keeps the words, and the picture without what it tells beside what is seen. Again adds
    nothing.

    Raises:
        Refused: the picture cannot be used.
    """
    events.get_island(event_id, island_id)
    content, media_type = pictures.plain(image) if image else (None, None)
    digest = hashlib.sha256((content or b"") + transcription.encode()).hexdigest()
    with database.transaction() as session:
        values = {
            "island_id": island_id,
            "transcription": transcription,
            "image": content,
            "media_type": media_type,
            "digest": digest,
            "created_at": clock.now(),
            "created_by": by,
        }
        database.add_once(session, SheetPhoto, values)


def get(event_id: int, photo_id: int) -> SheetPhoto:
    """A sheet of a forum with its picture.

    Raises:
        NotFound: this forum has no such sheet.
    """
    query = (
        select(SheetPhoto)
        .where(SheetPhoto.id == photo_id)
        .options(joinedload(SheetPhoto.island), undefer(SheetPhoto.image))
    )
    photo = db.session.scalars(query).first()
    if photo is None or photo.island.event_id != event_id:
        raise NotFound(events.GONE)
    return photo


def remove(event_id: int, photo_id: int) -> None:
    """Destroys the words and the picture of a sheet.

    Raises:
        NotFound: this forum has no such sheet.
    """
    number = get(event_id, photo_id).id
    with database.transaction() as session:
        session.delete(session.get_one(SheetPhoto, number))
