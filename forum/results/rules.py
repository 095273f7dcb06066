"""When results may be released, how they are numbered, and how outcomes stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from forum.base.text import Text, _, _n
from forum.results.commitment_models import Progress

WORKING_DAYS = 5
"""So long island teams can object to what is to be released."""
ASKED_AFTER = timedelta(days=3)
"""So long after the release, or after they were named since, people are asked to confirm."""
SATURDAY = 5


def last_day(prepared_on: date) -> date:
    """The last of the five working days in which island teams can object: Monday to Friday without
    the holidays of all states."""
    day, left = prepared_on, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY and day not in holidays(day.year)
    return day


def holidays(year: int) -> frozenset[date]:
    """The days that are a holiday in every state of Germany; those of single states are not."""
    easter = _easter(year)
    moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension Day, Whit Monday
    fixed = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    return frozenset(
        [easter + timedelta(days=days) for days in moving]
        + [date(year, month, day) for month, day in fixed]
    )


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps = century - century // 4
    epact = (19 * golden + leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def obstacle(
    *,
    ready: datetime,
    now: datetime,
    all_agreed: bool,
    open_objections: int,
    unseen: int,
    authors: Collection[int | None],
    by: int,
) -> Text | None:
    """Why a prepared version may not be released now; None where it may.

    `unseen` counts sentences with passages that may be about a person and that nobody has looked
    at; `all_agreed` says that the team of every island has agreed already; `authors` are who
    prepared the version and who changed a sentence since.
    """
    if by in authors:
        return _(
            "You prepared this version or changed a sentence of it, so somebody else has to "
            "release it."
        )
    if open_objections:
        return _n(
            "%(num)s objection of an island team is open. Please settle it first.",
            "%(num)s objections of island teams are open. Please settle them first.",
            open_objections,
        )
    if unseen:
        return _n(
            "%(num)s sentence may be about a person and nobody has looked at it yet.",
            "%(num)s sentences may be about a person and nobody has looked at them yet.",
            unseen,
        )
    if now < ready and not all_agreed:
        return _(
            "The island teams can still object. The term is over when every team has agreed, or "
            "after the last day for objections."
        )
    return None


def numbers(taken: int, wanted: int) -> range:
    """The next numbers of a year where the highest that was ever given is `taken`."""
    return range(taken + 1, taken + 1 + wanted)


def progress_of(said: Sequence[Progress]) -> Progress | None:
    """How a next step stands, from what each organisation that has confirmed says of it.

    None where they contradict each other: one says that it goes on or is done, another that it
    rests or was dropped. Nobody has confirmed: it is open, which is no promise.
    """
    heard = {one for one in said if one is not Progress.OPEN}
    if not heard:
        return Progress.OPEN
    forward, back = (
        heard & {Progress.RUNS, Progress.DONE},
        heard & {Progress.RESTS, Progress.DROPPED},
    )
    if forward and back:
        return None
    if forward:
        return Progress.RUNS if Progress.RUNS in forward else Progress.DONE
    return Progress.RESTS if Progress.RESTS in back else Progress.DROPPED


def asked_on(named_at: datetime, released_at: datetime | None) -> datetime | None:
    """When somebody who was named for a next step is asked to confirm it by their own link; None
    while the step is not published."""
    return max(named_at, released_at) + ASKED_AFTER if released_at is not None else None


def is_overdue(due_on: date | None, progress: Progress | None, today: date) -> bool:
    """Whether the day has passed and nobody has said that it is done or dropped."""
    return (
        due_on is not None and due_on < today and progress not in {Progress.DONE, Progress.DROPPED}
    )
