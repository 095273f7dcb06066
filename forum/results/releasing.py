"""Releasing results: one person prepares, island teams may object, another person releases."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database, shown
from forum.base.refusal import NotFound, Refused
from forum.base.text import Text, _
from forum.events import queries as events
from forum.events.models import Event
from forum.events.team_models import IslandHost
from forum.mail import service as mail
from forum.results import publicity, publishing, queries, rules, teams
from forum.results.outcome_models import Finding
from forum.results.release_models import Objection, Release

NOTHING_PREPARED = _("No version is prepared. Please prepare one first.")


def prepare(
    event_id: int,
    note: str,
    *,
    by: int,
    until: date | None = None,
    is_about_nobody: bool = False,
) -> None:
    """Prepares the next version. For the first one the island teams get a link to look at it, and
    can object for five working days, or longer: `until` this day.

    Raises:
        Refused: nothing is there to publish, a version is prepared already, sentences or the note
            may be about a person and nobody has looked, or the term would be too short.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        _check_ready(event_id)
        names = queries.known_names(event_id)
        publicity.check([note], names, is_about_nobody=is_about_nobody)
        last = session.scalar(select(func.max(Release.version)).where(Release.event_id == event_id))
        version = 0 if last is None else last + 1
        if version > 0 and not note:
            raise Refused(_("Please say what has changed since the version before."), field="note")
        session.add(_prepared_now(event_id, version, note, by=by, until=until))
        audit.note(session, "results.prepared", event_id=event_id, by=by, detail=str(version))
        if version == 0:
            asked = [host.id for host in session.scalars(teams.asked(event_id)) if host.email]
            mail.queue_all(session, teams.MAIL, asked, event_id=event_id)
    mail.wake()


def first_last_day() -> date:
    """The last day for objections where a version is prepared today and nobody sets a later one."""
    return rules.last_day(clock.in_berlin(clock.now()).date())


def _check_ready(event_id: int) -> None:
    if queries.find_prepared(event_id) is not None:
        raise Refused(_("A version is prepared already."))
    if not queries.has_findings(event_id):
        raise Refused(_("There is no finding to publish yet."))
    if unseen := queries.unseen(event_id):
        raise Refused(
            _(
                "Before a version is prepared, somebody has to look at the sentences that may "
                "be about a person: %(num)s are left.",
                num=len(unseen),
            )
        )


def _prepared_now(
    event_id: int, version: int, note: str, *, by: int, until: date | None
) -> Release:
    """Later versions can be released at once: their teams have seen the first one."""
    now = clock.now()
    last = first_last_day()
    if version == 0 and until is not None and until < last:
        raise Refused(
            _(
                "The island teams have five working days, so the last day is %(day)s or later.",
                day=shown.whole_day(last),
            ),
            field="until",
        )
    after = max(last, until or last) + timedelta(days=1)
    ready_at = now if version else clock.from_berlin(datetime.combine(after, time()))
    return Release(
        event_id=event_id,
        version=version,
        note=note,
        prepared_at=now,
        prepared_by=by,
        ready_at=ready_at,
    )


def take_back(event_id: int, *, by: int) -> None:
    """Ends the preparation, so that the desk can go on; objections to it go with it."""
    with database.transaction() as session:
        session.delete(_prepared(session, event_id))
        audit.note(session, "results.taken_back", event_id=event_id, by=by)


def answer(host: IslandHost, *, finding_id: int | None, text: str = "") -> None:
    """What somebody of an island's team says of the draft: agreed (no finding), or why a sentence
    may not stand so. Saying the same again adds nothing.

    Raises:
        Refused: nothing is prepared (any more), or the sentence is not of this island.
    """
    event_id = host.island.event_id
    with database.transaction() as session:
        release = _prepared(session, event_id)
        if finding_id is not None and finding_id not in {
            one.id for one in queries.findings_of_island(event_id, host.island_id)
        }:
            raise NotFound(events.GONE)
        said = {"release_id": release.id, "host_id": host.id, "finding_id": finding_id}
        known = session.scalars(select(Objection).filter_by(**said, text=text)).first()
        if known is None:
            session.add(Objection(**said, text=text, at=clock.now()))


def settle(event_id: int, objection_id: int, answer: str, *, by: int) -> None:
    """Notes what was done about an objection; its author reads it on the same page."""
    with database.transaction() as session:
        objection = queries.get_objection(event_id, objection_id)
        objection.settled_at, objection.answer = clock.now(), answer
        audit.note(session, "objection.settled", event_id=event_id, by=by)


def release(event_id: int, *, by: int) -> Release:
    """Publishes what is prepared: every finding gets its number, first wordings are destroyed.

    Raises:
        Refused: it is not another person, the term of the island teams runs, an objection is open,
            or a sentence may be about a person and nobody has looked.
    """
    now = clock.now()
    with database.transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True)
        prepared = _prepared(session, event_id)
        sentence = obstacle(prepared, by=by)
        if sentence is not None:
            raise Refused(sentence)
        prepared.released_at, prepared.released_by = now, by
        publishing.publish(session, event, prepared)
        audit.note(
            session, "results.released", event_id=event_id, by=by, detail=str(prepared.version)
        )
        return prepared


def obstacle(prepared: Release, *, by: int) -> Text | None:
    """Why this person may not release a prepared version now; None where they may."""
    return rules.obstacle(
        ready=prepared.ready_at,
        now=clock.now(),
        all_agreed=have_all_agreed(prepared),
        open_objections=queries.open_objections(prepared.id),
        unseen=len(queries.unseen(prepared.event_id)),
        authors={prepared.prepared_by, *_changed_since(prepared)},
        by=by,
    )


def _changed_since(prepared: Release) -> set[int | None]:
    """Who has changed a finding since the version was prepared: their words need other eyes."""
    query = select(Finding.changed_by).where(
        Finding.event_id == prepared.event_id, Finding.changed_at > prepared.prepared_at
    )
    return set(database.db.session.scalars(query))


def have_all_agreed(prepared: Release) -> bool:
    """Whether somebody of every island that a finding comes from has agreed to it."""
    session = database.db.session
    islands = {host.island_id for host in session.scalars(teams.asked(prepared.event_id))}
    agreed = session.scalars(
        select(IslandHost.island_id)
        .join(Objection, Objection.host_id == IslandHost.id)
        .where(Objection.release_id == prepared.id, Objection.finding_id.is_(None))
    )
    return bool(islands) and islands <= set(agreed)


def _prepared(session: Session, event_id: int) -> Release:
    prepared = session.scalars(
        select(Release).where(Release.event_id == event_id, Release.released_at.is_(None))
    ).first()
    if prepared is None:
        raise Refused(NOTHING_PREPARED)
    return prepared
