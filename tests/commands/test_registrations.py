"""`forum registrations`: lists in and out at the shell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from forum.base.paths import PACKAGE
from tests.support.programs import Program

DEMO = str(PACKAGE / "commands" / "demo_data" / "registrations.csv")
KEYS = ["rows", "created", "updated", "unchanged", "attention", "refused"]


@pytest.fixture
def ready(program: Program, sqlite_template: Path) -> Program:
    """An instance with one forum."""
    program.instance.mkdir()
    shutil.copyfile(sqlite_template, program.instance / "praxisforum.sqlite")
    dates = ["--start", "2027-03-11T09:00", "--end", "2027-03-11T15:30"]
    made = program.run("events", "create", "kim", "--title", "KIM", *dates, "--capacity", "80")
    assert made.returncode == 0
    return program


def test_the_demo_list_from_trial_to_export(ready: Program, tmp_path: Path):
    trial = ready.run("registrations", "import", "kim", DEMO, "--dry-run", "--json")
    done = ready.run("registrations", "import", "kim", DEMO, "--json")
    again = ready.run("registrations", "import", "kim", DEMO, "--json")
    assert [answer.returncode for answer in (trial, done, again)] == [0, 0, 0]
    report = json.loads(done.stdout)
    assert json.loads(trial.stdout) == report
    assert list(report) == KEYS
    assert [report[key] for key in KEYS[:4]] == [86, 84, 1, 1]
    assert [json.loads(again.stdout)[key] for key in KEYS[:4]] == [86, 0, 0, 86]
    assert {key: report["attention"][4][key] for key in ("row", "field")} == {
        "row": 5,
        "field": "last_name",
    }
    assert "yildiz" in report["attention"][4]["reason"]
    listed = json.loads(ready.run("events", "list", "--json").stdout)
    assert [listed[0][key] for key in ("confirmed", "held", "waiting")] == [80, 0, 4]
    for fmt in ("csv", "xlsx"):
        file = str(tmp_path / f"list.{fmt}")
        assert (
            ready.run(
                "registrations", "export", "kim", "--format", fmt, "--output", file
            ).returncode
            == 0
        )
        back = ready.run("registrations", "import", "kim", file, "--json")
        assert [json.loads(back.stdout)[key] for key in KEYS[:4]] == [84, 0, 0, 84]
    process = ready.start("registrations", "export", "kim", "--format", "json")
    assert process.wait(30) == 0
    given_out = json.loads((tmp_path / "instance-0.log").read_text(encoding="utf-8"))
    assert len(given_out) == 84
    assert {one["contact_list"] for one in given_out} == {None}


def test_the_report_for_people(ready: Program, tmp_path: Path):
    answer = ready.run("registrations", "import", "kim", DEMO)
    lines = answer.stdout.splitlines()
    waiting = "4 of the new ones on the waiting list."
    assert lines[-2:] == [
        f"86 rows: 84 created, 1 updated, 1 unchanged, 0 refused; {waiting}",
        "Counts as not asked: 56 “yes” to the contact list, 28 “yes” to photos.",
    ]
    assert "Märkische Wohnbau = Märkische Wohnbau eG (merged)" in lines
    words = tmp_path / "words.txt"
    words.write_text("Ich bin einverstanden.", encoding="utf-8")
    with_words = ready.run("registrations", "import", "kim", DEMO, "--consent-text", str(words))
    assert "56 consents to the contact list." in with_words.stdout.splitlines()


def test_a_refused_row_is_reported_and_ends_with_2(ready: Program, tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_text("Vorname;Nachname;E-Mail\nLena;Weber;\n;;x@stadt.example\n", encoding="utf-8")
    answer = ready.run("registrations", "import", "kim", str(file), "--json")
    assert answer.returncode == 2
    report = json.loads(answer.stdout)
    assert [report[key] for key in KEYS[:4]] == [2, 1, 0, 0]
    assert report["refused"] == [
        {
            "row": 3,
            "reason": "This row has no name. Please enter a first or last name, or delete the row.",
        }
    ]
    listed = json.loads(ready.run("events", "list", "--json").stdout)
    assert [listed[0][key] for key in ("confirmed", "held", "waiting")] == [0, 0, 0]


def test_what_cannot_be_used_is_one_line(ready: Program, tmp_path: Path):
    empty, garbage = tmp_path / "empty.csv", tmp_path / "garbage.csv"
    empty.write_bytes(b"")
    garbage.write_bytes(b"\x00\x01\x02 nonsense")
    for event, file, sentence in (
        ("kim", empty, "This file is empty. Please choose the file with your list."),
        (
            "kim",
            garbage,
            "This file cannot be read as a list. Please save it as CSV or XLSX and try again.",
        ),
        ("nowhere", DEMO, "There is no forum at this address."),
    ):
        answer = ready.run("registrations", "import", event, str(file), "--json")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.splitlines() == [f"forum: {sentence}"]
