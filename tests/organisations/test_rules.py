"""Decisions about entries of the register, on plain values."""

from __future__ import annotations

import pytest

from forum.organisations import rules


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Caritasverband Volmetal e. V.", "caritas-volmetal"),
        ("Diakonie Mark", "DIAKONIE MARK"),
        ("AWO", "arbeiterwohlfahrt"),
        ("Ökumenischer Verein", "e.v. ökumene"),
    ],
)
def test_what_is_written_like_a_name_leads(better: str, worse: str) -> None:
    alike = {"one_is_confirmed": False, "other_is_confirmed": False}
    few_and_many = {"one_people": 1, "other_people": 9}
    assert rules.leads_by_itself(one_name=better, other_name=worse, **alike, **few_and_many)
    assert not rules.leads_by_itself(
        one_name=better,
        other_name=worse,
        one_is_confirmed=False,
        other_is_confirmed=True,
        **few_and_many,
    )
    assert not rules.leads_by_itself(one_name=better, other_name=better, **alike, **few_and_many)
