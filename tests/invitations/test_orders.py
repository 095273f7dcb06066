"""Real messages in any order of arrival, also twice: the newest state stands in the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.base import clock
from forum.base.database import db
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.events import service as events
from forum.events.models import Event
from forum.invitations import queries
from forum.islands import publishing
from forum.registration import rescheduling, service
from forum.registration.models import Registration
from tests import factories
from tests.invitations import situation
from tests.invitations.situation import NOW, Situation
from tests.support.readers import by_vobject
from tests.support.readers.plain import Calendar, Read
from tests.support.readers.store import after
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def database_kind() -> str:
    """One is enough: which database it is makes no difference here."""
    return "sqlite"


@pytest.fixture(name="settings")
def _settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


DAY = Situation("de", date(2026, 10, 25))


class Course:
    """What happens to one person's place, and every calendar file that comes of it in turn."""

    def __init__(self, smtp: MailServer) -> None:
        self.smtp, self.at = smtp, NOW
        self.files: list[Calendar] = []
        self.event: Event = situation.make_event(DAY)
        self.one = factories.registration(self.event)

    @contextmanager
    def _later(self) -> Iterator[None]:
        """An hour later something happens; then mail leaves, and the person loads their file."""
        self.at += timedelta(hours=1)
        db.session.expire_all()
        with clock.fixed_at(self.at):
            yield
            arrived = situation.pass_minutes(self.smtp, 5)
        self.files += map(by_vobject.read, arrived)

    def is_given(self) -> None:
        with self._later():
            situation.tell(self.one)

    def moves(self) -> None:
        with self._later():
            ends_at = self.event.ends_at + timedelta(minutes=20)
            events.update(self.event.id, version=self.event.version, ends_at=ends_at)

    def gets_a_route(self) -> None:
        with self._later():
            seats = {self.one: tuple(self.event.islands[:3])}
            publishing.publish(factories.plan(self.event, seats, published=False).id, by="Oda")

    def is_loaded(self) -> None:
        with self._later():
            self.files.append(by_vobject.read(queries.personal_file(self.one)))

    def is_given_back(self) -> None:
        with self._later():
            service.cancel(self.one.id)

    def is_called_off(self) -> None:
        with self._later():
            rescheduling.call_off(self.event.id, by=factories.account().id, reason="Sturm")

    def is_postponed(self) -> None:
        with self._later():
            to = clock.in_berlin(self.event.starts_at).date() + timedelta(weeks=3)
            rescheduling.postpone(self.event.id, to=to, by=factories.account().id, reason="Sturm")

    def is_accepted(self) -> None:
        with self._later():
            service.accept_offer(self.one.id)

    def is_taken_anew(self) -> None:
        with self._later():
            first: Registration = self.one
            self.one = factories.registration(self.event, who=first.person, email=first.email)
            situation.tell(self.one)


COURSES: dict[str, list[Callable[[Course], None]]] = {
    "given back": [
        Course.is_given, Course.moves, Course.is_loaded, Course.gets_a_route, Course.is_given_back,
    ],
    "called off": [Course.is_given, Course.gets_a_route, Course.moves, Course.is_called_off],
    "postponed": [
        Course.is_loaded, Course.is_given, Course.gets_a_route, Course.is_postponed,
        Course.is_accepted, Course.moves, Course.is_loaded,
    ],
    "given back and taken anew": [
        Course.is_given, Course.moves, Course.is_given_back, Course.is_loaded,
        Course.is_taken_anew, Course.moves,
    ],
}  # fmt: skip
EMPTY = {"given back", "called off"}


@pytest.fixture(params=COURSES)
def course(request: pytest.FixtureRequest, ctx: Flask, smtp: MailServer) -> Course:
    """One of the courses, gone through to its end."""
    with clock.fixed_at(NOW):
        made = Course(smtp)
        for step in COURSES[request.param]:
            step(made)
    return made


def days(shown: dict[str, Read]) -> list[Read]:
    """The entries of whole days; those of rounds only come with the file."""
    return [entry for entry in shown.values() if entry.url]


def test_in_any_order_the_newest_state_wins(course: Course, request: pytest.FixtureRequest) -> None:
    files, which = course.files, request.node.callspec.params["course"]
    in_turn = days(after(*files))
    assert len(in_turn) == (0 if which in EMPTY else 1)
    assert all(entry.ends_at == course.event.ends_at for entry in in_turn)
    check_numbers([one for one in files if one.method != "PUBLISH"])
    own = len({entry.uid for one in files for entry in one.entries if entry.url})
    assert own == (2 if which == "given back and taken anew" else 1)

    @settings(max_examples=100, deadline=None)
    @given(order=st.permutations(files), again=st.lists(st.sampled_from(files), max_size=5))
    def arrive(order: list[Calendar], again: list[Calendar]) -> None:
        some = len(again)
        shown = after(*order[:some], *again, *order[some:], *again)
        assert days(shown) == in_turn

    arrive()


def check_numbers(messages: list[Calendar]) -> None:
    """In turn each message is newer than those before, by its number alone."""
    assert {one.method for one in messages} == {"REQUEST", "CANCEL"}
    numbers: dict[str, list[int]] = {}
    for message in messages:
        numbers.setdefault(message.only.uid, []).append(message.only.sequence)
    assert all(rising == sorted(set(rising)) for rising in numbers.values())
