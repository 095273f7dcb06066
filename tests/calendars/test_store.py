"""The oracle itself, against what RFC 5546 says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.support.readers.plain import Calendar, Read
from tests.support.readers.store import after

AT = datetime(2026, 12, 3, 8, tzinfo=UTC)
FIRST = Read("1@stadt.example", 0, AT, AT, AT + timedelta(hours=6), "Forum")
MOVED = replace(FIRST, sequence=1, starts_at=AT + timedelta(hours=1))
GONE = replace(FIRST, sequence=2, status="CANCELLED")


def message(entry: Read, method: str = "REQUEST") -> Calendar:
    return Calendar(method, (entry,))


def test_the_higher_sequence_wins_in_any_order() -> None:
    for order in ((FIRST, MOVED), (MOVED, FIRST)):
        assert after(*map(message, order)) == {FIRST.uid: MOVED}


def test_with_equal_sequence_the_later_stamp_wins() -> None:
    later = replace(FIRST, stamp=AT + timedelta(seconds=1), summary="Newer")
    for order in ((FIRST, later), (later, FIRST)):
        assert after(*map(message, order)) == {FIRST.uid: later}


def test_what_is_cancelled_does_not_come_back_but_can_be_invited_anew() -> None:
    gone = message(GONE, "CANCEL")
    assert after(message(FIRST), gone) == after(gone, message(FIRST)) == {}
    anew = replace(FIRST, sequence=3)
    assert after(gone, message(anew), gone, message(MOVED)) == {FIRST.uid: anew}


def test_an_old_cancellation_does_not_take_the_newer_entry() -> None:
    late = message(replace(GONE, sequence=1), "CANCEL")
    newer = replace(FIRST, sequence=2)
    assert after(message(newer), late) == {FIRST.uid: newer}


def test_other_entries_stay() -> None:
    other = replace(FIRST, uid="2@stadt.example")
    assert after(message(FIRST), message(other), message(GONE, "CANCEL")) == {other.uid: other}


def test_only_a_cancellation_takes_away_what_was_invited() -> None:
    """Programs leave an entry with its alarms that is only called cancelled in an invitation."""
    assert after(message(FIRST), message(GONE)) == {GONE.uid: GONE}
    assert after(message(FIRST), message(GONE, "PUBLISH")) == {}
