"""The register in memory: which spellings are known, and which entries a new one may mean.

Each process keeps one and asks the database only for what has changed since. It finds candidates;
what an entry stands for today, and who may see it, is read from the database each time.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, bindparam, func, select, true
from sqlalchemy.orm import aliased

from forum import matching
from forum.base import clock, typed
from forum.base.database import db
from forum.organisations import queries, rules
from forum.organisations.models import Organisation, OrganisationAlias, Sector
from forum.organisations.register_models import OrganisationTerm

OVERLAP = timedelta(minutes=2)
"""What other processes wrote becomes visible out of order; so much is read again."""
EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
WIDER = 4
"""So many times as many candidates are looked at as are shown: some are one, or hidden."""


@dataclass(frozen=True)
class Suggested:
    """An organisation that a text may mean, with the reason; never a person. `is_whole`: the text
    rather names a part of it."""

    id: int
    name: str
    place: str
    sector: Sector
    verdict: matching.Verdict

    @property
    def is_whole(self) -> bool:
        return self.verdict.kind is matching.Kind.PART_OF and self.verdict.part == 0


_Said = tuple[tuple[str, ...], str]
"""What the register says of an entry: its names and its place."""


@dataclass
class _Memory:
    """What a process knows of the register; `terms` tells the state of the dictionary."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    since: datetime = EVER
    terms: tuple[Any, ...] | None = None
    dictionary: matching.Dictionary = field(default_factory=matching.default)
    index: matching.Index | None = None
    entries: dict[str, int] = field(default_factory=dict)
    keys: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    read: dict[int, _Said] = field(default_factory=dict)


_TERMS = select(
    func.count(OrganisationTerm.id).label("number"),
    func.max(OrganisationTerm.created_at).label("newest"),
).subquery()
_CHANGED: Select[*tuple[Any, ...]] = (
    select(
        _TERMS.c.number,
        _TERMS.c.newest,
        Organisation.id,
        Organisation.name,
        Organisation.short_name,
        Organisation.place,
        Organisation.changed_at,
        OrganisationAlias.spelling,
        OrganisationAlias.key,
    )
    .select_from(_TERMS)
    .outerjoin(Organisation, Organisation.changed_at > bindparam("since"))
    .outerjoin(OrganisationAlias, OrganisationAlias.organisation_id == Organisation.id)
    .order_by(Organisation.id, OrganisationAlias.id)
)


def knows(spelling: str) -> bool:
    """Whether a spelling belongs to an entry, as far as this process has read; asks nothing where
    it does, and otherwise for what has changed, in one query."""
    memory = _memory()
    key = rules.key(spelling)
    if key in memory.entries:
        return True
    _refresh(memory)
    return key in memory.entries


def suggest(
    text: str,
    *,
    limit: int = 3,
    shown: ColumnElement[bool] | None = None,
    is_fresh: bool = False,
) -> list[Suggested]:
    """The organisations that a text most likely means, at most `limit`; two queries at most.

    `shown`: the condition for `Organisation` under which one may be shown. `is_fresh`: what has
    changed was read just now.
    """
    found = candidates(text, limit=limit * WIDER, is_fresh=is_fresh)
    return _suggested(found, limit=limit, shown=shown)


def _suggested(
    found: Sequence[matching.Suggestion], *, limit: int, shown: ColumnElement[bool] | None
) -> list[Suggested]:
    """What entries stand for today, each organisation once; one query, or none."""
    if not found:
        return []
    entry = aliased(Organisation)
    query = (
        select(entry.id, Organisation)
        .join(Organisation, Organisation.id == queries.leading(entry))
        .where(
            entry.id.in_([one.id for one in found]),
            func.coalesce(Organisation.valid_to, clock.now().date()) >= clock.now().date(),
            true() if shown is None else shown,
        )
    )
    led = {row[0]: row[1] for row in db.session.execute(query)}
    suggested: dict[int, Suggested] = {}
    for one in found:
        leads = led.get(one.id)
        if leads is not None:
            suggested.setdefault(
                leads.id,
                Suggested(leads.id, leads.name, leads.place, leads.sector, one.verdict),
            )
    return [*suggested.values()][:limit]


def complete(
    text: str, *, limit: int = 3, shown: ColumnElement[bool] | None = None
) -> list[Suggested]:
    """Like `suggest`, of a text that somebody has not typed to its end: first what begins so."""
    index = _refresh(_memory())
    begun = _beginning(text, limit=limit * WIDER)
    with _memory().lock:
        found = [*begun, *index.suggest(text, limit=limit * WIDER)]
    return _suggested(found, limit=limit, shown=shown)


def _beginning(text: str, *, limit: int) -> list[matching.Suggestion]:
    """The entries of which a spelling has words that begin like those of the text."""
    words = typed.comparable(text).split()
    memory = _memory()
    with memory.lock:
        alike = [
            (key, number)
            for key, number in memory.entries.items()
            if all(f" {word}" in f" {key}" for word in words)
        ]
    verdict = matching.Verdict(matching.Kind.MAYBE, ())
    ordered = sorted(alike, key=lambda one: (len(one[0]), one))[:limit]
    return [matching.Suggestion(number, key, verdict) for key, number in ordered]


def candidates(text: str, *, limit: int, is_fresh: bool = False) -> Sequence[matching.Suggestion]:
    """The entries of the register that a text may mean; one query for what has changed."""
    memory = _memory()
    index = memory.index if is_fresh and memory.index else _refresh(memory)
    with memory.lock:
        return index.suggest(text, limit=limit)


def find_certain(text: str) -> int | None:
    """The entry that a text names beyond doubt, and no other: the only one that is the same."""
    found = candidates(text, limit=1, is_fresh=True)
    return found[0].id if found and found[0].verdict.kind is matching.Kind.SAME else None


def judge(one: str, other: str) -> matching.Verdict:
    """What two names are to each other, by the dictionary of this register."""
    memory = _memory()
    if memory.index is None:
        _refresh(memory)
    return matching.judge(one, other, memory.dictionary)


def _memory() -> _Memory:
    found: _Memory = current_app.extensions.setdefault("register", _Memory())
    return found


def _refresh(memory: _Memory) -> matching.Index:
    rows = db.session.execute(_CHANGED, {"since": memory.since - OVERLAP}).all()
    with memory.lock:
        terms = tuple(rows[0][:2])
        if terms != memory.terms:
            return _begin_anew(memory, terms)
        _take_in(memory, rows)
        assert memory.index is not None  # noqa: S101 - it was made with these terms
        return memory.index


def _begin_anew(memory: _Memory, terms: tuple[Any, ...]) -> matching.Index:
    """Reads everything, because a word of the dictionary may change what any name means."""
    said = db.session.execute(select(OrganisationTerm.short, OrganisationTerm.meaning)).all()
    memory.dictionary = matching.default().with_meanings((row[0], row[1]) for row in said)
    memory.index = matching.Index(dictionary=memory.dictionary)
    memory.terms, memory.since = terms, EVER
    memory.entries.clear()
    memory.keys.clear()
    memory.read.clear()
    _take_in(memory, db.session.execute(_CHANGED, {"since": EVER}).all())
    return memory.index


def _take_in(memory: _Memory, rows: Iterable[Any]) -> None:
    assert memory.index is not None  # noqa: S101 - made before
    names: dict[int, list[str]] = defaultdict(list)
    places: dict[int, str] = {}
    fresh: dict[int, set[str]] = defaultdict(set)
    for _number, _newest, number, name, short, place, changed_at, spelling, key in rows:
        if number is None:
            continue
        names[number] += [word for word in (name, short, spelling) if word]
        places[number] = place
        memory.since = max(memory.since, changed_at)
        if key:
            fresh[number].add(key)
    for number, called in names.items():
        said = (tuple(dict.fromkeys(called)), places[number])
        if memory.read.get(number) == said:  # read again only because others may have written
            continue
        memory.read[number] = said
        memory.index.add(matching.Entry(number, *said))
        for key in memory.keys[number] - fresh[number]:
            memory.entries.pop(key, None)
        memory.keys[number] = fresh[number]
        memory.entries.update(dict.fromkeys(fresh[number], number))
