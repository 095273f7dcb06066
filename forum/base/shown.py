"""How values are shown to people: dates, times, an organiser's texts in the reader's language."""

import functools
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from markupsafe import Markup, escape

from forum.base import clock, languages
from forum.base.text import Text, _

_DAY = {"de": "EEEE, d. MMMM y", "en": "EEEE, d MMMM y"}
_SHORT_DAY = {"de": "d. MMMM y", "en": "d MMMM y"}


def _written(moment: datetime, patterns: dict[str, str]) -> str:
    language = languages.current()
    return _day(clock.in_berlin(moment).date(), patterns[language], language)


@functools.lru_cache(maxsize=2048)
def _day(day: date, pattern: str, language: str) -> str:
    """Writing a day takes long, and a list repeats the same few."""
    return str(format_date(day, pattern, locale=language))


def day(moment: datetime) -> str:
    """„Donnerstag, 3. Dezember 2026“."""
    return _written(moment, _DAY)


def short_day(moment: datetime) -> str:
    """„3. Dezember 2026“."""
    return _written(moment, _SHORT_DAY)


def whole_day(day: date | str) -> str:
    """„3. Dezember 2026“, of a day without a time, also as written in ISO form."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    language = languages.current()
    return _day(day, _SHORT_DAY[language], language)


def time(moment: datetime) -> str:
    """„9:05“."""
    at = clock.in_berlin(moment)
    return f"{at.hour}:{at.minute:02}"


def times(start: datetime, end: datetime) -> Text:
    """„9:00 bis 15:30 Uhr“."""
    return _("%(start)s to %(end)s", start=time(start), end=time(end))


def moment(at: datetime) -> Text:
    """„3. Dezember 2026, 14:20 Uhr“."""
    return _("%(day)s, %(time)s", day=short_day(at), time=time(at))


def day_and_time(at: datetime) -> Text:
    """„Donnerstag, 3. Dezember 2026, 23:59 Uhr“."""
    return _("%(day)s, %(time)s", day=day(at), time=time(at))


def own(thing: Any, name: str) -> str:
    """An organiser's text in the reader's language; German where there is no English."""
    english = str(getattr(thing, f"{name}_en", "") or "")
    if languages.current() == "en" and english:
        return english
    return str(getattr(thing, name) or "")


def paragraphs(text: str, css: str = "pf-text") -> Markup:
    """Plain text with empty lines between paragraphs, as paragraphs of a page."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    made = (
        Markup('<p class="{}">{}</p>').format(css, Markup("<br>").join(escape(part).split("\n")))
        for part in parts
    )
    return Markup("\n").join(made)


def lines(text: str) -> list[str]:
    """The non-empty lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


FILTERS = {
    "day": day,
    "short_day": short_day,
    "whole_day": whole_day,
    "time": time,
    "moment": moment,
    "day_and_time": day_and_time,
    "own": own,
    "paragraphs": paragraphs,
    "lines": lines,
}
