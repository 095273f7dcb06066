"""Whom people met, their own notes, what came of the plan, mails, and help by telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.commands import work
from forum.contacts import (
    wish_brokering,
    wish_digests,
    wish_figures,
    wish_mails,
    wish_meetings,
    wish_noting,
    wish_queries,
    wish_service,
)
from forum.contacts.wish_models import Acquaintance, ContactWish
from forum.contacts.wish_service import Asked
from forum.mail.models import Message
from forum.registration import queries as registrations
from forum.registration.models import State
from forum.registration.person_models import Task, TaskKind
from tests import factories
from tests.contacts.wishing import MAIL, address, fresh, hidden, listed, wish
from tests.support.clients import Client, submit

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_whom_one_met_is_ticked_noted_and_counted(
    ctx: Flask, client: Client, organiser_client: Client
) -> None:
    event = factories.event(day=factories.in_weeks(-1))
    a, b, c, d, e = event.islands
    one, two, three = listed(event, 3, state=State.CHECKED_IN)
    unseen = factories.registration(event, state=State.CHECKED_IN)
    guarded = factories.registration(event, state=State.CHECKED_IN, is_protected=True)
    away = factories.registration(event, state=State.ABSENT)
    factories.plan(
        event,
        {
            one: (a, b, c),
            two: (a, b, d),
            three: (b, c, e),
            unseen: (a, c, d),
            guarded: (a, b, c),
            away: (a, b, c),
        },
    )
    met = wish_meetings.met_by(fresh(one))
    assert [(m.id, [i.position for i in m.islands]) for m in met] == [(two.id, [0, 1])]
    assert wish_meetings.reach_of(fresh(one)) is None
    more = factories.registration(event, state=State.CHECKED_IN)
    another = factories.registration(event, state=State.CHECKED_IN)
    factories.plan(
        event, dict.fromkeys((one, two, unseen, guarded, more, another), (a, b, c)), number=2
    )
    assert wish_meetings.reach_of(fresh(one)) == wish_meetings.Reach(4, 4)
    assert "4" in client.page(address(one, "")).text
    outcome = wish_meetings.outcome_of(event)
    assert outcome == wish_meetings.Outcome(10, 0, 0)
    wish(one, two)
    wish(two, one)
    assert wish_meetings.outcome_of(event) == wish_meetings.Outcome(10, 1, 1)
    submit(client, address(one, "wishes/met"), {"met": str(two.id)}, button="Auswahl speichern")
    words = "Kennt sich mit Anerkennung aus"
    page = submit(client, address(one, f"wishes/met/{two.id}"), {"note": words}, button="Speichern")
    assert words in page.text
    assert wish_meetings.met_by(fresh(one))[0].is_met
    kept = db.session.scalars(select(Acquaintance)).one()
    assert words.encode() not in (kept.note or b"")
    with pytest.raises(NotFound):
        wish_noting.find(fresh(one), unseen.id)
    page = organiser_client.page(f"/workspace/events/{event.slug}/contact-wishes")
    assert "10" in page.text
    assert hidden(page.text, [one, two])


@ON_ONE
def test_a_note_is_lost_with_the_link_and_never_shown_to_another(ctx: Flask) -> None:
    event = factories.event(day=factories.in_weeks(-1))
    one, two = listed(event, 2, state=State.CHECKED_IN)
    factories.plan(event, dict.fromkeys((one, two), tuple(event.islands[:3])))
    token = registrations.token_of(one)
    wish_noting.write(fresh(one), two.id, "Nur für mich", token)
    met = wish_noting.find(fresh(one), two.id)
    assert (wish_noting.read(met, token), wish_noting.is_lost(met, token)) == (
        "Nur für mich",
        False,
    )
    for other in (registrations.token_of(two), registrations.token_of(one, registrations.ON_PAPER)):
        assert (wish_noting.read(met, other), wish_noting.is_lost(met, other)) == ("", True)


def _kinds() -> list[tuple[str, int]]:
    db.session.rollback()
    found = db.session.execute(select(Message.kind, Message.about_id).order_by(Message.id))
    return [(kind, about) for kind, about in found if kind.startswith("contact-")]


def test_at_most_one_message_a_day_and_nobodys_data_in_it(ctx: Flask) -> None:
    event = factories.event(day=factories.in_weeks(6))
    one, other, third = listed(event, 3)
    start = clock.now()
    wish(one, other, "Sprachcafé")
    for _again in range(2):
        wish_digests.tell()
    assert _kinds() == [("contact-wishes", other.id)]
    letter = wish_mails.KINDS["contact-wishes"](other.id)
    assert letter is not None
    said = repr(letter)
    assert hidden(said, [one, third])
    assert "Sprachcafé" not in said
    with clock.fixed_at(start + timedelta(hours=1)):
        work.maintain(clock.now())
    wish(third, other)
    with clock.fixed_at(start + timedelta(hours=23)):
        wish_digests.tell()
    assert len(_kinds()) == 1
    with clock.fixed_at(start + timedelta(hours=25)):
        wish_digests.tell()
        assert _kinds() == [("contact-wishes", other.id)] * 2
        wish(other, one)
        assert sorted(_kinds()[2:]) == sorted([("contact-match", n) for n in (one.id, other.id)])
        letter = wish_mails.KINDS["contact-match"](one.id)
    assert letter is not None
    assert hidden(repr(letter), [other])


@ON_ONE
def test_without_an_address_organisers_are_asked_to_call_about_nothing_they_could_read(
    ctx: Flask, organiser_client: Client
) -> None:
    event = factories.event()
    one, other = listed(event, 2)
    caller = factories.registration(event, email=None, phone="0221 4710299")
    factories.directory_entry(caller, fields=("name", "organisation", "offers", "phone"))
    wish(one, caller, "Sprachcafé")
    wish_digests.tell()
    task = db.session.scalars(select(Task)).one()
    assert (task.kind, task.message, task.note) == (TaskKind.TELL, "contact-wishes", "")
    page = organiser_client.page(f"/workspace/events/{event.slug}/tasks/{task.id}/words")
    assert hidden(page.text, [one, other])
    assert "Sprachcafé" not in page.text


@ON_ONE
def test_two_without_an_address_are_never_to_be_called_within_the_same_hours(ctx: Flask) -> None:
    one, other = listed(factories.event(day=factories.in_weeks(6)), 2)
    start = clock.now()
    factories.contact_wish(one, other, fields=["phone"])
    for person in (one, other):
        person.email = person.email_key = None
    db.session.commit()
    assert wish_service.make(other.id, one.id, Asked(fields=("phone",))) is True
    due = db.session.execute(
        select(Message.about_id, Message.due_at).order_by(Message.due_at)
    ).all()
    assert {about for about, _at in due} == {one.id, other.id}
    assert db.session.scalars(select(Task)).all() == []
    for number, (about, moment) in enumerate(due, start=1):
        assert moment < start + timedelta(days=4)
        for _again in range(2):
            with clock.fixed_at(moment):
                work.deliver_at_any_hour()
        tasks = db.session.scalars(select(Task).order_by(Task.id)).all()
        assert [task.message for task in tasks] == ["contact-wishes"] * number
        assert (tasks[-1].registration_id, tasks[-1].created_at) == (about, moment)
    assert len({(task.created_at - start) // timedelta(days=1) for task in tasks}) == 2


@ON_ONE
def test_organisers_help_only_with_a_wish_for_which_they_are_asked(
    ctx: Flask, organiser_client: Client
) -> None:
    event = factories.event()
    one, other, third = listed(event, 3)
    wish(one, other, "Sprachcafé", may_help=True)
    wish(one, third)
    number, silent = db.session.scalars(select(ContactWish.id).order_by(ContactWish.id)).all()
    base = f"/workspace/events/{event.slug}"
    assert "Wunsch öffnen" in organiser_client.page(f"{base}/tasks").text
    assert organiser_client.get(f"{base}/contact-wishes/{silent}").status_code == 404
    page = organiser_client.page(f"{base}/contact-wishes/{number}")
    assert "Sprachcafé" in page.text
    found = wish_figures.get_brokered(event.id, number)
    kept, other.email, other.email_key = (other.email, other.email_key), None, None
    db.session.commit()
    boxes = organiser_client.page(f"{base}/contact-wishes/{number}").main.all("input")
    named = {box.attributes.get("name") for box in boxes}
    assert ("phone" in named, "email" in named) == (True, False)
    with pytest.raises(Refused):
        wish_brokering.agree_by_phone(found.wish, MAIL, by=factories.account().id)
    other.email, other.email_key = kept
    db.session.commit()
    wish_service.refuse(other.id, number)
    assert organiser_client.page(f"{base}/contact-wishes/{number}").text.count("Sprachcafé") == 1
    wish_brokering.pass_on(found.wish, by=factories.account().id)
    assert db.session.scalars(select(Task.done_at)).one() is not None
    page = submit(
        organiser_client,
        f"{base}/contact-wishes/{number}",
        {"phone": "y"},
        button=f"{other.person.name} möchte es auch",
    )
    contacts = wish_queries.of(fresh(one)).contacts
    assert [(contact.email, contact.phone) for contact in contacts] == [("", other.phone)]
    assert wish_figures.numbers(event.id).mutual == 1
    with pytest.raises(NotFound):
        wish_brokering.agree_by_phone(found.wish, MAIL, by=factories.account().id)
