"""Decisions about signing in."""

from datetime import datetime, timedelta

VALID_FOR = timedelta(minutes=15)
PURPOSE = "sign-in"


def link_is_usable(created_at: datetime, used_at: datetime | None, now: datetime) -> bool:
    """A sign-in link works once, for 15 minutes."""
    return used_at is None and created_at <= now < created_at + VALID_FOR


PAUSE = timedelta(minutes=1)
"""Asking again within this time does not send another link."""

KNOW_THE_PROTECTED = 2
"""So many people of a forum may see who is protected; the database holds it as well."""
