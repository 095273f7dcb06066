"""Reasons are read out as people would say them."""

from __future__ import annotations

import pytest

from forum.rotation import reasons


@pytest.mark.parametrize(
    ("full", "said"), [((), ""), ((0,), "1"), ((0, 2), "1 and 3"), ((0, 1, 2), "1, 2 and 3")]
)
def test_rounds_are_listed_with_an_and(full: tuple[int, ...], said: str) -> None:
    assert str(reasons._listed([str(number + 1) for number in full])) == said
