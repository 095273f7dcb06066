"""Opening islands for capture: the links, the code, and the phase an island is in."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from flask import current_app
from limits import parse
from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from forum.base import addresses, clock, database, limiting, links
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.events.models import Event, Island
from forum.events.team_models import IslandHost
from forum.results import capture_rules as rules
from forum.results.capture_models import IslandCapture, Phase
from forum.results.release_models import Release

DOOR, HOST, TABLE = "capture-door", "capture-host", "capture-table"
"""The purposes of an island's links: with the code to the host's page, that page, the table."""

TRIES_OF_CLIENT = parse("10 per 10 minutes")
TRIES_OF_ISLAND = parse("100 per hour")
WRONG_LINK = _(
    "This link does not open an island. Please use the code on the table or on the door, or ask "
    "the organisers."
)
NOT_OPEN = _("This link opens on the day of the forum and for two days after it.")
IS_RELEASED = _(
    "The results of this forum are published, and first wordings are deleted with that. The "
    "organisers can still add a sentence at their desk."
)
WRONG_CODE = _("These are not the six digits of this island. Please look at them once more.")


def prepare(event_id: int) -> None:
    """Opens every island of a forum for capture; those that are open stay as they are."""
    islands = [one.id for one in events.islands_of(event_id)]
    with database.transaction() as session:
        for number in islands:
            _open(session, number)


def begin(island_id: int) -> IslandCapture:
    """The same for one island, by its host."""
    with database.transaction() as session:
        return _open(session, island_id)


def _open(session: Session, island_id: int) -> IslandCapture:
    def make() -> IslandCapture:
        return IslandCapture(
            island_id=island_id,
            link_id=links.new_id(),
            link_revision=0,
            phase=Phase.COLLECT,
            created_at=clock.now(),
        )

    return database.add_or_find(
        session, find=lambda: session.get(IslandCapture, island_id), make=make
    )


def renew(event_id: int, island_id: int) -> None:
    """Makes every link and the code of an island anew; those given out before open nothing."""
    events.get_island(event_id, island_id)
    with database.transaction() as session:
        capture = locked(session, island_id)
        capture.link_revision += 1


def renew_table(island_id: int) -> None:
    """Makes the code on the table anew; the one before opens nothing, the team's links stay."""
    with database.transaction() as session:
        capture = locked(session, island_id)
        capture.table_revision += 1


def set_phase(island_id: int, phase: Phase) -> None:
    """An island goes on to another phase, or back to one."""
    with database.transaction() as session:
        locked(session, island_id).phase = phase


def locked(session: Session, island_id: int) -> IslandCapture:
    """The island's row, held until the transaction ends, so that cards get numbers one by one."""
    query = select(IslandCapture).where(IslandCapture.island_id == island_id).with_for_update()
    found = session.scalars(query).first()
    return found if found is not None else _open(session, island_id)


def token_of(capture: IslandCapture, purpose: str) -> str:
    """The token of one of an island's links."""
    key = str(current_app.config["SECRET_KEY"])
    return links.token(key, purpose, capture.link_id, _revision(capture, purpose))


def _revision(capture: IslandCapture, purpose: str) -> int:
    """What a link of this purpose was made with; the sum only grows, so that none comes back."""
    return capture.link_revision + (capture.table_revision if purpose == TABLE else 0)


def token_for(host: IslandHost) -> str:
    """The token of the host's page for one person of the team: it ends when they are noted as not
    coming, when somebody else takes their place, and with their own link."""
    key = str(current_app.config["SECRET_KEY"])
    return links.token(key, HOST, host.link_id, host.link_revision)


def code_of(capture: IslandCapture) -> str:
    """The six digits that the island's team is told."""
    key = str(current_app.config["SECRET_KEY"])
    return rules.code(key, capture.link_id, capture.link_revision)


def address_of(capture: IslandCapture, purpose: str) -> str:
    """The full address behind one of an island's codes."""
    endpoint = {DOOR: "capture.door", HOST: "capture.host", TABLE: "table.page"}[purpose]
    return addresses.absolute(endpoint, token=token_of(capture, purpose))


def get(token: str, purpose: str) -> IslandCapture:
    """The island that a link opens, with its forum.

    Raises:
        NotFound: the link opens nothing, not today, or not any more.
    """
    link_id = links.link_id_of(token)
    capture = _of_link(token, purpose, link_id) if link_id else None
    if capture is None:
        raise NotFound(WRONG_LINK)
    if not _is_time(capture.island.event):
        raise NotFound(NOT_OPEN)
    if is_released(capture.island.event_id):
        raise NotFound(IS_RELEASED)
    return capture


def _of_link(token: str, purpose: str, link_id: str) -> IslandCapture | None:
    key = str(current_app.config["SECRET_KEY"])
    query = (
        select(IslandCapture)
        .options(joinedload(IslandCapture.island).joinedload(Island.event))
        .options(joinedload(IslandCapture.island).joinedload(Island.room))
    )
    capture = db.session.scalars(query.where(IslandCapture.link_id == link_id)).first()
    if capture is not None:
        revision = _revision(capture, purpose)
        return capture if links.opens(token, key, purpose, link_id, revision) else None
    host = events.find_host(link_id) if purpose == HOST else None
    if host is None or host.away_at is not None:
        return None
    if not links.opens(token, key, HOST, link_id, host.link_revision):
        return None
    return db.session.scalars(query.where(IslandCapture.island_id == host.island_id)).first()


def is_open(event: Event) -> bool:
    """Whether the links of this forum's islands open now: in their time, and until what they
    collected is published."""
    return _is_time(event) and not is_released(event.id)


def _is_time(event: Event) -> bool:
    today = clock.in_berlin(clock.now()).date()
    return rules.is_open(today, clock.in_berlin(event.starts_at).date())


def is_released(event_id: int) -> bool:
    """Whether a version of the results is published, and first wordings are destroyed."""
    query = select(exists().where(Release.event_id == event_id, Release.released_at.is_not(None)))
    return bool(db.session.scalar(query))


def check_code(capture: IslandCapture, typed: str, *, client: str | None) -> None:
    """Lets in who knows the six digits; both right and wrong tries are counted.

    Raises:
        Refused: they are wrong.
        TooMany: this was tried very often.
    """
    island = str(capture.island_id)
    _count(lambda s: limiting.check(s, TRIES_OF_CLIENT, "code", island, limiting.client(client)))
    _count(lambda s: limiting.check(s, TRIES_OF_ISLAND, "code", island))
    digits = "".join(one for one in typed if one.isascii() and one.isdigit())
    if not hmac.compare_digest(digits, code_of(capture)):
        raise Refused(WRONG_CODE, field="code")


def _count(check: Callable[[Session], None]) -> None:
    with database.transaction() as session:
        check(session)
