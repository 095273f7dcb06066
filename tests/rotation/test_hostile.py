"""Whatever a file holds, there is a sentence, and the web process stays light."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forum.base.refusal import Refused
from forum.commands import rotation
from forum.rotation import planner, reading
from forum.rotation.obstacles import NoPlan


def instance(**values: Any) -> dict[str, Any]:
    islands = [{"id": n, "min": 0, "max": 5, "closed": []} for n in range(3)]
    return {"rounds": 2, "islands": islands, "participants": people(4), **values}


def people(number: int, **values: Any) -> list[dict[str, Any]]:
    return [{"id": n, "org": n, "sector": 0, "wishes": [0], **values} for n in range(number)]


def solve(data: Any) -> planner.Solution:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return planner.solve(reading.instance_of(text), iterations=100, compiled=False)


IMPOSSIBLE = {
    "no islands": (instance(islands=[], participants=[{"id": 0}]), "no-islands"),
    "more rounds than islands": (instance(rounds=4), "too-few-islands"),
    "pin against exclusion": (
        instance(participants=people(1, pins={"0": 1}, exclude=[1])),
        "pin-excluded",
    ),
    "pin on a closed island": (
        instance(
            islands=[{"id": n, "max": 5, "closed": [0] if n == 1 else []} for n in range(4)],
            participants=people(1, pins={"0": 1}),
        ),
        "pin-closed",
    ),
    "pinned twice": (instance(participants=people(1, pins={"0": 1, "1": 1})), "pin-twice"),
    "pins against capacity": (instance(participants=people(6, pins={"0": 1})), "places"),
    "companions pinned apart": (
        instance(
            participants=[*people(1, pins={"0": 1}), {"id": 1, "pins": {"0": 2}}],
            together=[[0, 1]],
        ),
        "together",
    ),
    "together and apart": (instance(together=[[0, 1]], apart=[[1, 0]]), "together-and-apart"),
    "apart on one island": (
        instance(participants=people(2, pins={"0": 1}), apart=[[0, 1]]),
        "apart",
    ),
    "too few people": (
        instance(participants=[], islands=[{"id": 0, "min": 3, "max": 5}]),
        "people",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_is_impossible_is_explained(name: str) -> None:
    data, kind = IMPOSSIBLE[name]
    with pytest.raises(NoPlan) as failure:
        solve(data)
    explained = rotation.explanation(failure.value)
    assert explained["obstacles"][0]["kind"] == kind
    assert explained["explanation"]
    assert all(one["cures"] for one in explained["obstacles"])
    json.dumps(explained)


BAD = {
    "no JSON": b"{",
    "not an object": b"[]",
    "endless depth": b"[" * 100_000,
    "no rounds": {"islands": [], "participants": []},
    "no people": {"islands": [], "rounds": 1},
    "a text for a number": instance(rounds="3"),
    "a fraction": instance(rounds=1.5),
    "yes for a number": instance(rounds=True),
    "negative rounds": instance(rounds=-1),
    "a thousand rounds": instance(rounds=1000),
    "negative places": instance(islands=[{"id": 0, "max": -1}]),
    "more needed than fit": instance(islands=[{"id": 0, "min": 9, "max": 1}]),
    "one island twice": instance(islands=[{"id": 0, "max": 1}, {"id": 0, "max": 1}]),
    "one person twice": instance(participants=people(1) + people(1)),
    "an unknown island": instance(participants=people(1, exclude=[9])),
    "an unknown round": instance(participants=people(1, absent=[9])),
    "an odd pin": instance(participants=people(1, pins={"first": 1})),
    "pins as a list": instance(participants=people(1, pins=[1])),
    "a wish twice": instance(participants=[{"id": 0, "wishes": [1, 1]}]),
    "a host maybe": instance(participants=people(1, host="maybe")),
    "together with nobody": instance(together=[[0, 99]]),
    "together with oneself": instance(together=[[1, 1]]),
    "a pair of three": instance(apart=[[0, 1, 2]]),
    "a published plan too short": instance(published=[[0, 1]]),
    "ten thousand people": instance(participants=people(10_000)),
    "a thousand islands": instance(islands=[{"id": n, "max": 1} for n in range(1000)]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_makes_no_sense_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        solve(BAD[name])
    assert str(refusal.value.sentence)


def test_nobody_needs_no_plan() -> None:
    assert solve(instance(participants=[])).plan == {}


def test_a_circle_of_companions_is_one_party() -> None:
    plan = solve(instance(together=[[0, 1], [1, 2], [2, 0], [1, 0]])).plan
    assert plan[0] == plan[1] == plan[2]


def test_the_command_says_it_in_one_line_or_as_json(tmp_path: Path) -> None:
    said = {}
    for name, data in {"bad": instance(rounds="3"), "none": instance(rounds=4)}.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        program = "from forum.commands import main; main()"
        run = subprocess.run(
            [sys.executable, "-c", program, "rotation", "solve", str(file)],
            capture_output=True,
            text=True,
            env={"FORUM_INSTANCE_PATH": str(tmp_path), "PATH": ""},
            check=False,
        )
        said[name] = run
    assert (said["bad"].returncode, said["none"].returncode) == (2, 3)
    assert said["bad"].stderr == "forum: “rounds” is missing or not of the kind it must be.\n"
    assert json.loads(said["none"].stdout)["obstacles"][0]["kind"] == "too-few-islands"


def test_the_web_process_imports_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys; from forum.app import create_app; create_app(); "
        "print(sorted({'numba', 'numpy', 'llvmlite'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={"FORUM_INSTANCE_PATH": str(tmp_path), "PATH": ""},
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"
