"""`forum events`: forums without the browser."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.commands import events
from tests.support.programs import Program

DATES = ["--start", "2027-06-11T09:00", "--end", "2027-06-11T15:30+02:00"]


@pytest.fixture
def ready(program: Program, sqlite_template: Path) -> Program:
    """An instance without forums."""
    program.instance.mkdir()
    shutil.copyfile(sqlite_template, program.instance / "praxisforum.sqlite")
    return program


def test_a_forum_is_made_and_listed(ready: Program):
    made = ready.run(
        "events",
        "create",
        "kim-2027",
        "--title",
        "Übergänge",
        *DATES,
        "--capacity",
        "80",
        "--publish",
    )
    assert (made.returncode, made.stdout) == (0, "http://127.0.0.1:8000/events/kim-2027\n")
    draft = ready.run("events", "create", "later", "--title", "L", *DATES, "--capacity", "1")
    assert draft.returncode == 0
    listed = json.loads(ready.run("events", "list", "--json").stdout)
    assert sorted(one["slug"] for one in listed) == ["kim-2027", "later"]
    assert next(one for one in listed if one["slug"] == "kim-2027") == {
        "slug": "kim-2027",
        "title": "Übergänge",
        "start": "2027-06-11T09:00:00+02:00",
        "end": "2027-06-11T15:30:00+02:00",
        "state": "open",
        "capacity": 80,
        "confirmed": 0,
        "held": 0,
        "waiting": 0,
    }
    assert next(one["state"] for one in listed if one["slug"] == "later") == "draft"
    table = ready.run("events", "list").stdout.splitlines()
    assert table[0].split() == [
        "start",
        "state",
        "capacity",
        "confirmed",
        "held",
        "waiting",
        "forum",
    ]
    assert len(table) == 3


def test_bad_input_says_what_to_do(ready: Program):
    given = {"slug": "kim", "--title": "KIM", "--capacity": "80"}
    given |= {"--start": "2027-06-11T09:00", "--end": "2027-06-11T15:30"}
    for name, value, said in (
        ("slug", "Nicht So", "use small letters, digits and hyphens"),
        ("--title", "  ", "give the forum a title"),
        ("--start", "morgen", "write it as 2027-03-11T09:00"),
        ("--capacity", "0", "0 is not in the range"),
        ("--end", "2027-06-11T08:00", "Please enter an end that lies after the start."),
    ):
        options = {**given, name: value}
        slug = options.pop("slug")
        answer = ready.run("events", "create", slug, *sum(options.items(), ()))
        assert answer.returncode == 2
        assert said in answer.stderr
        assert "Traceback" not in answer.stderr
    assert ready.run("events", "list", "--json").stdout == "[]\n"


def test_one_word_names_one_forum(ready: Program):
    words = ["events", "create", "kim", "--title", "KIM", *DATES, "--capacity", "80"]
    assert ready.run(*words).returncode == 0
    again = ready.run(*words)
    assert again.returncode == 2
    assert again.stderr.splitlines() == [
        "forum: Another forum has this address. Please choose another one."
    ]


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 6, 4, tzinfo=UTC)),
        (datetime(2027, 6, 8, tzinfo=UTC), datetime(2027, 6, 8, tzinfo=UTC)),
        (datetime(2027, 7, 1, tzinfo=UTC), datetime(2027, 6, 11, tzinfo=UTC)),
    ],
)
def test_registration_ends_a_week_before_if_that_is_to_come(today: datetime, day: datetime):
    assert events.deadline(datetime(2027, 6, 11, tzinfo=UTC), today) == day
