"""When those who answer for a next step are asked, who is called, and when news are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.cooperation.models import Occasion
from forum.mail.yearly_models import Pace
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
NEWS_AFTER = {Pace.USUAL: timedelta(days=30), Pace.FEWER: timedelta(days=91)}
"""So long news of what somebody follows are gathered."""
DOCUMENTATION_AFTER = timedelta(days=14)
FOLLOWED_FOR = timedelta(days=365)
"""So long after a forum people agree to be told what became of it."""
ASK_AGAIN_AFTER = timedelta(days=28)
"""When a demand comes up again that has no answer, where no other day is noted."""
NOT_MAILED = frozenset({Occasion.CALL_TO_CONFIRM})
LAST_MAILS = frozenset({Occasion.CONFIRM_AGAIN, *(again for _days, again in WAVES.values())})
"""After these no further message follows: who does not answer is called."""
ENDED = frozenset({Progress.DONE, Progress.DROPPED})
REMINDERS = frozenset({Occasion.BEFORE_DUE, Occasion.AFTER_DUE})
"""What falls away for whoever wants fewer messages."""


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


def is_wanted(occasion: Occasion, pace: Pace) -> bool:
    """Whether somebody is asked on an occasion who wants to hear so often."""
    return pace is Pace.USUAL or occasion not in REMINDERS


def is_mailed(occasion: Occasion, pace: Pace) -> bool:
    """Whether a message goes out on an occasion; else somebody calls. Whoever wants fewer messages
    gets no second one about the same."""
    if occasion in NOT_MAILED or pace is Pace.NONE:
        return False
    return pace is Pace.USUAL or occasion not in LAST_MAILS


def news_are_due(last: datetime | None, pace: Pace, now: datetime) -> bool:
    """Whether somebody may hear now what has moved; `last` is when they last did."""
    return pace in NEWS_AFTER and (last is None or last + NEWS_AFTER[pace] <= now)


def comes_up(handed_over_on: date | None, ask_again_on: date | None, today: date) -> bool:
    """Whether somebody has to ask again about a demand that has no answer, or to hand it over."""
    if handed_over_on is None:
        return True
    return (ask_again_on or handed_over_on + ASK_AGAIN_AFTER) <= today
