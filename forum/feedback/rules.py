"""When feedback is open, and how much of it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta

MOST = 3
"""So many questions; a constraint of the database holds the same."""
LEAST = 5
"""Answers are shown in steps of so many, so that nobody's is seen by watching the page."""
TERM = timedelta(days=90)
"""So long after a forum its questions can be answered."""


def is_open(ends_at: datetime, now: datetime) -> bool:
    """Whether the questions of a forum that ended then can be answered now."""
    return ends_at <= now < ends_at + TERM


def shows_all(answers: int, *, is_over: bool) -> bool:
    """Whether everything that was answered until now may be shown: with every fifth answer, and
    when no further one can come, if there are as many in all."""
    return answers >= LEAST and (is_over or answers % LEAST == 0)
