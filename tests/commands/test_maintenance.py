"""`forum maintenance`: what is due at a time, as often as one likes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.programs import Program


def test_safe_to_repeat(ready: Program):
    ready.run("organiser", "invite", "oda@stadt.example", "--name", "Oda Ordner")
    answers = [ready.run("maintenance") for _ in range(3)]
    assert [(a.returncode, a.stdout, a.stderr) for a in answers] == [(0, "", "")] * 3
    assert len(list((ready.instance / "mailbox").glob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("moment", "letters"),
    [("2020-01-01T09:00", 0), ("2020-01-01T09:00:00+01:00", 0), (None, 1)],
)
def test_as_of_another_time(ready: Program, moment: str | None, letters: int):
    soon = datetime.now(UTC) + timedelta(minutes=5)
    ready.run("organiser", "invite", "oda@stadt.example", "--name", "Oda Ordner")
    assert ready.run("maintenance", "--as-of", moment or soon.isoformat()).returncode == 0
    assert len(list((ready.instance / "mailbox").glob("*.eml"))) == letters


@pytest.mark.parametrize("moment", ["gestern", "2026-13-01", "", "2026-12-03T25:00"])
def test_what_is_no_time_is_one_line(ready: Program, moment: str):
    answer = ready.run("maintenance", "--as-of", moment)
    said = f"forum: {moment} is not a time: write it like 2026-12-03T09:00 (Germany) or with"
    assert (answer.returncode, answer.stderr.startswith(said)) == (2, True)
