"""One function for each kind of thing the tests need, saved and ready to use.

Everything is invented. Call them inside the site's context (fixture `ctx`).
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from forum.accounts.models import Account, Role
from forum.base import clock, database, links, typed
from forum.base.database import db
from forum.base.typed import address_key
from forum.contacts.wish_models import (
    ContactMatch,
    ContactWish,
    DirectoryEntry,
    DirectoryLine,
    Side,
    WishState,
)
from forum.events.models import Event, Island, ItemKind, ProgrammeItem, Room, Round
from forum.events.team_models import IslandHost
from forum.invitations.models import Arrival, Invitation, Outcome
from forum.islands.models import Assignment, Plan
from forum.organisations.models import Organisation, OrganisationAlias, Sector
from forum.organisations.rules import key as organisation_key
from forum.people.models import Affiliation, Person
from forum.registration.models import (
    Channel,
    Consent,
    ConsentText,
    Decision,
    Purpose,
    Registration,
    State,
    Wish,
)
from forum.registration.person_models import ProtectedIdentity, Task, TaskKind

THEMES = ("Aufenthalt", "Arbeit", "Deutscherwerb", "Wohnen", "Gesundheit")
ROUNDS = (((10, 45), (11, 25)), ((11, 30), (12, 10)), ((13, 15), (13, 55)))
_numbers = count(1)


T = TypeVar("T")


def _save(thing: T) -> T:
    with database.transaction() as session:
        session.add(thing)
    return thing


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time on a day as read from a wall in Germany."""
    return clock.from_berlin(datetime.combine(day, time(hour, minute)))


def in_weeks(weeks: int) -> date:
    """The day that many weeks from now."""
    return (clock.in_berlin(clock.now()) + timedelta(weeks=weeks)).date()


def event(*, day: date | None = None, published: bool = True, **values: Any) -> Event:
    """A forum in four weeks with five islands in rooms, three rounds and a programme."""
    day = day or in_weeks(4)
    now = clock.now()
    made = Event(
        **{
            "slug": f"forum-{next(_numbers)}",
            "series": "Praxisforum",
            "title": "Case-Management im Kommunalen Integrationsmanagement",
            "title_en": "Case management in municipal integration",
            "lead": "Ein Tag für alle, die Menschen beim Ankommen begleiten.",
            "about": "Fünf Themeninseln in drei Runden.",
            "venue": "Hochschule Auenstadt",
            "address": "Campusallee 1, 12345 Auenstadt",
            "contact_name": "Kim Beispiel",
            "contact_email": "forum@stadt.example",
            "starts_at": at(day, 9),
            "ends_at": at(day, 15, 30),
            "registration_deadline": at(day - timedelta(days=7), 23, 59),
            "capacity": 80,
            "published_at": now if published else None,
            "changed_at": now,
            "created_at": now,
            **values,
        }
    )
    rooms = [
        Room(name=f"Raum {number}", location="2. Obergeschoss", is_step_free=True)
        for number in range(201, 206)
    ]
    made.rooms.extend(rooms)
    made.islands.extend(
        Island(position=position, theme=theme, room=room, minimum=0, maximum=18)
        for position, (theme, room) in enumerate(zip(THEMES, rooms, strict=True))
    )
    made.rounds.extend(
        Round(number=number, starts_at=at(day, *start), ends_at=at(day, *end))
        for number, (start, end) in enumerate(ROUNDS, start=1)
    )
    made.items.extend(
        [
            _item(ItemKind.GREETING, "Begrüßung", day, (9, 30), (9, 45)),
            _item(ItemKind.TALK, "Das Programm in der Praxis", day, (9, 45), (10, 30)),
            _item(ItemKind.BREAK, "Mittagspause", day, (12, 15), (13, 15)),
            _item(ItemKind.NETWORKING, "Ausklang", day, (14, 15), (15, 30)),
        ]
    )
    return _save(made)


def _item(
    kind: ItemKind, title: str, day: date, start: tuple[int, int], end: tuple[int, int]
) -> ProgrammeItem:
    return ProgrammeItem(kind=kind, title=title, starts_at=at(day, *start), ends_at=at(day, *end))


def host(island: Island, **values: Any) -> IslandHost:
    """Somebody who receives people on an island."""
    number = next(_numbers)
    return _save(
        IslandHost(
            **{
                "island": island,
                "name": f"Gastgeberin {number}",
                "organisation": "Stadt Auenstadt",
                "email": f"gastgeberin{number}@stadt.example",
                "link_id": links.new_id(),
                **values,
            }
        )
    )


def account(**values: Any) -> Account:
    """Somebody who organises."""
    number = next(_numbers)
    made = {"name": f"Oda Ordner {number}", "email": f"ordner{number}@stadt.example", **values}
    made = {"role": Role.ORGANISER, "created_at": clock.now(), **made}
    return _save(Account(email_key=address_key(made["email"]), **made))


def organisation(name: str = "", **values: Any) -> Organisation:
    """An organisation that goes by its name."""
    name, now = name or f"Beratungsstelle {next(_numbers)} e. V.", clock.now()
    made = Organisation(
        **{"name": name, "sector": Sector.WELFARE, "created_at": now, "changed_at": now, **values}
    )
    made.aliases.append(OrganisationAlias(spelling=name, key=organisation_key(name)))
    return _save(made)


def person(first_name: str = "Ümit", last_name: str = "", **values: Any) -> Person:
    """Somebody with an invented name."""
    last_name = last_name or f"Muster{next(_numbers)}"
    return _save(
        Person(
            **{
                "first_name": first_name,
                "last_name": last_name,
                "name_key": typed.comparable(f"{first_name} {last_name}"),
                "sort_key": typed.comparable(f"{last_name} {first_name}"),
                "email_key": address_key(f"{typed.slug(last_name)}@post.example"),
                "created_at": clock.now(),
                **values,
            }
        )
    )


def affiliation(who: Person, where: Organisation | None, role: str = "Beratung") -> Affiliation:
    """For whom somebody works, as of now."""
    return _save(Affiliation(person_id=who.id, entry=where, role=role, valid_from=clock.now()))


def registration(
    at_event: Event,
    *,
    who: Person | None = None,
    where: Organisation | None = None,
    wishes: tuple[Island, ...] = (),
    **values: Any,
) -> Registration:
    """A confirmed registration through the web, with an address, an organisation and wishes."""
    who = who or person()
    now = clock.now()
    email = values.pop("email", who.email_key)
    made = Registration(
        **{
            "event": at_event,
            "person": who,
            "affiliation": affiliation(who, where or organisation()),
            "sector": Sector.WELFARE,
            "email": email,
            "email_key": address_key(email) if email else None,
            "person_key": f"{who.name_key}#{next(_numbers)}",
            "state": State.CONFIRMED,
            "channel": Channel.WEB,
            "created_at": now,
            "told_at": now,
            "address_confirmed_at": now,
            "changed_at": now,
            "link_id": links.new_id(),
            **values,
        }
    )
    if made.state is State.HELD and made.held_until is None:
        made.held_until = now + timedelta(hours=48)
    if made.state is State.OFFERED and made.answer_by is None:
        made.answer_by = now + timedelta(hours=48)
    made.wishes.extend(Wish(island=island, rank=rank) for rank, island in enumerate(wishes, 1))
    return _save(made)


def task(for_one: Registration, kind: TaskKind, **values: Any) -> Task:
    """Something to be done for somebody."""
    made = {"event_id": for_one.event_id, "registration_id": for_one.id, "kind": kind}
    return _save(Task(**{**made, "created_at": clock.now(), **values}))


def protected_identity(behind: Registration, **values: Any) -> ProtectedIdentity:
    """Who stands behind a registration that is protected."""
    who = behind.person
    made = {"first_name": who.first_name, "last_name": who.last_name, "email": behind.email}
    made = {"registration_id": behind.id, "created_at": clock.now(), **made, **values}
    return _save(ProtectedIdentity(**made))


def invitation(to: Registration, **values: Any) -> Invitation:
    """The entry that stands in somebody's calendar."""
    made = {"registration_id": to.id, "uid": f"{to.link_id}@localhost", "content": "x"}
    seen = {"seen_event": 0, "seen_plan": 0, "seen_at": to.changed_at}
    sent = {"sent_at": clock.now(), "message_id": 0}
    return _save(Invitation(**{**made, **seen, **sent, **values}))


def arrival(about: Registration, outcome: Outcome, **values: Any) -> Arrival:
    """A mail that came back because of somebody."""
    made = {"registration_id": about.id, "event_id": about.event_id, "arrived_at": clock.now()}
    digest = f"{next(_numbers):064}"
    return _save(Arrival(**{**made, "digest": digest, "outcome": outcome, **values}))


def consent(
    by: Registration,
    purpose: Purpose = Purpose.CONTACT_LIST,
    decision: Decision = Decision.GRANTED,
    *,
    fields: tuple[str, ...] = ("name", "organisation", "email"),
    wording: str = "",
    **values: Any,
) -> Consent:
    """A decision about one purpose; the newest one counts."""
    wording = wording or f"Ich bin einverstanden: {purpose.value}."
    sha256 = hashlib.sha256(wording.encode()).hexdigest()
    known = db.session.scalars(select(ConsentText).where(ConsentText.sha256 == sha256)).first()
    text = known or _save(
        ConsentText(
            purpose=purpose,
            language="de",
            wording=wording,
            sha256=sha256,
            created_at=clock.now(),
        )
    )
    return _save(
        Consent(
            registration_id=by.id,
            purpose=purpose,
            decision=decision,
            fields=list(fields),
            text_id=text.id,
            channel=Channel.WEB,
            decided_at=clock.now(),
            **values,
        )
    )


def plan(
    for_event: Event,
    seats: dict[Registration, tuple[Island, ...]] | None = None,
    *,
    published: bool = True,
    **values: Any,
) -> Plan:
    """A plan version; `seats` gives everybody's islands in the order of the rounds."""
    made = Plan(
        **{
            "event_id": for_event.id,
            "number": 1,
            "seed": 1,
            "made_by": "planner",
            "created_at": clock.now(),
            "checked_at": clock.now() if published else None,
            "published_at": clock.now() if published else None,
            **values,
        }
    )
    for who, islands in (seats or {}).items():
        for round_, island in zip(for_event.rounds, islands, strict=False):
            made.assignments.append(
                Assignment(registration_id=who.id, round_id=round_.id, island_id=island.id)
            )
    return _save(made)


def directory_entry(
    of: Registration,
    *,
    fields: tuple[str, ...] = ("name", "organisation", "offers"),
    offers: tuple[str, ...] = (),
    seeks: tuple[str, ...] = (),
) -> DirectoryEntry:
    """Somebody in the directory, with their consent to the contact list that it rests on."""
    text_id = consent(of, fields=fields).text_id
    directory_lines(of, offers, seeks)
    return _save(DirectoryEntry(registration_id=of.id, text_id=text_id, agreed_at=clock.now()))


def directory_lines(
    of: Registration, offers: tuple[str, ...] = (), seeks: tuple[str, ...] = ()
) -> None:
    """What somebody has said that they offer and seek."""
    for side, texts in ((Side.OFFERS, offers), (Side.SEEKS, seeks)):
        for rank, text in enumerate(texts, start=1):
            _save(DirectoryLine(registration_id=of.id, side=side, rank=rank, text=text))


def contact_wish(sender: Registration, receiver: Registration, **values: Any) -> ContactWish:
    """An open wish for contact, in its sender's first slot."""
    now = clock.now()
    made = {"event_id": sender.event_id, "sender_id": sender.id, "receiver_id": receiver.id}
    term = {"made_at": now, "expires_at": now + timedelta(days=7)}
    said = {"reason": "", "fields": ["email"], "slot": 1, "state": WishState.OPEN}
    return _save(ContactWish(**{**made, **term, **said, **values}))


def contact_match(one: Registration, other: Registration, **values: Any) -> ContactMatch:
    """Two who both want to be in touch, and show their addresses to each other."""
    ids = sorted((one.id, other.id))
    made = {"event_id": one.event_id, "one_id": ids[0], "other_id": ids[1]}
    shown = {"one_fields": ["email"], "other_fields": ["email"]}
    at = {"asked_at": clock.now(), "made_at": clock.now()}
    return _save(ContactMatch(**{**made, **shown, **at, **values}))
