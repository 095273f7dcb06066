"""When those who answer for a next step are asked, and who has to be called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.cooperation.models import Occasion
from forum.results.commitment_models import Progress

CONFIRM_AFTER = {
    Occasion.CONFIRM: timedelta(days=3),
    Occasion.CONFIRM_AGAIN: timedelta(days=10),
    Occasion.CALL_TO_CONFIRM: timedelta(days=14),
}
"""After the release, or after they were named since, until they have confirmed or declined."""
BEFORE_DUE, AFTER_DUE = timedelta(days=7), timedelta(days=3)
WAVES = {
    Occasion.MONTHS_3: (91, Occasion.MONTHS_3_AGAIN),
    Occasion.MONTHS_6: (182, Occasion.MONTHS_6_AGAIN),
    Occasion.MONTHS_12: (365, Occasion.MONTHS_12_AGAIN),
}
"""So many days after the forum, and what follows where nobody answers."""
AGAIN_AFTER = timedelta(days=10)
MOST_IN_A_YEAR = 6
"""So many messages about next steps one address gets within a year; past it somebody calls."""
YEAR = timedelta(days=365)
NOT_MAILED = frozenset({Occasion.CALL_TO_CONFIRM})
LAST_MAILS = frozenset({Occasion.CONFIRM_AGAIN, *(again for _days, again in WAVES.values())})
"""After these no further message follows: who does not answer is called."""
ENDED = frozenset({Progress.DONE, Progress.DROPPED})


@dataclass(frozen=True)
class Asked:
    """What decides whether an organisation of a next step is asked. `released_at` is when the step
    was published or, later, the person was named; `said_at` when they last said how it stands;
    `day` the day of the forum."""

    released_at: datetime
    day: date
    due_on: date | None
    confirmed_at: datetime | None
    declined_at: datetime | None
    progress: Progress
    said_at: datetime | None


def due(
    asked: Asked, done: Mapping[Occasion, datetime], now: datetime, today: date
) -> list[Occasion]:
    """The occasions that have come and were not noted yet, in their order; a later one makes
    earlier ones superfluous, but they count as noted. Stops with an end and with a no."""
    if asked.declined_at is not None or asked.progress in ENDED:
        return []
    if asked.confirmed_at is None:
        come = [one for one, after in CONFIRM_AFTER.items() if asked.released_at + after <= now]
    else:
        come = [*_around_due(asked, today), *_waves(asked, done, now, today)]
    return [one for one in come if one not in done]


def _around_due(asked: Asked, today: date) -> list[Occasion]:
    if asked.due_on is None:
        return []
    before = asked.due_on - BEFORE_DUE <= today <= asked.due_on
    after = asked.due_on + AFTER_DUE <= today
    return [Occasion.BEFORE_DUE] * before + [Occasion.AFTER_DUE] * after


def _waves(
    asked: Asked, done: Mapping[Occasion, datetime], now: datetime, today: date
) -> list[Occasion]:
    """The waves that have come; where nobody answered the newest of them, once more after a time.
    Having confirmed since is an answer."""
    come: list[Occasion] = []
    said = max(filter(None, (asked.said_at, asked.confirmed_at)), default=None)
    for wave, (days, again) in WAVES.items():
        first = asked.day + timedelta(days=days)
        if first > today:
            break
        come.append(wave)
        has_said = said is not None and said.date() >= first
        if has_said:
            come.remove(wave)
        elif (
            wave in done
            and done[wave] + AGAIN_AFTER <= now
            and not _is_followed(asked, wave, today)
        ):
            come.append(again)
    return come


def _is_followed(asked: Asked, wave: Occasion, today: date) -> bool:
    """Whether a later wave has come already, so that this one need not be repeated."""
    later = [days for days, _again in WAVES.values() if days > WAVES[wave][0]]
    return any(asked.day + timedelta(days=days) <= today for days in later)


def may_be_mailed(sent_within_a_year: int) -> bool:
    """Whether one more message may go to an address that got so many within a year."""
    return sent_within_a_year < MOST_IN_A_YEAR
