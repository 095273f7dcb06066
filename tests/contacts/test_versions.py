"""Versions of a list, who is told when an entry leaves it, and when entries end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Account
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.contacts import entering, queries, rules, telling, versions
from forum.contacts.models import AccessKind, ContactListVersion
from forum.contacts.rules import Audience
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration import consenting
from forum.registration import queries as registrations
from forum.registration.models import Purpose, Registration, State
from forum.registration.person_models import Task
from tests import factories
from tests.support.clients import Client, submit

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
KINDS = (telling.TO_PARTICIPANT, telling.TO_ORGANISER)


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum whose list is open."""
    return factories.event(contact_list_opened_at=clock.now())


def agreeing(event: Event, **values: Any) -> Registration:
    one = factories.registration(event, phone="0221 47", **values)
    factories.consent(one, fields=("name", "organisation", "email", "phone"))
    return one


def fresh(one: Registration) -> Registration:
    db.session.expire_all()
    found = registrations.find_by_token(registrations.token_of(one))
    assert found is not None
    return found


def number(event: Event) -> int:
    return versions.number_of(event.id, queries.entries(event.id))


def takes(who: Registration, whose: Registration) -> None:
    shown = queries.entries(who.event_id)
    entry = queries.get_entry(shown, whose.id)
    versions.note_taken(who, versions.number_of(who.event_id, shown), shown, entry)


def told(kinds: tuple[str, ...] = KINDS) -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(Message).where(Message.kind.in_(kinds)).order_by(Message.id))
    return [(one.kind, 0 if one.kind == telling.TO_ORGANISER else one.about_id) for one in rows]


def test_the_number_rises_with_every_change_and_with_nothing_else(event: Event) -> None:
    one = agreeing(event)
    assert number(event) == 1
    for _again in range(2):
        versions.keep(event.id)
        assert number(event) == 1
    other = agreeing(event)
    assert number(event) == 2
    entering.publish(fresh(one), ["name", "organisation", "email"])
    assert number(event) == 2
    entering.publish(fresh(one), ["name", "organisation", "email"])
    assert number(event) == 2
    entering.withdraw(fresh(other))
    assert number(event) == 3
    one = fresh(one)
    one.state = State.CANCELLED
    db.session.commit()
    assert number(event) == 4
    versions.keep_all()
    kept = db.session.scalars(select(ContactListVersion.number)).all()
    assert sorted(kept) == [1, 2, 3, 4]
    assert number(event) == 4


def test_who_downloaded_is_told_once_a_day_and_who_only_opened_is_not(
    event: Event, organiser: Account
) -> None:
    leaving, second, third, taker, looker = (agreeing(event) for _i in range(5))
    takes(taker, leaving)
    shown = queries.entries(event.id)
    versions.note_opened(looker, 1, shown)
    versions.note_used_by(organiser.id, event.id, 1, shown, AccessKind.CSV)
    entering.withdraw(fresh(leaving))
    expected = [(telling.TO_PARTICIPANT, taker.id), (telling.TO_ORGANISER, 0)]
    assert told() == expected
    entering.withdraw(fresh(second))
    assert told() == expected
    work.deliver_at_any_hour()
    entering.withdraw(fresh(third))
    work.deliver_at_any_hour()
    assert told() == [*expected, (telling.TO_PARTICIPANT, taker.id), (telling.TO_ORGANISER, 0)]
    waiting = db.session.scalars(select(Message).where(Message.sent_at.is_(None))).all()
    today = clock.in_berlin(clock.now()).date()
    due = {clock.in_berlin(one.due_at) for one in waiting}
    assert {at.date() for at in due} == {today + timedelta(days=1)}
    with clock.fixed_at(max(due)):
        work.deliver_at_any_hour()
    assert db.session.scalars(select(Message).where(Message.sent_at.is_(None))).all() == []


def test_silence_is_kept_whoever_notices_the_change(event: Event) -> None:
    leaving, shrinking, taker = (agreeing(event) for _i in range(3))
    takes(taker, leaving)
    takes(taker, shrinking)
    entering.publish(fresh(shrinking), ["name", "organisation"], is_silent=True)
    entering.withdraw(fresh(leaving), is_silent=True)
    versions.keep_all()
    assert told() == []
    entering.publish(fresh(leaving), ["name", "organisation"])
    entering.withdraw(fresh(leaving))
    assert told() == [(telling.TO_PARTICIPANT, taker.id)]


@ON_ONE
@pytest.mark.parametrize("way", ["consent", "cancelled", "less"])
def test_however_something_leaves_those_who_took_it_are_told(event: Event, way: str) -> None:
    leaving, taker = agreeing(event), agreeing(event)
    takes(taker, leaving)
    if way == "consent":
        consenting.decide(leaving.id, Purpose.CONTACT_LIST, is_granted=False)
    elif way == "cancelled":
        leaving.state = State.CANCELLED
        db.session.commit()
    else:
        entering.publish(fresh(leaving), ["name", "organisation", "email"])
    work.maintain(clock.now())
    assert told() == [(telling.TO_PARTICIPANT, taker.id)]


@ON_ONE
def test_an_entry_that_ends_as_announced_is_nobodys_news(event: Event) -> None:
    leaving, taker = agreeing(event), agreeing(event)
    takes(taker, leaving)
    versions.keep_all()
    with clock.fixed_at(rules.a_year_after(event.ends_at)):
        versions.keep_all()
        assert number(event) == 2
        assert queries.entries(event.id) == []
    assert told() == []


@ON_ONE
def test_whoever_cannot_be_mailed_is_called(event: Event, organiser_client: Client) -> None:
    leaving, taker = agreeing(event), agreeing(event)
    takes(taker, leaving)
    taker.bounced_at = clock.now()
    db.session.commit()
    entering.withdraw(fresh(leaving))
    (task,) = db.session.scalars(select(Task)).all()
    assert (task.registration_id, task.message) == (taker.id, telling.TO_PARTICIPANT)
    words = f"/workspace/events/{event.slug}/tasks/{task.id}/words"
    assert leaving.person.last_name not in organiser_client.page(words).text


def test_an_entry_is_renewed_by_one_click_after_a_reminder(event: Event, client: Client) -> None:
    one = agreeing(event)
    ends = rules.a_year_after(event.ends_at)
    with clock.fixed_at(ends - rules.REMINDED_BEFORE - timedelta(hours=1)):
        entering.remind()
        assert told((entering.REMINDER,)) == []
    soon = ends - timedelta(days=20)
    with clock.fixed_at(soon):
        for _again in range(2):
            entering.remind()
        assert told((entering.REMINDER,)) == [(entering.REMINDER, one.id)]
        assert queries.ending(queries.entries(event.id)) == 1
        own = f"/my/{registrations.token_of(one)}/contact-entry"
        page = submit(client, own, button="Meinen Eintrag um ein Jahr verlängern")
        assert "Ihr Eintrag bleibt weitere zwölf Monate." in page.text
        (entry,) = queries.entries(event.id)
        assert entry.until == rules.a_year_after(soon)
        assert entry.phone == "0221 47"
        assert queries.is_to_renew(fresh(one)) is False
    with clock.fixed_at(ends + timedelta(days=1)):
        assert len(queries.entries(event.id)) == 1


@ON_ONE
def test_what_has_ended_is_not_renewed_but_agreed_to_anew(event: Event) -> None:
    one = agreeing(event)
    later = rules.a_year_after(event.ends_at)
    with clock.fixed_at(later):
        with pytest.raises(Refused, match="nichts zu verlängern"):
            entering.renew(fresh(one))
        entering.publish(fresh(one), ["name", "organisation"])
        (entry,) = queries.entries(event.id)
        assert entry.until == rules.a_year_after(later)


@ON_ONE
def test_what_is_decided_elsewhere_stays(event: Event, client: Client) -> None:
    one = factories.registration(event)
    factories.directory_entry(one, offers=("Beratung auf Arabisch",))
    own = f"/my/{registrations.token_of(one)}/contact-entry"
    submit(client, own, {"email": "forum"}, button="Meinen Eintrag speichern")
    (entry,) = queries.entries(event.id)
    assert entry.fields == {"name", "organisation", "email", "offers"}
    assert "Bietet: Beratung auf Arabisch" in client.page(own).text


@ON_ONE
def test_the_preview_is_what_the_list_shows(event: Event, client: Client) -> None:
    one = agreeing(event)
    own = f"/my/{registrations.token_of(one)}/contact-entry"
    choice = {"name": "public", "role": "public", "email": "forum", "phone": "nobody"}
    page = submit(client, own, choice, button="Meinen Eintrag speichern")
    assert "So sehen ihn andere ab jetzt." in page.text
    for viewer in (Audience.FORUM, Audience.PUBLIC):
        assert queries.preview(fresh(one), viewer) == queries.entries(event.id, viewer)[0]
    public = queries.entries(event.id, Audience.PUBLIC)[0]
    assert (public.role, public.email, public.phone) == ("Beratung", "", "")
    wrong = submit(client, own, {"name": "forum"}, button="Meinen Eintrag speichern")
    assert "gehören Name und Organisation dazu" in wrong.text
    assert queries.entries(event.id, Audience.PUBLIC) == [public]
